#include "lambda/runtime/runtime.hpp"

#include <cstdlib>
#include <variant>

#include "lambda/runtime/api_client.hpp"
#include "lambda/runtime/json_text.hpp"

namespace oraxx::lambda {
namespace {

constexpr const char* trace_variable = "_X_AMZN_TRACE_ID";

// The X-Ray SDKs of other libraries in the process read the trace header from the environment.
void publish_trace_id(const std::string& trace_id) {
    // NOLINTBEGIN(concurrency-mt-unsafe): the loop is the only thread while no handler runs
    if (trace_id.empty()) {
        ::unsetenv(trace_variable);
    } else {
        ::setenv(trace_variable, trace_id.c_str(), 1);
    }
    // NOLINTEND(concurrency-mt-unsafe)
}

// The response body, or the error to report.
using outcome = std::variant<std::string, function_error>;

outcome guarded_call(function& served, std::string_view event, const context& invocation) {
    try {
        return served.handle(event, invocation);
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
        served_.stop(log_);
        return code;
    }

private:
    bool start() {
        function_error failure;
        try {
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

    int serve() {
        try {
            while (!stop_.is_requested()) {
                const auto invocation = client_.next(stop_);
                if (!answer(invocation)) return 1;
            }
        } catch (const http::error& ended) {
            log_.set_request_id({});
            if (ended.kind() != http::error_kind::stopped) {
                log_.error("the Runtime API is lost", {{"reason", ended.what()}});
                return 1;
            }
        }
        log_.info("stopping");
        return 0;
    }

    // false when the platform's side is broken and the process has to end.
    bool answer(next_invocation invocation) {
        invocation.facts.log = &log_;
        log_.set_request_id(invocation.facts.request_id);
        publish_trace_id(invocation.facts.trace_id);
        auto result = guarded_call(served_, invocation.event, invocation.facts);
        if (auto* body = std::get_if<std::string>(&result);
            body != nullptr && body->size() > options_.max_response_bytes) {
            result = oversize(body->size(), options_.max_response_bytes);
        }
        const auto status = post(invocation.facts, result);
        log_.set_request_id({});
        return status != post_status::broken;
    }

    post_status post(const context& invocation, const outcome& result) {
        const auto* failure = std::get_if<function_error>(&result);
        if (failure != nullptr) {
            log_.error("invocation failed", {{"errorType", failure->type}, {"errorMessage", failure->message}});
        }
        const auto status = failure != nullptr ? client_.post_error(invocation, *failure)
                                               : client_.post_response(invocation, std::get<std::string>(result));
        switch (status) {
        case post_status::accepted: break;
        case post_status::too_large: log_.error("the response was refused as too large"); break;
        case post_status::refused: log_.warn("the answer was refused: too late, or for another invocation"); break;
        case post_status::broken: log_.error("the Runtime API reports an internal error"); break;
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

std::string function_error::to_json() const {
    std::string out = R"({"errorType":)";
    append_json_string(out, type);
    out += R"(,"errorMessage":)";
    append_json_string(out, message);
    out += R"(,"stackTrace":[)";
    for (const auto& line : stack_trace) {
        if (out.back() != '[') out += ',';
        append_json_string(out, line);
    }
    out += "]}";
    return out;
}

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

int run(function& served) {
    stop_event stop;
    const signal_guard signals(stop);
    return run(served, runtime_options::from_environment(), stop);
}

}  // namespace oraxx::lambda
