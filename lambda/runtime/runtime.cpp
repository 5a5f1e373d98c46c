#include "lambda/runtime/runtime.hpp"

#include <cstdlib>
#include <variant>

#include "lambda/runtime/answer.hpp"
#include "lambda/runtime/api_client.hpp"

namespace oraxx::lambda {
namespace {

constexpr const char* trace_variable = "_X_AMZN_TRACE_ID";

// The X-Ray SDKs of other libraries in the process read the trace header from the environment.
void publish_trace_header(const std::string& trace_header) {
    // NOLINTBEGIN(concurrency-mt-unsafe): the loop is the only thread while no handler runs
    if (trace_header.empty()) {
        ::unsetenv(trace_variable);
    } else {
        ::setenv(trace_variable, trace_header.c_str(), 1);
    }
    // NOLINTEND(concurrency-mt-unsafe)
}

// The response body, or the error to report.
using outcome = std::variant<std::string, function_error>;

outcome guarded_call(function& served, std::string_view event, context& invocation) {
    try {
        answer given;
        served.handle(event, invocation, given);
        return given.take_body();
    } catch (const failed_invocation& thrown) {
        return thrown.error();
    } catch (const std::exception& thrown) {
        return function_error{.type = "Handler.Exception", .message = thrown.what()};
    } catch (...) {
        return function_error{.type = "Handler.UnknownException", .message = "the handler threw no std::exception"};
    }
}

function_error oversize(std::size_t size, std::size_t limit) {
    return {.type = "Function.ResponseSizeTooLarge",
            .message = "the response has " + std::to_string(size) + " bytes, Lambda takes " + std::to_string(limit)};
}

class event_loop {
public:
    event_loop(function& served, const runtime_options& options, http::endpoint api, stop_event& stop)
        : served_(served),
          options_(options),
          stop_(stop),
          log_(options.least_level, options.log_descriptor),
          client_(std::move(api), options.post_timeout) {}

    int run() {
        if (!start()) return 1;
        const int code = serve();
        stop();
        return code;
    }

private:
    bool start() {
        function_error failure;
        try {
            if (options_.connections != nullptr) options_.connections->start(log_);
            served_.start(log_);
            return true;
        } catch (const failed_invocation& thrown) {
            failure = thrown.error();
        } catch (const std::exception& thrown) {
            failure = {.type = "Init.Exception", .message = thrown.what()};
        } catch (...) {
            failure = {.type = "Init.UnknownException", .message = "start() threw no std::exception"};
        }
        log_.error("init failed", {{"errorType", failure.type}, {"errorMessage", failure.message}});
        try {
            if (client_.post_init_error(failure) != post_status::accepted)
                log_.error("the init error was not accepted");
        } catch (const http::error& lost) {
            log_.error("the init error could not be reported", {{"reason", lost.what()}});
        }
        return false;
    }

    void stop() noexcept {
        served_.stop(log_);
        if (options_.connections != nullptr) options_.connections->stop(log_);
        if (options_.watching != nullptr) options_.watching->flush();
    }

    int serve() {
        try {
            while (!stop_.is_requested()) {
                if (!answer_one(client_.next(stop_))) return 1;
            }
        } catch (const http::error& ended) {
            if (ended.kind() != http::error_kind::stopped) {
                log_.error("the Runtime API is lost", {{"reason", ended.what()}});
                return 1;
            }
        }
        log_.info("stopping");
        return 0;
    }

    // false when the platform's side is broken and the process has to end.
    bool answer_one(next_invocation received) {
        const auto log = log_.with({{"requestId", received.facts.request_id}});
        publish_trace_header(received.facts.trace_header);
        context invocation(std::move(received.facts), log, options_.connections, options_.watching);
        auto result = guarded_call(served_, received.event, invocation);
        if (auto* body = std::get_if<std::string>(&result);
            body != nullptr && body->size() > options_.max_response_bytes) {
            result = oversize(body->size(), options_.max_response_bytes);
        }
        invocation.finish(std::get_if<function_error>(&result));
        return post(invocation, result) != post_status::broken;
    }

    post_status post(const context& invocation, const outcome& result) {
        const auto& log = invocation.log();
        const auto* failure = std::get_if<function_error>(&result);
        if (failure != nullptr) {
            log.error("invocation failed", {{"errorType", failure->type}, {"errorMessage", failure->message}});
        }
        const auto status = failure != nullptr
                                ? client_.post_error(invocation.facts(), *failure)
                                : client_.post_response(invocation.facts(), std::get<std::string>(result));
        switch (status) {
        case post_status::accepted: break;
        case post_status::too_large: log.error("the response was refused as too large"); break;
        case post_status::refused: log.warn("the answer was refused: too late, or for another invocation"); break;
        case post_status::broken: log.error("the Runtime API reports an internal error"); break;
        }
        return status;
    }

    function& served_;
    const runtime_options& options_;
    stop_event& stop_;
    logger log_;
    api_client client_;
};

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
    auto api = http::endpoint::parse("http://" + options.api);
    if (!api) {
        logger(options.least_level, options.log_descriptor)
            .error("AWS_LAMBDA_RUNTIME_API is not set to host:port: this program is started by AWS Lambda");
        return 1;
    }
    return event_loop(served, options, std::move(*api), stop).run();
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
