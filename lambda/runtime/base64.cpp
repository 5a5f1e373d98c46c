#include "lambda/runtime/base64.hpp"

#include <cstdint>

#include "values/base64.hpp"

namespace oraxx::lambda {

std::string encode_base64(std::string_view bytes) {
    std::string out;
    out.reserve((bytes.size() + 2) / 3 * 4);
    std::uint32_t bits = 0;
    unsigned held = 0;
    for (const char c : bytes) {
        bits = bits << 8U | static_cast<std::uint8_t>(c);
        for (held += 8; held >= 6; held -= 6) out += values::base64_digit(bits >> (held - 6));
    }
    if (held != 0) out += values::base64_digit(bits << (6 - held));
    out.append((4 - out.size() % 4) % 4, '=');
    return out;
}

std::optional<std::string> decode_base64(std::string_view text) {
    if (text.size() % 4 != 0) return std::nullopt;
    const bool one_short = text.ends_with('=');
    const bool two_short = text.ends_with("==");
    text.remove_suffix(two_short ? 2 : one_short ? 1 : 0);
    std::string out;
    out.reserve(text.size() / 4 * 3 + 2);
    std::uint32_t bits = 0;
    unsigned held = 0;
    for (const char c : text) {
        const int value = values::base64_value(c);
        if (value < 0) return std::nullopt;
        bits = bits << 6U | static_cast<std::uint32_t>(value);
        held += 6;
        if (held < 8) continue;
        held -= 8;
        out += static_cast<char>(bits >> held & 0xFFU);
    }
    // What the last digit holds beyond whole bytes is nothing.
    if ((bits & ((1U << held) - 1)) != 0) return std::nullopt;
    return out;
}

}  // namespace oraxx::lambda
