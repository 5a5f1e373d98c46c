#include "lambda/runtime/api_client.hpp"

#include <algorithm>
#include <charconv>

#include "lambda/runtime/base64.hpp"
#include "lambda/runtime/json_text.hpp"

namespace oraxx::lambda {
namespace {

constexpr const char* invocation_path = "/2018-06-01/runtime/invocation/";
constexpr const char* init_error_path = "/2018-06-01/runtime/init/error";

http::header user_agent() {
    return {"User-Agent", "oraxx"};
}

// No deadline is sent by some emulators: the invocation then counts as unlimited for all practical purposes.
constexpr auto time_without_deadline = std::chrono::minutes(15);

std::chrono::system_clock::time_point parse_deadline(std::string_view text) {
    std::int64_t milliseconds = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), milliseconds);
    const bool whole = error == std::errc{} && end == text.data() + text.size();
    if (!whole || milliseconds <= 0) return std::chrono::system_clock::now() + time_without_deadline;
    return std::chrono::system_clock::time_point(std::chrono::milliseconds(milliseconds));
}

// The request id becomes part of a path.
bool is_path_segment(std::string_view text) {
    return !text.empty() && text.find_first_not_of(
                                "0123456789abcdefghijklmnopqrstuvwxyz"
                                "ABCDEFGHIJKLMNOPQRSTUVWXYZ-_.~") == std::string_view::npos;
}

std::string path_for(const invocation_facts& invocation, const char* last) {
    return invocation_path + invocation.request_id + last;
}

// Lets the platform tell a late answer from the answer to a retry with the same request id.
std::vector<http::header> headers_for(const invocation_facts& invocation, std::string_view content_type) {
    std::vector<http::header> headers{user_agent(), {"Content-Type", std::string(content_type)}};
    if (!invocation.invocation_id.empty()) {
        headers.push_back({"Lambda-Runtime-Invocation-Id", invocation.invocation_id});
    }
    return headers;
}

constexpr const char* json_type = "application/json";
constexpr const char* error_type_header = "Lambda-Runtime-Function-Error-Type";
constexpr const char* error_body_header = "Lambda-Runtime-Function-Error-Body";

// What functions say becomes the value of a header: a line end in it must not begin another, and servers refuse
// control characters.
std::string header_text(std::string text) {
    std::replace_if(
        text.begin(), text.end(), [](char c) { return c < ' ' || c > '~'; }, '?');
    return text;
}

http::header error_type(const function_error& failure) {
    return {error_type_header, header_text(failure.type)};
}

// {"working_directory":...,"exceptions":[{"type":...,"message":...,"stack":[]}],"paths":[]}: what X-Ray shows of the
// error. A header is no place for long texts.
http::header xray_cause(const function_error& failure) {
    constexpr std::size_t longest_message = 1'024;
    std::string cause = R"({"working_directory":"","exceptions":[{"type":)";
    append_json_string(cause, failure.type);
    cause += R"(,"message":)";
    append_json_string(cause, std::string_view(failure.message).substr(0, longest_message));
    cause += R"(,"stack":[]}],"paths":[]})";
    return {"Lambda-Runtime-Function-XRay-Error-Cause", header_text(std::move(cause))};
}

post_status status_of(const http::response& answer) {
    switch (answer.status) {
    case 200:
    case 202: return post_status::accepted;
    case 413: return post_status::too_large;
    case 400:
    case 403:
    case 404: return post_status::refused;
    default: return post_status::broken;
    }
}

}  // namespace

api_client::api_client(http::endpoint server, std::chrono::milliseconds post_timeout)
    : connection_(http::make_plain_connection(std::move(server))), post_timeout_(post_timeout) {}

next_invocation api_client::next(const stop_event& stop) {
    const http::request message{
        .method = "GET", .target = std::string(invocation_path) + "next", .headers = {user_agent()}};
    auto answer = connection_->exchange(message, {.deadline = std::nullopt, .stop = &stop});
    const auto header = [&answer](std::string_view name) {
        return std::string(http::find_header(answer.headers, name));
    };
    if (answer.status != 200) {
        throw http::error(http::error_kind::protocol, "the Runtime API answered " + std::to_string(answer.status) +
                                                          " to the request for the next event");
    }
    next_invocation out;
    out.facts.request_id = header("Lambda-Runtime-Aws-Request-Id");
    if (!is_path_segment(out.facts.request_id)) {
        throw http::error(http::error_kind::protocol, "the Runtime API sent an event without a proper request id");
    }
    out.facts.deadline = parse_deadline(header("Lambda-Runtime-Deadline-Ms"));
    out.facts.trace_header = header("Lambda-Runtime-Trace-Id");
    out.facts.function_arn = header("Lambda-Runtime-Invoked-Function-Arn");
    out.facts.invocation_id = header("Lambda-Runtime-Invocation-Id");
    out.facts.tenant_id = header("Lambda-Runtime-Aws-Tenant-Id");
    out.facts.client_context = header("Lambda-Runtime-Client-Context");
    out.facts.cognito_identity = header("Lambda-Runtime-Cognito-Identity");
    out.event = std::move(answer.body);
    return out;
}

post_status api_client::post_response(const invocation_facts& invocation, std::string_view body) {
    return post(path_for(invocation, "/response"), headers_for(invocation, json_type), body);
}

void api_client::begin_response(const invocation_facts& invocation, std::string_view content_type,
                                http::clock::time_point deadline) {
    http::request message{.method = "POST",
                          .target = path_for(invocation, "/response"),
                          .headers = headers_for(invocation, content_type)};
    message.headers.push_back({"Lambda-Runtime-Function-Response-Mode", "streaming"});
    message.headers.push_back({"Trailer", std::string(error_type_header) + ", " + error_body_header});
    connection_->begin(message, {.deadline = deadline});
}

void api_client::send_piece(std::string_view piece, http::clock::time_point deadline) {
    connection_->send(piece, {.deadline = deadline});
}

post_status api_client::end_response(const function_error* failure) {
    std::vector<http::header> trailers;
    if (failure != nullptr) trailers = {error_type(*failure), {error_body_header, encode_base64(failure->to_json())}};
    return status_of(connection_->end(trailers, {.deadline = http::clock::now() + post_timeout_}));
}

post_status api_client::post_error(const invocation_facts& invocation, const function_error& failure) {
    auto headers = headers_for(invocation, json_type);
    headers.push_back(error_type(failure));
    headers.push_back(xray_cause(failure));
    return post(path_for(invocation, "/error"), std::move(headers), failure.to_json());
}

post_status api_client::post_init_error(const function_error& failure) {
    return post(init_error_path,
                {user_agent(), {"Content-Type", json_type}, error_type(failure), xray_cause(failure)},
                failure.to_json());
}

post_status api_client::post(const std::string& target, std::vector<http::header> headers, std::string_view body) {
    const http::request message{.method = "POST", .target = target, .headers = std::move(headers), .body = body};
    return status_of(connection_->exchange(message, {.deadline = http::clock::now() + post_timeout_}));
}

}  // namespace oraxx::lambda
