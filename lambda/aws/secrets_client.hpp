// AWS Secrets Manager: GetSecretValue with a cache.
//
// Thread safety: one thread at a time per client.
#pragma once

#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <random>
#include <string>

#include "base/secret.hpp"
#include "lambda/http/http.hpp"

namespace oraxx::lambda::aws {

struct secret_value {
    base::secret_bytes text{};  // SecretString, as a rule JSON
    std::string version_id{};
};

struct secrets_options {
    std::string region{};
    http::endpoint server{};
    std::chrono::seconds time_to_live{300};  // of a cached value
    unsigned attempts = 4;                   // in all, when the service throttles, fails or cannot be reached
    std::chrono::milliseconds attempt_timeout{3'000};
    std::chrono::milliseconds first_pause{50};  // before the second attempt; doubles, with jitter

    // The region's own endpoint, or AWS_ENDPOINT_URL_SECRETS_MANAGER or AWS_ENDPOINT_URL where set. Throws
    // aws_error ("BadEndpoint", "MissingRegion").
    [[nodiscard]] static secrets_options for_region(const std::string& region);
};

class secrets_client {
public:
    explicit secrets_client(secrets_options options);

    enum class freshness : std::uint8_t { cached, reread };

    // The current version of a secret, by name or ARN. Throws aws_error. The deadline bounds all attempts
    // together.
    [[nodiscard]] std::shared_ptr<const secret_value> get(const std::string& secret_id,
                                                          http::clock::time_point deadline,
                                                          freshness wanted = freshness::cached);

private:
    struct cached_secret {
        std::shared_ptr<const secret_value> value{};
        http::clock::time_point fetched{};
    };

    [[nodiscard]] std::shared_ptr<const secret_value> fetch(const std::string& secret_id,
                                                            http::clock::time_point deadline);
    [[nodiscard]] http::response attempt(const std::string& secret_id, http::clock::time_point deadline);
    // false when the deadline leaves no time for another attempt.
    [[nodiscard]] bool pause(unsigned attempts_made, http::clock::time_point deadline);
    [[nodiscard]] http::connection& connection();

    secrets_options options_;
    std::unique_ptr<http::connection> connection_{};
    std::map<std::string, cached_secret> cache_{};
    std::minstd_rand jitter_;
};

}  // namespace oraxx::lambda::aws
