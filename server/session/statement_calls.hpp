// The statement calls of a session: execute (94), re-execute (4), re-execute and fetch (78), fetch (5), describe
// (98).
#pragma once

#include "server/session/call_end.hpp"
#include "server/session/response.hpp"
#include "server/session/session_config.hpp"
#include "server/session/session_news.hpp"
#include "server/session/statement_call.hpp"
#include "server/session/value_context.hpp"
#include "wire/ttc/execute.hpp"

namespace oraxx::sandbox {

class statement_calls {
public:
    // `syncs_session`: news of the session travel in messages of their own, else in return parameters.
    statement_calls(const session_config& config, engine::session& engine, response_channel& out, call_ends& ends,
                    session_news& news, locator_table& locators, bool syncs_session)
        : engine_(&engine),
          out_(&out),
          ends_(&ends),
          news_(&news),
          locators_(&locators),
          syncs_session_(syncs_session),
          cursors_(config.max_open_cursors) {}

    // Each takes a request from behind its function header. incomplete: nothing happened, more bytes are needed;
    // other errors: the peer broke the protocol; ok: the call was answered, or it failed (take_failure()), or bind
    // rows are still to come (awaits_rows()).
    wire::ttc::decode_errc execute(const wire::ttc::function_header& header, wire::ttc::decoder& c);
    wire::ttc::decode_errc reexecute(const wire::ttc::function_header& header, wire::ttc::decoder& c);
    wire::ttc::decode_errc fetch(const wire::ttc::function_header& header, wire::ttc::decoder& c);
    wire::ttc::decode_errc describe_only(const wire::ttc::function_header& header, wire::ttc::decoder& c);

    [[nodiscard]] bool awaits_rows() const noexcept { return call_.has_value(); }
    wire::ttc::decode_errc take_rows(wire::ttc::decoder& c);
    // Bind rows that were announced will not come (the client gave up).
    void abandon() noexcept { call_.reset(); }

    [[nodiscard]] std::optional<call_failure> take_failure() noexcept {
        return std::exchange(failure_, std::nullopt);
    }
    void close_cursor(std::uint32_t id) { cursors_.close(id); }
    // Ends the fetching, keeps the statement.
    void cancel_cursor(std::uint32_t id) {
        if (auto* known = cursors_.find(id)) known->is_open = false;
    }

private:
    using call = statement_call;

    // Each says whether the call goes on; if not, failure_ is set.
    bool choose_cursor(const wire::ttc::execute_request& request, call& work);
    bool parse(std::string_view sql, call& work);
    bool accept_binds(const wire::ttc::execute_request& request, call& work);
    bool find_bind_type(base::bytes_view oid, engine::object_type_ref& out) const;
    bool accept_defines(const wire::ttc::execute_request& request, call& work);
    static void accept_scrolling(const wire::ttc::execute_request& request, call& work);
    bool fail(const call& work, int code, std::string_view text);
    bool fail(const call& work, engine::sql_error error, std::uint64_t row_count = 0, std::uint32_t iterations = 0);
    void keep_cursor_ids(const call& work, std::uint32_t iteration, const engine::execute_result& done);

    wire::ttc::decode_errc start(call work, wire::ttc::decoder& c);
    void run(call& work);
    void run_query(call& work);
    void run_iterations(call& work);
    bool run_iteration(call& work, std::uint32_t iteration, iterations_outcome& outcome);
    void answer_iterations(call& work, const iterations_outcome& outcome);
    bool encode_out_values(call& work, const iterations_outcome& outcome, wire::ttc::encoder& c);
    bool encode_implicit_results(call& work, const iterations_outcome& outcome, wire::ttc::encoder& c);
    [[nodiscard]] value_context values_of(const call& work);
    void encode_return_parameters(const call& work, const std::vector<std::uint64_t>& row_counts,
                                  wire::ttc::encoder& c);
    void describe(const call& work, wire::ttc::encoder& c);
    void encode_news(wire::ttc::encoder& c);
    bool scroll(call& work);
    // Appends rows; `at_end` tells whether the last one is among them.
    bool fetch_rows(call& work, response& answer, bool& at_end);

    engine::session* engine_;
    response_channel* out_;
    call_ends* ends_;
    session_news* news_;
    locator_table* locators_;
    bool syncs_session_;
    cursor_table cursors_;
    std::optional<call> call_;  // whose bind rows are not all here
    std::optional<call_failure> failure_;
};

}  // namespace oraxx::sandbox
