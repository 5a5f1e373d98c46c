// Date arithmetic and date functions.
#include <array>
#include <string>

#include "server/engine/lexer.hpp"
#include "server/engine/runtime.hpp"
#include "server/engine/time_zone.hpp"
#include "server/engine/unicode.hpp"
#include "values/calendar.hpp"

namespace oraxx::sandbox::engine {
namespace {

constexpr std::int64_t seconds_per_hour = 3600;
constexpr std::int64_t seconds_per_minute = 60;

instant of_date(const call& c, std::size_t at) {
    return {c.integer(at), 0};
}

// Days as seconds, rounded to the second as DATE arithmetic does.
std::int64_t days_to_seconds(const decimal& days, std::size_t position) {
    const auto seconds = decimal::multiply(days, decimal(seconds_per_day));
    const auto rounded = seconds ? seconds->rounded(0, decimal::rounding::half_up).to_int64() : std::nullopt;
    constexpr std::int64_t most = 400'000'000'000;  // beyond every date
    if (!rounded || *rounded > most || *rounded < -most) {
        fail(ora::year_out_of_range, position);
    }
    return *rounded;
}

// (date, days, position)
void add_days(call& c) {
    c.result_date({c.integer(0) + days_to_seconds(c.number(1), c.position()), 0});
}
// (date, date): days between, as exact as NUMBER goes
void day_difference(call& c) {
    const auto seconds = decimal(c.integer(0) - c.integer(1));
    c.result(*decimal::divide(seconds, decimal(seconds_per_day)));
}

// Start of the unit that holds `t`; shared by TRUNC and (with the midpoint moved) ROUND.
enum class unit : unsigned char {
    century,
    year,
    iso_year,
    quarter,
    month,
    week_of_year,
    iso_week,
    week_of_month,
    day,
    week_start,
    hour,
    minute
};

unit unit_of(std::string_view model, std::size_t position) {
    struct name {
        std::string_view text;
        unit what;
    };
    constexpr name names[] = {
        {"CC", unit::century},      {"SCC", unit::century},   {"SYYYY", unit::year},      {"YYYY", unit::year},
        {"YEAR", unit::year},       {"SYEAR", unit::year},    {"YYY", unit::year},        {"YY", unit::year},
        {"Y", unit::year},          {"IYYY", unit::iso_year}, {"IYY", unit::iso_year},    {"IY", unit::iso_year},
        {"I", unit::iso_year},      {"Q", unit::quarter},     {"MONTH", unit::month},     {"MON", unit::month},
        {"MM", unit::month},        {"RM", unit::month},      {"WW", unit::week_of_year}, {"IW", unit::iso_week},
        {"W", unit::week_of_month}, {"DDD", unit::day},       {"DD", unit::day},          {"J", unit::day},
        {"DAY", unit::week_start},  {"DY", unit::week_start}, {"D", unit::week_start},    {"HH", unit::hour},
        {"HH12", unit::hour},       {"HH24", unit::hour},     {"MI", unit::minute},
    };
    const auto upper = upper_ascii(model);
    for (const auto& n : names) {
        if (n.text == upper) return n.what;
    }
    fail(ora::too_many_precision_specifiers, position);
}

std::int64_t first_day(int year, int month) {
    return values::to_day_number({year, month, 1});
}

std::int64_t iso_year_start(std::int64_t day) {
    const auto thursday = day - iso_weekday(day) + 4;
    const auto january_4 = values::to_day_number({values::from_day_number(thursday).year, 1, 4});
    return january_4 - iso_weekday(january_4) + 1;
}

// The start of the unit in seconds; weeks begin on `first_weekday`.
std::int64_t start_of(std::int64_t seconds, unit what, int first_weekday = 7) {
    const auto f = to_fields({seconds, 0});
    const auto day = day_number({seconds, 0});
    std::int64_t start = day;
    switch (what) {
    case unit::century: start = first_day((f.year - 1) / 100 * 100 + 1, 1); break;
    case unit::year: start = first_day(f.year, 1); break;
    case unit::iso_year: start = iso_year_start(day); break;
    case unit::quarter: start = first_day(f.year, (f.month - 1) / 3 * 3 + 1); break;
    case unit::month: start = first_day(f.year, f.month); break;
    case unit::week_of_year: start = day - (day - first_day(f.year, 1)) % 7; break;
    case unit::iso_week: start = day - iso_weekday(day) + 1; break;
    case unit::week_of_month: start = day - (f.day - 1) % 7; break;
    case unit::week_start: start = day - (iso_weekday(day) - first_weekday + 7) % 7; break;
    case unit::day: break;
    case unit::hour: return day * seconds_per_day + f.hour * seconds_per_hour;
    case unit::minute: return day * seconds_per_day + f.hour * seconds_per_hour + f.minute * seconds_per_minute;
    }
    return start * seconds_per_day;
}

// (date, model, position)
void truncate_date(call& c) {
    const auto what = unit_of(c.text(1), c.position());
    c.result_date({start_of(c.integer(0), what, c.state().nls().first_weekday()), 0});
}

void round_date(call& c) {
    const auto what = unit_of(c.text(1), c.position());
    const auto seconds = c.integer(0);
    const auto f = to_fields({seconds, 0});
    constexpr std::int64_t half_day = seconds_per_day / 2;
    std::int64_t shifted = 0;
    switch (what) {
    case unit::century: shifted = (f.year - 1) % 100 >= 50 ? to_instant({f.year + 50, 1, 1}).seconds : seconds; break;
    case unit::year: shifted = f.month >= 7 ? to_instant({f.year + 1, 1, 1}).seconds : seconds; break;
    case unit::iso_year: shifted = f.month >= 7 ? to_instant({f.year + 1, 1, 15}).seconds : seconds; break;
    case unit::quarter: {
        const int in_quarter = (f.month - 1) % 3;
        const bool up = in_quarter == 2 || (in_quarter == 1 && f.day >= 16);
        shifted = up ? add_months({start_of(seconds, unit::quarter), 0}, 3).seconds : seconds;
        break;
    }
    case unit::month:
        shifted = f.day >= 16 ? add_months({start_of(seconds, unit::month), 0}, 1).seconds : seconds;
        break;
    case unit::week_of_year:
    case unit::iso_week:
    case unit::week_of_month:
    case unit::week_start: shifted = seconds + 3 * seconds_per_day + half_day; break;
    case unit::day: shifted = seconds + half_day; break;
    case unit::hour: shifted = seconds + 1800; break;
    case unit::minute: shifted = seconds + 30; break;
    }
    c.result_date({start_of(shifted, what, c.state().nls().first_weekday()), 0});
}

// (date, months, position)
void shift_months(call& c) {
    const auto months = c.whole(1);
    if (months > 200'000 || months < -200'000) fail(ora::year_out_of_range, c.position());
    c.result_date(add_months(of_date(c, 0), months));
}
void last_day(call& c) {
    auto f = to_fields(of_date(c, 0));
    f.day = days_in_month(f.year, f.month);
    c.result(to_instant(f).seconds);
}
// Whole months, or a fraction of 31-day months.
void months_between(call& c) {
    const auto a = to_fields(of_date(c, 0));
    const auto b = to_fields(of_date(c, 1));
    const decimal months((a.year - b.year) * 12LL + a.month - b.month);
    const bool both_last = a.day == days_in_month(a.year, a.month) && b.day == days_in_month(b.year, b.month);
    if (a.day == b.day || both_last) return c.result(months);
    const auto seconds_in_month = [](const time_fields& f) {
        return (f.day - 1) * seconds_per_day + f.hour * seconds_per_hour + f.minute * seconds_per_minute + f.second;
    };
    const decimal rest(seconds_in_month(a) - seconds_in_month(b));
    c.result(*decimal::add(months, *decimal::divide(rest, decimal(31 * seconds_per_day))));
}
// (date, weekday, position): the day's name or its abbreviation, whatever follows that.
void next_day(call& c) {
    const auto wanted = to_upper(c.text(1));
    int weekday = 1;
    for (const auto name : c.state().nls().date_language().short_days) {
        const auto plain = name.substr(0, name.find('.'));
        if (wanted.compare(0, plain.size(), plain) == 0) {
            const auto today = iso_weekday(day_number(of_date(c, 0)));
            const int ahead = (weekday - today + 6) % 7 + 1;
            return c.result_date({c.integer(0) + ahead * seconds_per_day, 0});
        }
        ++weekday;
    }
    fail(ora::bad_weekday, c.position());
}

// (datetime, span, position); DATE keeps no fraction.
void date_plus_span(call& c) {
    c.result_date(add(of_date(c, 0), c.time(1)));
}
void timestamp_plus_span(call& c) {
    c.result_timestamp(add(c.time(0), c.time(1)));
}
void zoned_plus_span(call& c) {
    auto t = c.zoned(0);
    t.utc = add(t.utc, c.time(1));
    t = with_offset(t);
    if (!in_range(t.utc)) fail(ora::year_out_of_range, c.position());
    c.result(t);
}
// (datetime, months, position)
void date_plus_months(call& c) {
    const auto t = add_months_exactly(of_date(c, 0), c.integer(1));
    if (!t) fail(ora::day_not_in_month, c.position());
    c.result_date(*t);
}
void timestamp_plus_months(call& c) {
    const auto t = add_months_exactly(c.time(0), c.integer(1));
    if (!t) fail(ora::day_not_in_month, c.position());
    c.result_timestamp(*t);
}
void zoned_plus_months(call& c) {
    auto t = with_offset(c.zoned(0));
    const instant offset{t.offset_minutes * seconds_per_minute, 0};
    const auto local = add_months_exactly(add(t.utc, offset), c.integer(1));
    if (!local) fail(ora::day_not_in_month, c.position());
    t.utc = add(*local, negate(offset));
    t = with_offset(t);
    if (!in_range(t.utc)) fail(ora::year_out_of_range, c.position());
    c.result(t);
}

// Intervals DAY TO SECOND
void span_between(call& c) {
    c.result(add(c.time(0), negate(c.time(1))));
}
void add_spans(call& c) {
    c.result(add(c.time(0), c.time(1)));
}
void negate_span(call& c) {
    c.result(negate(c.time(0)));
}
decimal in_seconds(const instant& span) {
    const auto fraction = decimal::divide(decimal(std::int64_t{span.nanos}), decimal(nanos_per_second));
    return *decimal::add(decimal(span.seconds), *fraction);
}
instant from_seconds(const std::optional<decimal>& seconds, std::size_t position) {
    if (!seconds) fail(ora::numeric_overflow, position);
    const auto rounded = seconds->rounded(9, decimal::rounding::half_up);
    const auto whole = rounded.rounded(0, decimal::rounding::floor);
    const auto nanos = decimal::multiply(*decimal::subtract(rounded, whole), decimal(nanos_per_second));
    const auto integer = whole.to_int64();
    constexpr std::int64_t most = 999'999'999LL * seconds_per_day + seconds_per_day - 1;
    if (!integer || *integer > most || *integer < -most) fail(ora::leading_precision_too_small, position);
    return {*integer, static_cast<std::uint32_t>(nanos->to_int64().value_or(0))};
}
// (span, number, position)
void multiply_span(call& c) {
    c.result(from_seconds(decimal::multiply(in_seconds(c.time(0)), c.number(1)), c.position()));
}
void divide_span(call& c) {
    if (c.number(1).is_zero()) fail(ora::divisor_is_zero, c.position());
    c.result(from_seconds(decimal::divide(in_seconds(c.time(0)), c.number(1)), c.position()));
}
// NUMTODSINTERVAL (number, unit, position)
void number_to_span(call& c) {
    const auto name = upper_ascii(c.text(1));
    const std::int64_t factor = name == "DAY" ? seconds_per_day : name == "HOUR" ? 3600 : name == "MINUTE" ? 60 : 1;
    if (factor == 1 && name != "SECOND") fail(ora::illegal_argument, c.position());
    c.result(from_seconds(decimal::multiply(c.number(0), decimal(factor)), c.position()));
}
// NUMTOYMINTERVAL
void number_to_months(call& c) {
    const auto name = upper_ascii(c.text(1));
    if (name != "YEAR" && name != "MONTH") fail(ora::illegal_argument, c.position());
    const auto months = decimal::multiply(c.number(0), decimal(name == "YEAR" ? 12 : 1));
    if (!months) fail(ora::numeric_overflow, c.position());
    c.result(months->rounded(0, decimal::rounding::half_up).to_int64().value_or(0));
}
// (months, number, position)
void multiply_months(call& c) {
    const auto product = decimal::multiply(decimal(c.integer(0)), c.number(1));
    const auto whole = product ? product->rounded(0, decimal::rounding::truncate).to_int64() : std::nullopt;
    if (!whole) fail(ora::numeric_overflow, c.position());
    c.result(*whole);
}
void divide_months(call& c) {
    if (c.number(1).is_zero()) fail(ora::divisor_is_zero, c.position());
    const auto quotient = decimal::divide(decimal(c.integer(0)), c.number(1));
    c.result(quotient ? quotient->rounded(0, decimal::rounding::truncate).to_int64().value_or(0) : 0);
}

decimal second_with_fraction(int second, std::uint32_t nanos) {
    return in_seconds({second, nanos});
}

// (field, datetime as local instant, offset minutes, position)
void extract_datetime(call& c) {
    const auto field = c.text(0);
    const auto f = to_fields(c.time(1));
    const auto offset = c.integer(2);
    if (field == "YEAR") return c.result(decimal(f.year));
    if (field == "MONTH") return c.result(decimal(f.month));
    if (field == "DAY") return c.result(decimal(f.day));
    if (field == "HOUR") return c.result(decimal(f.hour));
    if (field == "MINUTE") return c.result(decimal(f.minute));
    if (field == "SECOND") return c.result(second_with_fraction(f.second, f.nanos));
    if (field == "TIMEZONE_HOUR") return c.result(decimal(offset / 60));
    if (field == "TIMEZONE_MINUTE") return c.result(decimal(offset % 60));
    fail(ora::invalid_extract_field, c.position());
}
// (field, span, position)
void extract_span(call& c) {
    const auto field = c.text(0);
    const auto i = to_interval(c.time(1));
    if (field == "DAY") return c.result(decimal(i.days));
    if (field == "HOUR") return c.result(decimal(i.hours));
    if (field == "MINUTE") return c.result(decimal(i.minutes));
    if (field == "SECOND") {
        const bool negative = i.nanoseconds < 0;
        const auto size = in_seconds({std::abs(i.seconds), static_cast<std::uint32_t>(std::abs(i.nanoseconds))});
        return c.result(i.seconds < 0 || negative ? size.negated() : size);
    }
    fail(ora::invalid_extract_field, c.position());
}

// The clock of the statement. The database server's zone is UTC.
void sysdate(call& c) {
    c.result(c.state().now.seconds);
}
void current_date(call& c) {
    c.result(c.state().now.seconds + c.state().zone_offset * seconds_per_minute);
}
instant microseconds(const instant& t) {
    return {t.seconds, t.nanos / 1000 * 1000};
}
void systimestamp(call& c) {
    c.result(zoned_instant{microseconds(c.state().now), 0, 0});
}
void current_timestamp(call& c) {
    c.result(zoned_instant{microseconds(c.state().now), c.state().zone_offset, 0});
}
void local_timestamp(call& c) {
    c.result(add(microseconds(c.state().now), {c.state().zone_offset * seconds_per_minute, 0}));
}

constexpr function_entry entries[] = {
    {"d_add_days", 3, add_days},
    {"d_diff", 2, day_difference},
    {"d_trunc", 3, truncate_date},
    {"d_round", 3, round_date},
    {"d_add_months", 3, shift_months},
    {"d_last_day", 1, last_day},
    {"d_months_between", 2, months_between},
    {"d_next_day", 3, next_day},
    {"d_plus_ds", 3, date_plus_span},
    {"ts_plus_ds", 3, timestamp_plus_span},
    {"tz_plus_ds", 3, zoned_plus_span},
    {"d_plus_ym", 3, date_plus_months},
    {"ts_plus_ym", 3, timestamp_plus_months},
    {"tz_plus_ym", 3, zoned_plus_months},
    {"ts_diff", 2, span_between},
    {"ds_add", 2, add_spans},
    {"ds_neg", 1, negate_span},
    {"ds_mul", 3, multiply_span},
    {"ds_div", 3, divide_span},
    {"ds_from_n", 3, number_to_span},
    {"ym_from_n", 3, number_to_months},
    {"ym_mul", 3, multiply_months},
    {"ym_div", 3, divide_months},
    {"extract_time", 4, extract_datetime},
    {"extract_ds", 3, extract_span},
    {"sysdate", 0, sysdate},
    {"current_date_", 0, current_date},
    {"systimestamp", 0, systimestamp},
    {"current_timestamp_", 0, current_timestamp},
    {"localtimestamp_", 0, local_timestamp},
};

}  // namespace

std::span<const function_entry> date_functions() {
    return entries;
}

}  // namespace oraxx::sandbox::engine
