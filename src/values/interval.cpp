#include <limits>

#include <oraxx/datetime.hpp>

#include "values/calendar.hpp"
#include "values/out_of_range.hpp"
#include "values/text_scanner.hpp"

namespace oraxx {
namespace {

constexpr std::int64_t nanoseconds_per_second = 1'000'000'000;

// The sum of all fields: seconds and a rest of less than a second, both with the sign of the whole.
struct total_time {
    std::int64_t seconds;
    std::int64_t nanoseconds;
};

total_time sum(const interval_ds& i) noexcept {
    // 64 bits hold the sum whatever the fields are: 2^31 days are 2^48 seconds.
    const std::int64_t seconds = i.days * values::seconds_per_day + std::int64_t{i.hours} * 3600 +
                                 std::int64_t{i.minutes} * 60 + i.seconds + i.nanoseconds / nanoseconds_per_second;
    const std::int64_t rest = i.nanoseconds % nanoseconds_per_second;
    if (seconds > 0 && rest < 0) return {seconds - 1, rest + nanoseconds_per_second};
    if (seconds < 0 && rest > 0) return {seconds + 1, rest - nanoseconds_per_second};
    return {seconds, rest};
}

std::uint64_t magnitude(std::int64_t value) noexcept {
    return static_cast<std::uint64_t>(value < 0 ? -value : value);
}

}  // namespace

std::string interval_ds::to_string() const {
    const auto total = sum(*this);
    const auto whole = magnitude(total.seconds);
    constexpr auto day = static_cast<std::uint64_t>(values::seconds_per_day);
    std::string out;
    if (total.seconds < 0 || total.nanoseconds < 0) out.push_back('-');
    values::append_padded(out, whole / day, 1);
    out.push_back(' ');
    values::append_padded(out, whole % day / 3600, 2);
    out.push_back(':');
    values::append_padded(out, whole / 60 % 60, 2);
    out.push_back(':');
    values::append_padded(out, whole % 60, 2);
    values::append_fraction(out, magnitude(total.nanoseconds));
    return out;
}

std::optional<interval_ds> interval_ds::parse(std::string_view text) noexcept {
    values::text_scanner in(text);
    const auto sign = in.sign();
    interval_ds out;
    out.days = sign * in.digits(1, 9);
    in.expect(' ');
    out.hours = sign * in.digits(2, 2);
    in.expect(':');
    out.minutes = sign * in.digits(2, 2);
    in.expect(':');
    out.seconds = sign * in.digits(2, 2);
    out.nanoseconds = sign * in.nanoseconds();
    return in.at_end() && out.is_valid() ? std::optional(out) : std::nullopt;
}

bool interval_ds::is_valid() const noexcept {
    const auto within = [](std::int32_t field, std::int32_t limit) { return field >= -limit && field <= limit; };
    return within(days, 999'999'999) && within(hours, 23) && within(minutes, 59) && within(seconds, 59) &&
           within(nanoseconds, 999'999'999);
}

std::chrono::nanoseconds interval_ds::to_duration() const {
    const auto total = sum(*this);
    constexpr auto most = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
    constexpr auto per_second = static_cast<std::uint64_t>(nanoseconds_per_second);
    // Both parts have one sign; the most negative duration is left out for symmetry.
    if (magnitude(total.seconds) > (most - magnitude(total.nanoseconds)) / per_second) {
        values::throw_out_of_range("the interval is longer than 64-bit nanoseconds can say (about 292 years)");
    }
    return std::chrono::nanoseconds{total.seconds * nanoseconds_per_second + total.nanoseconds};
}

interval_ds interval_ds::from_duration(std::chrono::nanoseconds value) noexcept {
    // Truncating division gives every field the sign of the whole.
    const std::int64_t count = value.count();
    const std::int64_t seconds = count / nanoseconds_per_second;
    return {.days = static_cast<std::int32_t>(seconds / values::seconds_per_day),
            .hours = static_cast<std::int32_t>(seconds / 3600 % 24),
            .minutes = static_cast<std::int32_t>(seconds / 60 % 60),
            .seconds = static_cast<std::int32_t>(seconds % 60),
            .nanoseconds = static_cast<std::int32_t>(count % nanoseconds_per_second)};
}

std::string interval_ym::to_string() const {
    const auto total = total_months();
    std::string out;
    if (total < 0) out.push_back('-');
    values::append_padded(out, magnitude(total) / 12, 1);
    out.push_back('-');
    values::append_padded(out, magnitude(total) % 12, 2);
    return out;
}

std::optional<interval_ym> interval_ym::parse(std::string_view text) noexcept {
    values::text_scanner in(text);
    const auto sign = in.sign();
    interval_ym out;
    out.years = sign * in.digits(1, 9);
    in.expect('-');
    out.months = sign * in.digits(1, 2);
    return in.at_end() && out.is_valid() ? std::optional(out) : std::nullopt;
}

bool interval_ym::is_valid() const noexcept {
    return years >= -999'999'999 && years <= 999'999'999 && months >= -11 && months <= 11;
}

}  // namespace oraxx
