// Names for the numbers of named time zones in TIMESTAMP WITH TIME ZONE values.
#pragma once

#include <cstdint>
#include <string_view>

namespace oraxx::wire::types {

// "Europe/Vilnius"; empty for a number whose name is not certain. A name that must be the server's own is to be asked
// for in SQL: TO_CHAR(column, 'TZR').
[[nodiscard]] std::string_view region_name(std::uint16_t id) noexcept;

}  // namespace oraxx::wire::types
