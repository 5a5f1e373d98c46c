// Points in time and spans as the engine computes with them.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <oraxx/datetime.hpp>

namespace oraxx::sandbox::engine {

inline constexpr std::int64_t seconds_per_day = 86'400;
inline constexpr std::int64_t nanos_per_second = 1'000'000'000;

// Seconds since 1970-01-01 in Oracle's calendar, rounded down, and nanoseconds. Also a day-to-second span.
struct instant {
    std::int64_t seconds = 0;
    std::uint32_t nanos = 0;  // 0..999999999

    friend auto operator<=>(const instant&, const instant&) = default;
};

[[nodiscard]] instant add(const instant& a, const instant& b) noexcept;
[[nodiscard]] instant negate(const instant& a) noexcept;
// Rounds to `digits` (0..9) fraction digits, half up.
[[nodiscard]] instant round_fraction(const instant& a, int digits) noexcept;

// An instant with the offset it is shown in.
struct zoned_instant {
    instant utc{};
    std::int16_t offset_minutes = 0;
    std::uint16_t region_id = 0;
};

// A time taken apart. Hours and below of a year without year zero.
struct time_fields {
    int year = 1;
    int month = 1;
    int day = 1;
    int hour = 0;
    int minute = 0;
    int second = 0;
    std::uint32_t nanos = 0;
    int offset_minutes = 0;
};

[[nodiscard]] time_fields to_fields(const instant& t) noexcept;
[[nodiscard]] instant to_instant(const time_fields& f) noexcept;  // ignores the offset
[[nodiscard]] int days_in_month(int year, int month) noexcept;
// ISO 8601 day of week, 1 = Monday.
[[nodiscard]] int iso_weekday(std::int64_t day_number) noexcept;
[[nodiscard]] std::int64_t day_number(const instant& t) noexcept;  // days since 1970-01-01, rounded down
// Is the year within -4712..9999?
[[nodiscard]] bool in_range(const instant& t) noexcept;

[[nodiscard]] instant from_date(const date& d) noexcept;
[[nodiscard]] date to_date(const instant& t) noexcept;
[[nodiscard]] instant from_timestamp(const timestamp& t) noexcept;
[[nodiscard]] timestamp to_timestamp(const instant& t) noexcept;
[[nodiscard]] instant from_interval(const interval_ds& i) noexcept;
[[nodiscard]] interval_ds to_interval(const instant& span) noexcept;

// Whole months later; the last day of a month stays the last day, as ADD_MONTHS does.
[[nodiscard]] instant add_months(const instant& t, std::int64_t months) noexcept;
// As timestamp + INTERVAL YEAR TO MONTH: nullopt when the day does not exist (ORA-01839).
[[nodiscard]] std::optional<instant> add_months_exactly(const instant& t, std::int64_t months) noexcept;

// "+05:30", "-8:00"; nullopt when malformed or beyond +-15:59.
[[nodiscard]] std::optional<std::int16_t> parse_offset(std::string_view text) noexcept;
[[nodiscard]] std::string offset_text(int minutes);

}  // namespace oraxx::sandbox::engine
