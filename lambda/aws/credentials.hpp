// The keys that requests to AWS are signed with, and where they come from.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "base/secret.hpp"
#include "lambda/aws/single_flight.hpp"
#include "lambda/http/http.hpp"

namespace oraxx::lambda::aws {

struct credentials {
    std::string access_key_id{};
    base::secret_bytes secret_access_key{};
    std::string session_token{};                                        // empty for long-lived keys
    std::optional<std::chrono::system_clock::time_point> expiration{};  // none: the process may keep them

    // AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN, as Lambda sets them; nullopt without the first
    // two.
    [[nodiscard]] static std::optional<credentials> from_environment();
};

// Keys from the first of these that is there:
// - the environment (AWS_ACCESS_KEY_ID, ...), which Lambda sets for a function with an execution role;
// - a web identity: AWS_ROLE_ARN and AWS_WEB_IDENTITY_TOKEN_FILE, exchanged at STS;
// - the endpoint of the container: AWS_CONTAINER_CREDENTIALS_RELATIVE_URI or _FULL_URI, with
//   AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE or AWS_CONTAINER_AUTHORIZATION_TOKEN (SnapStart, managed instances).
// Those that expire are kept, and fetched anew some minutes before they do.
//
// Thread safety: all functions may be called from any thread; one fetches, the others wait for it.
class credentials_provider {
public:
    using wall_clock = std::function<std::chrono::system_clock::time_point()>;

    explicit credentials_provider(wall_clock now = [] { return std::chrono::system_clock::now(); })
        : now_(std::move(now)) {}

    // Throws aws_error: "MissingCredentials" when there is no source, "CredentialsUnavailable" when it gives none.
    [[nodiscard]] std::shared_ptr<const credentials> get(http::clock::time_point deadline);

    // The one that all clients of a process share.
    [[nodiscard]] static credentials_provider& of_process();

private:
    using pointer = std::shared_ptr<const credentials>;

    [[nodiscard]] pointer kept() const;
    [[nodiscard]] bool is_fresh(const pointer& keys) const;
    void keep(pointer keys);

    wall_clock now_;
    single_flight fetching_{};
    mutable std::mutex mutex_{};
    pointer kept_{};
};

}  // namespace oraxx::lambda::aws
