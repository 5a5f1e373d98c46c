#include "lambda/functions/statements/header_line.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "base/ascii.hpp"
#include "lambda/functions/statements/bind_values.hpp"

namespace oraxx::lambda::statements {
namespace {

constexpr std::size_t max_name_bytes = 128;
constexpr std::uint64_t max_timeout_ms = 15 * 60 * 1000;  // the longest a Lambda function runs

constexpr std::array<std::string_view, 7> keys_with_text{"name",   "doc",      "bind",   "out",
                                                         "format", "max_rows", "timeout"};
constexpr std::array<std::string_view, 4> keys_alone{"default", "commit", "rollback", "stream"};

using base::is_digit;
using base::is_letter;

bool is_blank(char c) noexcept {
    return c == ' ' || c == '\t' || c == '\r';
}

template <class Keys>
bool is_one_of(const Keys& keys, std::string_view word) noexcept {
    return std::find(keys.begin(), keys.end(), word) != keys.end();
}

// Takes the first word off.
std::string_view take_word(std::string_view& text) noexcept {
    text = trimmed(text);
    const auto end = std::find_if(text.begin(), text.end(), [](char c) { return is_blank(c) || c == '='; });
    const auto word = text.substr(0, static_cast<std::size_t>(end - text.begin()));
    text.remove_prefix(word.size());
    return word;
}

std::string quoted(std::string_view word) {
    return "'" + std::string(word) + "'";
}

bool is_bind_name(std::string_view name) noexcept {
    if (name.empty() || name.size() > max_name_bytes || !is_letter(name.front())) return false;
    return std::all_of(name.begin(), name.end(),
                       [](char c) { return is_letter(c) || is_digit(c) || c == '_' || c == '$' || c == '#'; });
}

// The default of a bind: null, a text in single quotes, or anything else as it stands.
std::optional<value> parse_default(bind_type type, std::string_view text) {
    if (text == "null") return value();
    if (!text.starts_with('\'')) return text.empty() ? std::nullopt : value_from_text(type, text);
    if (text.size() < 2 || !text.ends_with('\'')) return std::nullopt;
    std::string plain;
    const auto inner = text.substr(1, text.size() - 2);
    for (std::size_t i = 0; i < inner.size(); ++i) {
        if (inner[i] == '\'' && (++i == inner.size() || inner[i] != '\'')) return std::nullopt;
        plain += inner[i];
    }
    return value_from_text(type, plain);
}

std::string parse_default_into(std::string_view rest, declared_bind& bind) {
    bind.default_value = parse_default(bind.type, trimmed(rest));
    if (bind.default_value) return {};
    return "the default of " + quoted(bind.name) + " has to be null or " + std::string(form_of(bind.type));
}

// "NAME TYPE [nullable] [= DEFAULT]", after "bind:"; "NAME TYPE" after "out:".
std::string apply_bind(std::string_view rest, bool is_out, statement& target) {
    declared_bind bind;
    bind.name = take_word(rest);
    if (!is_bind_name(bind.name)) return "a bind needs a name: letters, digits, '_', '$' and '#', a letter first";
    const auto type_name = take_word(rest);
    const auto type = parse_bind_type(type_name);
    if (!type) {
        return quoted(bind.name) +
               " needs one of the types number, text, date, timestamp, timestamp_tz, boolean, raw, base64";
    }
    bind.type = *type;
    (is_out ? bind.is_out : bind.is_in) = true;
    auto option = trimmed(rest);
    if (!is_out && option.starts_with("nullable")) {
        (void)take_word(option);
        bind.nullable = true;
        option = trimmed(option);
    }
    std::string wrong;
    if (!is_out && option.starts_with('=')) {
        wrong = parse_default_into(option.substr(1), bind);
        if (bind.default_value && bind.default_value->is_null()) bind.nullable = true;
    } else if (!option.empty()) {
        wrong = "behind the type of " + quoted(bind.name) +
                (is_out ? " nothing more can stand" : " only 'nullable' and '= DEFAULT' can stand");
    }
    const auto same = std::find_if(target.binds.begin(), target.binds.end(),
                                   [&](const auto& other) { return is_same_name(other.name, bind.name); });
    if (same == target.binds.end()) {
        target.binds.push_back(std::move(bind));
        return wrong;
    }
    if ((same->is_out && is_out) || (same->is_in && !is_out)) return quoted(bind.name) + " is declared twice";
    if (same->type != bind.type) return quoted(bind.name) + " goes in and comes out as different types";
    // Both directions: what was said of the way in stays.
    if (!is_out) {
        same->nullable = bind.nullable;
        same->default_value = std::move(bind.default_value);
    }
    same->is_in = same->is_out = true;
    return wrong;
}

std::optional<std::uint64_t> parse_count(std::string_view text) noexcept {
    std::uint64_t count = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return count;
}

std::string apply_max_rows(std::string_view rest, statement& target) {
    const auto count = parse_count(rest);
    if (!count || *count == 0) return "max_rows has to be a number from 1 on";
    target.max_rows = *count;
    return {};
}

// "30s", "500ms".
std::string apply_timeout(std::string_view rest, statement& target) {
    const bool is_ms = rest.ends_with("ms");
    const bool has_unit = is_ms || rest.ends_with('s');
    const auto count = parse_count(trimmed(rest.substr(0, rest.size() - (is_ms ? 2 : has_unit ? 1 : 0))));
    const std::uint64_t unit = is_ms ? 1 : 1000;
    if (!has_unit || !count || *count == 0 || *count > max_timeout_ms / unit) {
        return "timeout has to be a time such as 500ms or 30s, at most 900s";
    }
    target.timeout = std::chrono::milliseconds(*count * unit);
    return {};
}

std::string apply_format(std::string_view rest, statement& target) {
    target.format = parse_row_format(rest);
    return target.format ? std::string() : "format has to be one of rows, objects, csv, ndjson";
}

std::string apply_word(std::string_view key, statement& target) {
    if (key == "default") target.is_default = true;
    if (key == "stream") target.streams = true;
    if (key == "commit" || key == "rollback") {
        if (target.transaction != transaction_end::unsaid)
            return "commit and rollback exclude each other, and stand once";
        target.transaction = key == "commit" ? transaction_end::commit : transaction_end::rollback;
    }
    return {};
}

}  // namespace

std::string_view trimmed(std::string_view text) noexcept {
    while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
    while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
    return text;
}

bool is_comment(std::string_view line) noexcept {
    return trimmed(line).starts_with("--");
}

std::optional<header_line> read_header_line(std::string_view line) noexcept {
    if (!is_comment(line)) return std::nullopt;
    auto text = trimmed(line);
    while (text.starts_with('-')) text.remove_prefix(1);
    text = trimmed(text);
    const auto end = std::find_if_not(text.begin(), text.end(), [](char c) { return is_letter(c) || c == '_'; });
    const auto key = text.substr(0, static_cast<std::size_t>(end - text.begin()));
    const auto rest = trimmed(text.substr(key.size()));
    if (key.empty()) return std::nullopt;
    if (rest.starts_with(':')) return header_line{key, trimmed(rest.substr(1))};
    if (rest.empty() && is_one_of(keys_alone, key)) return header_line{key, {}};
    return std::nullopt;
}

bool is_known_key(std::string_view key) noexcept {
    return is_one_of(keys_with_text, key) || is_one_of(keys_alone, key);
}

std::string apply_header_line(const header_line& line, statement& target) {
    const auto& [key, rest] = line;
    if (key == "doc") return {};
    if (key == "bind" || key == "out") return apply_bind(rest, key == "out", target);
    if (key == "format") return apply_format(rest, target);
    if (key == "max_rows") return apply_max_rows(rest, target);
    if (key == "timeout") return apply_timeout(rest, target);
    if (!is_one_of(keys_alone, key)) {
        return "a header knows no " + quoted(key) + ": write documentation as '-- doc: ...', or without a colon";
    }
    if (!rest.empty()) return quoted(key) + " stands alone, without a colon";
    return apply_word(key, target);
}

std::string judge_name(std::string_view name) {
    if (name.empty()) return "a name is missing";
    constexpr std::string_view operators = "!^$#*<?";
    if (operators.find(name.back()) != std::string_view::npos) {
        return "a name takes none of aiosql's marks: what a statement is stands in its text, how it answers in its "
               "header";
    }
    const bool is_good =
        name.size() <= max_name_bytes && is_letter(name.front()) && std::all_of(name.begin(), name.end(), [](char c) {
            return is_letter(c) || is_digit(c) || c == '_' || c == '-' || c == '.';
        });
    if (is_good) return {};
    return "a name is made of letters, digits, '_', '-' and '.', a letter first, at most 128";
}

}  // namespace oraxx::lambda::statements
