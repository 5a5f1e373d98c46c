#include "lambda/aws/endpoints.hpp"

#include "lambda/aws/aws_error.hpp"
#include "lambda/aws/name_resolution.hpp"
#include "lambda/aws/trusted_roots.hpp"
#include "lambda/runtime/runtime.hpp"

namespace oraxx::lambda::aws {
namespace {

bool is_set(const char* name) {
    const auto value = environment_variable(name);
    return value == "true" || value == "True" || value == "TRUE";
}

bool is_china(std::string_view region) noexcept {
    return region.substr(0, 3) == "cn-";
}

}  // namespace

std::string service_host(std::string_view service, std::string_view region) {
    if (region.empty()) throw aws_error("MissingRegion", 0, "neither REGION nor AWS_REGION is set");
    std::string out(service);
    if (is_set("AWS_USE_FIPS_ENDPOINT")) out += "-fips";
    // The ordinary names of Secrets Manager are dual-stack themselves; those of S3 have a form of their own.
    const bool dual_stack = is_set("AWS_USE_DUALSTACK_ENDPOINT") && service != "secretsmanager";
    const bool is_s3 = service == "s3";
    if (dual_stack && is_s3) out += ".dualstack";
    out.append(1, '.').append(region);
    if (dual_stack && !is_s3) return out + (is_china(region) ? ".api.amazonwebservices.com.cn" : ".api.aws");
    return out + (is_china(region) ? ".amazonaws.com.cn" : ".amazonaws.com");
}

std::string endpoint_override(std::string_view variable_suffix) {
    auto url = environment_variable(("AWS_ENDPOINT_URL_" + std::string(variable_suffix)).c_str());
    if (url.empty()) url = environment_variable("AWS_ENDPOINT_URL");
    return url;
}

http::endpoint parse_endpoint(const std::string& url) {
    auto server = http::endpoint::parse(url);
    if (!server) throw aws_error("BadEndpoint", 0, "not an http or https URL: " + url);
    return *std::move(server);
}

http::endpoint service_endpoint(std::string_view service, std::string_view variable_suffix, std::string_view region) {
    const auto given = endpoint_override(variable_suffix);
    return parse_endpoint(given.empty() ? "https://" + service_host(service, region) : given);
}

std::unique_ptr<http::connection> make_connection(const http::endpoint& server) {
    return server.tls ? http::make_tls_connection(server, trusted_roots(), resolve_name)
                      : http::make_plain_connection(server, resolve_name);
}

std::string region_from_environment() {
    for (const char* name : {"REGION", "AWS_REGION", "AWS_DEFAULT_REGION"}) {
        if (auto region = environment_variable(name); !region.empty()) return region;
    }
    return {};
}

}  // namespace oraxx::lambda::aws
