// Dates, timestamps and intervals as Oracle has them: fields, lossless, without a calendar's opinion.
//
// Years run from -4712 to 9999 without a year zero (-1 is 1 BC); days before 1582-10-15 are Julian.
// The chrono conversions refuse (throw error, errc::value_out_of_range) what std::chrono cannot say.
// Value types: trivially copyable, no allocation.
#pragma once

#include <chrono>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace oraxx {

struct date {
    std::int16_t year = 1;
    std::uint8_t month = 1;   // 1..12
    std::uint8_t day = 1;     // 1..31
    std::uint8_t hour = 0;    // 0..23
    std::uint8_t minute = 0;  // 0..59
    std::uint8_t second = 0;  // 0..59

    friend auto operator<=>(const date&, const date&) = default;
    [[nodiscard]] bool is_valid() const noexcept;  // fields in range, day within month
    [[nodiscard]] std::string to_string() const;   // 2026-11-23T05:06:07
    [[nodiscard]] static std::optional<date> parse(std::string_view text) noexcept;  // the same form, 'T' or blank
    [[nodiscard]] std::chrono::sys_seconds to_sys() const;                           // as if UTC; from 1582-10-15 on
    [[nodiscard]] static date from_sys(std::chrono::sys_seconds time);
};

struct timestamp {
    oraxx::date date{};
    std::uint32_t nanosecond = 0;  // 0..999999999

    friend auto operator<=>(const timestamp&, const timestamp&) = default;
    [[nodiscard]] bool is_valid() const noexcept;
    [[nodiscard]] std::string to_string() const;  // 2026-11-23T05:06:07.123456789, fraction only if not zero
    [[nodiscard]] static std::optional<timestamp> parse(std::string_view text) noexcept;
    // As if UTC. Range of 64-bit nanoseconds: 1677-09-21 .. 2262-04-11.
    [[nodiscard]] std::chrono::sys_time<std::chrono::nanoseconds> to_sys() const;
    [[nodiscard]] static timestamp from_sys(std::chrono::sys_time<std::chrono::nanoseconds> time);
};

// TIMESTAMP WITH TIME ZONE. The fields are UTC; the offset says how to show them.
struct timestamp_tz {
    timestamp utc{};
    std::int16_t offset_minutes = 0;  // -779..+840
    std::uint16_t region_id = 0;      // Oracle's number of a named region; 0 = plain offset

    friend auto operator<=>(const timestamp_tz&, const timestamp_tz&) = default;
    [[nodiscard]] timestamp local() const;           // utc + offset
    static constexpr int min_offset_minutes = -779;  // -12:59
    static constexpr int max_offset_minutes = 840;   // +14:00
    [[nodiscard]] std::string to_string() const;     // local time, then +05:30
    // Local time with Z or +hh:mm.
    [[nodiscard]] static std::optional<timestamp_tz> parse(std::string_view text) noexcept;
    [[nodiscard]] static timestamp_tz from_local(const timestamp& local, std::int16_t offset_minutes);
};

// TIMESTAMP WITH LOCAL TIME ZONE: the time as the clocks of the session's time zone show it.
struct timestamp_ltz {
    timestamp value{};

    friend auto operator<=>(const timestamp_ltz&, const timestamp_ltz&) = default;
    [[nodiscard]] std::string to_string() const { return value.to_string(); }
};

// INTERVAL DAY TO SECOND. All fields carry the sign of the interval (mixed signs are legal on the wire).
struct interval_ds {
    std::int32_t days = 0;
    std::int32_t hours = 0;
    std::int32_t minutes = 0;
    std::int32_t seconds = 0;
    std::int32_t nanoseconds = 0;

    friend bool operator==(const interval_ds&, const interval_ds&) = default;
    [[nodiscard]] std::string to_string() const;  // +000000001 02:03:04.000000005 without padding: "1 02:03:04"
    [[nodiscard]] static std::optional<interval_ds> parse(std::string_view text) noexcept;
    // Fields as Oracle has them: +-999999999 days, 23 hours, 59 minutes, 59 seconds, 999999999 nanoseconds.
    [[nodiscard]] bool is_valid() const noexcept;
    // Throws when the interval passes +-292 years.
    [[nodiscard]] std::chrono::nanoseconds to_duration() const;
    [[nodiscard]] static interval_ds from_duration(std::chrono::nanoseconds value) noexcept;
};

// INTERVAL YEAR TO MONTH; both fields carry the sign.
struct interval_ym {
    std::int32_t years = 0;
    std::int32_t months = 0;

    friend bool operator==(const interval_ym&, const interval_ym&) = default;
    [[nodiscard]] std::string to_string() const;  // "1-02", "-0-05"
    [[nodiscard]] static std::optional<interval_ym> parse(std::string_view text) noexcept;
    [[nodiscard]] bool is_valid() const noexcept;  // +-999999999 years, +-11 months
    [[nodiscard]] std::int64_t total_months() const noexcept { return std::int64_t{years} * 12 + months; }
};

}  // namespace oraxx
