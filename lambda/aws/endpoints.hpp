// Where the services of AWS are.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "lambda/http/http.hpp"

namespace oraxx::lambda::aws {

// "secretsmanager.eu-central-1.amazonaws.com": the partition's domain, and the FIPS or dual-stack name where
// AWS_USE_FIPS_ENDPOINT or AWS_USE_DUALSTACK_ENDPOINT is "true". Throws aws_error ("MissingRegion").
[[nodiscard]] std::string service_host(std::string_view service, std::string_view region);

// https://service_host(), or what AWS_ENDPOINT_URL_`variable_suffix` or AWS_ENDPOINT_URL leads to. Throws aws_error
// ("BadEndpoint", "MissingRegion").
[[nodiscard]] http::endpoint service_endpoint(std::string_view service, std::string_view variable_suffix,
                                              std::string_view region);
// The URL that these two variables give, empty when there is none.
[[nodiscard]] std::string endpoint_override(std::string_view variable_suffix);
// Throws aws_error ("BadEndpoint") for what is no http or https URL.
[[nodiscard]] http::endpoint parse_endpoint(const std::string& url);

// Opened by the first exchange. Throws aws_error ("CaBundle").
[[nodiscard]] std::unique_ptr<http::connection> make_connection(const http::endpoint& server);

// REGION (of the function alone), AWS_REGION or AWS_DEFAULT_REGION; empty when none is set.
[[nodiscard]] std::string region_from_environment();

}  // namespace oraxx::lambda::aws
