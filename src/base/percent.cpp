#include "base/percent.hpp"

#include <optional>

#include "base/ascii.hpp"

namespace oraxx::base {
namespace {

constexpr char upper_hex[] = "0123456789ABCDEF";

bool is_unreserved(char c) noexcept {
    return is_letter(c) || is_digit(c) || c == '-' || c == '_' || c == '.' || c == '~';
}

std::optional<unsigned> hex_value(char c) noexcept {
    if (c >= '0' && c <= '9') return static_cast<unsigned>(c - '0');
    if (c >= 'A' && c <= 'F') return static_cast<unsigned>(c - 'A' + 10);
    if (c >= 'a' && c <= 'f') return static_cast<unsigned>(c - 'a' + 10);
    return std::nullopt;
}

}  // namespace

std::string percent_encoded(std::string_view text, std::string_view also_plain) {
    std::string out;
    out.reserve(text.size());
    for (const char c : text) {
        if (is_unreserved(c) || also_plain.find(c) != std::string_view::npos) {
            out += c;
            continue;
        }
        const auto value = static_cast<unsigned char>(c);
        out.append(1, '%').append(1, upper_hex[value >> 4U]).append(1, upper_hex[value & 0xFU]);
    }
    return out;
}

std::string percent_decoded(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto high = text[i] == '%' && i + 2 < text.size() ? hex_value(text[i + 1]) : std::nullopt;
        const auto low = high ? hex_value(text[i + 2]) : std::nullopt;
        if (low) {
            out += static_cast<char>(*high << 4U | *low);
            i += 2;
        } else {
            out += text[i];
        }
    }
    return out;
}

}  // namespace oraxx::base
