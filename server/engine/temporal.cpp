#include "server/engine/temporal.hpp"

#include <cstdlib>

#include "values/calendar.hpp"

namespace oraxx::sandbox::engine {

using values::divide_down;

instant add(const instant& a, const instant& b) noexcept {
    instant out{a.seconds + b.seconds, a.nanos + b.nanos};  // the sum stays below 2^32
    if (out.nanos >= nanos_per_second) {
        out.nanos -= static_cast<std::uint32_t>(nanos_per_second);
        ++out.seconds;
    }
    return out;
}

instant negate(const instant& a) noexcept {
    if (a.nanos == 0) return {-a.seconds, 0};
    return {-a.seconds - 1, static_cast<std::uint32_t>(nanos_per_second) - a.nanos};
}

instant round_fraction(const instant& a, int digits) noexcept {
    std::uint32_t unit = 1;
    for (int i = digits; i < 9; ++i) unit *= 10;  // at most 10^9
    instant out = a;
    const std::uint32_t rest = out.nanos % unit;
    out.nanos -= rest;
    if (unit == 1 || rest < unit / 2) return out;
    return add(out, {0, unit});
}

std::int64_t day_number(const instant& t) noexcept {
    return divide_down(t.seconds, seconds_per_day).value;
}

time_fields to_fields(const instant& t) noexcept {
    const auto [days, rest] = divide_down(t.seconds, seconds_per_day);
    const auto civil = values::from_day_number(days);
    time_fields out;
    out.year = civil.year;
    out.month = civil.month;
    out.day = civil.day;
    out.hour = static_cast<int>(rest / 3600);
    out.minute = static_cast<int>(rest / 60 % 60);
    out.second = static_cast<int>(rest % 60);
    out.nanos = t.nanos;
    return out;
}

instant to_instant(const time_fields& f) noexcept {
    const auto days = values::to_day_number({f.year, f.month, f.day});
    return {days * seconds_per_day + f.hour * 3600 + f.minute * 60 + f.second, f.nanos};
}

int days_in_month(int year, int month) noexcept {
    int next_year = month == 12 ? year + 1 : year;
    if (next_year == 0) next_year = 1;
    const int next_month = month == 12 ? 1 : month + 1;
    const auto last = values::to_day_number({next_year, next_month, 1}) - 1;
    return values::from_day_number(last).day;
}

int iso_weekday(std::int64_t day) noexcept {
    return static_cast<int>(divide_down(day + 3, 7).rest) + 1;  // 1970-01-01 was a Thursday
}

bool in_range(const instant& t) noexcept {
    const auto day = day_number(t);
    constexpr std::int64_t widest = 100'000'000;  // what the calendar can take apart
    if (day < -widest || day > widest) return false;
    const auto year = values::from_day_number(day).year;
    return year >= values::min_year && year <= values::max_year;
}

instant from_date(const date& d) noexcept {
    return to_instant({d.year, d.month, d.day, d.hour, d.minute, d.second, 0, 0});
}

date to_date(const instant& t) noexcept {
    const auto f = to_fields(t);
    const auto byte = [](int v) { return static_cast<std::uint8_t>(v); };
    return {
        static_cast<std::int16_t>(f.year), byte(f.month), byte(f.day), byte(f.hour), byte(f.minute), byte(f.second)};
}

instant from_timestamp(const timestamp& t) noexcept {
    auto out = from_date(t.date);
    out.nanos = t.nanosecond;
    return out;
}

timestamp to_timestamp(const instant& t) noexcept {
    return {to_date(t), t.nanos};
}

instant from_interval(const interval_ds& i) noexcept {
    const std::int64_t seconds = std::int64_t{i.days} * seconds_per_day + std::int64_t{i.hours} * 3600 +
                                 std::int64_t{i.minutes} * 60 + i.seconds;
    const auto [whole, nanos] = divide_down(i.nanoseconds, nanos_per_second);
    return {seconds + whole, static_cast<std::uint32_t>(nanos)};
}

interval_ds to_interval(const instant& span) noexcept {
    const bool negative = span.seconds < 0;
    const instant size = negative ? negate(span) : span;
    const int sign = negative ? -1 : 1;
    const auto part = [sign](std::int64_t v) { return static_cast<std::int32_t>(sign * v); };
    return {part(size.seconds / seconds_per_day), part(size.seconds / 3600 % 24), part(size.seconds / 60 % 60),
            part(size.seconds % 60), part(size.nanos)};
}

namespace {

// The month that is `months` after the one of `f`; skips the year zero that is not there.
time_fields shift_month(time_fields f, std::int64_t months) noexcept {
    const std::int64_t astronomical = f.year < 0 ? f.year + 1 : f.year;
    const auto [year, month] = divide_down(astronomical * 12 + f.month - 1 + months, 12);
    f.year = static_cast<int>(year <= 0 ? year - 1 : year);
    f.month = static_cast<int>(month) + 1;
    return f;
}

}  // namespace

instant add_months(const instant& t, std::int64_t months) noexcept {
    const auto before = to_fields(t);
    auto after = shift_month(before, months);
    const int last = days_in_month(after.year, after.month);
    if (before.day == days_in_month(before.year, before.month) || after.day > last) after.day = last;
    return to_instant(after);
}

std::optional<instant> add_months_exactly(const instant& t, std::int64_t months) noexcept {
    const auto after = shift_month(to_fields(t), months);
    if (after.day > days_in_month(after.year, after.month)) return std::nullopt;
    return to_instant(after);
}

std::optional<std::int16_t> parse_offset(std::string_view text) noexcept {
    int sign = 1;
    if (!text.empty() && (text[0] == '+' || text[0] == '-')) {
        sign = text[0] == '-' ? -1 : 1;
        text.remove_prefix(1);
    }
    const auto number = [&text](std::size_t most) {
        int value = -1;
        std::size_t used = 0;
        for (; used < most && used < text.size() && text[used] >= '0' && text[used] <= '9'; ++used) {
            value = (value < 0 ? 0 : value * 10) + (text[used] - '0');
        }
        text.remove_prefix(used);
        return value;
    };
    const int hours = number(2);
    if (hours < 0 || hours > 15 || text.empty() || text[0] != ':') return std::nullopt;
    text.remove_prefix(1);
    const int minutes = number(2);
    if (minutes < 0 || minutes > 59 || !text.empty()) return std::nullopt;
    return static_cast<std::int16_t>(sign * (hours * 60 + minutes));
}

std::string offset_text(int minutes) {
    const int size = std::abs(minutes);
    std::string out(1, minutes < 0 ? '-' : '+');
    for (const int part : {size / 60, size % 60}) {
        if (out.size() > 1) out += ':';
        out += static_cast<char>('0' + part / 10);
        out += static_cast<char>('0' + part % 10);
    }
    return out;
}

}  // namespace oraxx::sandbox::engine
