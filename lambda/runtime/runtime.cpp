#include "lambda/runtime/runtime.hpp"

#include <cstdlib>

#include "lambda/runtime/slot.hpp"

namespace oraxx::lambda {
namespace {

// What keeps the function from starting; nullopt when it has started.
std::optional<function_error> start(function& served, const runtime_options& options, const logger& log) {
    try {
        if (options.connections != nullptr) options.connections->start(log);
        served.start(log);
        return std::nullopt;
    } catch (const failed_invocation& thrown) {
        return thrown.error();
    } catch (const std::exception& thrown) {
        return function_error{.type = "Init.Exception", .message = thrown.what()};
    } catch (...) {
        return function_error{.type = "Init.UnknownException", .message = "start() threw no std::exception"};
    }
}

void end(function& served, const runtime_options& options, const logger& log) noexcept {
    served.stop(log);
    if (options.connections != nullptr) options.connections->stop(log);
    if (options.watching != nullptr) options.watching->flush();
}

}  // namespace

std::string environment_variable(const char* name) {
    const char* value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): nothing writes to it in another thread
    return value == nullptr ? std::string{} : std::string(value);
}

runtime_options runtime_options::from_environment() {
    runtime_options out;
    out.api = environment_variable("AWS_LAMBDA_RUNTIME_API");
    for (const char* name : {"AWS_LAMBDA_LOG_LEVEL", "POWERTOOLS_LOG_LEVEL", "LOG_LEVEL"}) {
        const auto text = environment_variable(name);
        if (text.empty()) continue;
        out.least_level = parse_log_level(text);
        break;
    }
    return out;
}

int run(function& served, const runtime_options& options, stop_event& stop) {
    const logger log(options.least_level, options.log_descriptor);
    auto api = http::endpoint::parse("http://" + options.api);
    if (!api) {
        log.error("AWS_LAMBDA_RUNTIME_API is not set to host:port: this program is started by AWS Lambda");
        return 1;
    }
    slot only(served, options, std::move(*api), log, stop);
    if (const auto failure = start(served, options, log)) {
        log.error("init failed", {{"errorType", failure->type}, {"errorMessage", failure->message}});
        only.report_failed_start(*failure);
        return 1;
    }
    const bool went_well = only.serve();
    if (went_well) log.info("stopping");
    end(served, options, log);
    return went_well ? 0 : 1;
}

int run(function& served, connection_source* connections, observer* watching) {
    stop_event stop;
    const signal_guard signals(stop);
    auto options = runtime_options::from_environment();
    options.connections = connections;
    options.watching = watching;
    return run(served, options, stop);
}

}  // namespace oraxx::lambda
