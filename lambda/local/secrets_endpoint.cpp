#include "lambda/local/secrets_endpoint.hpp"

#include <chrono>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <optional>

#include "lambda/aws/sigv4.hpp"

namespace oraxx::lambda::local {
namespace {

using json = nlohmann::json;

http::response reply(unsigned status, const json& document) {
    return {.status = status, .headers = {{"Content-Type", "application/x-amz-json-1.1"}}, .body = document.dump()};
}

void refuse(exchange& asked, const char* type, const std::string& message) {
    asked.answer(reply(400, {{"__type", type}, {"message", message}}));
}

// "Name=" up to the next ',' of an Authorization header.
std::string_view part_of(std::string_view authorization, std::string_view name) {
    const auto at = authorization.find(name);
    if (at == std::string_view::npos) return {};
    authorization.remove_prefix(at + name.size());
    return authorization.substr(0, authorization.find(','));
}

std::optional<std::chrono::sys_seconds> parse_amz_date(std::string_view text) {
    int year = 0;
    unsigned month = 0;
    unsigned day = 0;
    int hour = 0;
    int minute = 0;
    int second = 0;
    // NOLINTNEXTLINE(cert-err34-c): the count of fields is checked, and the text is compared after the way back
    if (std::sscanf(std::string(text).c_str(), "%4d%2u%2uT%2d%2d%2dZ", &year, &month, &day, &hour, &minute,
                    &second) != 6) {
        return std::nullopt;
    }
    const std::chrono::year_month_day date{std::chrono::year(year), std::chrono::month(month), std::chrono::day(day)};
    if (!date.ok()) return std::nullopt;
    const auto time = std::chrono::sys_days(date) + std::chrono::hours(hour) + std::chrono::minutes(minute) +
                      std::chrono::seconds(second);
    if (aws::amz_date(time) != text) return std::nullopt;
    return time;
}

std::vector<http::header> headers_named(const server_request& request, std::string_view names) {
    std::vector<http::header> out;
    while (!names.empty()) {
        const auto end = std::min(names.find(';'), names.size());
        const auto name = names.substr(0, end);
        out.push_back({std::string(name), std::string(http::find_header(request.headers, name))});
        names.remove_prefix(std::min(end + 1, names.size()));
    }
    return out;
}

bool lists(std::string_view names, std::string_view name) {
    return (';' + std::string(names) + ';').find(';' + std::string(name) + ';') != std::string::npos;
}

}  // namespace

std::string signature_fault(const server_request& request, const secrets_endpoint_options& expected) {
    const auto authorization = http::find_header(request.headers, "Authorization");
    if (authorization.empty()) return "MissingAuthenticationToken";
    const auto time = parse_amz_date(http::find_header(request.headers, "X-Amz-Date"));
    if (!time) return "X-Amz-Date is missing or malformed";
    const auto age = std::chrono::system_clock::now() - *time;
    if (age > std::chrono::minutes(5) || age < -std::chrono::minutes(5)) return "X-Amz-Date is out of range";
    const auto names = part_of(authorization, "SignedHeaders=");
    for (const char* required : {"host", "x-amz-date"}) {
        if (!lists(names, required)) return std::string(required) + " is not signed";
    }
    if (http::find_header(request.headers, "X-Amz-Security-Token") != expected.session_token) {
        return "the security token is not the one expected";
    }
    const auto question = std::min(request.target.find('?'), request.target.size());
    const auto headers = headers_named(request, names);
    aws::credentials keys;
    keys.access_key_id = expected.access_key_id;
    keys.secret_access_key = base::secret_bytes(expected.secret_access_key);
    const auto right =
        aws::sign({.method = request.method,
                   .path = std::string_view(request.target).substr(0, question),
                   .query = std::string_view(request.target).substr(std::min(question + 1, request.target.size())),
                   .headers = headers,
                   .body = request.body},
                  {.region = expected.region, .service = "secretsmanager", .time = *time}, keys);
    return right.authorization == authorization ? std::string{} : "the signature does not match";
}

secrets_endpoint::secrets_endpoint(secrets_endpoint_options options, interceptor intercept)
    : options_(std::move(options)),
      intercept_(std::move(intercept)),
      server_([this](const std::shared_ptr<exchange>& asked) { serve(asked); }) {}

void secrets_endpoint::put(const std::string& name, std::string value) {
    const std::lock_guard lock(mutex_);
    auto& secret = secrets_[name];
    secret.value = std::move(value);
    ++secret.number;
}

unsigned secrets_endpoint::answered() const {
    const std::lock_guard lock(mutex_);
    return answered_;
}

void secrets_endpoint::serve(const std::shared_ptr<exchange>& asked) {
    if (intercept_ && intercept_(asked)) return;
    const auto& request = asked->request();
    if (request.method != "POST" ||
        http::find_header(request.headers, "X-Amz-Target") != "secretsmanager.GetSecretValue") {
        return refuse(*asked, "UnknownOperationException", "only GetSecretValue is emulated");
    }
    if (http::find_header(request.headers, "Content-Type") != "application/x-amz-json-1.1") {
        return refuse(*asked, "SerializationException", "Content-Type is not application/x-amz-json-1.1");
    }
    if (const auto fault = signature_fault(request, options_); !fault.empty()) {
        return refuse(*asked, "InvalidSignatureException", fault);
    }
    serve_get(*asked);
}

void secrets_endpoint::serve_get(exchange& asked) {
    const auto document = json::parse(asked.request().body, nullptr, false);
    const bool has_id = document.is_object() && document.contains("SecretId") && document["SecretId"].is_string();
    if (!has_id) return refuse(asked, "SerializationException", "SecretId is missing or no text");
    const auto id = document["SecretId"].get<std::string>();
    const std::lock_guard lock(mutex_);
    const auto found = secrets_.find(id);
    if (found == secrets_.end()) {
        return refuse(asked, "ResourceNotFoundException", "Secrets Manager can't find the specified secret.");
    }
    ++answered_;
    asked.answer(reply(200, {{"ARN", "arn:aws:secretsmanager:" + options_.region + ":000000000000:secret:" + id},
                             {"Name", id},
                             {"VersionId", "version-" + std::to_string(found->second.number)},
                             {"VersionStages", {"AWSCURRENT"}},
                             {"SecretString", found->second.value}}));
}

}  // namespace oraxx::lambda::local
