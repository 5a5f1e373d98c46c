// Oracle's character functions. Results are VARCHAR2, or NVARCHAR2 when the text is national.
#include <algorithm>
#include <charconv>
#include <optional>

#include "server/engine/function_table.hpp"

namespace oraxx::sandbox::engine {
namespace {

sql_type varying(const sql_type& of, std::uint32_t bytes, std::uint32_t chars) {
    if (is_character_lob(of.kind)) return of;
    auto out = text_type(std::max(bytes, 1U), std::max(chars, 1U));
    if (is_national(of.kind)) out.kind = db_type::nvarchar2;
    return out;
}

typed same_size(const function_call& c, const char* name) {
    const auto text = c.b.to_text_or_lob(c.args[0]);
    return c.result(call_sql(name, {text.sql}), varying(text.type, text.type.bytes, text.type.chars));
}
typed upper(const function_call& c) {
    return same_size(c, "t_upper");
}
typed lower(const function_call& c) {
    return same_size(c, "t_lower");
}
typed initial_capitals(const function_call& c) {
    return same_size(c, "t_initcap");
}

typed length(const function_call& c) {
    const auto text = c.b.to_text_or_lob(c.args[0]);
    return c.result(call_sql(is_character_lob(text.type.kind) ? "lob_length" : "t_length", {text.sql}),
                    number_expression());
}
typed length_bytes(const function_call& c) {
    const bool is_raw = c.args[0].type.kind == db_type::raw;
    return c.result(call_sql("t_lengthb", {is_raw ? c.args[0].sql : c.text(0)}), number_expression());
}

// The value of an argument that is a small whole number in the statement itself.
std::optional<std::uint32_t> literal_count(const typed& e) {
    std::uint32_t value = 0;
    const auto* end = e.label.data() + e.label.size();
    const auto [stop, error] = std::from_chars(e.label.data(), end, value);
    return error == std::errc{} && stop == end ? std::optional(value) : std::nullopt;
}

sql_type cut_type(const sql_type& of, std::optional<std::uint32_t> chars) {
    if (!chars) return varying(of, of.bytes, of.chars);
    return varying(of, std::min(of.bytes, *chars * bytes_per_char), std::min(of.chars, *chars));
}

typed substring_with(const function_call& c, const char* name) {
    const auto text = c.b.to_text_or_lob(c.args[0]);
    const auto size = c.has(2) ? literal_count(c.args[2]) : std::nullopt;
    const auto type = cut_type(text.type, size);
    return c.result(
        c.has(2) ? call_sql(name, {text.sql, c.number(1), c.number(2)}) : call_sql(name, {text.sql, c.number(1)}),
        type);
}
typed substring(const function_call& c) {
    return substring_with(c, "t_substr");
}
typed substring_bytes(const function_call& c) {
    return substring_with(c, "t_substrb");
}

typed find(const function_call& c) {
    const auto one = number_literal(decimal(1));
    return c.result(
        call_at("t_instr", {c.text_or_lob(0), c.text(1), c.has(2) ? c.number(2) : one, c.has(3) ? c.number(3) : one},
                c.position),
        number_expression());
}

typed trim_side(const function_call& c, const char* name) {
    const auto text = c.b.to_text_or_lob(c.args[0]);
    return c.result(call_sql(name, {text.sql, c.has(1) ? c.text(1) : std::string("' '")}),
                    varying(text.type, text.type.bytes, text.type.chars));
}
typed trim_left(const function_call& c) {
    return trim_side(c, "t_ltrim");
}
typed trim_right(const function_call& c) {
    return trim_side(c, "t_rtrim");
}

typed pad(const function_call& c, const char* name) {
    const auto text = c.b.to_text(c.args[0]);
    const auto width = std::min(literal_count(c.args[1]).value_or(max_text_bytes), max_text_bytes);
    return c.result(call_sql(name, {text.sql, c.number(1), c.has(2) ? c.text(2) : std::string("' '")}),
                    varying(text.type, width * bytes_per_char, width));
}
typed pad_left(const function_call& c) {
    return pad(c, "t_lpad");
}
typed pad_right(const function_call& c) {
    return pad(c, "t_rpad");
}

typed replace(const function_call& c) {
    const auto text = c.b.to_text_or_lob(c.args[0]);
    return c.result(
        call_at("t_replace", {text.sql, c.text(1), c.has(2) ? c.text(2) : std::string("NULL")}, c.position),
        varying(text.type, max_text_bytes, max_text_bytes));
}
typed translate(const function_call& c) {
    const auto text = c.b.to_text(c.args[0]);
    return c.result(call_sql("t_translate", {text.sql, c.text(1), c.text(2)}),
                    varying(text.type, text.type.bytes * bytes_per_char, text.type.chars));
}
typed concat(const function_call& c) {
    return c.b.concat(c.args[0], c.args[1], c.position);
}
typed character(const function_call& c) {
    return c.result(call_sql("t_chr", {c.number(0)}), text_type(4, 1));
}
typed first_code(const function_call& c) {
    return c.result(call_sql("t_ascii", {c.text(0)}), number_expression());
}

constexpr scalar_function functions[] = {
    {"UPPER", 1, 1, upper},
    {"LOWER", 1, 1, lower},
    {"INITCAP", 1, 1, initial_capitals},
    {"LENGTH", 1, 1, length},
    {"LENGTHB", 1, 1, length_bytes},
    {"LENGTHC", 1, 1, length},
    {"SUBSTR", 2, 3, substring},
    {"SUBSTRB", 2, 3, substring_bytes},
    {"INSTR", 2, 4, find},
    {"LTRIM", 1, 2, trim_left},
    {"RTRIM", 1, 2, trim_right},
    {"LPAD", 2, 3, pad_left},
    {"RPAD", 2, 3, pad_right},
    {"REPLACE", 2, 3, replace},
    {"TRANSLATE", 3, 3, translate},
    {"CONCAT", 2, 2, concat},
    {"CHR", 1, 1, character},
    {"ASCII", 1, 1, first_code},
};

}  // namespace

std::span<const scalar_function> text_function_table() {
    return functions;
}

}  // namespace oraxx::sandbox::engine
