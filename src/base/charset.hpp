// Character sets other than UTF-8: to UTF-8 and back. What cannot be converted is told, never replaced.
#pragma once

#include <optional>

#include "base/bytes.hpp"

namespace oraxx::base {

enum class charset : std::uint8_t {
    utf8,
    cesu8,    // UTF-8 of UTF-16 code units: a character beyond U+FFFF takes two times three bytes
    utf16be,  // without byte order mark
    us_ascii,
    iso_8859_1,
    iso_8859_2,
    iso_8859_15,
    windows_1250,
    windows_1251,
    windows_1252,
};

// nullopt: a byte without a character, a broken sequence, an unpaired surrogate.
[[nodiscard]] std::optional<std::string> to_utf8(charset from, bytes_view bytes);
// nullopt: a character that `to` does not have, or `text` is not UTF-8.
[[nodiscard]] std::optional<byte_buffer> from_utf8(charset to, std::string_view text);

// Offset of the first character of `text` that `set` does not have, or that is not UTF-8; npos when there is none.
// Converts nothing and does not allocate.
[[nodiscard]] std::size_t first_not_in(charset set, std::string_view text) noexcept;

}  // namespace oraxx::base
