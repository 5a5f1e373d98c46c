#include "lambda/runtime/slot.hpp"

#include <cstdlib>

namespace oraxx::lambda {
namespace {

constexpr const char* trace_variable = "_X_AMZN_TRACE_ID";

// The X-Ray SDKs of other libraries in the process read the trace header from the environment.
void publish_trace_header(const std::string& trace_header) {
    // NOLINTBEGIN(concurrency-mt-unsafe): the loop is the only thread while no handler runs
    if (trace_header.empty()) {
        ::unsetenv(trace_variable);
    } else {
        // putenv() and not setenv(): the C library never frees the values that setenv() replaces.
        static auto& published = *new std::string;  // what the environment points to; never destroyed
        std::string next = std::string(trace_variable) + '=' + trace_header;
        ::putenv(next.data());
        published.swap(next);  // the characters stay where they are: such a text is too long to stand in the object
    }
    // NOLINTEND(concurrency-mt-unsafe)
}

function_error oversize(std::size_t size, std::size_t limit) {
    return {.type = "Function.ResponseSizeTooLarge",
            .message = "the response has " + std::to_string(size) + " bytes, Lambda takes " + std::to_string(limit) +
                       ": stream it, or answer less"};
}

function_error lost(const char* reason) {
    return {.type = "Runtime.ResponseLost", .message = reason};
}

void log_status(const logger& log, post_status status) {
    switch (status) {
    case post_status::accepted: break;
    case post_status::too_large: log.error("the response was refused as too large"); break;
    case post_status::refused: log.warn("the answer was refused: too late, or for another invocation"); break;
    case post_status::broken: log.error("the Runtime API reports an internal error"); break;
    }
}

// "1-5759e988-bd862e3fe1be46a994272793" out of "Root=1-...;Parent=...;Sampled=1".
std::string_view trace_root(std::string_view header) {
    constexpr std::string_view name = "Root=";
    const auto at = header.find(name);
    if (at == std::string_view::npos) return {};
    header.remove_prefix(at + name.size());
    return header.substr(0, header.find(';'));
}

// While it lives, the invocation can be interrupted.
class current_invocation {
public:
    current_invocation(std::mutex& mutex, context*& current, context& invocation) : mutex_(mutex), current_(current) {
        const std::lock_guard lock(mutex_);
        current_ = &invocation;
    }
    ~current_invocation() {
        const std::lock_guard lock(mutex_);
        current_ = nullptr;
    }
    current_invocation(const current_invocation&) = delete;
    current_invocation& operator=(const current_invocation&) = delete;

private:
    std::mutex& mutex_;
    context*& current_;
};

}  // namespace

slot::slot(const slot_surroundings& around, http::endpoint api)
    : around_(around), client_(std::move(api), around.options.post_timeout) {}

void slot::interrupt() noexcept {
    const std::lock_guard lock(current_mutex_);
    if (current_ != nullptr) current_->interrupt();
}

void slot::report_failed_start(const function_error& failure) {
    try {
        if (client_.post_init_error(failure) == post_status::accepted) return;
        around_.log.error("the init error was not accepted");
    } catch (const http::error& gone) {
        around_.log.error("the init error could not be reported", {{"reason", gone.what()}});
    }
}

bool slot::serve() {
    try {
        while (!around_.stop.is_requested()) {
            if (!answer_one(client_.next(around_.stop))) return false;
        }
    } catch (const http::error& ended) {
        if (ended.kind() != http::error_kind::stopped) {
            around_.log.error("the Runtime API is lost", {{"reason", ended.what()}});
            return false;
        }
    }
    return true;
}

// With Powertools' names where its variable asks for them, beside the one that Lambda's own lines have.
logger slot::log_for(const invocation_facts& invocation) const {
    auto log = around_.log.with({{"requestId", invocation.request_id}});
    if (const auto root = trace_root(invocation.trace_header); !root.empty())
        log = log.with({{"xray_trace_id", root}});
    const bool is_cold = around_.is_cold.exchange(false);
    if (around_.options.service.empty()) return log;
    return log.with({{"function_request_id", invocation.request_id}, {"cold_start", is_cold}});
}

// false when the platform's side is broken and the process has to end.
bool slot::answer_one(next_invocation received) {
    const auto log = log_for(received.facts);
    // A variable belongs to the process: with several invocations at once there is no right value for it.
    if (around_.options.concurrency <= 1) publish_trace_header(received.facts.trace_header);
    context invocation(std::move(received.facts), log, around_.options.connections, around_.options.watching);
    answer given(client_, invocation);
    std::optional<function_error> failure;
    {
        const current_invocation current(current_mutex_, current_, invocation);
        failure = call(received.event, invocation, given);
    }
    if (failure) log.error("invocation failed", {{"errorType", failure->type}, {"errorMessage", failure->message}});
    invocation.finish(failure ? &*failure : nullptr);
    if (given.is_lost()) return true;
    const auto status = finish(invocation, given, std::move(failure));
    log_status(log, status);
    return status != post_status::broken;
}

// What went wrong; nullopt when there is an answer.
std::optional<function_error> slot::call(std::string_view event, context& invocation, answer& given) {
    try {
        around_.served.handle(event, invocation, given);
    } catch (const failed_invocation& thrown) {
        return thrown.error();
    } catch (const response_lost& thrown) {
        return lost(thrown.what());
    } catch (const std::exception& thrown) {
        return function_error{.type = "Handler.Exception", .message = thrown.what()};
    } catch (...) {
        return function_error{.type = "Handler.UnknownException", .message = "the handler threw no std::exception"};
    }
    const auto* body = given.whole_body();
    if (body != nullptr && body->size() > around_.options.max_response_bytes) {
        return oversize(body->size(), around_.options.max_response_bytes);
    }
    return std::nullopt;
}

post_status slot::finish(context& invocation, answer& given, std::optional<function_error> failure) {
    try {
        if (failure && given.is_under_way()) return given.end_stream(&*failure);
        if (failure) return client_.post_error(invocation.facts(), *failure);
        if (const auto* body = given.whole_body()) return client_.post_response(invocation.facts(), *body);
        return given.end_stream(nullptr);
    } catch (const response_lost& thrown) {
        invocation.log().error("invocation failed",
                               {{"errorType", "Runtime.ResponseLost"}, {"errorMessage", thrown.what()}});
        return post_status::refused;
    }
}

}  // namespace oraxx::lambda
