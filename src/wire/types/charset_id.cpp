#include "wire/types/charset_id.hpp"

#include <algorithm>
#include <array>

namespace oraxx::wire::types {
namespace {

struct known_charset {
    std::uint16_t id;
    base::charset set;
    std::string_view name;
};

constexpr std::array known_charsets{
    known_charset{1, base::charset::us_ascii, "US7ASCII"},
    known_charset{31, base::charset::iso_8859_1, "WE8ISO8859P1"},
    known_charset{32, base::charset::iso_8859_2, "EE8ISO8859P2"},
    known_charset{46, base::charset::iso_8859_15, "WE8ISO8859P15"},
    known_charset{170, base::charset::windows_1250, "EE8MSWIN1250"},
    known_charset{171, base::charset::windows_1251, "CL8MSWIN1251"},
    known_charset{178, base::charset::windows_1252, "WE8MSWIN1252"},
    known_charset{871, base::charset::cesu8, "UTF8"},
    known_charset{873, base::charset::utf8, "AL32UTF8"},
    known_charset{2000, base::charset::utf16be, "AL16UTF16"},
};

const known_charset* find(std::uint16_t id) noexcept {
    const auto* found = std::find_if(known_charsets.begin(), known_charsets.end(),
                                     [id](const auto& candidate) { return candidate.id == id; });
    return found == known_charsets.end() ? nullptr : found;
}

}  // namespace

std::optional<base::charset> charset_of(std::uint16_t id) noexcept {
    const auto* found = find(id);
    return found != nullptr ? std::optional(found->set) : std::nullopt;
}

std::optional<base::charset> charset_named(std::string_view name) noexcept {
    const auto* found = std::find_if(known_charsets.begin(), known_charsets.end(),
                                     [name](const auto& candidate) { return candidate.name == name; });
    return found != known_charsets.end() ? std::optional(found->set) : std::nullopt;
}

std::string charset_name(std::uint16_t id) {
    const auto* found = find(id);
    return found != nullptr ? std::string(found->name) : "character set " + std::to_string(id);
}

}  // namespace oraxx::wire::types
