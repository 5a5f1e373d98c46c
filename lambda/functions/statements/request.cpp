#include "lambda/functions/statements/request.hpp"

#include <algorithm>
#include <charconv>

namespace oraxx::lambda::statements {
namespace {

using events::json_kind;
using events::json_value;

std::string kind_message(std::string_view field, std::string_view wanted, const json_value& given) {
    return quoted_name(field) + " has to be " + std::string(wanted) + ", and is " +
           std::string(events::to_string(given.kind));
}

const std::string& text_field(const json_value& member) {
    if (member.kind != json_kind::text) throw event_error("BadField", kind_message(member.key, "a text", member));
    return member.text;
}

bool truth_field(const json_value& member) {
    if (member.kind != json_kind::boolean) {
        throw event_error("BadField", kind_message(member.key, "true or false", member));
    }
    return member.truth;
}

row_format parse_format(std::string_view text) {
    const auto format = parse_row_format(text);
    if (!format) throw event_error("BadField", "'format' has to be one of rows, objects, csv, ndjson");
    return *format;
}

std::uint64_t parse_max_rows(std::string_view digits) {
    std::uint64_t count = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), count);
    if (error != std::errc{} || end != digits.data() + digits.size() || count == 0) {
        throw event_error("BadField", "'max_rows' has to be a whole number from 1 on");
    }
    return count;
}

std::vector<given_bind> read_binds(const json_value& member) {
    if (member.kind == json_kind::null) return {};
    if (member.kind != json_kind::object) {
        throw event_error("BadField", kind_message("binds", "an object of names and values", member));
    }
    std::vector<given_bind> out;
    out.reserve(member.items.size());
    for (const auto& item : member.items) out.push_back({.name = item.key, .held = item});
    return out;
}

void read_member(const json_value& member, bool allow_sql, request& into) {
    const auto& name = member.key;
    if (name == "statement") {
        into.statement = text_field(member);
        if (into.statement.empty()) throw event_error("BadField", "'statement' is empty");
    } else if (name == "binds") {
        into.binds = read_binds(member);
    } else if (name == "format") {
        into.format = parse_format(text_field(member));
    } else if (name == "stream") {
        into.streams = truth_field(member);
    } else if (name == "max_rows") {
        if (member.kind != json_kind::number) {
            throw event_error("BadField", kind_message(name, "a whole number from 1 on", member));
        }
        into.max_rows = parse_max_rows(member.text);
    } else if (name == "sql" && allow_sql) {
        into.sql = text_field(member);
        if (into.sql.empty()) throw event_error("BadField", "'sql' is empty");
    } else if (name == "commit" && allow_sql) {
        into.commits = truth_field(member);
    } else if (name == "sql") {
        throw event_error("SqlNotAllowed",
                          "the event brings SQL of its own: this function runs the statements it was deployed with");
    } else {
        throw event_error("UnknownField", "the event has a field " + quoted_name(name) +
                                              "; statement, binds, format, max_rows and stream are known");
    }
}

void check_together(const request& asked) {
    if (!asked.sql.empty() && !asked.statement.empty()) {
        throw event_error("BadField", "'sql' and 'statement' exclude each other");
    }
    if (asked.sql.empty() && asked.commits) throw event_error("BadField", "'commit' is for 'sql' only");
}

// The first media type of the header that says more than JSON.
std::optional<row_format> format_of_accept(std::string_view accept) {
    while (!accept.empty()) {
        const auto end = std::min(accept.find(','), accept.size());
        auto type = accept.substr(0, std::min(accept.find(';'), end));
        accept.remove_prefix(std::min(end + 1, accept.size()));
        while (type.starts_with(' ')) type.remove_prefix(1);
        while (type.ends_with(' ')) type.remove_suffix(1);
        if (is_same_name(type, "text/csv")) return row_format::csv;
        if (is_same_name(type, "application/x-ndjson")) return row_format::ndjson;
        if (is_same_name(type, "application/json")) return std::nullopt;
    }
    return std::nullopt;
}

bool parse_truth(std::string_view name, std::string_view text) {
    if (text == "true") return true;
    if (text == "false") return false;
    throw event_error("BadField", quoted_name(name) + " has to be true or false");
}

// Names with '_' in front are no binds: those begin with a letter.
void read_parameter(const events::name_and_text& parameter, request& into) {
    const auto& [name, text] = parameter;
    if (name == "_format") {
        into.format = parse_format(text);
    } else if (name == "_max_rows") {
        into.max_rows = parse_max_rows(text);
    } else if (name == "_stream") {
        into.streams = parse_truth(name, text);
    } else {
        given_bind given{.name = name, .is_untyped = true};
        given.held.kind = json_kind::text;
        given.held.text = text;
        into.binds.push_back(std::move(given));
    }
}

request read_body(const events::http_event& asked) {
    if (asked.body.empty()) return {};
    auto out = read_request(events::parse_json(asked.body), false);
    if (!out.statement.empty() && !asked.last_segment().empty()) {
        throw event_error("BadField", "both the path and the body name a statement");
    }
    return out;
}

}  // namespace

std::string quoted_name(std::string_view name) {
    constexpr std::size_t longest = 64;
    if (name.size() <= longest) return "'" + std::string(name) + "'";
    auto size = longest;
    while (size > 0 && (static_cast<unsigned char>(name[size]) & 0xC0U) == 0x80) --size;  // no half characters
    return "'" + std::string(name.substr(0, size)) + "...'";
}

failed_invocation event_error(std::string_view reason, std::string message) {
    return failed_invocation({.type = "EventError." + std::string(reason), .message = std::move(message)});
}

request read_request(const json_value& document, bool allow_sql) {
    request out;
    if (document.kind == json_kind::null) return out;
    if (document.kind != json_kind::object) {
        throw event_error("BadShape", "the event has to be an object or null, and is " +
                                          std::string(events::to_string(document.kind)));
    }
    if (const auto twice = document.repeated_member(); !twice.empty()) {
        throw event_error("BadField", quoted_name(twice) + " stands there twice");
    }
    for (const auto& member : document.items) read_member(member, allow_sql, out);
    check_together(out);
    return out;
}

request read_http_request(const events::http_event& asked) {
    const bool has_body = asked.method == "POST";
    if (!has_body && asked.method != "GET") {
        throw event_error("MethodNotAllowed", "statements are run by GET and POST only");
    }
    auto out = has_body ? read_body(asked) : request{};
    if (!asked.last_segment().empty()) out.statement = asked.last_segment();
    for (const auto& parameter : asked.query) read_parameter(parameter, out);
    if (!out.format) out.format = format_of_accept(asked.header("accept"));
    return out;
}

}  // namespace oraxx::lambda::statements
