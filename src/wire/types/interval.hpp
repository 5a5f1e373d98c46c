// Intervals: every field carries the sign of the interval, but mixed signs are legal (a client may send -1 day
// +23 hours) and are kept; the value is the sum of the fields.
#pragma once

#include <oraxx/datetime.hpp>

#include "wire/types/scalar_buffer.hpp"

namespace oraxx::wire::types {

decode_errc decode(bytes_view in, interval_ds& out) noexcept;  // 11 bytes
decode_errc decode(bytes_view in, interval_ym& out) noexcept;  // 5 bytes

[[nodiscard]] std::size_t encode(const interval_ds& value, scalar_out out) noexcept;
[[nodiscard]] std::size_t encode(const interval_ym& value, scalar_out out) noexcept;

}  // namespace oraxx::wire::types
