// Where fixed-size values are encoded: a small buffer on the stack, or the end of a byte_buffer.
//
// Conventions of this folder. The bytes are a value's payload, without the length prefix; NULL never gets here.
// decode: from exactly the payload; a payload of a wrong length is incomplete or trailing_bytes.
// encode: in the form a bind takes (and a server sends). The result is the length; 0 means that the value has no wire
// form (a 30th of February, an offset of a day), which a caller has to report.
#pragma once

#include <array>
#include <span>

#include "base/bytes.hpp"
#include "base/decode_errc.hpp"

namespace oraxx::wire::types {

using base::byte_buffer;
using base::bytes_view;
using base::decode_errc;

// Room for any scalar: NUMBER's 21 bytes are the longest payload.
inline constexpr std::size_t scalar_size = 22;
using scalar_buffer = std::array<std::uint8_t, scalar_size>;
using scalar_out = std::span<std::uint8_t, scalar_size>;

// ok when `size` is `wanted`; else which way it is wrong.
constexpr decode_errc check_size(std::size_t size, std::size_t wanted) noexcept {
    if (size == wanted) return decode_errc::ok;
    return size < wanted ? decode_errc::incomplete : decode_errc::trailing_bytes;
}

}  // namespace oraxx::wire::types
