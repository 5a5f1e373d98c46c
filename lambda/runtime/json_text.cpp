#include "lambda/runtime/json_text.hpp"

#include <cstdint>

namespace oraxx::lambda {
namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD";
constexpr char hex_digits[] = "0123456789abcdef";

constexpr bool in_range(std::uint8_t value, std::uint8_t low, std::uint8_t high) noexcept {
    return value >= low && value <= high;
}

// Length of the well-formed UTF-8 sequence `text` begins with, 0 when it is malformed. (Unicode, table 3-7.)
std::size_t sequence_length(std::string_view text) noexcept {
    const auto at = [&](std::size_t i) {
        return i < text.size() ? static_cast<std::uint8_t>(text[i]) : std::uint8_t{0};
    };
    const auto is_tail = [&](std::size_t i) { return in_range(at(i), 0x80, 0xBF); };
    const std::uint8_t lead = at(0);
    if (lead < 0x80) return 1;
    if (in_range(lead, 0xC2, 0xDF)) return is_tail(1) ? 2 : 0;
    if (in_range(lead, 0xE0, 0xEF)) {
        const bool second = in_range(at(1), lead == 0xE0 ? 0xA0 : 0x80, lead == 0xED ? 0x9F : 0xBF);
        return second && is_tail(2) ? 3 : 0;
    }
    if (in_range(lead, 0xF0, 0xF4)) {
        const bool second = in_range(at(1), lead == 0xF0 ? 0x90 : 0x80, lead == 0xF4 ? 0x8F : 0xBF);
        return second && is_tail(2) && is_tail(3) ? 4 : 0;
    }
    return 0;
}

// Length of what `text` begins with and stands in JSON as it is: most texts are nothing else.
std::size_t plain_length(std::string_view text) noexcept {
    std::size_t length = 0;
    while (length < text.size() && in_range(static_cast<std::uint8_t>(text[length]), 0x20, 0x7F) &&
           text[length] != '"' && text[length] != '\\') {
        ++length;
    }
    return length;
}

void append_control(std::string& out, char c) {
    switch (c) {
    case '\n': out += "\\n"; return;
    case '\r': out += "\\r"; return;
    case '\t': out += "\\t"; return;
    default: break;
    }
    const auto value = static_cast<unsigned char>(c);
    out += "\\u00";
    out += hex_digits[value >> 4U];
    out += hex_digits[value & 0xFU];
}

}  // namespace

void append_json_string(std::string& out, std::string_view text) {
    out += '"';
    for (;;) {
        const auto plain = plain_length(text);
        out += text.substr(0, plain);
        text.remove_prefix(plain);
        if (text.empty()) break;
        const char c = text.front();
        const std::size_t length = sequence_length(text);
        if (length == 0) {
            out += replacement;
        } else if (c == '"' || c == '\\') {
            out += '\\';
            out += c;
        } else if (static_cast<unsigned char>(c) < 0x20) {
            append_control(out, c);
        } else {
            out += text.substr(0, length);
        }
        text.remove_prefix(length == 0 ? 1 : length);
    }
    out += '"';
}

}  // namespace oraxx::lambda
