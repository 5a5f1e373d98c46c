// Character data. Database form (VARCHAR2, CHAR, LONG): UTF-8, borrowed as it is. National form (NVARCHAR2, NCHAR):
// UTF-16, big endian, no byte order mark.
#pragma once

#include "base/utf.hpp"
#include "wire/types/scalar_buffer.hpp"

namespace oraxx::wire::types {

enum class charset_form : std::uint8_t { database = 1, national = 2 };

// A view of the payload itself. bad_value: not UTF-8 (a database in another character set may hold such bytes).
inline decode_errc decode_utf8(bytes_view in, std::string_view& out) noexcept {
    out = base::as_text(in);
    return base::is_valid_utf8(out) ? decode_errc::ok : decode_errc::bad_value;
}

// bad_value: half a code unit, or an unpaired surrogate when `policy` is refuse.
inline decode_errc decode_utf16(bytes_view in, std::string& out, base::bad_text policy = base::bad_text::refuse) {
    auto text = base::utf16be_to_utf8(in, policy);
    if (!text) return decode_errc::bad_value;
    out = std::move(*text);
    return decode_errc::ok;
}

// Appends. False: `text` is not UTF-8; nothing was written.
[[nodiscard]] inline bool encode_utf16(std::string_view text, byte_buffer& out) {
    const auto units = base::utf8_to_utf16be(text);
    if (!units) return false;
    out.insert(out.end(), units->begin(), units->end());
    return true;
}

}  // namespace oraxx::wire::types
