// Conversions of numbers, RAW, ROWID and BOOLEAN from and to text.
#include <algorithm>
#include <array>
#include <mutex>
#include <random>

#include "base/hex.hpp"
#include "base/utf.hpp"
#include "server/engine/lexer.hpp"
#include "server/engine/number_format.hpp"
#include "server/engine/runtime.hpp"

namespace oraxx::sandbox::engine {
namespace {

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
    while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
    return text;
}

// The character that keeps `text` from being a number.
std::string offending_character(std::string_view text) {
    const auto at = text.find_first_not_of("0123456789.");
    return text.empty() ? " " : std::string(1, text[at == std::string_view::npos ? 0 : at]);
}

[[noreturn]] void fail_number(const call& c, std::string_view text, std::string_view label) {
    if (!c.state().is_23ai) fail(ora::invalid_number, c.position());
    throw sql_failure{
        {ora::invalid_number,
         ora_message(ora::invalid_number, "unable to convert string value containing '" + offending_character(text) +
                                              "' to a number: " + std::string(label)) +
             "\nORA-03302: (ORA-01722 details) invalid string value: " + std::string(text),
         c.position()}};
}

// (text, label, position): `label` names the expression in the error
void number_from_text(call& c) {
    const auto text = c.text(0);
    const char point = c.state().nls().decimal_point();
    auto plain = std::string(trimmed(text));
    const bool foreign_point = point != '.' && plain.find('.') != std::string::npos;
    std::replace(plain.begin(), plain.end(), point, '.');
    const auto value = foreign_point ? std::nullopt : decimal::parse(plain);
    if (!value) fail_number(c, text, c.text(1));
    c.result(*value);
}
// (text, model, label, position) or (text, model, label, NLS arguments, position)
void number_from_model(call& c) {
    const auto& settings = c.count() == 5 ? c.state().nls_with(c.text(3), c.position()) : c.state().nls();
    const auto value = parse_number(c.text(0), c.text(1), settings, c.position());
    if (!value) fail_number(c, c.text(0), c.text(2));
    c.result(*value);
}
void text_from_number(call& c) {
    auto text = c.number(0).to_text();
    std::replace(text.begin(), text.end(), '.', c.state().nls().decimal_point());
    c.result(std::string_view(text));
}
// (number, model, position) or (number, model, NLS arguments, position)
void text_from_model(call& c) {
    const auto& settings = c.count() == 4 ? c.state().nls_with(c.text(2), c.position()) : c.state().nls();
    c.result(std::string_view(format_number(c.number(0), c.text(1), settings, c.position())));
}

// (text, position)
void raw_from_hex(call& c) {
    std::string digits(c.text(0));
    if (digits.size() % 2 != 0) digits.insert(0, "0");
    const auto bytes = digits.find(' ') == std::string::npos ? base::parse_hex(digits) : std::nullopt;
    if (!bytes) fail(ora::invalid_hex, c.position());
    c.result(std::span<const std::uint8_t>(*bytes));
}
void hex_from_raw(call& c) {
    c.result(std::string_view(base::hex_upper(c.bytes(0))));
}
void raw_from_text(call& c) {
    c.result(c.bytes(0));
}
void text_from_raw(call& c) {
    c.result(base::as_text(c.bytes(0)));
}

// (text, position)
void rowid_from_text(call& c) {
    const auto value = rowid::parse(trimmed(c.text(0)));
    if (!value) fail(ora::invalid_rowid, c.position());
    c.result(std::span<const std::uint8_t>(store(*value)));
}
void text_from_rowid(call& c) {
    c.result(std::string_view(load_rowid(c.bytes(0)).to_string()));
}
constexpr char logical_mark = '*';
constexpr std::string_view rowid_letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

// A row's address in any form, as text. (text, position)
void urowid_from_text(call& c) {
    const auto text = trimmed(c.text(0));
    const bool is_logical = text.size() > 1 && text[0] == logical_mark &&
                            text.find_first_not_of(rowid_letters, 1) == std::string_view::npos;
    if (!is_logical && !rowid::parse(text)) fail(ora::invalid_rowid, c.position());
    c.result(text);
}

// The logical address of a row of an index-organized table: where the row is thought to be, and its key, for which
// the row's number stands here. (object number, row)
void urowid_of_row(call& c) {
    constexpr std::size_t place_size = 4;
    constexpr std::size_t key_size = 8;
    std::vector<std::uint8_t> bytes{place_size};
    const auto append = [&bytes](std::uint64_t v, std::size_t size) {
        while (size-- > 0) bytes.push_back(static_cast<std::uint8_t>(v >> (8 * size)));
    };
    append(static_cast<std::uint64_t>(c.integer(0)), place_size);
    bytes.push_back(key_size);
    append(static_cast<std::uint64_t>(c.integer(1)), key_size);
    bytes.push_back(0xFE);
    std::string text(1, logical_mark);
    for (std::size_t at = 0; at < bytes.size(); at += 3) {
        const auto group = bytes[at] << 16 | bytes[at + 1] << 8 | bytes[at + 2];
        for (int shift = 18; shift >= 0; shift -= 6)
            text += rowid_letters[static_cast<std::size_t>(group >> shift) & 63];
    }
    c.result(std::string_view(text));
}

// (object number, row)
void rowid_of_row(call& c) {
    c.result(
        std::span<const std::uint8_t>(store(make_rowid(static_cast<std::uint32_t>(c.integer(0)), c.integer(1)))));
}
// (rowid, object number): the row's id in its table, -1 for another table's
void row_of_rowid(call& c) {
    const auto r = load_rowid(c.bytes(0));
    c.result(r.object == static_cast<std::uint32_t>(c.integer(1)) ? row_of(r) : std::int64_t{-1});
}

void text_from_boolean(call& c) {
    c.result(std::string_view(c.integer(0) != 0 ? "TRUE" : "FALSE"));
}
// (text, position)
void boolean_from_text(call& c) {
    const auto text = upper_ascii(trimmed(c.text(0)));
    for (const std::string_view yes : {"TRUE", "YES", "ON", "1", "T", "Y"}) {
        if (text == yes) return c.result(std::int64_t{1});
    }
    for (const std::string_view no : {"FALSE", "NO", "OFF", "0", "F", "N"}) {
        if (text == no) return c.result(std::int64_t{0});
    }
    fail(ora::invalid_boolean, "invalid boolean literal: " + std::string(c.text(0)), c.position());
}
void boolean_from_number(call& c) {
    c.result(std::int64_t{c.number(0).is_zero() ? 0 : 1});
}
void number_from_boolean(call& c) {
    c.result(decimal(c.integer(0) != 0 ? 1 : 0));
}

void first_not_null(call& c) {
    c.result_argument(c.is_null(0) ? 1 : 0);
}

// SYS_CONTEXT(name space, attribute)
void sys_context(call& c) {
    const auto space = upper_ascii(c.text(0));
    const auto name = upper_ascii(c.text(1));
    const auto& s = c.state();
    if (const auto* told = s.contexts.find(space, name)) return c.result(std::string_view(*told));
    if (space != "USERENV") return c.result_null();
    const auto text = [&c](std::string_view v) { c.result(v); };
    if (name == "CURRENT_USER" || name == "SESSION_USER" || name == "AUTHENTICATED_IDENTITY") return text(s.user);
    if (name == "CURRENT_SCHEMA") return text(s.current_schema);
    if (name == "SERVICE_NAME" || name == "DB_NAME" || name == "CON_NAME") return text(s.service_name);
    if (name == "SID" || name == "SESSIONID") return text(std::to_string(s.session_id));
    if (name == "LANGUAGE") {
        return text(s.nls()[nls_parameter::language] + '_' + s.nls()[nls_parameter::territory] + ".AL32UTF8");
    }
    if (name == "LANG") return text(s.nls().language().abbreviation);
    if (const auto p = find_nls_parameter(name)) return text(s.nls()[*p]);
    if (name == "ISDBA") return text("FALSE");
    if (name == "INSTANCE") return text("1");
    c.result_null();
}

// 16 random bytes.
void new_guid(call& c) {
    static std::random_device source;
    static std::mutex guard;
    const std::lock_guard lock(guard);
    std::array<std::uint8_t, 16> out{};
    for (auto& byte : out) byte = static_cast<std::uint8_t>(source());
    c.result(std::span<const std::uint8_t>(out));
}

constexpr function_entry entries[] = {
    {"n_from_text", 3, number_from_text},
    {"n_from_model", 4, number_from_model},
    {"n_from_model", 5, number_from_model},
    {"text_from_n", 1, text_from_number},
    {"text_from_n", 3, text_from_model},
    {"text_from_n", 4, text_from_model},
    {"raw_from_hex", 2, raw_from_hex},
    {"hex_from_raw", 1, hex_from_raw},
    {"raw_from_text", 1, raw_from_text},
    {"text_from_raw", 1, text_from_raw},
    {"rowid_from_text", 2, rowid_from_text},
    {"text_from_rowid", 1, text_from_rowid},
    {"urowid_from_text", 2, urowid_from_text},
    {"urowid_of", 2, urowid_of_row},
    {"rowid_of", 2, rowid_of_row},
    {"row_of", 2, row_of_rowid},
    {"text_from_bool", 1, text_from_boolean},
    {"bool_from_text", 2, boolean_from_text},
    {"bool_from_n", 1, boolean_from_number},
    {"n_from_bool", 1, number_from_boolean},
    {"nvl_", 2, first_not_null, null_rule::accepts_null},
    {"sys_context_", 2, sys_context},
    {"sys_guid_", 0, new_guid, null_rule::strict, false},
};

}  // namespace

std::span<const function_entry> conversions() {
    return entries;
}

}  // namespace oraxx::sandbox::engine
