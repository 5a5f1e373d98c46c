// SQL and PL/SQL BOOLEAN as a row or bind payload. (Inside object images it is a 4-byte integer.)
#pragma once

#include "wire/types/scalar_buffer.hpp"

namespace oraxx::wire::types {

// The first byte tells; true comes as 01 01. Servers before 23ai mark a NULL result by 81 01, which is no boolean.
inline decode_errc decode_boolean(bytes_view in, bool& out) noexcept {
    if (in.empty()) return decode_errc::incomplete;
    if (in.size() > 2) return decode_errc::trailing_bytes;
    if (in[0] > 1) return decode_errc::bad_value;
    out = in[0] == 1;
    return decode_errc::ok;
}

[[nodiscard]] inline std::size_t encode_boolean(bool value, scalar_out out) noexcept {
    out[0] = value ? 1 : 0;
    out[1] = 1;
    return value ? 2 : 1;
}

}  // namespace oraxx::wire::types
