#include "lambda/aws/credential_sources.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <nlohmann/json.hpp>

#include "base/percent.hpp"
#include "lambda/aws/aws_error.hpp"
#include "lambda/aws/endpoints.hpp"
#include "lambda/aws/json_member.hpp"
#include "lambda/aws/service_client.hpp"
#include "lambda/aws/small_file.hpp"
#include "lambda/runtime/runtime.hpp"

namespace oraxx::lambda::aws {
namespace {

// ECS and EKS give these addresses to their endpoints.
constexpr const char* ecs_endpoint = "http://169.254.170.2";
constexpr std::array<std::string_view, 4> container_hosts{"169.254.170.2", "169.254.170.23", "fd00:ec2::23",
                                                          "localhost"};
constexpr std::size_t max_token_bytes = 64U << 10U;
constexpr retry_policy few_attempts{.attempts = 3, .attempt_timeout = std::chrono::seconds(2)};

[[noreturn]] void unavailable(const std::string& why) {
    throw aws_error("CredentialsUnavailable", 0, "no AWS credentials: " + why);
}

http::response ask(service_client& client, const service_request& request, http::clock::time_point deadline,
                   const std::string& whom) {
    try {
        auto answer = client.call(request, deadline, is_transient_status);
        if (answer.status != 200) unavailable(whom + " answers with HTTP " + std::to_string(answer.status));
        return answer;
    } catch (const http::error& lost) {
        unavailable(whom + " cannot be reached: " + lost.what());
    }
}

credentials checked(credentials keys, const std::string& whom) {
    if (keys.access_key_id.empty() || keys.secret_access_key.empty()) {
        unavailable("the answer of " + whom + " holds none");
    }
    return keys;
}

// -- web identity --------------------------------------------------------------------------------------------

// What stands between <name> and </name>: keys and times have nothing that XML would have to escape.
std::string_view element(std::string_view document, const std::string& name) {
    const auto opening = '<' + name + '>';
    const auto begin = document.find(opening);
    if (begin == std::string_view::npos) return {};
    document.remove_prefix(begin + opening.size());
    const auto end = document.find("</" + name + '>');
    return end == std::string_view::npos ? std::string_view{} : document.substr(0, end);
}

std::string without_line_end(std::string text) {
    while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.pop_back();
    return text;
}

// -- container -----------------------------------------------------------------------------------------------

// Over plain HTTP the token goes to this machine and to the endpoints of ECS and EKS only.
void check_container_host(const http::endpoint& server) {
    const bool is_loopback = server.host.rfind("127.", 0) == 0 || server.host == "::1";
    const bool is_known =
        std::find(container_hosts.begin(), container_hosts.end(), server.host) != container_hosts.end();
    if (!server.tls && !is_loopback && !is_known) {
        unavailable("AWS_CONTAINER_CREDENTIALS_FULL_URI is plain http to " + server.host +
                    ", which is neither this machine nor an endpoint of ECS or EKS");
    }
}

std::string container_token() {
    auto token = environment_variable("AWS_CONTAINER_AUTHORIZATION_TOKEN");
    if (const auto path = environment_variable("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"); !path.empty()) {
        token = without_line_end(
            read_small_file(path, max_token_bytes, "CredentialsUnavailable", "the container's token"));
    }
    if (token.find_first_of("\r\n") != std::string::npos) unavailable("the container's token has more than one line");
    return token;
}

credentials parse_container_answer(const std::string& body, const std::string& whom) {
    const auto document = nlohmann::json::parse(body, nullptr, false);
    credentials keys;
    keys.access_key_id = text_of(document, "AccessKeyId");
    auto key = text_of(document, "SecretAccessKey");
    keys.secret_access_key = base::secret_bytes(std::string_view(key));
    base::wipe(key.data(), key.size());
    keys.session_token = text_of(document, "Token");
    keys.expiration = parse_utc_time(text_of(document, "Expiration"));
    return checked(std::move(keys), whom);
}

bool read_digits(std::string_view text, std::size_t at, std::size_t size, int& out) noexcept {
    if (at + size > text.size()) return false;
    const auto* begin = text.data() + at;
    const auto [end, error] = std::from_chars(begin, begin + size, out);
    return error == std::errc{} && end == begin + size && out >= 0;
}

}  // namespace

std::optional<std::chrono::system_clock::time_point> parse_utc_time(std::string_view text) noexcept {
    int year = 0;
    int month = 0;
    int day = 0;
    int hour = 0;
    int minute = 0;
    int second = 0;
    const bool has_digits = read_digits(text, 0, 4, year) && read_digits(text, 5, 2, month) &&
                            read_digits(text, 8, 2, day) && read_digits(text, 11, 2, hour) &&
                            read_digits(text, 14, 2, minute) && read_digits(text, 17, 2, second);
    if (!has_digits || text.back() != 'Z' || text[4] != '-' || text[7] != '-' || text[10] != 'T' || text[13] != ':' ||
        text[16] != ':' || (text[19] != 'Z' && text[19] != '.')) {
        return std::nullopt;
    }
    const std::chrono::year_month_day date(std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
                                           std::chrono::day(static_cast<unsigned>(day)));
    if (!date.ok() || hour > 23 || minute > 59 || second > 60) return std::nullopt;
    return std::chrono::sys_days(date) + std::chrono::hours(hour) + std::chrono::minutes(minute) +
           std::chrono::seconds(second);
}

std::optional<credentials> fetch_web_identity(http::clock::time_point deadline) {
    const auto role = environment_variable("AWS_ROLE_ARN");
    const auto token_file = environment_variable("AWS_WEB_IDENTITY_TOKEN_FILE");
    if (role.empty() || token_file.empty()) return std::nullopt;
    auto session = environment_variable("AWS_ROLE_SESSION_NAME");
    if (session.empty()) session = "oraxx";
    const auto token = without_line_end(
        read_small_file(token_file, max_token_bytes, "CredentialsUnavailable", "the web identity's token"));
    const service_request request{
        .headers = {{"Content-Type", "application/x-www-form-urlencoded; charset=utf-8"}},
        .body = "Action=AssumeRoleWithWebIdentity&Version=2011-06-15&RoleArn=" + base::percent_encoded(role) +
                "&RoleSessionName=" + base::percent_encoded(session) +
                "&WebIdentityToken=" + base::percent_encoded(token)};
    const std::string whom = "STS (AssumeRoleWithWebIdentity)";
    service_client client(service_endpoint("sts", "STS", region_from_environment()), few_attempts);
    auto answer = ask(client, request, deadline, whom);
    credentials keys;
    keys.access_key_id = element(answer.body, "AccessKeyId");
    keys.secret_access_key = base::secret_bytes(element(answer.body, "SecretAccessKey"));
    keys.session_token = element(answer.body, "SessionToken");
    keys.expiration = parse_utc_time(element(answer.body, "Expiration"));
    base::wipe(answer.body.data(), answer.body.size());
    return checked(std::move(keys), whom);
}

std::optional<credentials> fetch_container_credentials(http::clock::time_point deadline) {
    const auto relative = environment_variable("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI");
    const auto uri =
        relative.empty() ? environment_variable("AWS_CONTAINER_CREDENTIALS_FULL_URI") : ecs_endpoint + relative;
    if (uri.empty()) return std::nullopt;
    const auto scheme = uri.find("://");
    const auto path = scheme == std::string::npos ? uri.size() : std::min(uri.find('/', scheme + 3), uri.size());
    const auto server = parse_endpoint(uri.substr(0, path));
    check_container_host(server);
    service_request request{.method = "GET", .target = path < uri.size() ? uri.substr(path) : "/"};
    if (auto token = container_token(); !token.empty()) request.headers.push_back({"Authorization", token});
    const std::string whom = "the container's endpoint " + server.authority();
    service_client client(server, few_attempts);
    auto answer = ask(client, request, deadline, whom);
    auto keys = parse_container_answer(answer.body, whom);
    base::wipe(answer.body.data(), answer.body.size());
    return keys;
}

}  // namespace oraxx::lambda::aws
