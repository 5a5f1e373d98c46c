#include <oraxx/datetime.hpp>

#include <gtest/gtest.h>

#include <limits>

#include <oraxx/error.hpp>

#include "values/calendar.hpp"

namespace oraxx {
namespace {

using std::chrono::nanoseconds;
using std::chrono::sys_seconds;
using std::chrono::sys_time;
using values::calendar_day;

std::int64_t day_number(int year, int month, int day) {
    return values::to_day_number({year, month, day});
}

TEST(calendar, goes_from_julian_to_gregorian_without_a_gap) {
    EXPECT_EQ(day_number(1970, 1, 1), 0);
    EXPECT_EQ(day_number(2000, 3, 1), 11'017);
    EXPECT_EQ(day_number(1582, 10, 15), values::first_gregorian_day);
    EXPECT_EQ(day_number(1582, 10, 4), values::first_gregorian_day - 1);
    // The Julian day numbers that astronomers count from 1 January 4713 BC, noon; 1970 began at 2440587.5.
    EXPECT_EQ(day_number(-4713, 1, 1), -2'440'588);
    EXPECT_EQ(day_number(1, 1, 1) - day_number(-1, 12, 31), 1);
    EXPECT_EQ(day_number(1, 1, 1), 1'721'424 - 2'440'588);
}

TEST(calendar, round_trips_every_day_of_the_range) {
    calendar_day last{-4712, 1, 1};
    std::int64_t days = 0;
    for (auto number = day_number(-4712, 1, 1); number <= day_number(9999, 12, 31); ++number, ++days) {
        const auto day = values::from_day_number(number);
        ASSERT_TRUE(values::is_valid(day)) << day.year << '-' << day.month << '-' << day.day;
        ASSERT_EQ(values::to_day_number(day), number);
        // Each day follows the one before it.
        const bool same_month = day.month == last.month && day.year == last.year;
        ASSERT_TRUE(days == 0 || (same_month ? day.day > last.day : day.day == 1));
        last = day;
    }
    EXPECT_EQ(days, 5'373'484 + 1 - 366);  // up to Julian day 5373484, from the year after 4713 BC, a leap year
}

TEST(calendar, knows_the_leap_years_of_both_calendars) {
    for (const int year : {2024, 2000, 1600, 1500, 1100, 4, -1, -5, -4709}) {
        EXPECT_TRUE(values::is_valid({year, 2, 29})) << year;
        EXPECT_FALSE(values::is_valid({year, 2, 30})) << year;
    }
    for (const int year : {2023, 1900, 1700, 1582, 1, 3, -4, -4712}) {
        EXPECT_FALSE(values::is_valid({year, 2, 29})) << year;
    }
    for (int day = 5; day <= 14; ++day) EXPECT_FALSE(values::is_valid({1582, 10, day}));
    EXPECT_TRUE(values::is_valid({1582, 10, 4}));
    EXPECT_TRUE(values::is_valid({1582, 10, 15}));
    EXPECT_FALSE(values::is_valid({0, 1, 1}));
    EXPECT_FALSE(values::is_valid({-4713, 1, 1}));
    EXPECT_FALSE(values::is_valid({10000, 1, 1}));
    EXPECT_FALSE(values::is_valid({2026, 4, 31}));
}

TEST(date, prints_and_parses_one_form) {
    const struct {
        date value;
        const char* text;
    } cases[] = {
        {{2026, 11, 23, 5, 6, 7}, "2026-11-23T05:06:07"},    {{1, 1, 1, 0, 0, 0}, "0001-01-01T00:00:00"},
        {{-4712, 1, 1, 23, 59, 59}, "-4712-01-01T23:59:59"}, {{-1, 12, 31, 0, 0, 0}, "-0001-12-31T00:00:00"},
        {{9999, 12, 31, 23, 59, 59}, "9999-12-31T23:59:59"},
    };
    for (const auto& c : cases) {
        EXPECT_EQ(c.value.to_string(), c.text);
        EXPECT_EQ(date::parse(c.text), c.value);
    }
    EXPECT_EQ(date::parse("2026-11-23 05:06:07"), (date{2026, 11, 23, 5, 6, 7}));
    for (const auto* text : {"", "2026-11-23", "2026-11-23T05:06", "2026-11-23T05:06:07Z", "2026-02-29T00:00:00",
                             "2026-13-01T00:00:00", "2026-11-23T24:00:00", "0000-01-01T00:00:00", "26-11-23T05:06:07",
                             "2026-1-23T05:06:07", "1582-10-10T00:00:00", "2026-11-23T05:06:60"}) {
        EXPECT_FALSE(date::parse(text).has_value()) << text;
    }
}

TEST(date, converts_to_chrono_where_chrono_has_the_same_calendar) {
    const date start{1582, 10, 15, 0, 0, 0};
    EXPECT_EQ(start.to_sys().time_since_epoch().count(), values::first_gregorian_day * 86'400);
    EXPECT_EQ(date::from_sys(start.to_sys()), start);
    const date end{9999, 12, 31, 23, 59, 59};
    EXPECT_EQ(end.to_sys().time_since_epoch().count(), 253'402'300'799);
    EXPECT_EQ(date::from_sys(end.to_sys()), end);
    EXPECT_EQ(date::from_sys(sys_seconds{std::chrono::seconds{-1}}), (date{1969, 12, 31, 23, 59, 59}));
    EXPECT_THROW((void)(date{1582, 10, 4}.to_sys()), error);
    EXPECT_THROW((void)(date{2026, 2, 29}.to_sys()), error);
    EXPECT_THROW((void)date::from_sys(start.to_sys() - std::chrono::seconds(1)), error);
    EXPECT_THROW((void)date::from_sys(end.to_sys() + std::chrono::seconds(1)), error);
}

TEST(timestamp, prints_and_parses_nine_digits_of_fraction) {
    const timestamp value{{2026, 11, 23, 5, 6, 7}, 120'000'000};
    EXPECT_EQ(value.to_string(), "2026-11-23T05:06:07.120000000");
    EXPECT_EQ(timestamp::parse("2026-11-23T05:06:07.12"), value);
    EXPECT_EQ((timestamp{{2026, 11, 23, 5, 6, 7}, 0}.to_string()), "2026-11-23T05:06:07");
    EXPECT_EQ(timestamp::parse("2026-11-23T05:06:07")->nanosecond, 0U);
    EXPECT_EQ(timestamp::parse("2026-11-23T05:06:07.000000001")->nanosecond, 1U);
    for (const auto* text : {"2026-11-23T05:06:07.", "2026-11-23T05:06:07.1234567890", "2026-11-23T05:06:07.-1"}) {
        EXPECT_FALSE(timestamp::parse(text).has_value()) << text;
    }
}

TEST(timestamp, converts_to_chrono_up_to_both_ends_of_64_bit_nanoseconds) {
    for (const auto count : {std::numeric_limits<std::int64_t>::min(), std::int64_t{-1'000'000'001}, std::int64_t{-1},
                             std::int64_t{0}, std::int64_t{1}, std::numeric_limits<std::int64_t>::max()}) {
        const sys_time<nanoseconds> time{nanoseconds{count}};
        EXPECT_EQ(timestamp::from_sys(time).to_sys(), time) << count;
    }
    auto past_the_end = timestamp::from_sys(sys_time<nanoseconds>::max());
    EXPECT_EQ(past_the_end.to_string(), "2262-04-11T23:47:16.854775807");
    ++past_the_end.nanosecond;
    EXPECT_THROW((void)past_the_end.to_sys(), error);
    auto before_the_start = timestamp::from_sys(sys_time<nanoseconds>::min());
    EXPECT_EQ(before_the_start.to_string(), "1677-09-21T00:12:43.145224192");
    --before_the_start.nanosecond;
    EXPECT_THROW((void)before_the_start.to_sys(), error);
    EXPECT_THROW((void)(timestamp{{9999, 12, 31}, 0}.to_sys()), error);
    EXPECT_THROW((void)(timestamp{{2026, 1, 1}, 1'000'000'000}.to_sys()), error);
}

TEST(timestamp_tz, shows_local_time_and_keeps_utc) {
    const auto value = timestamp_tz::parse("2026-11-23T01:06:07.5+05:30");
    ASSERT_TRUE(value.has_value());
    EXPECT_EQ(value->utc, (timestamp{{2026, 11, 22, 19, 36, 7}, 500'000'000}));
    EXPECT_EQ(value->offset_minutes, 330);
    EXPECT_EQ(value->to_string(), "2026-11-23T01:06:07.500000000+05:30");
    EXPECT_EQ(value->local(), (timestamp{{2026, 11, 23, 1, 6, 7}, 500'000'000}));
    EXPECT_EQ(timestamp_tz::from_local(value->local(), 330), *value);
    EXPECT_EQ(timestamp_tz::parse("2026-11-23T01:06:07Z")->to_string(), "2026-11-23T01:06:07+00:00");
    EXPECT_EQ(timestamp_tz::parse("2026-11-23T01:06:07-00:30")->to_string(), "2026-11-23T01:06:07-00:30");
    for (const auto* text : {"2026-11-23T01:06:07", "2026-11-23T01:06:07+14:01", "2026-11-23T01:06:07-13:00",
                             "2026-11-23T01:06:07+05:60", "2026-11-23T01:06:07+5:30", "2026-11-23T01:06:07 05:30"}) {
        EXPECT_FALSE(timestamp_tz::parse(text).has_value()) << text;
    }
}

TEST(timestamp_tz, crosses_the_calendar_change_and_the_ends_of_the_range) {
    EXPECT_EQ(timestamp_tz::from_local({{1582, 10, 15, 0, 30, 0}, 0}, 60).utc,
              (timestamp{{1582, 10, 4, 23, 30, 0}, 0}));
    EXPECT_EQ(timestamp_tz::from_local({{1, 1, 1, 0, 0, 0}, 0}, 1).utc, (timestamp{{-1, 12, 31, 23, 59, 0}, 0}));
    EXPECT_FALSE(timestamp_tz::parse("9999-12-31T23:59:59-01:00").has_value());  // 10000 in UTC
    EXPECT_FALSE(timestamp_tz::parse("-4712-01-01T00:00:00+01:00").has_value());
}

TEST(interval_ds, prints_the_sum_of_its_fields) {
    const struct {
        interval_ds value;
        const char* text;
    } cases[] = {
        {{0, 0, 0, 0, 0}, "0 00:00:00"},
        {{1, 2, 3, 4, 5}, "1 02:03:04.000000005"},
        {{-5, -6, -7, -8, -9}, "-5 06:07:08.000000009"},
        {{0, 0, 0, 0, -1}, "-0 00:00:00.000000001"},
        {{999'999'999, 23, 59, 59, 999'999'999}, "999999999 23:59:59.999999999"},
        {{-999'999'999, -23, -59, -59, -999'999'999}, "-999999999 23:59:59.999999999"},
    };
    for (const auto& c : cases) {
        EXPECT_EQ(c.value.to_string(), c.text);
        EXPECT_EQ(interval_ds::parse(c.text), c.value);
    }
    EXPECT_EQ((interval_ds{-1, 23, 0, 0, 0}.to_string()), "-0 01:00:00");
    EXPECT_EQ((interval_ds{1, 0, 0, 0, -1}.to_string()), "0 23:59:59.999999999");
    EXPECT_EQ((interval_ds{-1, 0, 0, 0, 1}.to_string()), "-0 23:59:59.999999999");
    for (const auto* text : {"", "1", "1 24:00:00", "1 00:60:00", "1 00:00:60", "1 0:00:00", "1000000000 00:00:00",
                             "1 00:00:00.", "1 00:00:00.1234567890", "1 00:00:-1"}) {
        EXPECT_FALSE(interval_ds::parse(text).has_value()) << text;
    }
}

TEST(interval_ds, converts_to_durations_that_fit) {
    const nanoseconds most{std::numeric_limits<std::int64_t>::max()};
    for (const auto value : {most, -most, nanoseconds{0}, nanoseconds{-1}, nanoseconds{1'000'000'001}}) {
        const auto interval = interval_ds::from_duration(value);
        EXPECT_TRUE(interval.is_valid());
        EXPECT_EQ(interval.to_duration(), value);
    }
    EXPECT_EQ(interval_ds::from_duration(std::chrono::hours(-25)), (interval_ds{-1, -1, 0, 0, 0}));
    EXPECT_THROW((void)(interval_ds{106'752, 0, 0, 0, 0}.to_duration()), error);
    EXPECT_THROW((void)(interval_ds{-106'752, 0, 0, 0, 0}.to_duration()), error);
    auto over = interval_ds::from_duration(most);
    ++over.nanoseconds;
    EXPECT_THROW((void)over.to_duration(), error);
}

TEST(interval_ym, prints_and_parses_years_and_months) {
    EXPECT_EQ((interval_ym{1, 2}.to_string()), "1-02");
    EXPECT_EQ((interval_ym{0, -5}.to_string()), "-0-05");
    EXPECT_EQ((interval_ym{-215, -3}.to_string()), "-215-03");
    EXPECT_EQ((interval_ym{1, -1}.to_string()), "0-11");
    EXPECT_EQ(interval_ym::parse("-0-05"), (interval_ym{0, -5}));
    EXPECT_EQ(interval_ym::parse("+10-1"), (interval_ym{10, 1}));
    EXPECT_EQ((interval_ym{-1, -1}.total_months()), -13);
    for (const auto* text : {"", "1", "1-12", "1--1", "-", "1-", "1000000000-00"}) {
        EXPECT_FALSE(interval_ym::parse(text).has_value()) << text;
    }
}

}  // namespace
}  // namespace oraxx
