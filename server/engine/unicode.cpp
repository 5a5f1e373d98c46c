#include "server/engine/unicode.hpp"

#include <algorithm>
#include <cstdint>

namespace oraxx::sandbox::engine {
namespace {

// The character at `at` and how many bytes it takes; broken UTF-8 counts byte by byte.
std::uint32_t code_point_at(std::string_view text, std::size_t at, std::size_t& size) noexcept {
    size = std::min(utf8_size(text[at]), text.size() - at);
    const auto lead = static_cast<unsigned char>(text[at]);
    if (size == 1) return lead;
    std::uint32_t value = lead & (0xFFU >> (size + 1));
    for (std::size_t i = 1; i < size; ++i) value = (value << 6U) | (static_cast<unsigned char>(text[at + i]) & 0x3FU);
    return value;
}

bool between(std::uint32_t c, std::uint32_t low, std::uint32_t high) noexcept {
    return c >= low && c <= high;
}

// Latin-1, Latin Extended-A, Greek and Cyrillic; others have no case here.
std::uint32_t upper(std::uint32_t c) noexcept {
    if (between(c, 'a', 'z')) return c - 32;
    if (between(c, 0xE0, 0xFE) && c != 0xF7) return c - 32;
    if (c == 0xFF) return 0x178;
    if (between(c, 0x100, 0x137) || between(c, 0x14A, 0x177)) return c == 0x131 ? c : c & ~1U;
    if (between(c, 0x139, 0x148) || between(c, 0x179, 0x17E)) return c % 2 == 0 ? c - 1 : c;
    if (between(c, 0x3B1, 0x3C9) && c != 0x3C2) return c - 32;
    if (between(c, 0x430, 0x44F)) return c - 32;
    if (between(c, 0x450, 0x45F)) return c - 80;
    return c;
}

std::uint32_t lower(std::uint32_t c) noexcept {
    if (between(c, 'A', 'Z')) return c + 32;
    if (between(c, 0xC0, 0xDE) && c != 0xD7) return c + 32;
    if (c == 0x178) return 0xFF;
    if (between(c, 0x100, 0x137) || between(c, 0x14A, 0x177)) return c == 0x130 ? c : c | 1U;
    if (between(c, 0x139, 0x148) || between(c, 0x179, 0x17E)) return c % 2 == 1 ? c + 1 : c;
    if (between(c, 0x391, 0x3A9)) return c + 32;
    if (between(c, 0x410, 0x42F)) return c + 32;
    if (between(c, 0x400, 0x40F)) return c + 80;
    return c;
}

bool is_alphanumeric(std::uint32_t c) noexcept {
    return between(c, '0', '9') || between(c, 'a', 'z') || between(c, 'A', 'Z') || c >= 0xC0;
}

// Every letter with a case here lies below U+0800.
void append_letter(std::string& out, std::uint32_t c) {
    if (c < 0x80) {
        out.push_back(static_cast<char>(c));
    } else {
        out.push_back(static_cast<char>(0xC0U | (c >> 6U)));
        out.push_back(static_cast<char>(0x80U | (c & 0x3FU)));
    }
}

template <class Map>
std::string transform(std::string_view text, Map map) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t at = 0, size = 0; at < text.size(); at += size) {
        const auto c = code_point_at(text, at, size);
        const auto mapped = map(c);
        if (mapped == c) {
            out.append(text.substr(at, size));
        } else {
            append_letter(out, mapped);
        }
    }
    return out;
}

}  // namespace

std::size_t character_count(std::string_view text) noexcept {
    return static_cast<std::size_t>(std::count_if(
        text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

std::size_t byte_offset(std::string_view text, std::size_t character) noexcept {
    std::size_t at = 0;
    for (; character != 0 && at < text.size(); --character) at += utf8_size(text[at]);
    return std::min(at, text.size());
}

std::string to_upper(std::string_view text) {
    return transform(text, upper);
}

std::string to_lower(std::string_view text) {
    return transform(text, lower);
}

std::string to_initial_capitals(std::string_view text) {
    bool in_word = false;
    return transform(text, [&in_word](std::uint32_t c) {
        const auto out = in_word ? lower(c) : upper(c);
        in_word = is_alphanumeric(c);
        return out;
    });
}

}  // namespace oraxx::sandbox::engine
