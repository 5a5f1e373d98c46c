// The named time zones of TIMESTAMP WITH TIME ZONE values (timestamp_tz::region_id), as far as the numbers Oracle
// gives them are certain: 209 of some 500. A name that must be the server's own is to be asked for in SQL:
// TO_CHAR(column, 'TZR'). What the clocks of a region show: <oraxx/date/time_zone.hpp>.
#pragma once

#include <cstdint>
#include <string_view>

namespace oraxx {

// "Europe/Vilnius"; empty for a number whose name is not certain.
[[nodiscard]] std::string_view region_name(std::uint16_t id) noexcept;
// The number of a name in any case; 0 for names whose number is not certain.
[[nodiscard]] std::uint16_t region_id(std::string_view name) noexcept;

}  // namespace oraxx
