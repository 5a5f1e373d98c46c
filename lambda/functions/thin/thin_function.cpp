#include "lambda/functions/thin/thin_function.hpp"

#include "lambda/database/function_errors.hpp"
#include "lambda/functions/thin/documents.hpp"
#include "lambda/runtime/runtime.hpp"

namespace oraxx::thin_function {
namespace {

constexpr std::string_view default_statement = "SELECT table_name FROM all_tables ORDER BY 1";
// Lambda takes 6 MiB; the platform's own bound is a little higher.
constexpr std::size_t max_response_bytes = std::size_t{6} << 20U;
// Lambda gives the start of a function 10 seconds.
constexpr std::chrono::seconds start_budget{8};
// Kept of an invocation's time for cancelling a call and posting the answer.
constexpr std::chrono::milliseconds largest_margin{500};

clock::time_point work_deadline(const lambda::context& invocation) {
    const auto remaining = invocation.remaining();
    return clock::now() + remaining - std::min(largest_margin, remaining / 4);
}

std::chrono::milliseconds time_left(clock::time_point deadline) {
    return std::chrono::duration_cast<std::chrono::milliseconds>(deadline - clock::now());
}

failure out_of_time() {
    return {.code = errc::timed_out,
            .phase = phase::execute,
            .message = "the invocation's time was used up before the query",
            .advice = "give the function a longer timeout"};
}

// The session broke under the query. A query changes nothing, so it may be sent again.
bool is_worth_another_session(const failure& facts) {
    return !facts.connection_usable && facts.code != errc::timed_out && facts.code != errc::cancelled;
}

}  // namespace

thin_function::thin_function(database& target, secret_source secrets, warm_session_policy policy)
    : session_(target, std::move(secrets), policy) {}

void thin_function::start(const lambda::logger& log) {
    try {
        static_cast<void>(session_.acquire(clock::now() + start_budget, log));
    } catch (const lambda::failed_invocation& failed) {
        log.warn("no database session yet",
                 {{"errorType", failed.error().type}, {"errorMessage", failed.error().message}});
    }
}

void thin_function::handle(std::string_view event, lambda::context& invocation, lambda::response& answer) {
    check_event(event);
    answer.send(run_statement(work_deadline(invocation), invocation.log()));
}

std::string thin_function::run_statement(clock::time_point deadline, const lambda::logger& log) {
    for (bool again = true;; again = false) {
        auto& session = session_.acquire(deadline, log);
        const auto timeout = time_left(deadline);
        if (timeout.count() <= 0) throw lambda::failed_invocation(lambda::database::to_function_error(out_of_time()));
        json_rows rows;
        const auto done = session.query(default_statement, timeout, max_response_bytes, rows);
        session_.note_use();
        if (done) {
            log.info("answered", {{"rows", static_cast<std::int64_t>(rows.rows())}});
            return std::move(rows).finish();
        }
        if (!done.error().connection_usable) session_.drop();
        if (!again || !is_worth_another_session(done.error())) {
            throw lambda::failed_invocation(lambda::database::to_function_error(done.error()));
        }
        log.warn("the session was lost during the query: connecting again");
    }
}

void thin_function::stop(const lambda::logger&) noexcept {
    session_.drop();
}

secret_source secrets_from_environment() {
    return [client = std::shared_ptr<lambda::aws::secrets_client>()](clock::time_point deadline,
                                                                     freshness wanted) mutable {
        const auto name = lambda::environment_variable("SECRET_NAME");
        if (name.empty()) {
            throw lambda::failed_invocation({.type = "ConfigurationError.MissingVariable",
                                             .message = "the environment variable SECRET_NAME is not set"});
        }
        if (client == nullptr) {
            auto region = lambda::environment_variable("REGION");
            if (region.empty()) region = lambda::environment_variable("AWS_REGION");
            client = std::make_shared<lambda::aws::secrets_client>(lambda::aws::secrets_options::for_region(region));
        }
        return client->get(name, deadline, wanted);
    };
}

}  // namespace oraxx::thin_function
