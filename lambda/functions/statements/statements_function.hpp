// The function without C++ of one's own: events name statements of the files it was deployed with.
#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include <oraxx/lambda/function.hpp>
#include "lambda/events/event.hpp"
#include "lambda/functions/statements/answer_sinks.hpp"
#include "lambda/functions/statements/library.hpp"
#include "lambda/functions/statements/request.hpp"
#include "lambda/functions/statements/runner.hpp"

namespace oraxx::lambda::statements {

struct function_options {
    std::string folder{};      // of the files; empty: the built-in statement
    bool allow_sql = false;    // events may bring SQL of their own
    bool stream_http = false;  // answers to HTTP are streamed unless the event says otherwise
    std::size_t max_answer_bytes = std::size_t{6} << 20U;

    // ORAXX_STATEMENTS (else the folder "statements" in LAMBDA_TASK_ROOT, where there is one),
    // ORAXX_ALLOW_SQL_IN_EVENTS=yes, ORAXX_STREAM_HTTP=yes.
    [[nodiscard]] static function_options from_environment();
};

// Thread safety: handle() may be called from several threads.
class statements_function final : public function {
public:
    explicit statements_function(function_options options) : options_(std::move(options)) {}

    // Reads the files. Mistakes in them are logged, and answered to every event: a function that ends would be
    // started again and again.
    void start(const logger& log) override;
    void handle(std::string_view event, context& invocation, response& answer) override;

private:
    void handle_event(const events::direct_event& asked, context& invocation, response& answer) const;
    void handle_event(const events::bus_event& asked, context& invocation, response& answer) const;
    void handle_event(const events::http_event& asked, context& invocation, response& answer) const;
    void handle_event(const events::queue_event& asked, context& invocation, response& answer) const;
    void handle_http(const events::http_event& asked, context& invocation, response& answer,
                     streamed_answer& stream) const;
    void handle_document(const events::json_value& document, context& invocation, response& answer) const;
    void handle_message(const events::queue_message& message, context& invocation) const;
    // Binds, runs, and logs; once more on another connection when a query's was lost before anything was answered.
    void run(const statement& target, const request& asked, context& invocation, answer_sink& sink) const;

    [[nodiscard]] const statement& find(const std::string& name) const;
    // Where the event brings SQL.
    [[nodiscard]] static std::optional<statement> statement_of_event(const request& asked);

    function_options options_;
    library library_{};
};

}  // namespace oraxx::lambda::statements
