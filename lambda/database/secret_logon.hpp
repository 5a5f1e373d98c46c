// Logon by a secret that may be rotated: options for new connections, and no password sent twice that was refused.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>

#include <oraxx/lambda/function_error.hpp>
#include <oraxx/pool.hpp>
#include "lambda/aws/secrets_client.hpp"
#include "lambda/database/database_secret.hpp"
#include "lambda/database/work.hpp"

namespace oraxx::lambda::database {

using freshness = aws::secrets_client::freshness;
// Reads the secret; throws aws_error or failed_invocation. `told` may be null.
using secret_reader = std::function<std::shared_ptr<const aws::secret_value>(
    std::chrono::steady_clock::time_point deadline, freshness wanted, observation* told)>;

// Thread safety: all functions may be called from any thread that has a current work.
class secret_logon {
public:
    // A version the database refused is not tried again before `pause_after_refusal` has passed: every refused logon
    // counts towards the account's lock.
    secret_logon(secret_reader read, database_place place, std::chrono::milliseconds pause_after_refusal,
                 std::function<std::chrono::system_clock::time_point()> wall_time);

    // For the pool (options_provider), on a thread with a current work. Throws failed_invocation: what kept the
    // secret from being read, or the refusal of the only version there is.
    [[nodiscard]] result<connect_options> options(const options_request& asked);
    // A connection could not be made. Remembers the version when that was what is wrong.
    void note_failure(const failure& why, const std::string& version);

private:
    using secret_pointer = std::shared_ptr<const aws::secret_value>;
    struct refusal {
        std::string version{};
        function_error error{};
        std::chrono::system_clock::time_point when{};
    };

    [[nodiscard]] secret_pointer read(const options_request& asked, freshness wanted) const;
    [[nodiscard]] secret_pointer untried_secret(const options_request& asked) const;
    [[nodiscard]] std::optional<function_error> refusal_of(const std::string& version) const;

    const secret_reader read_;
    const database_place place_;
    const std::chrono::milliseconds pause_after_refusal_;
    const std::function<std::chrono::system_clock::time_point()> wall_time_;
    mutable std::mutex mutex_{};
    std::optional<refusal> refusal_{};  // the last one
};

}  // namespace oraxx::lambda::database
