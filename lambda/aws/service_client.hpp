// One kept connection to one HTTP service: sends a request, and sends it again where that may help. Everything that
// speaks to AWS goes through it.
//
// Thread safety: one thread at a time per client.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <random>
#include <string>

#include "lambda/aws/credentials.hpp"
#include "lambda/http/http.hpp"

namespace oraxx::lambda::aws {

struct retry_policy {
    unsigned attempts = 4;  // in all, when the service throttles, fails or cannot be reached
    std::chrono::milliseconds attempt_timeout{3'000};
    std::chrono::milliseconds first_pause{50};  // before the second attempt; doubles, with jitter
};

struct service_request {
    std::string method = "POST";
    std::string target = "/";             // path and query, percent-encoded; the endpoint's base path goes before it
    std::vector<http::header> headers{};  // but for Host and what a signature adds
    std::string body{};
};

// Where requests that are signed belong.
struct signing_target {
    std::string service{};  // "secretsmanager"
    std::string region{};
    // Of S3, which wants its paths as they are, and the digest of the body among the headers.
    bool is_s3 = false;
};

class service_client {
public:
    // Requests are sent as they are.
    service_client(http::endpoint server, retry_policy policy);
    // Requests are signed, each attempt anew: a signature holds the time. `keys` outlives this object.
    service_client(http::endpoint server, retry_policy policy, signing_target signed_for, credentials_provider& keys);

    // Whether an answer that is no success may be another one soon.
    using judge = std::function<bool(const http::response&)>;

    // The last answer, whatever its status. Throws the last http::error when no answer came, and aws_error when there
    // are no keys to sign with. The deadline bounds all attempts together.
    [[nodiscard]] http::response call(const service_request& request, http::clock::time_point deadline,
                                      const judge& is_transient);
    // Attempts that the last call made after its first.
    [[nodiscard]] unsigned retries() const noexcept { return retries_; }

private:
    [[nodiscard]] http::response attempt(const service_request& request, http::clock::time_point deadline);
    [[nodiscard]] std::vector<http::header> signed_headers(const service_request& request,
                                                           http::clock::time_point deadline) const;
    // false when the deadline leaves no time for another attempt.
    [[nodiscard]] bool pause(http::clock::time_point deadline);

    http::endpoint server_;
    retry_policy policy_;
    signing_target signed_for_{};
    credentials_provider* keys_ = nullptr;  // null: not signed
    std::unique_ptr<http::connection> connection_{};
    std::minstd_rand jitter_;
    unsigned retries_ = 0;
};

// The statuses that say "later": 429 and the fives.
[[nodiscard]] bool is_transient_status(const http::response& answer) noexcept;

}  // namespace oraxx::lambda::aws
