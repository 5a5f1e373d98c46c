#include "lambda/aws/secrets_client.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/percent.hpp"
#include "lambda/aws/aws_error.hpp"
#include "lambda/aws/call_report.hpp"
#include "lambda/aws/endpoints.hpp"
#include "lambda/aws/json_member.hpp"
#include "lambda/runtime/json_text.hpp"
#include "lambda/runtime/runtime.hpp"

namespace oraxx::lambda::aws {
namespace {

using json = nlohmann::json;

constexpr retry_policy one_attempt{.attempts = 1};

// The service's name for the error: "__type" may carry a namespace before a '#'.
std::string error_type(const json& document, unsigned status) {
    std::string type = text_of(document, "__type");
    if (const auto hash = type.find('#'); hash != std::string::npos) type.erase(0, hash + 1);
    return type.empty() ? "Http" + std::to_string(status) : type;
}

bool is_transient(const http::response& answer) {
    if (answer.status == 200) return false;
    if (is_transient_status(answer)) return true;
    const auto type = error_type(json::parse(answer.body, nullptr, false), answer.status);
    return type.find("Throttl") != std::string::npos || type == "TooManyRequestsException" ||
           type == "RequestLimitExceeded";
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
         "check SECRET_NAME and REGION; the secret must have a value in stage AWSCURRENT, or that of "
         "SECRET_VERSION_STAGE"},
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

// Null when it holds no text.
std::shared_ptr<const secret_value> value_of(const json& document) {
    const auto text = document.is_object() ? document.find("SecretString") : document.end();
    if (!document.is_object() || text == document.end() || !text->is_string()) return nullptr;
    auto out = std::make_shared<secret_value>();
    out->text = base::secret_bytes(std::string_view(text->get_ref<const std::string&>()));
    out->version_id = text_of(document, "VersionId");
    return out;
}

json parsed_and_wiped(std::string& body) {
    auto document = json::parse(body, nullptr, false);
    base::wipe(body.data(), body.size());
    return document;
}

service_request get_secret_value(const std::string& secret_id, const std::string& version_stage) {
    std::string body = R"({"SecretId":)";
    append_json_string(body, secret_id);
    if (!version_stage.empty()) {
        body += R"(,"VersionStage":)";
        append_json_string(body, version_stage);
    }
    body += '}';
    return {.headers = {{"Content-Type", "application/x-amz-json-1.1"},
                        {"X-Amz-Target", "secretsmanager.GetSecretValue"}},
            .body = std::move(body)};
}

http::endpoint extension_endpoint(std::uint16_t port) {
    return {.host = "127.0.0.1", .port = port};
}

}  // namespace

secrets_options secrets_options::for_region(const std::string& region) {
    secrets_options out;
    out.region = region;
    if (region.empty()) throw aws_error("MissingRegion", 0, "neither REGION nor AWS_REGION is set");
    out.server = service_endpoint("secretsmanager", "SECRETS_MANAGER", region);
    out.extension_port = http::parse_port(environment_variable("PARAMETERS_SECRETS_EXTENSION_HTTP_PORT"));
    out.version_stage = environment_variable("SECRET_VERSION_STAGE");
    return out;
}

secrets_client::secrets_client(secrets_options options)
    : options_(std::move(options)),
      client_(options_.server, options_.retries, {.service = "secretsmanager", .region = options_.region},
              *options_.keys) {
    if (options_.extension_port) extension_.emplace(extension_endpoint(*options_.extension_port), one_attempt);
}

std::shared_ptr<const secret_value> secrets_client::get(const std::string& secret_id,
                                                        http::clock::time_point deadline, freshness wanted,
                                                        observation* told) {
    const auto asked = http::clock::now();
    const auto oldest = wanted == freshness::cached ? asked - options_.time_to_live : asked;
    if (auto value = cached(secret_id, oldest)) return value;
    const auto turn = fetching_.enter(deadline);
    if (!turn) fail("Unreachable", 0, "no answer within the time allowed");
    // Another thread may have fetched it meanwhile.
    if (auto value = cached(secret_id, oldest)) return value;
    value_pointer value = wanted == freshness::cached ? ask_extension(secret_id, deadline) : nullptr;
    if (value == nullptr) value = fetch(secret_id, deadline, told);
    const std::lock_guard lock(mutex_);
    cache_[secret_id] = {.value = value, .fetched = http::clock::now()};
    return value;
}

secrets_client::value_pointer secrets_client::cached(const std::string& secret_id,
                                                     http::clock::time_point oldest) const {
    const std::lock_guard lock(mutex_);
    const auto found = cache_.find(secret_id);
    return found != cache_.end() && found->second.fetched > oldest ? found->second.value : nullptr;
}

secrets_client::value_pointer secrets_client::fetch(const std::string& secret_id, http::clock::time_point deadline,
                                                    observation* told) {
    call_report report("SecretsManager", "GetSecretValue", options_.region, told);
    try {
        auto answer = client_.call(get_secret_value(secret_id, options_.version_stage), deadline, is_transient);
        report.answered(answer, client_.retries());
        const auto document = parsed_and_wiped(answer.body);
        if (answer.status == 200) {
            if (auto value = value_of(document)) return value;
            report.failed("BadResponse");
            fail("BadResponse", 200, "the answer has no SecretString (binary secrets are not supported)");
        }
        const auto type = error_type(document, answer.status);
        report.failed(type);
        fail_with(document, type, answer.status);
    } catch (const http::error& lost) {
        report.failed("Unreachable");
        fail("Unreachable", 0, lost.what());
    }
}

secrets_client::value_pointer secrets_client::ask_extension(const std::string& secret_id,
                                                            http::clock::time_point deadline) {
    const auto token = environment_variable("AWS_SESSION_TOKEN");
    if (!extension_ || token.empty()) return nullptr;
    std::string target = "/secretsmanager/get?secretId=" + base::percent_encoded(secret_id);
    if (!options_.version_stage.empty()) target += "&versionStage=" + base::percent_encoded(options_.version_stage);
    try {
        auto answer = extension_->call(
            {.method = "GET", .target = target, .headers = {{"X-Aws-Parameters-Secrets-Token", token}}}, deadline,
            is_transient_status);
        const auto document = parsed_and_wiped(answer.body);
        return answer.status == 200 ? value_of(document) : nullptr;
    } catch (const http::error&) {
        return nullptr;
    }
}

}  // namespace oraxx::lambda::aws
