// Small text helpers of the connect-string parsers. ASCII only, independent of the locale. Private to this
// folder.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <oraxx/error.hpp>

#include "base/ascii.hpp"

namespace oraxx::config {

using base::equal_ignoring_case;
using base::is_digit;
using base::is_letter;
using base::to_lower;

constexpr bool is_blank(char c) noexcept {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}
constexpr std::string_view trimmed(std::string_view text) noexcept {
    while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
    while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
    return text;
}
// on, yes, true; off, no, false.
[[nodiscard]] std::optional<bool> parse_switch(std::string_view text) noexcept;
// Digits only, at most `limit`.
[[nodiscard]] std::optional<std::uint32_t> parse_count(std::string_view text, std::uint32_t limit) noexcept;

// errc::bad_connect_string: "connect string, position 12: expected ')', found '('". Quotes one character at
// most: a string that was mistyped may hold a password.
[[nodiscard]] failure bad_text_at(std::string_view text, std::size_t position, std::string_view expected);
// The same for a whole value, which is named but not quoted.
[[nodiscard]] failure bad_value_at(std::size_t position, std::string_view name, std::string_view expected);
[[nodiscard]] failure unsupported_at(std::size_t position, std::string_view what, std::string_view advice);

}  // namespace oraxx::config
