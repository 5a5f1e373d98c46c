// The session that outlives invocations: logged on once, looked at after a pause, made again when it is gone.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>

#include <oraxx/lambda/function.hpp>
#include "lambda/aws/secrets_client.hpp"
#include "lambda/functions/thin/database.hpp"

namespace oraxx::thin_function {

using clock = std::chrono::steady_clock;
using freshness = lambda::aws::secrets_client::freshness;

// Reads the secret; throws aws_error or lambda::failed_invocation.
using secret_source =
    std::function<std::shared_ptr<const lambda::aws::secret_value>(clock::time_point deadline, freshness wanted)>;

struct warm_session_policy {
    // A session that rested longer is asked whether it is still there before it is used.
    std::chrono::milliseconds ping_after_rest{10'000};
    std::chrono::milliseconds ping_timeout{1'000};
    // A password the database refused is not tried again before this has passed or the secret has a new
    // version: every refused logon counts towards the account's lock.
    std::chrono::milliseconds pause_after_refusal{60'000};
};

// Thread safety: one thread at a time.
class warm_session {
public:
    // `target` outlives this object.
    warm_session(database& target, secret_source secrets, warm_session_policy policy = {});

    // A session that can be used. Throws lambda::failed_invocation when there is none to be had before the deadline.
    [[nodiscard]] database_session& acquire(clock::time_point deadline, const lambda::logger& log);
    // Says that the session has just been used.
    void note_use() noexcept { last_use_ = std::chrono::system_clock::now(); }
    void drop() noexcept { session_.reset(); }

private:
    using secret_pointer = std::shared_ptr<const lambda::aws::secret_value>;
    struct refusal {
        std::string version_id{};
        lambda::function_error error{};
        std::chrono::system_clock::time_point when{};
    };

    [[nodiscard]] bool is_alive(clock::time_point deadline);
    void connect(clock::time_point deadline, const lambda::logger& log);
    [[nodiscard]] result<std::unique_ptr<database_session>> log_on(const lambda::aws::secret_value& secret,
                                                                   clock::time_point deadline);
    [[nodiscard]] secret_pointer read_secret(clock::time_point deadline, freshness wanted);
    [[nodiscard]] bool was_refused(const lambda::aws::secret_value& secret) const;

    database& target_;
    secret_source secrets_;
    warm_session_policy policy_;
    std::unique_ptr<database_session> session_{};
    // By the wall clock: the monotonic one stands still while the execution environment is frozen.
    std::chrono::system_clock::time_point last_use_{};
    std::optional<refusal> refusal_{};
};

}  // namespace oraxx::thin_function
