// AWS Secrets Manager: GetSecretValue with a cache, by signed calls or through the Parameters and Secrets extension.
//
// Thread safety: all functions may be called from any thread; one fetches, the others wait for it.
#pragma once

#include <oraxx/lambda/observation.hpp>

#include <chrono>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "base/secret.hpp"
#include "lambda/aws/service_client.hpp"
#include "lambda/aws/single_flight.hpp"

namespace oraxx::lambda::aws {

struct secret_value {
    base::secret_bytes text{};  // SecretString, as a rule JSON
    std::string version_id{};
};

struct secrets_options {
    std::string region{};
    http::endpoint server{};
    // Of the Parameters and Secrets extension on this machine. What it cannot give, not yet being ready or having no
    // such secret, is asked of the service, and so is what must not come from a cache.
    std::optional<std::uint16_t> extension_port{};
    std::string version_stage{};             // empty: AWSCURRENT
    std::chrono::seconds time_to_live{300};  // of a cached value
    retry_policy retries{};
    credentials_provider* keys = &credentials_provider::of_process();

    // The region's own endpoint, or AWS_ENDPOINT_URL_SECRETS_MANAGER or AWS_ENDPOINT_URL where set; the extension
    // where PARAMETERS_SECRETS_EXTENSION_HTTP_PORT names its port, as its layer's users set it; SECRET_VERSION_STAGE.
    // Throws aws_error ("BadEndpoint", "MissingRegion").
    [[nodiscard]] static secrets_options for_region(const std::string& region);
};

class secrets_client {
public:
    explicit secrets_client(secrets_options options);

    enum class freshness : std::uint8_t { cached, reread };

    // The version of a secret in the stage of the options, by name or ARN. Throws aws_error. The deadline bounds all
    // attempts together. `told` learns of calls that were made.
    [[nodiscard]] std::shared_ptr<const secret_value> get(const std::string& secret_id,
                                                          http::clock::time_point deadline,
                                                          freshness wanted = freshness::cached,
                                                          observation* told = nullptr);

private:
    using value_pointer = std::shared_ptr<const secret_value>;
    struct cached_secret {
        value_pointer value{};
        http::clock::time_point fetched{};
    };

    // Null unless it was fetched after `oldest`.
    [[nodiscard]] value_pointer cached(const std::string& secret_id, http::clock::time_point oldest) const;
    [[nodiscard]] value_pointer fetch(const std::string& secret_id, http::clock::time_point deadline,
                                      observation* told);
    // Null when the extension has it not.
    [[nodiscard]] value_pointer ask_extension(const std::string& secret_id, http::clock::time_point deadline);

    secrets_options options_;
    single_flight fetching_{};
    service_client client_;                      // used in turns
    std::optional<service_client> extension_{};  // likewise
    mutable std::mutex mutex_{};
    std::map<std::string, cached_secret> cache_{};
};

}  // namespace oraxx::lambda::aws
