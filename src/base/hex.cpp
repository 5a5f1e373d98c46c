#include "base/hex.hpp"

namespace oraxx::base {
namespace {

std::string to_hex(bytes_view bytes, std::string_view digits) {
    std::string out;
    out.reserve(bytes.size() * 2);
    for (const auto b : bytes) {
        out.push_back(digits[b >> 4U]);
        out.push_back(digits[b & 0x0FU]);
    }
    return out;
}

int digit_value(char c) noexcept {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

}  // namespace

std::string hex_lower(bytes_view bytes) {
    return to_hex(bytes, "0123456789abcdef");
}

std::string hex_upper(bytes_view bytes) {
    return to_hex(bytes, "0123456789ABCDEF");
}

std::optional<byte_buffer> parse_hex(std::string_view text) {
    byte_buffer out;
    out.reserve(text.size() / 2);
    int high = -1;
    for (const char c : text) {
        if (high < 0 && (c == ' ' || c == '\n' || c == '\t' || c == '\r')) continue;
        const int value = digit_value(c);
        if (value < 0) return std::nullopt;
        if (high < 0) {
            high = value;
        } else {
            out.push_back(static_cast<std::uint8_t>((high << 4) | value));
            high = -1;
        }
    }
    if (high >= 0) return std::nullopt;
    return out;
}

}  // namespace oraxx::base
