// Oracle's calendar: Julian before 1582-10-15, Gregorian from then on, no year zero (-1 is 1 BC).
#pragma once

#include <cstdint>

namespace oraxx::values {

struct calendar_day {
    int year = 1;
    int month = 1;
    int day = 1;
};

inline constexpr int min_year = -4712;
inline constexpr int max_year = 9999;
inline constexpr std::int64_t seconds_per_day = 86'400;

// A day that exists: year in Oracle's range, none of the ten days dropped in October 1582.
[[nodiscard]] bool is_valid(const calendar_day& day) noexcept;

// Days since 1970-01-01. Total: fields out of range give the day that counting on would reach.
[[nodiscard]] std::int64_t to_day_number(const calendar_day& day) noexcept;
// Any day number within +-10^8.
[[nodiscard]] calendar_day from_day_number(std::int64_t number) noexcept;

// 1582-10-15, the first Gregorian day.
inline constexpr std::int64_t first_gregorian_day = -141'427;

struct quotient {
    std::int64_t value;
    std::int64_t rest;  // 0 <= rest < divisor
};
// Division that rounds down, for times before the epoch.
constexpr quotient divide_down(std::int64_t dividend, std::int64_t divisor) noexcept {
    const std::int64_t rest = dividend % divisor;
    return rest < 0 ? quotient{dividend / divisor - 1, rest + divisor} : quotient{dividend / divisor, rest};
}

}  // namespace oraxx::values
