#include "base/charset.hpp"

#include <algorithm>
#include <array>

#include "base/charset_tables.hpp"
#include "base/code_point.hpp"
#include "base/utf.hpp"

namespace oraxx::base {
namespace {

constexpr std::size_t ascii_size = 0x80;

struct reverse_entry {
    char16_t character = 0;
    std::uint8_t byte = 0;
};
using reverse_table = std::array<reverse_entry, single_byte_table_size>;

// Sorted by character; bytes without one stand first.
constexpr reverse_table reversed(const single_byte_table& table) {
    reverse_table out{};
    for (std::size_t i = 0; i < table.size(); ++i) {
        out[i] = {table[i], static_cast<std::uint8_t>(ascii_size + i)};
    }
    std::sort(out.begin(), out.end(), [](const auto& a, const auto& b) { return a.character < b.character; });
    return out;
}

// A single-byte character set above ASCII, both ways.
struct single_byte_set {
    const single_byte_table& characters;
    reverse_table bytes;

    explicit constexpr single_byte_set(const single_byte_table& table) : characters(table), bytes(reversed(table)) {}
};

constexpr single_byte_set iso_8859_1(iso_8859_1_table);
constexpr single_byte_set iso_8859_2(iso_8859_2_table);
constexpr single_byte_set iso_8859_15(iso_8859_15_table);
constexpr single_byte_set windows_1250(windows_1250_table);
constexpr single_byte_set windows_1251(windows_1251_table);
constexpr single_byte_set windows_1252(windows_1252_table);

// Null for ASCII, which has nothing above itself, and for the sets that are no table.
const single_byte_set* table_of(charset set) noexcept {
    switch (set) {
    case charset::iso_8859_1: return &iso_8859_1;
    case charset::iso_8859_2: return &iso_8859_2;
    case charset::iso_8859_15: return &iso_8859_15;
    case charset::windows_1250: return &windows_1250;
    case charset::windows_1251: return &windows_1251;
    case charset::windows_1252: return &windows_1252;
    default: return nullptr;
    }
}

bool is_unicode(charset set) noexcept {
    return set == charset::utf8 || set == charset::cesu8 || set == charset::utf16be;
}

// The byte of a character in a single-byte set; 0 when it has none (the character NUL aside).
std::uint8_t byte_of(const single_byte_set* table, std::uint32_t character) noexcept {
    if (character < ascii_size) return static_cast<std::uint8_t>(character);
    if (table == nullptr || character > 0xFFFF) return 0;
    const auto found = std::lower_bound(table->bytes.begin(), table->bytes.end(), character,
                                        [](const auto& entry, std::uint32_t c) { return entry.character < c; });
    return found != table->bytes.end() && found->character == character ? found->byte : std::uint8_t{0};
}

std::optional<std::string> single_byte_to_utf8(const single_byte_set* table, bytes_view bytes) {
    std::string out;
    out.reserve(bytes.size());
    for (const auto byte : bytes) {
        if (byte < ascii_size) {
            out.push_back(static_cast<char>(byte));
            continue;
        }
        const char16_t character = table != nullptr ? table->characters[byte - ascii_size] : char16_t{0};
        if (character == 0) return std::nullopt;
        std::array<char, 4> encoded{};
        out.append(encoded.data(), put_utf8(encoded.data(), character));
    }
    return out;
}

std::optional<byte_buffer> single_byte_from_utf8(const single_byte_set* table, std::string_view text) {
    byte_buffer out;
    out.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        const auto character = next_utf8(text, at);
        if (character.length == 0) return std::nullopt;
        at += character.length;
        const auto byte = byte_of(table, character.value);
        if (byte == 0 && character.value != 0) return std::nullopt;
        out.push_back(byte);
    }
    return out;
}

// A code unit of UTF-16 in the three bytes of CESU-8; length 0 when there is none at `at`.
code_point surrogate_at(bytes_view bytes, std::size_t at) noexcept {
    constexpr std::size_t length = 3;
    if (bytes.size() - at < length || bytes[at] != 0xED || (bytes[at + 1] & 0xE0U) != 0xA0U ||
        (bytes[at + 2] & 0xC0U) != 0x80U) {
        return {0, 0};
    }
    return {0xD000U | ((bytes[at + 1] & 0x3FU) << 6U) | (bytes[at + 2] & 0x3FU), length};
}

std::optional<std::string> cesu8_to_utf8(bytes_view bytes) {
    std::string out;
    out.reserve(bytes.size());
    const auto text = as_text(bytes);
    for (std::size_t at = 0; at < bytes.size();) {
        if (const auto plain = next_utf8(text, at); plain.length != 0) {
            out.append(text.substr(at, plain.length));
            at += plain.length;
            continue;
        }
        const auto high = surrogate_at(bytes, at);
        const auto low = high.length != 0 ? surrogate_at(bytes, at + high.length) : code_point{0, 0};
        if (low.length == 0 || high.value >= 0xDC00 || low.value < 0xDC00) return std::nullopt;
        std::array<char, 4> encoded{};
        const auto character = 0x10000U + ((high.value & 0x3FFU) << 10U) + (low.value & 0x3FFU);
        out.append(encoded.data(), put_utf8(encoded.data(), character));
        at += high.length + low.length;
    }
    return out;
}

std::optional<byte_buffer> utf8_to_cesu8(std::string_view text) {
    byte_buffer out;
    out.reserve(text.size());
    std::array<char, 4> encoded{};
    const auto append = [&](std::uint32_t unit) {
        const auto size = put_utf8(encoded.data(), unit);
        out.insert(out.end(), encoded.begin(), encoded.begin() + static_cast<std::ptrdiff_t>(size));
    };
    for (std::size_t at = 0; at < text.size();) {
        const auto character = next_utf8(text, at);
        if (character.length == 0) return std::nullopt;
        at += character.length;
        if (character.value > 0xFFFF) {
            const auto rest = character.value - 0x10000U;
            append(0xD800U | (rest >> 10U));
            append(0xDC00U | (rest & 0x3FFU));
        } else {
            append(character.value);
        }
    }
    return out;
}

}  // namespace

std::optional<std::string> to_utf8(charset from, bytes_view bytes) {
    switch (from) {
    case charset::utf8:
        if (!is_valid_utf8(as_text(bytes))) return std::nullopt;
        return to_string(bytes);
    case charset::cesu8: return cesu8_to_utf8(bytes);
    case charset::utf16be: return utf16be_to_utf8(bytes);
    default: return single_byte_to_utf8(table_of(from), bytes);
    }
}

std::optional<byte_buffer> from_utf8(charset to, std::string_view text) {
    switch (to) {
    case charset::utf8: {
        if (!is_valid_utf8(text)) return std::nullopt;
        const auto bytes = as_bytes(text);
        return byte_buffer(bytes.begin(), bytes.end());
    }
    case charset::cesu8: return utf8_to_cesu8(text);
    case charset::utf16be: return utf8_to_utf16be(text);
    default: return single_byte_from_utf8(table_of(to), text);
    }
}

std::size_t first_not_in(charset set, std::string_view text) noexcept {
    const auto* const table = table_of(set);
    const bool has_everything = is_unicode(set);
    for (std::size_t at = 0; at < text.size();) {
        const auto character = next_utf8(text, at);
        if (character.length == 0) return at;
        const bool known = has_everything || character.value < ascii_size || byte_of(table, character.value) != 0;
        if (!known) return at;
        at += character.length;
    }
    return std::string_view::npos;
}

}  // namespace oraxx::base
