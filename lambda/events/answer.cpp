#include "lambda/events/answer.hpp"

#include "lambda/runtime/json_text.hpp"

namespace oraxx::lambda::events {
namespace {

// What load balancers want behind the number.
std::string_view reason_of(unsigned status) noexcept {
    switch (status) {
    case 200: return "OK";
    case 400: return "Bad Request";
    case 403: return "Forbidden";
    case 404: return "Not Found";
    case 405: return "Method Not Allowed";
    case 409: return "Conflict";
    case 422: return "Unprocessable Entity";
    case 503: return "Service Unavailable";
    case 504: return "Gateway Timeout";
    default: return status < 500 ? "Status" : "Internal Server Error";
    }
}

void append_member(std::string& out, std::string_view name, std::string_view text) {
    append_json_string(out, name);
    out += ':';
    append_json_string(out, text);
}

void append_headers(std::string& out, const std::vector<name_and_text>& headers, bool is_multi_value) {
    out += is_multi_value ? ",\"multiValueHeaders\":{" : ",\"headers\":{";
    for (std::size_t i = 0; i < headers.size(); ++i) {
        const auto& [name, text] = headers[i];
        // Values of one name stand side by side: see with_cookies().
        const bool goes_on = is_multi_value && i > 0 && headers[i - 1].first == name;
        if (goes_on) {
            out.pop_back();
            out += ',';
            append_json_string(out, text);
            out += ']';
            continue;
        }
        if (i > 0) out += ',';
        if (!is_multi_value) {
            append_member(out, name, text);
            continue;
        }
        append_json_string(out, name);
        out += ":[";
        append_json_string(out, text);
        out += ']';
    }
    out += '}';
}

// The headers, and behind them a Set-Cookie for each cookie. A form without several values of a header keeps one
// cookie.
std::vector<name_and_text> with_cookies(const http_prelude& head) {
    auto out = head.headers;
    for (const auto& cookie : head.cookies) out.emplace_back("Set-Cookie", cookie);
    return out;
}

void append_cookies(std::string& out, const std::vector<std::string>& cookies) {
    if (cookies.empty()) return;
    out += ",\"cookies\":[";
    for (const auto& cookie : cookies) {
        if (&cookie != &cookies.front()) out += ',';
        append_json_string(out, cookie);
    }
    out += ']';
}

}  // namespace

std::string http_document(const http_event& asked, const http_prelude& head, std::string_view body) {
    const unsigned status = head.status == 0 ? 200 : head.status;
    std::string out;
    out.reserve(body.size() + body.size() / 8 + 512);
    out += "{\"statusCode\":" + std::to_string(status);
    if (asked.form == http_form::load_balancer) {
        out += ",\"statusDescription\":\"" + std::to_string(status) + ' ';
        out += reason_of(status);
        out += '"';
    }
    if (asked.form == http_form::gateway_v2) {
        append_headers(out, head.headers, false);
        append_cookies(out, head.cookies);
    } else {
        // REST APIs take several values of a header in either case.
        const bool is_multi_value =
            asked.is_multi_value || (asked.form == http_form::gateway_v1 && head.cookies.size() > 1);
        append_headers(out, with_cookies(head), is_multi_value);
    }
    out += ",\"isBase64Encoded\":false,\"body\":";
    append_json_string(out, body);
    out += '}';
    return out;
}

std::string batch_item_failures(std::span<const std::string> message_ids) {
    std::string out = "{\"batchItemFailures\":[";
    for (std::size_t i = 0; i < message_ids.size(); ++i) {
        out += i > 0 ? ",{" : "{";
        append_member(out, "itemIdentifier", message_ids[i]);
        out += '}';
    }
    out += "]}";
    return out;
}

}  // namespace oraxx::lambda::events
