#include <limits>

#include <oraxx/datetime.hpp>

#include "values/calendar.hpp"
#include "values/datetime_text.hpp"
#include "values/out_of_range.hpp"
#include "values/text_scanner.hpp"

namespace oraxx {
namespace {

constexpr std::uint32_t nanoseconds_per_second = 1'000'000'000;

values::calendar_day day_of(const date& d) noexcept {
    return {d.year, d.month, d.day};
}

// Seconds since 1970-01-01, the fields read as UTC.
std::int64_t to_seconds(const date& d) noexcept {
    return values::to_day_number(day_of(d)) * values::seconds_per_day + std::int64_t{d.hour} * 3600 +
           std::int64_t{d.minute} * 60 + d.second;
}

date from_seconds(std::int64_t seconds) noexcept {
    const auto [days, second_of_day] = values::divide_down(seconds, values::seconds_per_day);
    const auto day = values::from_day_number(days);
    return {.year = static_cast<std::int16_t>(day.year),
            .month = static_cast<std::uint8_t>(day.month),
            .day = static_cast<std::uint8_t>(day.day),
            .hour = static_cast<std::uint8_t>(second_of_day / 3600),
            .minute = static_cast<std::uint8_t>(second_of_day / 60 % 60),
            .second = static_cast<std::uint8_t>(second_of_day % 60)};
}

timestamp shifted(const timestamp& t, int minutes) noexcept {
    return {.date = from_seconds(to_seconds(t.date) + std::int64_t{minutes} * 60), .nanosecond = t.nanosecond};
}

// [-]YYYY-MM-DD{T| }HH:MM:SS, checked field by field only.
date scan_date(values::text_scanner& in) noexcept {
    date out;
    const auto sign = in.sign();
    out.year = static_cast<std::int16_t>(sign * in.digits(4, 4));
    in.expect('-');
    out.month = static_cast<std::uint8_t>(in.digits(2, 2));
    in.expect('-');
    out.day = static_cast<std::uint8_t>(in.digits(2, 2));
    if (!in.accept('T')) in.expect(' ');
    out.hour = static_cast<std::uint8_t>(in.digits(2, 2));
    in.expect(':');
    out.minute = static_cast<std::uint8_t>(in.digits(2, 2));
    in.expect(':');
    out.second = static_cast<std::uint8_t>(in.digits(2, 2));
    return out;
}

timestamp scan_timestamp(values::text_scanner& in) noexcept {
    timestamp out;
    out.date = scan_date(in);
    out.nanosecond = static_cast<std::uint32_t>(in.nanoseconds());
    return out;
}

}  // namespace

bool date::is_valid() const noexcept {
    return values::is_valid(day_of(*this)) && hour < 24 && minute < 60 && second < 60;
}

std::string date::to_string() const {
    return values::text_of(*this);
}

std::optional<date> date::parse(std::string_view text) noexcept {
    values::text_scanner in(text);
    const auto out = scan_date(in);
    return in.at_end() && out.is_valid() ? std::optional(out) : std::nullopt;
}

std::chrono::sys_seconds date::to_sys() const {
    if (!is_valid()) values::throw_out_of_range("not a date: a field is out of range");
    const auto seconds = to_seconds(*this);
    if (seconds < values::first_gregorian_day * values::seconds_per_day) {
        values::throw_out_of_range("dates before 1582-10-15 are Julian and have no std::chrono form");
    }
    return std::chrono::sys_seconds{std::chrono::seconds{seconds}};
}

date date::from_sys(std::chrono::sys_seconds time) {
    constexpr auto day = values::seconds_per_day;
    constexpr std::int64_t end_of_range = 2'932'897 * day;  // 10000-01-01
    const std::int64_t seconds = time.time_since_epoch().count();
    if (seconds < values::first_gregorian_day * day || seconds >= end_of_range) {
        values::throw_out_of_range("the time is outside 1582-10-15 to 9999-12-31");
    }
    return from_seconds(seconds);
}

bool timestamp::is_valid() const noexcept {
    return date.is_valid() && nanosecond < nanoseconds_per_second;
}

std::string timestamp::to_string() const {
    return values::text_of(*this);
}

std::optional<timestamp> timestamp::parse(std::string_view text) noexcept {
    values::text_scanner in(text);
    const auto out = scan_timestamp(in);
    return in.at_end() && out.is_valid() ? std::optional(out) : std::nullopt;
}

std::chrono::sys_time<std::chrono::nanoseconds> timestamp::to_sys() const {
    if (!is_valid()) values::throw_out_of_range("not a timestamp: a field is out of range");
    constexpr std::int64_t per_second = nanoseconds_per_second;
    constexpr std::int64_t least = std::numeric_limits<std::int64_t>::min();
    constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();
    const std::int64_t seconds = to_seconds(date);
    const auto low = values::divide_down(least, per_second);
    const auto high = values::divide_down(most, per_second);
    if (seconds < low.value || seconds > high.value || (seconds == low.value && nanosecond < low.rest) ||
        (seconds == high.value && nanosecond > high.rest)) {
        values::throw_out_of_range(
            "the timestamp is outside 1677-09-21 to 2262-04-11, the range of 64-bit nanoseconds");
    }
    // The lowest second cannot be multiplied: go through the one above it.
    const std::int64_t count =
        seconds < 0 ? (seconds + 1) * per_second - (per_second - nanosecond) : seconds * per_second + nanosecond;
    return std::chrono::sys_time<std::chrono::nanoseconds>{std::chrono::nanoseconds{count}};
}

timestamp timestamp::from_sys(std::chrono::sys_time<std::chrono::nanoseconds> time) {
    const auto [seconds, rest] = values::divide_down(time.time_since_epoch().count(), nanoseconds_per_second);
    return {.date = from_seconds(seconds), .nanosecond = static_cast<std::uint32_t>(rest)};
}

timestamp timestamp_tz::local() const {
    return shifted(utc, offset_minutes);
}

timestamp_tz timestamp_tz::from_local(const timestamp& local, std::int16_t offset_minutes) {
    return {.utc = shifted(local, -offset_minutes), .offset_minutes = offset_minutes};
}

std::string timestamp_tz::to_string() const {
    return values::text_of(*this);
}

std::optional<timestamp_tz> timestamp_tz::parse(std::string_view text) noexcept {
    values::text_scanner in(text);
    const auto local = scan_timestamp(in);
    std::int32_t offset = 0;
    if (!in.accept('Z')) {
        if (in.rest().empty() || (in.rest().front() != '+' && in.rest().front() != '-')) return std::nullopt;
        const auto sign = in.sign();
        const auto hours = in.digits(2, 2);
        in.expect(':');
        const auto minutes = in.digits(2, 2);
        if (minutes > 59) return std::nullopt;
        offset = sign * (hours * 60 + minutes);
    }
    if (!in.at_end() || !local.is_valid() || offset < min_offset_minutes || offset > max_offset_minutes) {
        return std::nullopt;
    }
    const auto out = from_local(local, static_cast<std::int16_t>(offset));
    return out.utc.is_valid() ? std::optional(out) : std::nullopt;
}

}  // namespace oraxx
