#include "lambda/events/event.hpp"

#include <algorithm>

#include <oraxx/lambda/function.hpp>
#include "base/ascii.hpp"
#include "base/percent.hpp"
#include "lambda/runtime/base64.hpp"

namespace oraxx::lambda::events {
namespace {

[[noreturn]] void bad_shape(const std::string& what) {
    throw failed_invocation({.type = "EventError.BadShape", .message = "the event " + what});
}

// As of forms: a plus is a blank.
std::string url_decoded(std::string_view text) {
    std::string out(text);
    std::replace(out.begin(), out.end(), '+', ' ');
    return base::percent_decoded(out);
}

const json_value* find_object(const json_value& document, std::string_view name) noexcept {
    const auto* found = document.find(name);
    return found != nullptr && found->kind == json_kind::object ? found : nullptr;
}

// The members of {"name": "text"} and {"name": ["text", "text"]}.
std::vector<name_and_text> texts_of(const json_value* object) {
    std::vector<name_and_text> out;
    if (object == nullptr) return out;
    for (const auto& member : object->items) {
        if (member.kind == json_kind::text) out.emplace_back(member.key, member.text);
        if (member.kind != json_kind::array) continue;
        for (const auto& each : member.items) {
            if (each.kind == json_kind::text) out.emplace_back(member.key, each.text);
        }
    }
    return out;
}

std::vector<name_and_text> headers_of(const json_value* object) {
    auto out = texts_of(object);
    for (auto& [name, text] : out) name = base::lower_case(name);
    return out;
}

std::string body_of(const json_value& document) {
    const auto text = document.text_of("body");
    const auto* encoded = document.find("isBase64Encoded");
    if (encoded == nullptr || !encoded->truth) return std::string(text);
    auto decoded = decode_base64(text);
    if (!decoded) bad_shape("says that its body is base64, and it is not");
    return *std::move(decoded);
}

http_event parse_gateway_v2(const json_value& document, const json_value& context, const json_value& http) {
    http_event out{.form = http_form::gateway_v2};
    out.method = http.text_of("method");
    out.path = document.text_of("rawPath");
    // The stage is part of the path unless it is the default one.
    const auto prefix = "/" + std::string(context.text_of("stage"));
    const bool has_stage = out.path.compare(0, prefix.size(), prefix) == 0 && prefix.size() > 1;
    if (has_stage && (out.path.size() == prefix.size() || out.path[prefix.size()] == '/')) {
        out.path.erase(0, prefix.size());
    }
    out.query = parse_query_string(document.text_of("rawQueryString"));
    out.headers = headers_of(find_object(document, "headers"));
    out.body = body_of(document);
    return out;
}

http_event parse_gateway_v1(const json_value& document, bool is_load_balancer) {
    http_event out{.form = is_load_balancer ? http_form::load_balancer : http_form::gateway_v1};
    out.method = document.text_of("httpMethod");
    out.path = document.text_of("path");
    const auto* query = find_object(document, "multiValueQueryStringParameters");
    out.query = texts_of(query != nullptr ? query : find_object(document, "queryStringParameters"));
    if (is_load_balancer) {
        for (auto& [name, text] : out.query) {
            name = url_decoded(name);
            text = url_decoded(text);
        }
    }
    const auto* headers = find_object(document, "multiValueHeaders");
    out.is_multi_value = headers != nullptr;
    out.headers = headers_of(headers != nullptr ? headers : find_object(document, "headers"));
    out.body = body_of(document);
    return out;
}

queue_event parse_queue(const json_value& records) {
    queue_event out;
    for (const auto& record : records.items) {
        const auto id = record.text_of("messageId");
        if (id.empty()) bad_shape("has a record without a 'messageId'");
        if (record.text_of("eventSource") != "aws:sqs") bad_shape("has records of several sources");
        out.is_ordered = out.is_ordered || record.text_of("eventSourceARN").ends_with(".fifo");
        out.messages.push_back({std::string(id), std::string(record.text_of("body"))});
    }
    return out;
}

event parse_records(const json_value& records) {
    if (records.items.empty()) return queue_event{};
    const auto& first = records.items.front();
    if (first.text_of("eventSource") == "aws:sqs") return parse_queue(records);
    bad_shape("is a batch of records that do not come from SQS: no other source of batches is known here");
}

}  // namespace

std::string_view http_event::header(std::string_view name) const noexcept {
    const auto found =
        std::find_if(headers.begin(), headers.end(), [&](const auto& one) { return one.first == name; });
    return found == headers.end() ? std::string_view() : std::string_view(found->second);
}

std::string_view http_event::last_segment() const noexcept {
    std::string_view rest = path;
    while (rest.ends_with('/')) rest.remove_suffix(1);
    return rest.substr(rest.rfind('/') + 1);  // npos + 1: all of it
}

std::vector<name_and_text> parse_query_string(std::string_view text) {
    std::vector<name_and_text> out;
    while (!text.empty()) {
        const auto end = std::min(text.find('&'), text.size());
        const auto pair = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (pair.empty()) continue;
        const auto equals = std::min(pair.find('='), pair.size());
        const auto value = pair.substr(std::min(equals + 1, pair.size()));
        out.emplace_back(url_decoded(pair.substr(0, equals)), url_decoded(value));
    }
    return out;
}

event parse_event(std::string_view text) {
    if (text.empty()) return direct_event{};
    auto document = parse_json(text);
    if (const auto* records = document.find("Records"); records != nullptr && records->kind == json_kind::array) {
        return parse_records(*records);
    }
    if (const auto* context = find_object(document, "requestContext")) {
        if (const auto* http = find_object(*context, "http")) return parse_gateway_v2(document, *context, *http);
        if (document.find("httpMethod") != nullptr) {
            return parse_gateway_v1(document, find_object(*context, "elb") != nullptr);
        }
        bad_shape("has a 'requestContext' and no HTTP method: WebSockets and the like are not known here");
    }
    if (document.find("detail-type") != nullptr && document.find("detail") != nullptr) {
        return bus_event{.source = std::string(document.text_of("source")),
                         .detail_type = std::string(document.text_of("detail-type")),
                         .detail = *document.find("detail")};
    }
    return direct_event{std::move(document)};
}

}  // namespace oraxx::lambda::events
