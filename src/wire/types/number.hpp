// NUMBER: an exponent byte, then base-100 digits. Byte-wise comparison of payloads orders the values.
#pragma once

#include <oraxx/number.hpp>

#include "wire/types/scalar_buffer.hpp"

namespace oraxx::wire::types {

// Takes what servers may send: zero digits at either end and negatives without their closing byte are accepted.
decode_errc decode(bytes_view in, number& out) noexcept;
[[nodiscard]] std::size_t encode(const number& value, scalar_out out) noexcept;

// Straight to machine types. limit_exceeded: a good NUMBER that the type cannot hold (a fraction, too large, an
// infinity); nothing is rounded.
decode_errc decode_int64(bytes_view in, std::int64_t& out) noexcept;
decode_errc decode_uint64(bytes_view in, std::uint64_t& out) noexcept;
// The nearest double; infinities become infinities.
decode_errc decode_double(bytes_view in, double& out) noexcept;

}  // namespace oraxx::wire::types
