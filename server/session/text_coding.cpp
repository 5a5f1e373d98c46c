#include "server/session/text_coding.hpp"

#include <algorithm>

#include "base/code_point.hpp"

namespace oraxx::sandbox {
namespace {

struct known_charset {
    std::uint16_t id;
    base::charset set;
    std::string_view name;
};
constexpr known_charset known_charsets[] = {{1, base::charset::us_ascii, "US7ASCII"},
                                            {31, base::charset::iso_8859_1, "WE8ISO8859P1"},
                                            {32, base::charset::iso_8859_2, "EE8ISO8859P2"},
                                            {46, base::charset::iso_8859_15, "WE8ISO8859P15"},
                                            {170, base::charset::windows_1250, "EE8MSWIN1250"},
                                            {171, base::charset::windows_1251, "CL8MSWIN1251"},
                                            {178, base::charset::windows_1252, "WE8MSWIN1252"},
                                            {871, base::charset::cesu8, "UTF8"},
                                            {873, base::charset::utf8, "AL32UTF8"},
                                            {2000, base::charset::utf16be, "AL16UTF16"}};

// Stands for characters that a set does not have: an inverted question mark where there is one.
constexpr std::string_view replacements[] = {"\xC2\xBF", "?"};

void append(base::byte_buffer& out, base::bytes_view bytes) {
    out.insert(out.end(), bytes.begin(), bytes.end());
}

void append_replacement(base::charset to, base::byte_buffer& out) {
    for (const auto text : replacements) {
        if (const auto bytes = base::from_utf8(to, text)) {
            append(out, *bytes);
            return;
        }
    }
}

void append_text(base::charset to, std::string_view text, base::byte_buffer& out) {
    if (to == base::charset::utf8) {
        append(out, base::as_bytes(text));
        return;
    }
    if (const auto bytes = base::from_utf8(to, text)) {
        append(out, *bytes);
        return;
    }
    for (std::size_t at = 0; at < text.size();) {
        const auto length = std::max<std::size_t>(base::next_utf8(text, at).length, 1);
        const auto bytes = base::from_utf8(to, text.substr(at, length));
        if (bytes) {
            append(out, *bytes);
        } else {
            append_replacement(to, out);
        }
        at += length;
    }
}

std::string read_text(base::charset from, base::bytes_view bytes) {
    if (from == base::charset::utf8) return base::to_string(bytes);
    if (auto text = base::to_utf8(from, bytes)) return *std::move(text);
    std::string out;
    const std::size_t unit = from == base::charset::utf16be ? 2 : 1;
    for (std::size_t at = 0; at < bytes.size(); at += unit) {
        const auto text = base::to_utf8(from, bytes.subspan(at, std::min(unit, bytes.size() - at)));
        out += text ? std::string_view(*text) : std::string_view("\xEF\xBF\xBD");
    }
    return out;
}

}  // namespace

std::optional<base::charset> charset_of(std::uint16_t id) noexcept {
    for (const auto& known : known_charsets) {
        if (known.id == id) return known.set;
    }
    return std::nullopt;
}

std::optional<std::uint16_t> charset_id(std::string_view name) noexcept {
    for (const auto& known : known_charsets) {
        if (known.name == name) return known.id;
    }
    return std::nullopt;
}

text_coding::text_coding(std::uint16_t database, std::uint16_t national, std::uint16_t client) noexcept
    : client_id_(charset_of(client) ? client : std::uint16_t{873}),
      national_id_(national),
      database_(charset_of(database).value_or(base::charset::utf8)),
      client_(charset_of(client).value_or(base::charset::utf8)),
      national_(charset_of(national).value_or(base::charset::utf16be)) {}

std::string text_coding::as_stored(std::string text) const {
    if (database_ == base::charset::utf8 || base::first_not_in(database_, text) == std::string::npos) return text;
    base::byte_buffer stored;
    append_text(database_, text, stored);
    return read_text(database_, stored);
}

std::string text_coding::from_client(base::bytes_view bytes) const {
    return as_stored(read_text(client_, bytes));
}

void text_coding::to_client(std::string_view text, base::byte_buffer& out) const {
    append_text(client_, text, out);
}

std::string text_coding::to_client(std::string_view text) const {
    base::byte_buffer out;
    to_client(text, out);
    return base::to_string(out);
}

std::string text_coding::from_national(base::bytes_view bytes) const {
    return read_text(national_, bytes);
}

void text_coding::to_national(std::string_view text, base::byte_buffer& out) const {
    append_text(national_, text, out);
}

}  // namespace oraxx::sandbox
