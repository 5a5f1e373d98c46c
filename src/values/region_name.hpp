// Names for the numbers of named time zones in TIMESTAMP WITH TIME ZONE values.
#pragma once

#include <cstdint>
#include <string_view>

namespace oraxx::values {

// "Europe/Vilnius"; empty for a number whose name is not certain. A name that must be the server's own is to be asked
// for in SQL: TO_CHAR(column, 'TZR').
[[nodiscard]] std::string_view region_name(std::uint16_t id) noexcept;
// The number of a name in any case; 0 for names whose number is not certain.
[[nodiscard]] std::uint16_t region_id(std::string_view name) noexcept;

}  // namespace oraxx::values
