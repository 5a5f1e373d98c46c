#include <charconv>
#include <cstdlib>

#include "lambda/runtime/runtime.hpp"

namespace oraxx::lambda {
namespace {

// Threads cost memory: what is larger is a mistake.
constexpr unsigned largest_concurrency = 1'000;

log_level level_from_environment() {
    for (const char* name : {"AWS_LAMBDA_LOG_LEVEL", "POWERTOOLS_LOG_LEVEL", "LOG_LEVEL"}) {
        if (const auto text = environment_variable(name); !text.empty()) return parse_log_level(text);
    }
    return log_level::info;
}

}  // namespace

std::string environment_variable(const char* name) {
    const char* value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): nothing writes to it in another thread
    return value == nullptr ? std::string{} : std::string(value);
}

bool is_switched_on(const char* name) {
    return environment_variable(name) == "yes";
}

std::size_t number_in(const char* name, std::size_t largest, std::size_t otherwise) {
    const auto text = environment_variable(name);
    std::size_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    const bool is_whole = error == std::errc{} && end == text.data() + text.size();
    return is_whole && value >= 1 && value <= largest ? value : otherwise;
}

runtime_options runtime_options::from_environment() {
    constexpr unsigned no_descriptor = 0;
    constexpr unsigned largest_descriptor = 1'023;
    runtime_options out;
    out.api = environment_variable("AWS_LAMBDA_RUNTIME_API");
    out.least_level = level_from_environment();
    const auto framed = number_in("_LAMBDA_TELEMETRY_LOG_FD", largest_descriptor, no_descriptor);
    if (framed != no_descriptor) {
        out.log_descriptor = static_cast<int>(framed);
        out.framing = log_framing::telemetry;
    }
    out.service = environment_variable("POWERTOOLS_SERVICE_NAME");
    out.function_name = environment_variable("AWS_LAMBDA_FUNCTION_NAME");
    out.concurrency = static_cast<unsigned>(number_in("AWS_LAMBDA_MAX_CONCURRENCY", largest_concurrency, 1));
    out.wants_shutdown = is_switched_on("ORAXX_LAMBDA_LOGOFF");
    return out;
}

}  // namespace oraxx::lambda
