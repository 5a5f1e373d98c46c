#include "lambda/aws/config_fetcher.hpp"

#include <nlohmann/json.hpp>

#include "base/percent.hpp"
#include "lambda/aws/aws_error.hpp"
#include "lambda/aws/endpoints.hpp"
#include "lambda/aws/secrets_client.hpp"
#include "values/config_location.hpp"
#include "values/unusable_failure.hpp"

namespace oraxx::lambda::aws {
namespace {

constexpr std::size_t largest_document = std::size_t{1} << 20U;

failure failed(errc code, std::string message, std::string advice = {}) {
    return values::unusable_failure(code, oraxx::phase::none, std::move(message), std::move(advice));
}

std::string region_of(const config_location& where) {
    if (const auto region = values::parameter(where, "aws_region"); !region.empty()) return std::string(region);
    if (auto region = region_from_environment(); !region.empty()) return region;
    throw aws_error("MissingRegion", 0, "give aws_region in the connect string, or set AWS_REGION");
}

// -- Secrets Manager -----------------------------------------------------------------------------------------

result<secret> field_of(const secret_value& document, const std::string& name) {
    const auto text = base::as_text(document.text.view());
    if (name.empty()) return secret(text);
    const auto parsed = nlohmann::json::parse(text, nullptr, false);
    const auto found = parsed.is_object() ? parsed.find(name) : parsed.end();
    if (parsed.is_object() && found != parsed.end() && found->is_string()) {
        return secret(std::string_view(found->get_ref<const std::string&>()));
    }
    return failed(errc::bad_connect_string, "the secret has no text member \"" + name + "\"", "check field_name");
}

result<secret> read_secret(const config_location& where, http::clock::time_point deadline) {
    secrets_client client(secrets_options::for_region(region_of(where)));
    return field_of(*client.get(where.location, deadline), std::string(values::parameter(where, "field_name")));
}

// -- S3 ------------------------------------------------------------------------------------------------------

struct s3_object {
    http::endpoint server{};
    std::string path{};  // not encoded, base path included
};

// The bucket is part of the host name, except where an endpoint is given or a dot in it would not fit the
// certificate.
s3_object object_of(const config_location& where, const std::string& region) {
    const auto slash = where.location.find('/');
    if (slash == 0 || slash == std::string::npos || slash + 1 == where.location.size()) {
        throw aws_error("BadLocation", 0, "config-awss3:// is followed by BUCKET/KEY");
    }
    const auto bucket = where.location.substr(0, slash);
    const auto key = where.location.substr(slash);
    auto url = endpoint_override("S3");
    const bool in_path = !url.empty() || bucket.find('.') != std::string::npos;
    if (url.empty()) url = "https://" + (in_path ? std::string() : bucket + ".") + service_host("s3", region);
    return {.server = parse_endpoint(url), .path = in_path ? "/" + bucket + key : key};
}

std::string_view s3_advice(unsigned status) {
    switch (status) {
    case 301:
    case 307: return "the bucket is in another region: give aws_region";
    case 403: return "the role needs s3:GetObject on this object, and kms:Decrypt where it is encrypted with a key";
    case 404: return "check bucket and key";
    default: return {};
    }
}

result<secret> read_object(const config_location& where, http::clock::time_point deadline) {
    const auto region = region_of(where);
    const auto object = object_of(where, region);
    service_client client(object.server, {}, {.service = "s3", .region = region, .is_s3 = true},
                          credentials_provider::of_process());
    auto answer = client.call({.method = "GET", .target = base::percent_encoded(object.path, "/")}, deadline,
                              is_transient_status);
    if (answer.status != 200) {
        return failed(errc::bad_connect_string,
                      "S3 answers the request for " + where.location + " with HTTP " + std::to_string(answer.status),
                      std::string(s3_advice(answer.status)));
    }
    if (answer.body.size() > largest_document) {
        return failed(errc::bad_connect_string, "the S3 object " + where.location + " is larger than 1 MiB");
    }
    secret out{std::string_view(answer.body)};
    base::wipe(answer.body.data(), answer.body.size());
    return out;
}

result<secret> fetch(const config_location& where, http::clock::time_point deadline) {
    if (where.provider == "awssecretsmanager") return read_secret(where, deadline);
    if (where.provider == "awss3") return read_object(where, deadline);
    return failed(errc::unsupported, "configuration provider \"" + where.provider + "\" is none of AWS",
                  "awssecretsmanager and awss3 are known here");
}

}  // namespace

config_fetcher make_config_fetcher(std::chrono::milliseconds patience) {
    return [patience](const config_location& where) -> result<secret> {
        try {
            return fetch(where, http::clock::now() + patience);
        } catch (const aws_error& wrong) {
            return failed(errc::connect_failed, "config-" + where.provider + ": " + wrong.what());
        } catch (const http::error& lost) {
            return failed(errc::connect_failed, "config-" + where.provider + " cannot be reached: " + lost.what());
        }
    };
}

}  // namespace oraxx::lambda::aws
