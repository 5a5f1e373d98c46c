#include "config/text.hpp"

#include <algorithm>
#include <charconv>
#include <initializer_list>

#include "values/unusable_failure.hpp"

namespace oraxx::config {
namespace {

std::string position_text(std::size_t position) {
    return "connect string, position " + std::to_string(position) + ": ";
}

failure bad_connect_string(std::string message) {
    return values::unusable_failure(errc::bad_connect_string, oraxx::phase::none, std::move(message),
                                    "write host:port/service_name or a (DESCRIPTION=...) descriptor");
}

}  // namespace

std::optional<bool> parse_switch(std::string_view text) noexcept {
    const auto is_one_of = [text](std::initializer_list<std::string_view> words) {
        return std::any_of(words.begin(), words.end(), [text](auto word) { return equal_ignoring_case(text, word); });
    };
    if (is_one_of({"on", "yes", "true"})) return true;
    if (is_one_of({"off", "no", "false"})) return false;
    return std::nullopt;
}

std::optional<std::uint32_t> parse_count(std::string_view text, std::uint32_t limit) noexcept {
    std::uint32_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || value > limit) return std::nullopt;
    return value;
}

failure bad_text_at(std::string_view text, std::size_t position, std::string_view expected) {
    std::string message = position_text(position).append("expected ").append(expected);
    if (position >= text.size()) {
        message += ", found the end";
    } else if (text[position] > ' ' && text[position] < 0x7F) {
        message.append(", found '").append(1, text[position]).append("'");
    } else {
        message += ", found a blank or a character that is not ASCII";
    }
    return bad_connect_string(std::move(message));
}

failure bad_value_at(std::size_t position, std::string_view name, std::string_view expected) {
    return bad_connect_string(position_text(position).append(name).append(" must be ").append(expected));
}

failure unsupported_at(std::size_t position, std::string_view what, std::string_view advice) {
    return values::unusable_failure(errc::unsupported, oraxx::phase::none,
                                    position_text(position).append(what).append(" is not supported"),
                                    std::string(advice));
}

}  // namespace oraxx::config
