// Functions of JSON values, which lie in their own form (json_form.hpp).
#include "base/bytes.hpp"
#include "base/hex.hpp"
#include "server/engine/json_form.hpp"
#include "server/engine/json_path.hpp"
#include "server/engine/runtime.hpp"

namespace oraxx::sandbox::engine {
namespace {

// (text or bytes, position)
void parse(call& c) {
    auto parsed = json::try_parse(base::as_text(c.bytes(0)));
    if (!parsed) fail(ora::json_syntax, c.position());
    c.result(std::span<const std::uint8_t>(store_json(*parsed)));
}

// Two blanks a level, as the database indents.
void write_pretty(const json& value, std::size_t depth, std::string& out) {
    const std::string indent(2 * depth, ' ');
    const auto open = [&](char bracket) { (out += bracket) += '\n'; };
    const auto close = [&](char bracket) { out += "\n" + indent + bracket; };
    bool is_first = true;
    const auto next = [&] {
        if (!is_first) out += ",\n";
        is_first = false;
        out += indent + "  ";
    };
    if (value.is_object() && value.size() > 0) {
        open('{');
        for (const auto& member : value.members()) {
            next();
            out += json(member.name).to_text() + " :";
            const bool is_nested = (member.value.is_object() || member.value.is_array()) && member.value.size() > 0;
            out += is_nested ? '\n' + indent + "  " : std::string(" ");
            write_pretty(member.value, depth + 1, out);
        }
        close('}');
    } else if (value.is_array() && value.size() > 0) {
        open('[');
        for (const auto& element : value.elements()) {
            next();
            write_pretty(element, depth + 1, out);
        }
        close(']');
    } else {
        out += value.to_text();
    }
}

// (json, pretty)
void serialize(call& c) {
    const auto value = load_json(c.bytes(0));
    if (c.integer(1) == 0) return c.result(std::string_view(value.to_text()));
    std::string out;
    write_pretty(value, 0, out);
    c.result(std::string_view(out));
}

enum class text_kind : std::uint8_t { any = 0, array = 1, object = 2, scalar = 3 };

// (text or bytes, kind): is it JSON?
void is_json(call& c) {
    const auto parsed = json::try_parse(base::as_text(c.bytes(0)));
    bool holds = parsed.has_value();
    switch (static_cast<text_kind>(c.integer(1))) {
    case text_kind::any: break;
    case text_kind::array: holds = holds && parsed->is_array(); break;
    case text_kind::object: holds = holds && parsed->is_object(); break;
    case text_kind::scalar: holds = holds && !parsed->is_array() && !parsed->is_object(); break;
    }
    c.result(std::int64_t{holds ? 1 : 0});
}

json_path path_argument(call& c, std::size_t at) {
    auto path = parse_json_path(c.text(at));
    if (!path) {
        fail(ora::json_path_invalid, "JSON path expression syntax error ('" + std::string(c.text(at)) + "')",
             c.position());
    }
    return std::move(*path);
}

// What JSON_VALUE gives as text; empty for JSON null.
std::string scalar_text(const json& value) {
    if (value.is_null()) return {};
    if (const auto* text = value.get_if<std::string>()) return *text;
    auto out = value.to_text();
    if (out.size() >= 2 && out.front() == '"') out = out.substr(1, out.size() - 2);  // dates and their like
    return out;
}

// (json, path, strict, position): the scalar's text; strict: ERROR ON ERROR
void value_at(call& c) {
    const auto document = load_json(c.bytes(0));
    const auto found = follow(document, path_argument(c, 1));
    const bool is_strict = c.integer(2) != 0;
    if (found.size() != 1) {
        if (is_strict) fail(ora::json_value_missing, c.position());
        return c.result_null();
    }
    if (found[0]->is_array() || found[0]->is_object()) {
        if (is_strict) fail(ora::json_value_not_scalar, c.position());
        return c.result_null();
    }
    c.result(std::string_view(scalar_text(*found[0])));
}

enum class wrapper : std::uint8_t { none = 0, conditional = 1, always = 2 };

// (json, path, wrapper, position)
void query_at(call& c) {
    const auto document = load_json(c.bytes(0));
    const auto found = follow(document, path_argument(c, 1));
    const auto wrap = static_cast<wrapper>(c.integer(2));
    if (found.empty()) return c.result_null();
    const bool as_is = wrap == wrapper::none || (wrap == wrapper::conditional && found.size() == 1);
    if (as_is && found.size() > 1) return c.result_null();
    if (as_is) return c.result(std::span<const std::uint8_t>(store_json(*found[0])));
    json_array all;
    for (const auto* each : found) all.push_back(*each);
    c.result(std::span<const std::uint8_t>(store_json(json(std::move(all)))));
}

// (json, path, position)
void exists_at(call& c) {
    const auto document = load_json(c.bytes(0));
    c.result(std::int64_t{follow(document, path_argument(c, 1)).empty() ? 0 : 1});
}

// (value, db_type): a scalar in JSON's terms
void scalar(call& c) {
    const auto store = [&c](const json& value) { c.result(std::span<const std::uint8_t>(store_json(value))); };
    switch (static_cast<db_type>(c.integer(1))) {
    case db_type::json: return c.result_argument(0);
    case db_type::number: return store(c.number(0).to_number());
    case db_type::binary_float: return store(load_float(c.bytes(0)));
    case db_type::binary_double: return store(load_double(c.bytes(0)));
    case db_type::boolean: return store(c.integer(0) != 0);
    case db_type::date: return store(to_date({c.integer(0), 0}));
    case db_type::timestamp:
    case db_type::timestamp_ltz: return store(to_timestamp(c.time(0)));
    case db_type::timestamp_tz: {
        const auto t = c.zoned(0);
        return store(timestamp_tz{to_timestamp(t.utc), t.offset_minutes, t.region_id});
    }
    case db_type::interval_ds: return store(to_interval(c.time(0)));
    case db_type::interval_ym: {
        const auto months = c.integer(0);
        return store(interval_ym{static_cast<std::int32_t>(months / 12), static_cast<std::int32_t>(months % 12)});
    }
    case db_type::raw:
    case db_type::blob: {
        const auto* data = reinterpret_cast<const std::byte*>(c.bytes(0).data());
        return store(std::vector<std::byte>(data, data + c.bytes(0).size()));
    }
    case db_type::vector: return store(load_vector(c.bytes(0)));
    default: return store(c.text(0));
    }
}

// (name, value, name, value, ..., keep_null): values are JSON or NULL
void object(call& c) {
    const bool keeps_null = c.integer(c.count() - 1) != 0;
    json_object out;
    for (std::size_t i = 0; i + 2 < c.count(); i += 2) {
        if (c.is_null(i + 1) && !keeps_null) continue;
        out.set(std::string(c.text(i)), c.is_null(i + 1) ? json() : load_json(c.bytes(i + 1)));
    }
    c.result(std::span<const std::uint8_t>(store_json(json(std::move(out)))));
}

// (value, value, ..., keep_null)
void array(call& c) {
    const bool keeps_null = c.integer(c.count() - 1) != 0;
    json_array out;
    for (std::size_t i = 0; i + 1 < c.count(); ++i) {
        if (!c.is_null(i)) {
            out.push_back(load_json(c.bytes(i)));
        } else if (keeps_null) {
            out.emplace_back();
        }
    }
    c.result(std::span<const std::uint8_t>(store_json(json(std::move(out)))));
}

constexpr function_entry entries[] = {
    {"json_parse", 2, parse},
    {"json_text", 2, serialize},
    {"json_is", 2, is_json},
    {"json_value_at", 4, value_at},
    {"json_query_at", 4, query_at},
    {"json_exists_at", 3, exists_at},
    {"json_scalar_of", 2, scalar},
    {"json_object_of", -1, object, null_rule::accepts_null},
    {"json_array_of", -1, array, null_rule::accepts_null},
};

}  // namespace

std::span<const function_entry> json_functions() {
    return entries;
}

}  // namespace oraxx::sandbox::engine
