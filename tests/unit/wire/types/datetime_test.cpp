#include "wire/types/datetime.hpp"

#include <gtest/gtest.h>

#include <random>

#include <oraxx/region.hpp>

#include "support/cut_everywhere.hpp"
#include "support/vectors.hpp"
#include "wire/types/interval.hpp"
#include "wire/types/scalar.hpp"

namespace oraxx::wire::types {
namespace {

using base::hex_lower;

byte_buffer bytes(const std::string& hex) {
    return base::parse_hex(hex).value();
}

template <class Value>
std::string hex_of(const Value& value) {
    byte_buffer out;
    return encode(value, out) ? hex_lower(out) : "no wire form";
}

date date_of(const nlohmann::json& v) {
    return {.year = v.at("year"),
            .month = v.at("month"),
            .day = v.at("day"),
            .hour = v.at("hour"),
            .minute = v.at("minute"),
            .second = v.at("second")};
}

timestamp timestamp_of(const nlohmann::json& v) {
    return {.date = date_of(v), .nanosecond = v.at("nanosecond")};
}

// Decodes each vector of a file, compares, and encodes those that have a bind form. Returns how many were encoded.
template <class Value, class ValueOf>
std::size_t run_vectors(const char* name, ValueOf value_of) {
    std::size_t encoded = 0;
    for (const auto& vector : test::read_vectors(name)) {
        Value value{};
        EXPECT_EQ(decode(test::bytes_of(vector), value), decode_errc::ok) << vector;
        EXPECT_EQ(value, value_of(vector.at("value"))) << vector;
        if (test::is_decode_only(vector)) continue;
        EXPECT_EQ(hex_of(value_of(vector.at("value"))), vector.at("hex")) << vector;
        ++encoded;
    }
    return encoded;
}

TEST(wire_date, decodes_and_encodes_every_vector) {
    EXPECT_EQ(run_vectors<date>("date", date_of), 58U);
}

TEST(wire_timestamp, decodes_and_encodes_every_vector) {
    EXPECT_EQ(run_vectors<timestamp>("timestamp", timestamp_of), 48U);
}

TEST(wire_timestamp_ltz, has_the_form_of_a_timestamp) {
    const auto value_of = [](const auto& v) { return timestamp_ltz{timestamp_of(v)}; };
    EXPECT_EQ(run_vectors<timestamp_ltz>("timestamp", value_of), 48U);
}

TEST(wire_timestamp_tz, decodes_and_encodes_every_vector_with_an_offset) {
    const auto value_of = [](const auto& v) {
        return timestamp_tz{.utc = timestamp_of(v.at("utc")), .offset_minutes = v.at("offset_minutes")};
    };
    EXPECT_EQ(run_vectors<timestamp_tz>("timestamp_tz_offset", value_of), 53U);
}

TEST(wire_timestamp_tz, decodes_every_vector_with_a_region) {
    std::size_t count = 0;
    for (const auto& vector : test::read_vectors("timestamp_tz_region")) {
        timestamp_tz value;
        ASSERT_EQ(decode(test::bytes_of(vector), value), decode_errc::ok) << vector;
        EXPECT_EQ(value.utc.date, date_of(vector.at("value").at("utc"))) << vector;
        EXPECT_EQ(value.region_id, vector.at("value").at("region_id")) << vector;
        EXPECT_EQ(value.offset_minutes, 0) << vector;
        EXPECT_EQ(region_name(value.region_id), vector.at("value").at("region_name")) << vector;
        EXPECT_EQ(hex_of(value), "no wire form") << vector;
        scalar_buffer bytes{};
        EXPECT_EQ(encode_in_region(value, bytes), 13U);
        EXPECT_EQ(hex_lower(bytes_view(bytes).first(13)), vector.at("hex"));
        ++count;
    }
    EXPECT_EQ(count, 28U);
}

TEST(region_name, knows_exactly_the_regions_whose_sources_agree) {
    std::size_t known = 0;
    for (const auto& entry : test::read_vectors("tz_region_ids")) {
        const auto name = region_name(entry.at("region_id"));
        if (entry.at("agree") == true) {
            EXPECT_EQ(name, entry.at("go_ora")) << entry;
            EXPECT_EQ(region_id(name), entry.at("region_id")) << entry;
            ++known;
        } else {
            EXPECT_EQ(name, "") << entry;
        }
    }
    EXPECT_EQ(known, 209U);
    EXPECT_EQ(region_name(0), "");
    EXPECT_EQ(region_name(65535), "");
    EXPECT_EQ(region_id("EUROPE/paris"), region_id("Europe/Paris"));
    EXPECT_EQ(region_id("Europe/Nowhere"), 0);
    EXPECT_EQ(region_id(""), 0);
}

TEST(wire_timestamp, accepts_7_and_11_bytes_only) {
    const auto whole = bytes("787c0102040506075bca000000000000");
    for (std::size_t length = 0; length <= whole.size(); ++length) {
        const test::exact_bytes part(bytes_view(whole).first(length));
        timestamp value;
        const auto expected = length == 7 || length == 11 ? decode_errc::ok
                              : length < 11               ? decode_errc::incomplete
                                                          : decode_errc::trailing_bytes;
        EXPECT_EQ(decode(part.view(), value), expected) << length;
        EXPECT_EQ(value.nanosecond, length == 11 ? 123'456'000U : 0U);
    }
}

TEST(wire_timestamp_tz, takes_a_missing_zone_as_offset_zero) {
    for (const auto* hex : {"787c0102040506", "787c0102040506075bca00", "787c0102040506075bca000000"}) {
        timestamp_tz value{.utc = {}, .offset_minutes = 99, .region_id = 99};
        EXPECT_EQ(decode(bytes(hex), value), decode_errc::ok) << hex;
        EXPECT_EQ(value.offset_minutes, 0);
        EXPECT_EQ(value.region_id, 0);
        EXPECT_EQ(value.utc.date, (date{2024, 1, 2, 3, 4, 5}));
    }
}

TEST(wire_timestamp_tz, never_takes_local_time_for_utc) {
    timestamp_tz value;
    ASSERT_EQ(decode(bytes("787c010204050600000000553c"), value), decode_errc::ok);  // 40 | 15: 03:04:05 at +01:00
    EXPECT_EQ(value.to_string(), "2024-01-02T03:04:05+01:00");
    EXPECT_EQ(value.utc.date, (date{2024, 1, 2, 2, 4, 5}));
    EXPECT_EQ(decode(bytes("787c021e04050600000000553c"), value), decode_errc::bad_value);  // 30 February
    EXPECT_EQ(decode(bytes("3558010101010100000000553c"), value), decode_errc::bad_value);  // 4713 BC in UTC
}

TEST(wire_timestamp_tz, refuses_offsets_that_no_zone_has) {
    const struct {
        const char* zone;
        decode_errc error;
    } cases[] = {
        {"0801", decode_errc::ok},         // -12:59, the least
        {"223c", decode_errc::ok},         // +14:00, the most
        {"223d", decode_errc::bad_value},  // +14:01
        {"073c", decode_errc::bad_value},  // -13:00
        {"153b", decode_errc::bad_value},  // +1 hour, -1 minute
        {"1478", decode_errc::bad_value},  // 60 minutes
        {"1400", decode_errc::bad_value},  // -60 minutes
        {"8000", decode_errc::bad_value},  // region 0
        {"143c", decode_errc::ok},
    };
    for (const auto& c : cases) {
        timestamp_tz value;
        EXPECT_EQ(decode(bytes(std::string("787c010204050600000000") + c.zone), value), c.error) << c.zone;
    }
}

TEST(wire_date, refuses_fields_out_of_range) {
    const struct {
        const char* hex;
        decode_errc error;
    } cases[] = {
        {"787c0102040506", decode_errc::ok},        {"787c0002040506", decode_errc::bad_value},  // month 0
        {"787c0d02040506", decode_errc::bad_value},                                              // month 13
        {"787c0100040506", decode_errc::bad_value},                                              // day 0
        {"787c0120040506", decode_errc::bad_value},                                              // day 32
        {"787c0102000506", decode_errc::bad_value},                                              // hour -1
        {"787c0102190506", decode_errc::bad_value},                                              // hour 24
        {"787c0102043d06", decode_errc::bad_value},                                              // minute 60
        {"787c010204053d", decode_errc::bad_value},                                              // second 60
        {"64640102040506", decode_errc::bad_value},  // there is no year zero
        {"78630102040506", decode_errc::bad_value},  // century and year of different signs
        {"c8640102040506", decode_errc::bad_value},  // 10000
        {"35570102040506", decode_errc::bad_value},  // 4713 BC
        {"35580102040506", decode_errc::ok},         // 4712 BC
        {"00000000000000", decode_errc::bad_value},
    };
    for (const auto& c : cases) {
        date value;
        EXPECT_EQ(decode(bytes(c.hex), value), c.error) << c.hex;
    }
}

TEST(wire_date, shows_a_day_that_does_not_exist_but_never_sends_one) {
    date value;
    ASSERT_EQ(decode(bytes("787c021e010101"), value), decode_errc::ok);
    EXPECT_EQ(value, (date{2024, 2, 30, 0, 0, 0}));
    EXPECT_EQ(hex_of(value), "no wire form");
    EXPECT_EQ(hex_of(timestamp{.date = {2024, 1, 1}, .nanosecond = 1'000'000'000}), "no wire form");
    EXPECT_EQ(hex_of(timestamp_tz{.utc = {}, .offset_minutes = 841}), "no wire form");
    EXPECT_EQ(hex_of(timestamp_tz{.utc = {}, .offset_minutes = -780}), "no wire form");
}

TEST(wire_interval, decodes_and_encodes_every_vector) {
    const auto day_to_second = [](const auto& v) {
        return interval_ds{v.at("days"), v.at("hours"), v.at("minutes"), v.at("seconds"), v.at("nanoseconds")};
    };
    EXPECT_EQ(run_vectors<interval_ds>("interval_ds", day_to_second), 33U);
    const auto year_to_month = [](const auto& v) { return interval_ym{v.at("years"), v.at("months")}; };
    EXPECT_EQ(run_vectors<interval_ym>("interval_ym", year_to_month), 22U);
}

TEST(wire_interval, sums_fields_of_mixed_signs) {
    interval_ds value;
    ASSERT_EQ(decode(bytes("7fffffff533c3c80000000"), value), decode_errc::ok);  // -1 day, +23 hours
    EXPECT_EQ(value, (interval_ds{-1, 23, 0, 0, 0}));
    EXPECT_EQ(value.to_string(), "-0 01:00:00");
    EXPECT_EQ(value.to_duration(), std::chrono::hours(-1));
}

TEST(wire_interval, refuses_fields_out_of_range) {
    interval_ds day_to_second;
    for (const auto* hex : {"80000000543c3c80000000", "800000003c783c80000000", "800000003c3c7880000000",
                            "800000003c3c3cbb9aca00", "bb9aca003c3c3c80000000", "000000003c3c3c80000000"}) {
        EXPECT_EQ(decode(bytes(hex), day_to_second), decode_errc::bad_value) << hex;
    }
    interval_ym year_to_month;
    for (const auto* hex : {"8000000048", "8000000030", "bb9aca003c", "000000003c"}) {
        EXPECT_EQ(decode(bytes(hex), year_to_month), decode_errc::bad_value) << hex;
    }
    EXPECT_EQ(hex_of(interval_ym{0, 12}), "no wire form");
    EXPECT_EQ(hex_of(interval_ds{0, 24, 0, 0, 0}), "no wire form");
}

// Random bytes near the legal ones: decoding ends in a value or an error, and a value that has a wire form comes back
// from it unchanged. Returns how many did.
template <class Value>
std::size_t run_random(std::uint32_t seed) {
    std::mt19937 random(seed);
    std::size_t stable = 0;
    for (int round = 0; round < 100'000; ++round) {
        byte_buffer noise(static_cast<std::size_t>(round) % 26);
        for (auto& b : noise) b = static_cast<std::uint8_t>(random() % 4 == 0 ? random() : random() % 128);
        const test::exact_bytes in(noise);
        Value value{};
        byte_buffer again;
        if (decode(in.view(), value) != decode_errc::ok || !encode(value, again)) continue;
        Value back{};
        EXPECT_EQ(decode(again, back), decode_errc::ok) << hex_lower(noise);
        EXPECT_EQ(back, value) << hex_lower(noise);
        ++stable;
    }
    return stable;
}

TEST(wire_datetime, survives_random_bytes) {
    EXPECT_GT(run_random<date>(1), 0U);
    EXPECT_GT(run_random<timestamp>(2), 0U);
    EXPECT_GT(run_random<timestamp_ltz>(3), 0U);
    EXPECT_GT(run_random<timestamp_tz>(4), 0U);
    (void)run_random<interval_ds>(5);
    (void)run_random<interval_ym>(6);
}

}  // namespace
}  // namespace oraxx::wire::types
