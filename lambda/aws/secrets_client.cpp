#include "lambda/aws/secrets_client.hpp"

#include <algorithm>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <thread>

#include "lambda/aws/aws_error.hpp"
#include "lambda/aws/name_resolution.hpp"
#include "lambda/aws/sigv4.hpp"
#include "lambda/aws/trusted_roots.hpp"
#include "lambda/runtime/json_text.hpp"

namespace oraxx::lambda::aws {
namespace {

using json = nlohmann::json;

constexpr const char* service = "secretsmanager";

std::string variable(const char* name) {
    const char* value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): nothing writes to it in another thread
    return value == nullptr ? std::string{} : std::string(value);
}

std::string domain_of(const std::string& region) {
    return region.rfind("cn-", 0) == 0 ? "amazonaws.com.cn" : "amazonaws.com";
}

std::vector<http::header> signed_headers(const secrets_options& options, std::string_view path,
                                         std::string_view body) {
    const auto keys = credentials::from_environment();
    const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
    std::vector<http::header> headers{{"Host", options.server.authority()},
                                      {"Content-Type", "application/x-amz-json-1.1"},
                                      {"X-Amz-Date", amz_date(now)},
                                      {"X-Amz-Target", "secretsmanager.GetSecretValue"}};
    if (!keys.session_token.empty()) headers.push_back({"X-Amz-Security-Token", keys.session_token});
    const auto signed_by = sign({.method = "POST", .path = path, .headers = headers, .body = body},
                                {.region = options.region, .service = service, .time = now}, keys);
    headers.erase(headers.begin());  // the connection writes Host itself
    headers.push_back({"Authorization", signed_by.authorization});
    return headers;
}

// A text member, empty when there is no such member or it is no text.
std::string text_of(const json& document, const char* name) {
    if (!document.is_object()) return {};
    const auto found = document.find(name);
    return found != document.end() && found->is_string() ? found->get<std::string>() : std::string{};
}

// The service's name for the error: "__type" may carry a namespace before a '#'.
std::string error_type(const json& document, unsigned status) {
    std::string type = text_of(document, "__type");
    if (const auto hash = type.find('#'); hash != std::string::npos) type.erase(0, hash + 1);
    return type.empty() ? "Http" + std::to_string(status) : type;
}

bool is_transient(const std::string& type, unsigned status) {
    return status >= 500 || status == 429 || type.find("Throttl") != std::string::npos ||
           type == "TooManyRequestsException" || type == "RequestLimitExceeded";
}

std::string_view advice_for(std::string_view type) {
    struct entry {
        std::string_view type;
        std::string_view advice;
    };
    static constexpr entry table[] = {
        {"AccessDeniedException",
         "the function's role needs secretsmanager:GetSecretValue on this secret, and kms:Decrypt on the key it is "
         "encrypted with"},
        {"DecryptionFailure", "the function's role needs kms:Decrypt on the key the secret is encrypted with"},
        {"ResourceNotFoundException",
         "check SECRET_NAME and REGION; the secret must have a value in stage AWSCURRENT"},
        {"InvalidRequestException", "the secret may be marked for deletion"},
        {"UnrecognizedClientException", "the credentials are not valid in this account or region"},
        {"InvalidSignatureException", "the credentials are wrong, or the clock is"},
        {"ExpiredTokenException", "the temporary credentials have expired"},
        {"Unreachable", "a function inside a VPC needs an interface endpoint for Secrets Manager, or a NAT gateway"},
    };
    const auto* found =
        std::find_if(std::begin(table), std::end(table), [&](const entry& e) { return e.type == type; });
    return found == std::end(table) ? std::string_view{} : found->advice;
}

[[noreturn]] void fail(const std::string& type, unsigned status, std::string_view detail) {
    std::string message = "reading the secret failed: " + type;
    if (!detail.empty()) message.append(": ").append(detail);
    if (const auto advice = advice_for(type); !advice.empty()) message.append("; ").append(advice);
    throw aws_error(type, status, message);
}

[[noreturn]] void fail_with(const json& document, const std::string& type, unsigned status) {
    const auto detail = text_of(document, "message");
    fail(type, status, detail.empty() ? text_of(document, "Message") : detail);
}

std::shared_ptr<const secret_value> value_of(const json& document) {
    const auto text = document.find("SecretString");
    if (text == document.end() || !text->is_string()) {
        fail("BadResponse", 200, "the secret has no SecretString (binary secrets are not supported)");
    }
    auto out = std::make_shared<secret_value>();
    out->text = base::secret_bytes(std::string_view(text->get_ref<const std::string&>()));
    out->version_id = text_of(document, "VersionId");
    return out;
}

void wipe(std::string& text) noexcept {
    base::wipe(text.data(), text.size());
}

}  // namespace

secrets_options secrets_options::for_region(const std::string& region) {
    secrets_options out;
    out.region = region;
    if (region.empty()) throw aws_error("MissingRegion", 0, "neither REGION nor AWS_REGION is set");
    auto url = variable("AWS_ENDPOINT_URL_SECRETS_MANAGER");
    if (url.empty()) url = variable("AWS_ENDPOINT_URL");
    if (url.empty()) url = "https://secretsmanager." + region + '.' + domain_of(region);
    const auto server = http::endpoint::parse(url);
    if (!server) throw aws_error("BadEndpoint", 0, "not an http or https URL: " + url);
    out.server = *server;
    return out;
}

secrets_client::secrets_client(secrets_options options)
    : options_(std::move(options)),
      jitter_(static_cast<std::minstd_rand::result_type>(http::clock::now().time_since_epoch().count())) {}

std::shared_ptr<const secret_value> secrets_client::get(const std::string& secret_id,
                                                        http::clock::time_point deadline, freshness wanted) {
    auto& entry = cache_[secret_id];
    const bool is_fresh = entry.value != nullptr && http::clock::now() - entry.fetched < options_.time_to_live;
    if (!is_fresh || wanted == freshness::reread) {
        entry.value = fetch(secret_id, deadline);
        entry.fetched = http::clock::now();
    }
    return entry.value;
}

std::shared_ptr<const secret_value> secrets_client::fetch(const std::string& secret_id,
                                                          http::clock::time_point deadline) {
    for (unsigned made = 1;; ++made) {
        const bool is_last = made >= options_.attempts;
        try {
            auto answer = attempt(secret_id, deadline);
            const auto document = json::parse(answer.body, nullptr, false);
            wipe(answer.body);
            if (answer.status == 200 && document.is_object()) return value_of(document);
            const auto type = answer.status == 200 ? "BadResponse" : error_type(document, answer.status);
            if (is_last || !is_transient(type, answer.status) || !pause(made, deadline)) {
                fail_with(document, type, answer.status);
            }
        } catch (const http::error& lost) {
            const bool is_final = lost.kind() == http::error_kind::tls || lost.kind() == http::error_kind::protocol;
            if (is_last || is_final || !pause(made, deadline)) fail("Unreachable", 0, lost.what());
        }
    }
}

http::response secrets_client::attempt(const std::string& secret_id, http::clock::time_point deadline) {
    std::string body = R"({"SecretId":)";
    append_json_string(body, secret_id);
    body += '}';
    const std::string path = "/";
    const http::request message{.method = "POST",
                                .target = path,
                                .headers = signed_headers(options_, options_.server.base_path + path, body),
                                .body = body};
    return connection().exchange(message,
                                 {.deadline = std::min(deadline, http::clock::now() + options_.attempt_timeout)});
}

bool secrets_client::pause(unsigned attempts_made, http::clock::time_point deadline) {
    const auto longest = options_.first_pause * (1U << std::min(attempts_made, 6U));
    std::uniform_int_distribution<std::int64_t> pick(longest.count() / 4, longest.count());
    const auto wake = http::clock::now() + std::chrono::milliseconds(pick(jitter_));
    if (wake >= deadline) return false;
    std::this_thread::sleep_until(wake);
    return true;
}

http::connection& secrets_client::connection() {
    if (connection_ == nullptr) {
        connection_ = options_.server.tls ? http::make_tls_connection(options_.server, trusted_roots(), resolve_name)
                                          : http::make_plain_connection(options_.server, resolve_name);
    }
    return *connection_;
}

}  // namespace oraxx::lambda::aws
