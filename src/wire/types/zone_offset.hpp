// An offset from UTC as sessions and databases tell theirs: an interval of 11 bytes, beside the data types (message
// 2) and in session news (keyword 163).
#pragma once

#include <array>
#include <cstdint>

namespace oraxx::wire::types {

inline constexpr std::size_t zone_offset_size = 11;

// `minutes` east of UTC, within a day.
[[nodiscard]] std::array<std::uint8_t, zone_offset_size> encode_zone_offset(std::int16_t minutes) noexcept;

}  // namespace oraxx::wire::types
