// One place at which invocations are served, one after the other, over a connection to the Runtime API of its own.
#pragma once

#include <variant>

#include "lambda/runtime/answer.hpp"
#include "lambda/runtime/runtime.hpp"

namespace oraxx::lambda {

// Thread safety: one thread at a time per slot; slots are independent.
class slot {
public:
    // Everything outlives this object.
    slot(function& served, const runtime_options& options, http::endpoint api, const logger& log, stop_event& stop);

    // Until the stop is requested (true) or the Runtime API is lost (false).
    [[nodiscard]] bool serve();
    // Tells the platform that the function cannot start.
    void report_failed_start(const function_error& failure);

private:
    [[nodiscard]] bool answer_one(next_invocation received);
    [[nodiscard]] std::optional<function_error> call(std::string_view event, context& invocation, answer& given);
    [[nodiscard]] post_status finish(context& invocation, answer& given, std::optional<function_error> failure);

    function& served_;
    const runtime_options& options_;
    const logger& log_;
    stop_event& stop_;
    api_client client_;
};

}  // namespace oraxx::lambda
