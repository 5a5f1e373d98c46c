// The few bytes of a LOB locator that mean something to a client.
#pragma once

#include <oraxx/detail/lob_record.hpp>
#include <oraxx/type.hpp>

#include "base/bytes.hpp"

namespace oraxx::session {

namespace locator_flag {
inline constexpr std::uint8_t is_abstract = 0x40;      // in byte 4
inline constexpr std::uint8_t varying_charset = 0x80;  // in byte 6
inline constexpr std::uint8_t temporary = 0x01;        // in byte 7
inline constexpr std::uint8_t little_endian = 0x40;    // in byte 7
}  // namespace locator_flag

// It has to be given back.
[[nodiscard]] constexpr bool is_temporary(base::bytes_view locator) noexcept {
    return locator.size() > 7 &&
           ((locator[7] & locator_flag::temporary) != 0 || (locator[4] & locator_flag::is_abstract) != 0);
}

// How the server sends and takes the text of a LOB. Locators of NCLOBs do not have the flag reliably.
[[nodiscard]] constexpr oraxx::detail::lob_text text_of(base::bytes_view locator, db_type type) noexcept {
    using oraxx::detail::lob_text;
    if (type == db_type::nclob) return lob_text::utf16be;
    if (type != db_type::clob) return lob_text::bytes;
    if (locator.size() <= 7 || (locator[6] & locator_flag::varying_charset) == 0) return lob_text::utf8;
    return (locator[7] & locator_flag::little_endian) != 0 ? lob_text::utf16le : lob_text::utf16be;
}

}  // namespace oraxx::session
