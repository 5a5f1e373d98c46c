// The function: answers {} with the names of all tables the user can see, [["T1"],["T2"]].
#pragma once

#include <oraxx/lambda/function.hpp>
#include "lambda/functions/thin/warm_session.hpp"

namespace oraxx::thin_function {

class thin_function final : public lambda::function {
public:
    // `target` outlives this object.
    thin_function(database& target, secret_source secrets, warm_session_policy policy = {});

    // Logs on, so that the first invocation finds a session. A failure is logged and left to the invocations: a
    // database that is down must not become a loop of restarts.
    void start(const lambda::logger& log) override;
    void handle(std::string_view event, lambda::context& invocation, lambda::response& answer) override;
    void stop(const lambda::logger& log) noexcept override;

private:
    [[nodiscard]] std::string run_statement(clock::time_point deadline, const lambda::logger& log);

    warm_session session_;
};

// The secret named by SECRET_NAME, from Secrets Manager in REGION (else AWS_REGION).
[[nodiscard]] secret_source secrets_from_environment();

}  // namespace oraxx::thin_function
