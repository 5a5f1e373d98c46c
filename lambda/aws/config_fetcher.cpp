#include "lambda/aws/config_fetcher.hpp"

#include <algorithm>
#include <cstdlib>
#include <nlohmann/json.hpp>

#include "lambda/aws/aws_error.hpp"
#include "lambda/aws/name_resolution.hpp"
#include "lambda/aws/secrets_client.hpp"
#include "lambda/aws/sigv4.hpp"
#include "lambda/aws/trusted_roots.hpp"

namespace oraxx::lambda::aws {
namespace {

// Of the empty body that GET has.
constexpr const char* empty_body_digest = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
constexpr std::size_t largest_document = std::size_t{1} << 20U;

failure failed(errc code, std::string message, std::string advice = {}) {
    failure out;
    out.code = code;
    out.message = std::move(message);
    out.advice = std::move(advice);
    out.connection_usable = false;
    return out;
}

std::string variable(const char* name) {
    const char* value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): nothing writes to it in another thread
    return value == nullptr ? std::string{} : std::string(value);
}

std::string parameter(const config_location& where, std::string_view name) {
    const auto found = std::find_if(where.parameters.begin(), where.parameters.end(),
                                    [name](const auto& pair) { return pair.first == name; });
    return found == where.parameters.end() ? std::string{} : found->second;
}

std::string region_of(const config_location& where) {
    for (auto region : {parameter(where, "aws_region"), variable("AWS_REGION"), variable("AWS_DEFAULT_REGION")}) {
        if (!region.empty()) return region;
    }
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
    return field_of(*client.get(where.location, deadline), parameter(where, "field_name"));
}

// -- S3 ------------------------------------------------------------------------------------------------------

std::string percent_encoded(std::string_view path) {
    constexpr char digits[] = "0123456789ABCDEF";
    constexpr std::string_view plain = "-_.~/";
    std::string out;
    for (const char c : path) {
        const bool is_plain = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
                              plain.find(c) != std::string_view::npos;
        if (is_plain) {
            out += c;
            continue;
        }
        const auto value = static_cast<unsigned char>(c);
        out.append(1, '%').append(1, digits[value >> 4U]).append(1, digits[value & 0xFU]);
    }
    return out;
}

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
    auto url = variable("AWS_ENDPOINT_URL_S3");
    if (url.empty()) url = variable("AWS_ENDPOINT_URL");
    const bool in_path = !url.empty() || bucket.find('.') != std::string::npos;
    const std::string domain = region.rfind("cn-", 0) == 0 ? ".amazonaws.com.cn" : ".amazonaws.com";
    if (url.empty()) url = "https://" + (in_path ? std::string() : bucket + ".") + "s3." + region + domain;
    const auto server = http::endpoint::parse(url);
    if (!server) throw aws_error("BadEndpoint", 0, "not an http or https URL: " + url);
    return {.server = *server, .path = in_path ? "/" + bucket + key : key};
}

std::vector<http::header> signed_headers(const s3_object& object, const std::string& region) {
    const auto keys = credentials::from_environment();
    const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
    std::vector<http::header> headers{{"Host", object.server.authority()},
                                      {"X-Amz-Content-Sha256", empty_body_digest},
                                      {"X-Amz-Date", amz_date(now)}};
    if (!keys.session_token.empty()) headers.push_back({"X-Amz-Security-Token", keys.session_token});
    // S3 wants its paths encoded once, which the signer does.
    const auto path = object.server.base_path + object.path;
    const auto signed_by = sign({.method = "GET", .path = path, .headers = headers},
                                {.region = region, .service = "s3", .time = now, .normalize_path = false}, keys);
    headers.erase(headers.begin());  // the connection writes Host itself
    headers.push_back({"Authorization", signed_by.authorization});
    return headers;
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
    const auto connection = object.server.tls
                                ? http::make_tls_connection(object.server, trusted_roots(), resolve_name)
                                : http::make_plain_connection(object.server, resolve_name);
    auto answer = connection->exchange({.method = "GET",
                                        .target = percent_encoded(object.path),
                                        .headers = signed_headers(object, region),
                                        .body = {}},
                                       {.deadline = deadline});
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
