// Texts of intervals: literals, TO_DSINTERVAL, TO_CHAR.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "server/engine/temporal.hpp"

namespace oraxx::sandbox::engine {

enum class interval_field : std::uint8_t { year, month, day, hour, minute, second };

[[nodiscard]] std::optional<interval_field> parse_interval_field(std::string_view name) noexcept;

// '[+-]5 04:30' for DAY TO MINUTE and so on. nullopt: not of that form. Fields below the first are checked
// against their range.
[[nodiscard]] std::optional<instant> parse_day_interval(std::string_view text, interval_field first,
                                                        interval_field last) noexcept;
// '[+-]1-02' for YEAR TO MONTH, '14' for MONTH.
[[nodiscard]] std::optional<std::int64_t> parse_year_interval(std::string_view text, interval_field first,
                                                              interval_field last) noexcept;

// "+05 04:30:00.000000"
[[nodiscard]] std::string day_interval_text(const instant& span, int leading_digits, int fraction_digits);
// "+01-02"
[[nodiscard]] std::string year_interval_text(std::int64_t months, int leading_digits);

}  // namespace oraxx::sandbox::engine
