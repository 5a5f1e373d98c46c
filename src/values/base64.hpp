// The 64 characters of row addresses; the same as of MIME.
#pragma once

namespace oraxx::values {

// The character of the low six bits.
constexpr char base64_digit(unsigned value) noexcept {
    return "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"[value & 0x3FU];
}

// 0..63; -1 for any other character.
constexpr int base64_value(char c) noexcept {
    if (c >= 'A' && c <= 'Z') return c - 'A';
    if (c >= 'a' && c <= 'z') return c - 'a' + 26;
    if (c >= '0' && c <= '9') return c - '0' + 52;
    return c == '+' ? 62 : c == '/' ? 63 : -1;
}

}  // namespace oraxx::values
