// Every column type into every C++ type that can hold it, and what happens where it cannot. The bytes are those of
// the published vectors and recordings (protocol/vectors), written out here.
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "unit/api/fake_backend.hpp"

namespace oraxx {
namespace {

using std::chrono::sys_days;
using std::chrono::sys_seconds;
using test::one_value;

// The value of one cell, read as T.
template <class T>
result<T> read(db_type type, std::optional<std::string> hex) {
    test::fake_database db;
    db.answers["q"] = one_value(type, std::move(hex));
    auto conn = test::connect_to(db);
    auto rows = conn.query("q");
    if (!rows.next()) throw std::logic_error("no row");
    return rows.current().try_get<T>(0);
}

template <class T>
T value_of(db_type type, const std::string& hex) {
    return read<T>(type, hex).value();
}

template <class T>
errc error_of(db_type type, std::optional<std::string> hex) {
    const auto got = read<T>(type, std::move(hex));
    return got ? errc::ok : got.error().code;
}

std::string text_of(db_type type, std::optional<std::string> hex) {
    test::fake_database db;
    db.answers["q"] = one_value(type, std::move(hex));
    auto conn = test::connect_to(db);
    auto rows = conn.query("q");
    if (!rows.next()) throw std::logic_error("no row");
    return std::string(rows.current().text(0));
}

TEST(number_columns, read_as_every_integer_type_that_holds_the_value) {
    const std::string hundred = "c202";
    EXPECT_EQ(value_of<std::int8_t>(db_type::number, hundred), 100);
    EXPECT_EQ(value_of<std::uint8_t>(db_type::number, hundred), 100);
    EXPECT_EQ(value_of<std::int16_t>(db_type::number, hundred), 100);
    EXPECT_EQ(value_of<std::uint16_t>(db_type::number, hundred), 100);
    EXPECT_EQ(value_of<std::int32_t>(db_type::number, hundred), 100);
    EXPECT_EQ(value_of<std::uint32_t>(db_type::number, hundred), 100U);
    EXPECT_EQ(value_of<std::int64_t>(db_type::number, hundred), 100);
    EXPECT_EQ(value_of<std::uint64_t>(db_type::number, hundred), 100U);
    EXPECT_EQ(value_of<long long>(db_type::number, hundred), 100);
    EXPECT_EQ(value_of<int>(db_type::binary_integer, "3e6466"), -1);
}

TEST(number_columns, refuse_integers_out_of_range) {
    const std::string thousand = "c20b";
    const std::string minus_one = "3e6466";
    EXPECT_EQ(error_of<std::int8_t>(db_type::number, thousand), errc::value_out_of_range);
    EXPECT_EQ(error_of<std::uint8_t>(db_type::number, thousand), errc::value_out_of_range);
    EXPECT_EQ(error_of<std::uint64_t>(db_type::number, minus_one), errc::value_out_of_range);
    EXPECT_EQ(error_of<std::uint16_t>(db_type::number, minus_one), errc::value_out_of_range);
    // 1e20 does not fit 64 bits.
    EXPECT_EQ(error_of<std::int64_t>(db_type::number, "cb02"), errc::value_out_of_range);
    EXPECT_EQ(error_of<std::int64_t>(db_type::number, "00"), errc::value_out_of_range);
}

TEST(number_columns, refuse_fractions_as_integers) {
    EXPECT_EQ(error_of<std::int64_t>(db_type::number, "c10d33"), errc::value_out_of_range);
}

TEST(number_columns, read_as_exact_number_and_text) {
    EXPECT_EQ(value_of<number>(db_type::number, "c10d33").to_string(), "12.5");
    EXPECT_EQ(value_of<std::string>(db_type::number, "3e593366"), "-12.5");
    EXPECT_EQ(text_of(db_type::number, "c10d33"), "12.5");
    EXPECT_EQ(text_of(db_type::number, "ff65"), "Infinity");
}

TEST(number_columns, read_as_nearest_floating_point) {
    EXPECT_EQ(value_of<double>(db_type::number, "c10d33"), 12.5);
    EXPECT_EQ(value_of<float>(db_type::number, "c10d33"), 12.5F);
    EXPECT_EQ(value_of<double>(db_type::number, "c00b"), 0.1);
    EXPECT_EQ(value_of<float>(db_type::number, "c00b"), 0.1F);
    EXPECT_EQ(value_of<double>(db_type::number, "00"), -std::numeric_limits<double>::infinity());
    EXPECT_EQ(value_of<float>(db_type::number, "ff65"), std::numeric_limits<float>::infinity());
    // 1e100 is no float.
    EXPECT_EQ(error_of<float>(db_type::number, "f302"), errc::value_out_of_range);
}

TEST(number_columns, read_as_bool_when_zero_or_one) {
    EXPECT_FALSE(value_of<bool>(db_type::number, "80"));
    EXPECT_TRUE(value_of<bool>(db_type::number, "c102"));
    EXPECT_EQ(error_of<bool>(db_type::number, "c103"), errc::value_out_of_range);
    EXPECT_EQ(error_of<bool>(db_type::number, "3e6466"), errc::value_out_of_range);
}

TEST(number_columns, refuse_other_types) {
    EXPECT_EQ(error_of<date>(db_type::number, "c102"), errc::type_mismatch);
    EXPECT_EQ(error_of<std::vector<std::byte>>(db_type::number, "c102"), errc::type_mismatch);
    EXPECT_EQ(error_of<rowid>(db_type::number, "c102"), errc::type_mismatch);
    EXPECT_EQ(error_of<interval_ds>(db_type::number, "c102"), errc::type_mismatch);
}

TEST(number_columns, report_bytes_that_are_no_number) {
    EXPECT_EQ(error_of<number>(db_type::number, "c1ff"), errc::protocol_violation);
    EXPECT_EQ(error_of<std::int64_t>(db_type::number, ""), errc::protocol_violation);
}

TEST(binary_float_columns, read_as_floating_point) {
    EXPECT_EQ(value_of<double>(db_type::binary_double, "bff8000000000000"), 1.5);
    EXPECT_EQ(value_of<double>(db_type::binary_float, "bfc00000"), 1.5);
    EXPECT_EQ(value_of<float>(db_type::binary_float, "bfc00000"), 1.5F);
    EXPECT_EQ(value_of<float>(db_type::binary_double, "bff8000000000000"), 1.5F);
    EXPECT_TRUE(std::isnan(value_of<float>(db_type::binary_double, "fff8000000000000")));
    EXPECT_EQ(text_of(db_type::binary_double, "bfb999999999999a"), "0.1");
    EXPECT_EQ(text_of(db_type::binary_double, "fff8000000000000"), "NaN");
    EXPECT_EQ(text_of(db_type::binary_float, "007fffff"), "-Infinity");
}

TEST(binary_float_columns, refuse_what_a_float_would_round) {
    EXPECT_EQ(error_of<float>(db_type::binary_double, "bfb999999999999a"), errc::value_out_of_range);
    // 1e308
    EXPECT_EQ(error_of<float>(db_type::binary_double, "ffe1ccf385ebc8a0"), errc::value_out_of_range);
}

TEST(binary_float_columns, read_as_integers_when_whole) {
    EXPECT_EQ(value_of<int>(db_type::binary_double, "c000000000000000"), 2);
    EXPECT_EQ(error_of<int>(db_type::binary_double, "bff8000000000000"), errc::value_out_of_range);
    EXPECT_EQ(error_of<std::int64_t>(db_type::binary_double, "ffe1ccf385ebc8a0"), errc::value_out_of_range);
    EXPECT_EQ(error_of<std::int64_t>(db_type::binary_double, "fff8000000000000"), errc::value_out_of_range);
    EXPECT_EQ(error_of<std::uint64_t>(db_type::binary_float, "407fffff"), errc::value_out_of_range);
    EXPECT_EQ(error_of<number>(db_type::binary_double, "c000000000000000"), errc::type_mismatch);
}

TEST(boolean_columns, read_as_bool_only) {
    EXPECT_FALSE(value_of<bool>(db_type::boolean, "00"));
    EXPECT_TRUE(value_of<bool>(db_type::boolean, "0101"));
    EXPECT_EQ(text_of(db_type::boolean, "0101"), "true");
    EXPECT_EQ(error_of<int>(db_type::boolean, "0101"), errc::type_mismatch);
}

TEST(text_columns, read_as_text_and_bytes) {
    EXPECT_EQ(value_of<std::string>(db_type::varchar2, "c39f"), "\xc3\x9f");
    EXPECT_EQ(value_of<std::string>(db_type::char_, "612020"), "a  ");
    EXPECT_EQ(value_of<std::string>(db_type::long_text, "616263"), "abc");
    EXPECT_EQ(value_of<std::vector<std::byte>>(db_type::varchar2, "c39f").size(), 2U);
    EXPECT_EQ(error_of<int>(db_type::varchar2, "31"), errc::type_mismatch);
    EXPECT_EQ(error_of<number>(db_type::varchar2, "31"), errc::type_mismatch);
    EXPECT_EQ(error_of<date>(db_type::varchar2, "31"), errc::type_mismatch);
    EXPECT_EQ(error_of<bool>(db_type::varchar2, "31"), errc::type_mismatch);
}

TEST(national_text_columns, read_as_utf8) {
    EXPECT_EQ(value_of<std::string>(db_type::nvarchar2, "00e9"), "\xc3\xa9");
    EXPECT_EQ(value_of<std::string>(db_type::nchar, "00610020"), "a ");
    EXPECT_EQ(value_of<std::string>(db_type::nvarchar2, "d83dde00"), "\xf0\x9f\x98\x80");
    EXPECT_EQ(value_of<std::string>(db_type::nvarchar2, "20ac"), "\xe2\x82\xac");
}

TEST(national_text_columns, refuse_unpaired_surrogates_but_show_them_as_text) {
    EXPECT_EQ(error_of<std::string>(db_type::nvarchar2, "d8000061"), errc::protocol_violation);
    EXPECT_EQ(text_of(db_type::nvarchar2, "d8000061"),
              "\xef\xbf\xbd"
              "a");
    EXPECT_EQ(value_of<std::vector<std::byte>>(db_type::nvarchar2, "d8000061").size(), 4U);
}

TEST(raw_columns, read_as_bytes_only) {
    const std::vector<std::byte> expected{std::byte{0xde}, std::byte{0xad}};
    EXPECT_EQ(value_of<std::vector<std::byte>>(db_type::raw, "dead"), expected);
    EXPECT_EQ(text_of(db_type::raw, "dead"), "DEAD");
    EXPECT_EQ(error_of<std::string>(db_type::raw, "dead"), errc::type_mismatch);
}

TEST(date_columns, read_as_date_timestamp_and_seconds) {
    const std::string hex = "787e0b17060708";  // 2026-11-23 05:06:07
    const date expected{.year = 2026, .month = 11, .day = 23, .hour = 5, .minute = 6, .second = 7};
    EXPECT_EQ(value_of<date>(db_type::date, hex), expected);
    EXPECT_EQ(value_of<timestamp>(db_type::date, hex), timestamp{.date = expected});
    const sys_seconds seconds =
        sys_days(std::chrono::year(2026) / 11 / 23) + std::chrono::seconds(5 * 3600 + 6 * 60 + 7);
    EXPECT_EQ(value_of<sys_seconds>(db_type::date, hex), seconds);
    EXPECT_EQ(text_of(db_type::date, hex), "2026-11-23T05:06:07");
    EXPECT_EQ(error_of<std::string>(db_type::date, hex), errc::type_mismatch);
    EXPECT_EQ(error_of<timestamp_tz>(db_type::date, hex), errc::type_mismatch);
}

TEST(date_columns, have_no_seconds_before_the_gregorian_calendar) {
    EXPECT_EQ(value_of<date>(db_type::date, "73b60a04010101").year, 1582);
    EXPECT_EQ(error_of<sys_seconds>(db_type::date, "73b60a04010101"), errc::value_out_of_range);
    EXPECT_EQ(error_of<sys_seconds>(db_type::date, "64650101010101"), errc::value_out_of_range);
    EXPECT_NE(error_of<sys_seconds>(db_type::date, "73b60a0f010101"), errc::value_out_of_range);
}

TEST(timestamp_columns, read_with_and_without_fraction) {
    const std::string with = "77aa01010101013b9ac9ff";  // 1970-01-01 00:00:00.999999999
    const std::string without = "77aa0101010101";
    EXPECT_EQ(value_of<timestamp>(db_type::timestamp, with).nanosecond, 999'999'999U);
    EXPECT_EQ(text_of(db_type::timestamp, with), "1970-01-01T00:00:00.999999999");
    EXPECT_EQ(value_of<date>(db_type::timestamp, without).year, 1970);
    EXPECT_EQ(value_of<sys_seconds>(db_type::timestamp, without), sys_seconds{});
    EXPECT_EQ(error_of<date>(db_type::timestamp, with), errc::value_out_of_range);
    EXPECT_EQ(error_of<sys_seconds>(db_type::timestamp, with), errc::value_out_of_range);
    EXPECT_EQ(error_of<timestamp_ltz>(db_type::timestamp, with), errc::type_mismatch);
}

TEST(zoned_timestamp_columns, keep_their_offset) {
    const std::string hex = "77aa010101010100000000195a";  // 1970-01-01 00:00:00 UTC, shown at +05:30
    EXPECT_EQ(value_of<timestamp_tz>(db_type::timestamp_tz, hex).offset_minutes, 330);
    EXPECT_EQ(value_of<sys_seconds>(db_type::timestamp_tz, hex), sys_seconds{});
    EXPECT_EQ(text_of(db_type::timestamp_tz, hex), "1970-01-01T05:30:00+05:30");
    EXPECT_EQ(error_of<timestamp>(db_type::timestamp_tz, hex), errc::type_mismatch);
}

TEST(local_zone_timestamp_columns, read_as_their_own_type_only) {
    EXPECT_EQ(value_of<timestamp_ltz>(db_type::timestamp_ltz, "77aa0101010101").value.date.year, 1970);
    EXPECT_EQ(error_of<timestamp>(db_type::timestamp_ltz, "77aa0101010101"), errc::type_mismatch);
    EXPECT_EQ(error_of<sys_seconds>(db_type::timestamp_ltz, "77aa0101010101"), errc::type_mismatch);
}

TEST(interval_columns, read_as_their_own_types) {
    EXPECT_EQ(value_of<interval_ds>(db_type::interval_ds, "80000008483c3c80000000"),
              (interval_ds{.days = 8, .hours = 12}));
    EXPECT_EQ(value_of<interval_ym>(db_type::interval_ym, "7fffffff31"), (interval_ym{.years = -1, .months = -11}));
    EXPECT_EQ(text_of(db_type::interval_ym, "7fffffff31"), "-1-11");
    EXPECT_EQ(error_of<interval_ym>(db_type::interval_ds, "80000008483c3c80000000"), errc::type_mismatch);
}

TEST(rowid_columns, read_as_rowid_and_text_in_both_forms) {
    const rowid expected{.object = 72731, .file = 24, .block = 31, .slot = 2};
    EXPECT_EQ(value_of<rowid>(db_type::rowid, "0400011c1b011800011f0102"), expected);
    EXPECT_EQ(value_of<std::string>(db_type::rowid, "0400011c1b011800011f0102"), "AAARwbAAYAAAAAfAAC");
    // OUT values: the 18 characters.
    EXPECT_EQ(value_of<rowid>(db_type::rowid, "414141527762414159414141414166414143"), expected);
    EXPECT_EQ(value_of<rowid>(db_type::varchar2, "414141527762414159414141414166414143"), expected);
    EXPECT_EQ(error_of<rowid>(db_type::varchar2, "41"), errc::value_out_of_range);
    EXPECT_EQ(value_of<rowid>(db_type::urowid, "0100011c1b00180000001f0002"), expected);
    EXPECT_EQ(value_of<std::string>(db_type::urowid, "02c912ee2621a4b637fa850ab7"), "*yRLuJiGktjf6hQq3");
}

TEST(null_values, need_optional) {
    EXPECT_EQ(error_of<int>(db_type::number, std::nullopt), errc::unexpected_null);
    EXPECT_EQ(error_of<std::string>(db_type::varchar2, std::nullopt), errc::unexpected_null);
    EXPECT_EQ(read<std::optional<int>>(db_type::number, std::nullopt).value(), std::nullopt);
    EXPECT_EQ(read<std::optional<date>>(db_type::date, std::nullopt).value(), std::nullopt);
    EXPECT_EQ(read<std::optional<int>>(db_type::number, "c102").value(), 1);
    EXPECT_EQ(error_of<std::optional<std::int8_t>>(db_type::number, "c20b"), errc::value_out_of_range);
    EXPECT_EQ(text_of(db_type::date, std::nullopt), "");
}

TEST(conversion_errors, name_the_column_and_never_the_value) {
    const auto got = read<std::int8_t>(db_type::number, "c20b");
    ASSERT_FALSE(got);
    EXPECT_EQ(got.error().message, "column 0 (V, NUMBER) holds a value that does not fit std::int8_t");
    EXPECT_TRUE(got.error().connection_usable);
    const auto null = read<std::string>(db_type::varchar2, std::nullopt);
    EXPECT_EQ(null.error().message, "column 0 (V, VARCHAR2) is NULL, which text cannot hold");
    const auto mismatch = read<date>(db_type::number, "c102");
    EXPECT_EQ(mismatch.error().message, "column 0 (V, NUMBER) cannot be read as oraxx::date");
}

// Every type as a dynamic value: the alternative that loses nothing.
TEST(dynamic_values, hold_each_type_in_its_own_form) {
    const auto dynamic = [](db_type type, std::optional<std::string> hex) {
        test::fake_database db;
        db.answers["q"] = one_value(type, std::move(hex));
        auto conn = test::connect_to(db);
        auto rows = conn.query("q");
        rows.next();
        return rows.current().value(0);
    };
    EXPECT_TRUE(dynamic(db_type::date, std::nullopt).is_null());
    EXPECT_EQ(dynamic(db_type::number, "c10d33"), value(number::from_text("12.5")));
    EXPECT_EQ(dynamic(db_type::binary_double, "bff8000000000000"), value(1.5));
    EXPECT_EQ(dynamic(db_type::binary_float, "bfc00000"), value(1.5F));
    EXPECT_EQ(dynamic(db_type::boolean, "0101"), value(true));
    EXPECT_EQ(dynamic(db_type::nvarchar2, "00e9"), value("\xc3\xa9"));
    EXPECT_TRUE(dynamic(db_type::raw, "dead").holds<std::vector<std::byte>>());
    EXPECT_TRUE(dynamic(db_type::date, "787e0b17060708").holds<date>());
    EXPECT_TRUE(dynamic(db_type::timestamp, "77aa0101010101").holds<timestamp>());
    EXPECT_TRUE(dynamic(db_type::timestamp_tz, "77aa010101010100000000195a").holds<timestamp_tz>());
    EXPECT_TRUE(dynamic(db_type::timestamp_ltz, "77aa0101010101").holds<timestamp_ltz>());
    EXPECT_TRUE(dynamic(db_type::interval_ds, "80000008483c3c80000000").holds<interval_ds>());
    EXPECT_TRUE(dynamic(db_type::interval_ym, "7fffffff31").holds<interval_ym>());
    EXPECT_TRUE(dynamic(db_type::rowid, "0400011c1b011800011f0102").holds<rowid>());
    EXPECT_EQ(dynamic(db_type::urowid, "02c912ee2621a4b637fa850ab7"), value("*yRLuJiGktjf6hQq3"));
}

}  // namespace
}  // namespace oraxx
