#include "lambda/local/runtime_api.hpp"

#include <nlohmann/json.hpp>

#include <oraxx/lambda/function.hpp>

namespace oraxx::lambda::local {
namespace {

constexpr std::string_view base_path = "/2018-06-01/runtime/";
constexpr std::size_t max_response_bytes = (std::size_t{6} << 20U) + 100;

http::response status_only(unsigned status) {
    return {
        .status = status,
        .headers = {{"Content-Type", "application/json"}},
        .body = status < 300 ? R"({"status":"OK"})" : R"({"errorType":"InvalidRequest","errorMessage":"refused"})"};
}

// A version 4 UUID in form; the numbers only have to differ.
std::string made_up_id(std::string_view kind, std::uint64_t number) {
    auto digits = std::to_string(number);
    digits.insert(0, 12 - std::min<std::size_t>(digits.size(), 12), '0');
    return std::string(kind) + "-0000-4000-8000-" + digits;
}

std::string own_error(const char* type, const std::string& message) {
    return function_error{.type = type, .message = message}.to_json();
}

}  // namespace

runtime_api::runtime_api(interceptor intercept)
    : intercept_(std::move(intercept)), server_([this](const std::shared_ptr<exchange>& asked) { serve(asked); }) {}

invocation_result runtime_api::invoke(std::string event, std::chrono::milliseconds timeout) {
    std::unique_lock lock(mutex_);
    ++invocations_made_;
    current_.emplace();
    current_->request_id = made_up_id("11111111", invocations_made_);
    current_->invocation_id = made_up_id("22222222", invocations_made_);
    current_->event = std::move(event);
    current_->deadline = std::chrono::system_clock::now() + timeout;
    deliver();
    const auto is_over = [this] { return current_->result.has_value() || fatal_.has_value(); };
    if (!changed_.wait_for(lock, timeout, is_over)) {
        settle(invocation_end::timed_out,
               own_error("Sandbox.Timedout", "Task timed out after " + std::to_string(timeout.count()) + " ms"), {});
    }
    auto result = current_->result.value_or(fatal_.value_or(invocation_result{}));
    result.request_id = current_->request_id;
    current_.reset();
    return result;
}

std::optional<std::chrono::steady_clock::time_point> runtime_api::wait_until_ready(
    std::chrono::milliseconds timeout) {
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, timeout, [this] { return first_next_.has_value() || fatal_.has_value(); });
    return first_next_;
}

void runtime_api::process_ended(const std::string& reason) {
    const std::lock_guard lock(mutex_);
    if (!fatal_) {
        fatal_ = invocation_result{.end = invocation_end::ended,
                                   .body = own_error("Runtime.ExitError", reason),
                                   .error_type = "Runtime.ExitError"};
    }
    changed_.notify_all();
}

std::vector<std::string> runtime_api::violations() const {
    const std::lock_guard lock(mutex_);
    return violations_;
}

void runtime_api::serve(const std::shared_ptr<exchange>& asked) {
    if (intercept_ && intercept_(asked)) return;
    const std::lock_guard lock(mutex_);
    const auto& request = asked->request();
    std::string_view path = request.target;
    if (path.substr(0, base_path.size()) != base_path) return refuse(*asked, 404, "unknown path " + request.target);
    path.remove_prefix(base_path.size());
    if (path == "invocation/next") return serve_next(asked);
    if (path == "init/error") return serve_init_error(*asked);
    constexpr std::string_view invocation = "invocation/";
    const auto slash = path.rfind('/');
    if (path.substr(0, invocation.size()) != invocation || slash < invocation.size()) {
        return refuse(*asked, 404, "unknown path " + request.target);
    }
    const auto request_id = path.substr(invocation.size(), slash - invocation.size());
    const auto verb = path.substr(slash + 1);
    if (verb != "response" && verb != "error") return refuse(*asked, 404, "unknown path " + request.target);
    serve_answer(*asked, request_id, verb == "error");
}

void runtime_api::serve_next(const std::shared_ptr<exchange>& asked) {
    if (asked->request().method != "GET") return refuse(*asked, 405, "next asked with " + asked->request().method);
    if (current_ && current_->is_delivered && !current_->result) {
        violations_.emplace_back("the next event was asked for before the last one was answered");
    }
    waiting_next_ = asked;
    if (!first_next_) first_next_ = std::chrono::steady_clock::now();
    deliver();
    changed_.notify_all();
}

void runtime_api::serve_init_error(exchange& asked) {
    check_error_body(asked.request());
    fatal_ = invocation_result{
        .end = invocation_end::init_error,
        .body = asked.request().body,
        .error_type = std::string(http::find_header(asked.request().headers, "Lambda-Runtime-Function-Error-Type"))};
    asked.answer(status_only(202));
    changed_.notify_all();
}

void runtime_api::serve_answer(exchange& asked, std::string_view request_id, bool is_error) {
    const auto& request = asked.request();
    if (request.method != "POST") return refuse(asked, 405, "answer given with " + request.method);
    const bool is_current = current_ && current_->is_delivered && current_->request_id == request_id;
    if (!is_current || current_->result) return asked.answer(status_only(403));  // too late
    if (http::find_header(request.headers, "Lambda-Runtime-Invocation-Id") != current_->invocation_id) {
        return refuse(asked, 400, "Lambda-Runtime-Invocation-Id was not echoed");
    }
    const auto error_type = http::find_header(request.headers, "Lambda-Runtime-Function-Error-Type");
    if (is_error) {
        check_error_body(request);
        if (error_type.empty()) violations_.emplace_back("an error without Lambda-Runtime-Function-Error-Type");
    } else if (request.body.size() > max_response_bytes) {
        settle(
            invocation_end::error,
            own_error("Function.ResponseSizeTooLarge", "Response payload size exceeded maximum allowed payload size"),
            "Function.ResponseSizeTooLarge");
        return asked.answer(status_only(413));
    }
    settle(is_error ? invocation_end::error : invocation_end::response, request.body, std::string(error_type));
    asked.answer(status_only(202));
}

// Hands the current event to the runtime when both are there.
void runtime_api::deliver() {
    if (!waiting_next_ || !current_ || current_->is_delivered) return;
    current_->is_delivered = true;
    const auto deadline_ms =
        std::chrono::duration_cast<std::chrono::milliseconds>(current_->deadline.time_since_epoch()).count();
    std::exchange(waiting_next_, nullptr)
        ->answer({.status = 200,
                  .headers = {{"Content-Type", "application/json"},
                              {"Lambda-Runtime-Aws-Request-Id", current_->request_id},
                              {"Lambda-Runtime-Invocation-Id", current_->invocation_id},
                              {"Lambda-Runtime-Deadline-Ms", std::to_string(deadline_ms)},
                              {"Lambda-Runtime-Invoked-Function-Arn",
                               "arn:aws:lambda:us-east-1:000000000000:function:oraxx-local"},
                              {"Lambda-Runtime-Trace-Id",
                               "Root=1-00000000-000000000000000000000000;Parent=0000000000000000;Sampled=0"}},
                  .body = current_->event});
}

void runtime_api::refuse(exchange& asked, unsigned status, const std::string& violation) {
    violations_.push_back(violation);
    asked.answer(status_only(status));
}

void runtime_api::settle(invocation_end end, std::string body, std::string error_type) {
    current_->result = invocation_result{
        .end = end, .body = std::move(body), .error_type = std::move(error_type), .request_id = current_->request_id};
    changed_.notify_all();
}

void runtime_api::check_error_body(const server_request& request) {
    const auto document = nlohmann::json::parse(request.body, nullptr, false);
    const bool is_proper = document.is_object() && document.contains("errorType") &&
                           document.contains("errorMessage") && document.contains("stackTrace") &&
                           document["stackTrace"].is_array();
    if (!is_proper) violations_.emplace_back("an error body without errorType, errorMessage and stackTrace[]");
}

}  // namespace oraxx::lambda::local
