// One Unicode character out of UTF-8 and into it: what the conversions between character sets share.
#pragma once

#include "base/bytes.hpp"

namespace oraxx::base {

struct code_point {
    std::uint32_t value;
    std::size_t length;  // bytes used; 0 = invalid
};

// The character at `at`, which lies within the text.
inline code_point next_utf8(std::string_view text, std::size_t at) noexcept {
    const auto lead = static_cast<std::uint8_t>(text[at]);
    if (lead < 0x80) return {lead, 1};
    const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
    if (lead < 0xC2 || lead > 0xF4 || at + length > text.size()) return {0, 0};
    std::uint32_t value = lead & (0xFFU >> (length + 1));
    for (std::size_t i = 1; i < length; ++i) {
        const auto b = static_cast<std::uint8_t>(text[at + i]);
        if ((b & 0xC0U) != 0x80U) return {0, 0};
        value = (value << 6U) | (b & 0x3FU);
    }
    const bool overlong = (length == 3 && value < 0x800) || (length == 4 && value < 0x10000);
    const bool surrogate = value >= 0xD800 && value <= 0xDFFF;
    if (overlong || surrogate || value > 0x10FFFF) return {0, 0};
    return {value, length};
}

// Writes 1 to 4 bytes and returns their number.
inline std::size_t put_utf8(char* out, std::uint32_t value) noexcept {
    const auto byte = [](std::uint32_t b) { return static_cast<char>(b); };
    const auto follower = [value](unsigned shift) { return static_cast<char>(0x80U | ((value >> shift) & 0x3FU)); };
    if (value < 0x80) {
        out[0] = byte(value);
        return 1;
    }
    if (value < 0x800) {
        out[0] = byte(0xC0U | (value >> 6U));
        out[1] = follower(0);
        return 2;
    }
    if (value < 0x10000) {
        out[0] = byte(0xE0U | (value >> 12U));
        out[1] = follower(6);
        out[2] = follower(0);
        return 3;
    }
    out[0] = byte(0xF0U | (value >> 18U));
    out[1] = follower(12);
    out[2] = follower(6);
    out[3] = follower(0);
    return 4;
}

}  // namespace oraxx::base
