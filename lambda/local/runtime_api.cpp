#include "lambda/local/runtime_api.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include <oraxx/lambda/function.hpp>
#include "lambda/runtime/base64.hpp"

namespace oraxx::lambda::local {
namespace {

constexpr std::string_view base_path = "/2018-06-01/runtime/";
constexpr std::string_view extension_path = "/2020-01-01/extension/";
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

constexpr const char* mode_header = "Lambda-Runtime-Function-Response-Mode";
constexpr const char* error_type_header = "Lambda-Runtime-Function-Error-Type";
constexpr const char* error_body_header = "Lambda-Runtime-Function-Error-Body";
constexpr const char* http_integration_type = "application/vnd.awslambda.http-integration-response";

struct answer_path {
    std::string_view request_id{};
    std::string_view verb{};
};

// "invocation/ID/response" and "invocation/ID/error" below the base path.
std::optional<answer_path> parse_answer_path(std::string_view target) {
    constexpr std::string_view invocation = "invocation/";
    if (!target.starts_with(base_path)) return std::nullopt;
    target.remove_prefix(base_path.size());
    if (!target.starts_with(invocation)) return std::nullopt;
    target.remove_prefix(invocation.size());
    const auto slash = std::min(target.find('/'), target.size());
    const answer_path out{target.substr(0, slash), target.substr(std::min(slash + 1, target.size()))};
    return out.verb == "response" || out.verb == "error" ? std::optional(out) : std::nullopt;
}

std::string hex_digits(std::uint64_t value, std::size_t count) {
    std::string out(count, '0');
    for (auto at = out.rbegin(); at != out.rend() && value != 0; ++at, value >>= 4U)
        *at = "0123456789abcdef"[value & 0xFU];
    return out;
}

// A trace of its own for each invocation, and always one that is told to X-Ray.
std::string trace_header(std::uint64_t number) {
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    const auto seconds = static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::seconds>(now).count());
    return "Root=1-" + hex_digits(seconds, 8) + '-' + hex_digits(number, 24) + ";Parent=" + hex_digits(number, 16) +
           ";Sampled=1";
}

}  // namespace

runtime_api::runtime_api(interceptor intercept, runtime_api_options options)
    : intercept_(std::move(intercept)),
      options_(options),
      server_([this](const std::shared_ptr<exchange>& asked) { serve(asked); },
              [this](const server_request& head) { return open_sink(head); }) {}

invocation_result runtime_api::invoke(std::string event, std::chrono::milliseconds timeout) {
    std::unique_lock lock(mutex_);
    ++invocations_made_;
    const auto current = invocations_.emplace(invocations_.end());
    current->request_id = made_up_id("11111111", invocations_made_);
    if (options_.has_invocation_ids) current->invocation_id = made_up_id("22222222", invocations_made_);
    current->event = std::move(event);
    current->deadline = std::chrono::system_clock::now() + timeout;
    deliver();
    const auto is_over = [&] { return current->result.has_value() || fatal_.has_value(); };
    if (!changed_.wait_for(lock, timeout, is_over)) {
        settle(*current, {.end = invocation_end::timed_out,
                          .body = own_error("Sandbox.Timedout",
                                            "Task timed out after " + std::to_string(timeout.count()) + " ms")});
    }
    auto result = current->result.value_or(fatal_.value_or(invocation_result{}));
    result.request_id = current->request_id;
    invocations_.erase(current);
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
    if (request.target == std::string(base_path) + "invocation/next") return serve_next(asked);
    if (request.target == std::string(base_path) + "init/error") return serve_init_error(*asked);
    if (request.target.starts_with(extension_path)) return serve_extension(asked);
    const auto path = parse_answer_path(request.target);
    if (!path) return refuse(*asked, 404, "unknown path " + request.target);
    serve_answer(*asked, path->request_id, path->verb == "error");
}

void runtime_api::serve_next(const std::shared_ptr<exchange>& asked) {
    if (asked->request().method != "GET") return refuse(*asked, 405, "next asked with " + asked->request().method);
    const auto under_way = std::count_if(invocations_.begin(), invocations_.end(),
                                         [](const auto& each) { return each.is_delivered && !each.result; });
    if (under_way >= options_.concurrency) {
        violations_.emplace_back("the next event was asked for before the last one was answered");
    }
    // A request more than there may be takes the place of one whose connection was lost.
    if (waiting_next_.size() == options_.concurrency) waiting_next_.pop_front();
    waiting_next_.push_back(asked);
    if (!first_next_) first_next_ = std::chrono::steady_clock::now();
    deliver();
    changed_.notify_all();
}

// One internal extension without events: it registers before the first event is asked for, and then waits.
void runtime_api::serve_extension(const std::shared_ptr<exchange>& asked) {
    constexpr const char* id_header = "Lambda-Extension-Identifier";
    const std::string id = made_up_id("33333333", 1);
    const auto& request = asked->request();
    if (request.target == std::string(extension_path) + "register" && request.method == "POST") {
        const auto document = nlohmann::json::parse(request.body, nullptr, false);
        const auto name = http::find_header(request.headers, "Lambda-Extension-Name");
        if (name.empty() || !document.is_object() || document["events"] != nlohmann::json::array()) {
            return refuse(*asked, 400, "an internal extension without a name, or with events");
        }
        if (first_next_) return refuse(*asked, 403, "an extension registered after the first event was asked for");
        extension_ = name;
        return asked->answer(
            {.status = 200,
             .headers = {{"Content-Type", "application/json"}, {id_header, id}},
             .body = R"({"functionName":"oraxx-local","functionVersion":"$LATEST","handler":"bootstrap"})"});
    }
    if (request.target != std::string(extension_path) + "event/next") {
        return refuse(*asked, 404, "unknown path " + request.target);
    }
    if (http::find_header(request.headers, id_header) != id) {
        return refuse(*asked, 403, "an extension's call without Lambda-Extension-Identifier");
    }
    resting_extension_ = asked;
}

std::string runtime_api::extension() const {
    const std::lock_guard lock(mutex_);
    return extension_;
}

void runtime_api::serve_init_error(exchange& asked) {
    check_error(asked.request());
    fatal_ =
        invocation_result{.end = invocation_end::init_error,
                          .body = asked.request().body,
                          .error_type = std::string(http::find_header(asked.request().headers, error_type_header))};
    asked.answer(status_only(202));
    changed_.notify_all();
}

// Null for what is no streamed answer to an event under way: the refusal follows once the body is there.
std::shared_ptr<body_sink> runtime_api::open_sink(const server_request& head) {
    const auto path = parse_answer_path(head.target);
    if (!path || path->verb != "response" || http::find_header(head.headers, mode_header) != "streaming")
        return nullptr;
    const std::string id(path->request_id);
    const bool has_prelude = http::find_header(head.headers, "Content-Type") == http_integration_type;
    const auto is_wanted = [this, id] {
        const std::lock_guard lock(mutex_);
        return awaited(id) != nullptr;
    };
    if (!is_wanted()) return nullptr;
    const auto on_broken = [this, id] {
        const std::lock_guard lock(mutex_);
        auto* current = awaited(id);
        if (current == nullptr) return;
        settle(*current,
               {.end = invocation_end::error,
                .body = own_error("Runtime.TruncatedResponse", "the streamed response was cut off before its end"),
                .error_type = "Runtime.TruncatedResponse",
                .was_streamed = true});
    };
    return std::make_shared<streamed_answer>(options_.streams, has_prelude, is_wanted, on_broken);
}

invocation* runtime_api::awaited(std::string_view request_id) {
    for (auto& each : invocations_) {
        if (each.request_id == request_id && each.is_delivered && !each.result) return &each;
    }
    return nullptr;
}

void runtime_api::serve_answer(exchange& asked, std::string_view request_id, bool is_error) {
    const auto& request = asked.request();
    if (request.method != "POST") return refuse(asked, 405, "answer given with " + request.method);
    auto* current = awaited(request_id);
    if (current == nullptr) return asked.answer(status_only(403));  // too late
    if (http::find_header(request.headers, "Lambda-Runtime-Invocation-Id") != current->invocation_id) {
        return refuse(asked, 400, "Lambda-Runtime-Invocation-Id was not echoed");
    }
    const auto error_type = http::find_header(request.headers, error_type_header);
    if (const auto* streamed = dynamic_cast<const streamed_answer*>(request.sink.get())) {
        finish_stream(*current, request, *streamed);
        return asked.answer(status_only(202));
    }
    if (is_error) {
        check_error(request);
        if (error_type.empty()) violations_.emplace_back("an error without Lambda-Runtime-Function-Error-Type");
    } else if (request.body.size() > max_response_bytes) {
        settle(*current, {.end = invocation_end::error,
                          .body = own_error("Function.ResponseSizeTooLarge",
                                            "Response payload size exceeded maximum allowed payload size"),
                          .error_type = "Function.ResponseSizeTooLarge"});
        return asked.answer(status_only(413));
    }
    settle(*current, {.end = is_error ? invocation_end::error : invocation_end::response,
                      .body = request.body,
                      .error_type = std::string(error_type)});
    asked.answer(status_only(202));
}

void runtime_api::finish_stream(invocation& current, const server_request& request, const streamed_answer& streamed) {
    invocation_result result{.end = invocation_end::response,
                             .body = streamed.body(),
                             .error_type = std::string(http::find_header(request.headers, error_type_header)),
                             .was_streamed = true,
                             .streamed_bytes = streamed.bytes(),
                             .prelude = streamed.prelude()};
    const auto announced = http::find_header(request.headers, "Trailer");
    if (announced.find(error_type_header) == std::string_view::npos) {
        violations_.emplace_back("a streamed answer that does not announce its trailers");
    }
    if (const auto fault = streamed.fault(); !fault.empty()) violations_.push_back(fault);
    if (!result.error_type.empty()) {
        result.end = invocation_end::error;
        result.stream_error = decode_base64(http::find_header(request.headers, error_body_header)).value_or("");
        check_error_body(result.stream_error);
    }
    settle(current, std::move(result));
}

// Hands events to the runtime while there are both events and requests for them.
void runtime_api::deliver() {
    for (auto& each : invocations_) {
        if (each.is_delivered) continue;
        if (waiting_next_.empty()) return;
        each.is_delivered = true;
        const auto deadline_ms =
            std::chrono::duration_cast<std::chrono::milliseconds>(each.deadline.time_since_epoch()).count();
        const auto asked = std::move(waiting_next_.front());
        waiting_next_.pop_front();
        http::response event{.status = 200,
                             .headers = {{"Content-Type", "application/json"},
                                         {"Lambda-Runtime-Aws-Request-Id", each.request_id},
                                         {"Lambda-Runtime-Deadline-Ms", std::to_string(deadline_ms)},
                                         {"Lambda-Runtime-Invoked-Function-Arn",
                                          "arn:aws:lambda:us-east-1:000000000000:function:oraxx-local"},
                                         {"Lambda-Runtime-Trace-Id", trace_header(++traces_made_)}},
                             .body = each.event};
        if (!each.invocation_id.empty())
            event.headers.push_back({"Lambda-Runtime-Invocation-Id", each.invocation_id});
        asked->answer(std::move(event));
    }
}

void runtime_api::refuse(exchange& asked, unsigned status, const std::string& violation) {
    violations_.push_back(violation);
    asked.answer(status_only(status));
}

void runtime_api::settle(invocation& current, invocation_result result) {
    current.result = std::move(result);
    changed_.notify_all();
}

void runtime_api::check_error(const server_request& request) {
    check_error_body(request.body);
    const auto cause = http::find_header(request.headers, "Lambda-Runtime-Function-XRay-Error-Cause");
    const auto document = nlohmann::json::parse(cause, nullptr, false);
    if (!document.is_object() || !document.contains("exceptions")) {
        violations_.emplace_back("an error without a proper Lambda-Runtime-Function-XRay-Error-Cause");
    }
}

void runtime_api::check_error_body(std::string_view body) {
    const auto document = nlohmann::json::parse(body, nullptr, false);
    const bool is_proper = document.is_object() && document.contains("errorType") &&
                           document.contains("errorMessage") && document.contains("stackTrace") &&
                           document["stackTrace"].is_array();
    if (!is_proper) violations_.emplace_back("an error body without errorType, errorMessage and stackTrace[]");
}

}  // namespace oraxx::lambda::local
