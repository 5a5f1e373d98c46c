// DATE, TIMESTAMP and its two zoned forms: 7 bytes of fields, 4 of nanoseconds, 2 of zone.
//
// Decoding checks that each field is in its range but not that the day exists: the bytes are fields, and a value a
// server has stored is shown as it is. Encoding asks for a valid value.
#pragma once

#include <oraxx/datetime.hpp>

#include "wire/types/scalar_buffer.hpp"

namespace oraxx::wire::types {

decode_errc decode(bytes_view in, date& out) noexcept;
// 7 bytes when the fraction is zero, else 11: that is how servers send them and what they ask of binds. A zero
// fraction in 11 bytes is accepted.
decode_errc decode(bytes_view in, timestamp& out) noexcept;
decode_errc decode(bytes_view in, timestamp_ltz& out) noexcept;
// 13 bytes; without a zone (7 or 11 bytes, or a zone of two zeros) the offset is 0. A region's number is kept, its
// offset at that time is not known here and stays 0. Fields in local time, which servers send only to clients that
// ask for it, are turned into UTC.
decode_errc decode(bytes_view in, timestamp_tz& out) noexcept;

[[nodiscard]] std::size_t encode(const date& value, scalar_out out) noexcept;
[[nodiscard]] std::size_t encode(const timestamp& value, scalar_out out) noexcept;
[[nodiscard]] std::size_t encode(const timestamp_ltz& value, scalar_out out) noexcept;
// Always 13 bytes. A value in a named region has no bind form: give it an offset first.
[[nodiscard]] std::size_t encode(const timestamp_tz& value, scalar_out out) noexcept;
// A value in a named region, as servers send it; clients never do. 0 without one, or for a number above 8191.
[[nodiscard]] std::size_t encode_in_region(const timestamp_tz& value, scalar_out out) noexcept;

}  // namespace oraxx::wire::types
