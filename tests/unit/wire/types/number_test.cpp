#include "wire/types/number.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <random>

#include "support/cut_everywhere.hpp"
#include "support/vectors.hpp"
#include "wire/types/scalar.hpp"

namespace oraxx::wire::types {
namespace {

using base::hex_lower;

byte_buffer bytes(const char* hex) {
    return base::parse_hex(hex).value();
}

byte_buffer encoded(const number& value) {
    byte_buffer out;
    EXPECT_TRUE(encode(value, out));
    return out;
}

number decoded(bytes_view in) {
    number value;
    EXPECT_EQ(decode(in, value), decode_errc::ok) << hex_lower(in);
    return value;
}

TEST(wire_number, decodes_every_vector_to_its_text) {
    std::size_t count = 0;
    for (const auto& vector : test::read_vectors("number")) {
        EXPECT_EQ(decoded(test::bytes_of(vector)).to_string(), vector.at("value")) << vector;
        ++count;
    }
    EXPECT_EQ(count, 760U);
}

TEST(wire_number, encodes_every_vector_from_its_text) {
    std::size_t count = 0;
    for (const auto& vector : test::read_vectors("number")) {
        if (test::is_decode_only(vector)) continue;
        EXPECT_EQ(hex_lower(encoded(number::from_text(vector.at("value").get<std::string>()))), vector.at("hex"));
        ++count;
    }
    EXPECT_EQ(count, 755U);
}

TEST(wire_number, decodes_the_vectors_straight_to_integers) {
    std::size_t count = 0;
    for (const auto& vector : test::read_vectors("number")) {
        if (!vector.contains("int64")) continue;
        const auto text = vector.at("int64").get<std::string>();
        std::int64_t value = 0;
        ASSERT_EQ(decode_int64(test::bytes_of(vector), value), decode_errc::ok) << vector;
        EXPECT_EQ(std::to_string(value), text);
        std::uint64_t magnitude = 0;
        const auto error = decode_uint64(test::bytes_of(vector), magnitude);
        if (value < 0) {
            EXPECT_EQ(error, decode_errc::limit_exceeded) << vector;
        } else {
            EXPECT_EQ(error, decode_errc::ok) << vector;
            EXPECT_EQ(std::to_string(magnitude), text);
        }
        ++count;
    }
    EXPECT_EQ(count, 114U);
}

TEST(wire_number, decodes_the_vectors_straight_to_doubles) {
    std::size_t count = 0;
    for (const auto& vector : test::read_vectors("number")) {
        if (!vector.contains("double")) continue;
        double value = 0;
        ASSERT_EQ(decode_double(test::bytes_of(vector), value), decode_errc::ok) << vector;
        EXPECT_EQ(value, std::strtod(vector.at("value").get<std::string>().c_str(), nullptr)) << vector;
        EXPECT_EQ(value, std::strtod(vector.at("double").get<std::string>().c_str(), nullptr)) << vector;
        ++count;
    }
    EXPECT_EQ(count, 755U);
}

TEST(wire_number, tells_the_traps_from_the_values_they_look_like) {
    EXPECT_TRUE(decoded(bytes("80")).is_zero());
    EXPECT_EQ(decoded(bytes("8002")), number::from_text("1e-130"));
    EXPECT_EQ(decoded(bytes("00")), number::infinity(true));
    EXPECT_EQ(decoded(bytes("ff65")), number::infinity());
    // A negative value near the end of the range begins with 00 as well, and needs no 66 at 20 digits.
    const byte_buffer largest_negative = bytes("000202020202020202020202020202020202020202");
    const auto value = decoded(largest_negative);
    EXPECT_EQ(value.to_string(), "-" + std::string(40, '9') + std::string(86, '0'));
    EXPECT_EQ(encoded(value), largest_negative);
    EXPECT_EQ(encoded(number::from_text("9999999999999999999999999999999999999999e86")).size(), 21U);
    EXPECT_EQ(hex_lower(encoded(number::infinity())), "ff65");
    EXPECT_EQ(hex_lower(encoded(number::infinity(true))), "00");
}

TEST(wire_number, takes_what_is_not_canonical) {
    EXPECT_EQ(decoded(bytes("c10201")), number(1));        // a zero digit at the end
    EXPECT_EQ(decoded(bytes("c20102")), number(1));        // and at the front
    EXPECT_EQ(decoded(bytes("3e64")), number(-1));         // a negative without its end
    EXPECT_TRUE(decoded(bytes("c101")).is_zero());         // zeros only
    EXPECT_FALSE(decoded(bytes("3e6566")).is_negative());  // there is no minus zero
    double zero = 1;
    ASSERT_EQ(decode_double(bytes("3e6566"), zero), decode_errc::ok);
    EXPECT_FALSE(std::signbit(zero));
}

TEST(wire_number, refuses_what_no_number_has) {
    const struct {
        const char* hex;
        decode_errc error;
    } cases[] = {
        {"", decode_errc::incomplete},
        {"c1", decode_errc::incomplete},
        {"c100", decode_errc::bad_value},  // digit -1
        {"c165", decode_errc::bad_value},  // digit 100
        {"c1ff", decode_errc::bad_value},
        {"3e0166", decode_errc::bad_value},  // digit 100, negative
        {"3e6666", decode_errc::bad_value},  // digit -1, negative
        {"3e66", decode_errc::bad_value},    // an end without digits
        {"800102", decode_errc::bad_value},  // 1e-132
        {"c10202020202020202020202020202020202020202"
         "02",
         decode_errc::trailing_bytes},  // 21 digits
    };
    for (const auto& c : cases) {
        number value;
        EXPECT_EQ(decode(bytes(c.hex), value), c.error) << c.hex;
        std::int64_t integer = 0;
        EXPECT_NE(decode_int64(bytes(c.hex), integer), decode_errc::ok) << c.hex;
        double real = 0;
        EXPECT_NE(decode_double(bytes(c.hex), real), decode_errc::ok) << c.hex;
    }
}

TEST(wire_number, says_when_an_integer_type_cannot_hold_the_value) {
    const char* const too_much[] = {"0.5",   "-1.5",  "1e19", "9223372036854775808", "-9223372036854775809",
                                    "1e125", "1e-130"};
    for (const auto* text : too_much) {
        std::int64_t value = 7;
        EXPECT_EQ(decode_int64(encoded(number::from_text(text)), value), decode_errc::limit_exceeded) << text;
        EXPECT_EQ(value, 7);
    }
    std::uint64_t value = 7;
    EXPECT_EQ(decode_uint64(encoded(number::from_text("18446744073709551616")), value), decode_errc::limit_exceeded);
    EXPECT_EQ(decode_uint64(encoded(number(-1)), value), decode_errc::limit_exceeded);
    ASSERT_EQ(decode_uint64(encoded(number::from_text("18446744073709551615")), value), decode_errc::ok);
    EXPECT_EQ(value, std::numeric_limits<std::uint64_t>::max());
    for (const auto* infinity : {"00", "ff65"}) {
        std::int64_t integer = 0;
        EXPECT_EQ(decode_int64(bytes(infinity), integer), decode_errc::limit_exceeded);
        double real = 0;
        ASSERT_EQ(decode_double(bytes(infinity), real), decode_errc::ok);
        EXPECT_TRUE(std::isinf(real));
    }
}

TEST(wire_number, round_trips_every_integer_of_a_wide_range) {
    for (std::int64_t i = -100'000; i <= 100'000; ++i) {
        scalar_buffer buffer{};
        const auto size = encode(number(i), scalar_out(buffer));
        const bytes_view payload(buffer.data(), size);
        std::int64_t back = i + 1;
        ASSERT_EQ(decode_int64(payload, back), decode_errc::ok) << i;
        ASSERT_EQ(back, i);
        double real = 0.5;
        ASSERT_EQ(decode_double(payload, real), decode_errc::ok) << i;
        ASSERT_EQ(real, static_cast<double>(i));
    }
}

// Decimal texts of all lengths and sizes, from a fixed seed.
std::vector<std::string> random_texts(std::size_t count) {
    std::mt19937_64 random(20260101);
    const auto pick = [&random](int from, int to) { return std::uniform_int_distribution<int>(from, to)(random); };
    std::vector<std::string> out;
    while (out.size() < count) {
        std::string text = pick(0, 1) == 0 ? "" : "-";
        for (int digits = pick(1, 38); digits > 0; --digits) text.push_back(static_cast<char>('0' + pick(0, 9)));
        const int exponent = pick(0, 3) == 0 ? pick(-120, 80) : pick(-20, 5);
        text += "e" + std::to_string(exponent);
        if (number::parse(text)) out.push_back(text);
    }
    return out;
}

TEST(wire_number, rounds_doubles_as_strtod_does) {
    for (const auto& text : random_texts(20'000)) {
        const auto payload = encoded(number::from_text(text));
        double value = 0;
        ASSERT_EQ(decode_double(payload, value), decode_errc::ok) << text;
        // strtod keeps the sign of zero, which NUMBER has not.
        ASSERT_EQ(value, std::strtod(text.c_str(), nullptr)) << text;
        ASSERT_EQ(number::from_text(text).to_double(), value) << text;
    }
}

TEST(wire_number, orders_payloads_as_values) {
    auto texts = random_texts(400);
    for (const auto* text : {"0", "1", "-1", "-1.5", "-0.99", "99", "100", "1e125", "-1e125", "1e-130", "-1e-130"}) {
        texts.emplace_back(text);
    }
    std::vector<number> values{number::infinity(), number::infinity(true)};
    for (const auto& text : texts) values.push_back(number::from_text(text));
    for (const auto& a : values) {
        const auto wire_a = encoded(a);
        for (const auto& b : values) {
            ASSERT_EQ(a <=> b, wire_a <=> encoded(b)) << a.to_string() << " and " << b.to_string();
        }
    }
}

TEST(wire_number, survives_random_bytes_and_agrees_with_itself) {
    std::mt19937 random(4711);
    std::size_t good = 0;
    for (int round = 0; round < 200'000; ++round) {
        byte_buffer noise(static_cast<std::size_t>(round) % 26);
        // Half of the bytes are digits, so that good values are among them.
        for (auto& b : noise) b = static_cast<std::uint8_t>(random() % 2 == 0 ? random() : 1 + random() % 101);
        const test::exact_bytes in(noise);
        number value;
        std::int64_t integer = 0;
        double real = 0;
        const auto error = decode(in.view(), value);
        const auto integer_error = decode_int64(in.view(), integer);
        ASSERT_EQ(decode_double(in.view(), real), error) << hex_lower(noise);
        if (error != decode_errc::ok) {
            ASSERT_EQ(integer_error, error) << hex_lower(noise);
            continue;
        }
        ++good;
        ASSERT_EQ(decoded(encoded(value)), value) << hex_lower(noise);
        ASSERT_EQ(real, value.to_double()) << hex_lower(noise);
        ASSERT_EQ(integer_error == decode_errc::ok, value.to_int64().has_value()) << hex_lower(noise);
        ASSERT_EQ(integer, value.to_int64().value_or(0)) << hex_lower(noise);
    }
    EXPECT_GT(good, 1000U);
}

}  // namespace
}  // namespace oraxx::wire::types
