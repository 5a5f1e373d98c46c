#include <algorithm>
#include <charconv>

#include "base/percent.hpp"
#include "lambda/aws/aws_error.hpp"
#include "lambda/observe/otlp.hpp"
#include "lambda/runtime/runtime.hpp"

namespace oraxx::lambda::observe {
namespace {

constexpr std::chrono::seconds pause_after_failure{10};
constexpr std::chrono::milliseconds cloudwatch_timeout{2'000};
constexpr const char* traces_path = "/v1/traces";

// The value for traces, else the one for all signals.
std::string variable(const char* name) {
    auto own = environment_variable(("OTEL_EXPORTER_OTLP_TRACES_" + std::string(name)).c_str());
    return own.empty() ? environment_variable(("OTEL_EXPORTER_OTLP_" + std::string(name)).c_str()) : own;
}

std::string_view trimmed(std::string_view text) noexcept {
    while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
    while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
    return text;
}

// "api-key=abc,other=x%20y"
std::vector<http::header> parse_headers(std::string_view text) {
    std::vector<http::header> out;
    while (!text.empty()) {
        const auto end = std::min(text.find(','), text.size());
        const auto pair = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        const auto equals = pair.find('=');
        if (equals == std::string_view::npos) continue;
        http::header made{.name = std::string(trimmed(pair.substr(0, equals))),
                          .value = base::percent_decoded(trimmed(pair.substr(equals + 1)))};
        const bool is_one_line = (made.name + made.value).find_first_of("\r\n") == std::string::npos;
        if (!made.name.empty() && is_one_line) out.push_back(std::move(made));
    }
    return out;
}

// The region in "xray.REGION.amazonaws.com", empty for other hosts.
std::string cloudwatch_region(std::string_view host) {
    constexpr std::string_view prefix = "xray.";
    constexpr std::string_view suffix = ".amazonaws.com";
    if (host.size() <= prefix.size() + suffix.size() || host.substr(0, prefix.size()) != prefix ||
        host.substr(host.size() - suffix.size()) != suffix) {
        return {};
    }
    host.remove_prefix(prefix.size());
    host.remove_suffix(suffix.size());
    return std::string(host.find('.') == std::string_view::npos ? host : std::string_view{});
}

aws::service_client make_client(const otlp_settings& settings) {
    const aws::retry_policy once{.attempts = 1, .attempt_timeout = settings.timeout};
    if (settings.signed_region.empty()) return {settings.server, once};
    return {settings.server,
            once,
            {.service = "xray", .region = settings.signed_region},
            aws::credentials_provider::of_process()};
}

}  // namespace

std::optional<otlp_settings> otlp_settings::from_environment() {
    if (environment_variable("OTEL_SDK_DISABLED") == "true" ||
        environment_variable("OTEL_TRACES_EXPORTER") == "none") {
        return std::nullopt;
    }
    auto url = environment_variable("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT");
    const bool is_whole = !url.empty();
    if (!is_whole) url = environment_variable("OTEL_EXPORTER_OTLP_ENDPOINT");
    auto server = http::endpoint::parse(url);
    if (!server) return std::nullopt;
    otlp_settings out;
    out.server = *std::move(server);
    out.target = std::exchange(out.server.base_path, {}) + (is_whole ? "" : traces_path);
    if (out.target.empty()) out.target = "/";
    out.headers = parse_headers(variable("HEADERS"));
    out.signed_region = out.server.tls ? cloudwatch_region(out.server.host) : std::string{};
    if (!out.signed_region.empty()) out.timeout = cloudwatch_timeout;
    const auto timeout = variable("TIMEOUT");
    std::uint32_t milliseconds = 0;
    const auto [end, error] = std::from_chars(timeout.data(), timeout.data() + timeout.size(), milliseconds);
    if (error == std::errc{} && milliseconds > 0) out.timeout = std::chrono::milliseconds(milliseconds);
    out.always_on = environment_variable("OTEL_TRACES_SAMPLER") == "always_on";
    return out;
}

otlp_exporter::otlp_exporter(otlp_settings settings)
    : settings_(std::move(settings)), client_(make_client(settings_)) {}

bool otlp_exporter::wants(const invocation_record& record) const noexcept {
    return settings_.always_on || record.trace.sampled != sampling::no;
}

std::string otlp_exporter::post(const std::string& document, std::chrono::milliseconds most) {
    const auto deadline = http::clock::now() + std::min(settings_.timeout, most);
    const auto turn = posting_.enter(deadline);
    if (!turn) return "others were posting all the time allowed";
    if (http::clock::now() < not_before_) return {};
    auto failed = post_now(document, deadline);
    if (!failed.empty()) not_before_ = http::clock::now() + pause_after_failure;
    return failed;
}

std::string otlp_exporter::post_now(const std::string& document, http::clock::time_point deadline) {
    aws::service_request request{
        .target = settings_.target, .headers = {{"Content-Type", "application/json"}}, .body = document};
    request.headers.insert(request.headers.end(), settings_.headers.begin(), settings_.headers.end());
    try {
        const auto answer = client_.call(request, deadline, [](const http::response&) { return false; });
        const bool accepted = answer.status >= 200 && answer.status < 300;
        return accepted ? std::string{}
                        : settings_.server.authority() + " answers HTTP " + std::to_string(answer.status);
    } catch (const std::exception& lost) {
        return lost.what();
    }
}

}  // namespace oraxx::lambda::observe
