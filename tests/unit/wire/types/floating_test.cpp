#include "wire/types/floating.hpp"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <cstdlib>
#include <limits>

#include "support/vectors.hpp"
#include "values/floating_text.hpp"

namespace oraxx::wire::types {
namespace {

std::string hex_of(const scalar_buffer& bytes, std::size_t size) {
    return base::hex_lower(bytes_view(bytes).first(size));
}

TEST(binary_float, decodes_and_encodes_every_vector) {
    std::size_t count = 0;
    for (const auto& vector : test::read_vectors("binary_float")) {
        float value = 0;
        ASSERT_EQ(decode_binary_float(test::bytes_of(vector), value), decode_errc::ok) << vector;
        EXPECT_EQ(values::to_text(static_cast<double>(value)), vector.at("value"));
        if (vector.contains("ieee_be")) {
            const auto bits = std::strtoul(vector.at("ieee_be").get<std::string>().c_str(), nullptr, 16);
            EXPECT_EQ(std::bit_cast<std::uint32_t>(value), bits) << vector;
        }
        scalar_buffer bytes{};
        const auto size =
            encode_binary_float(values::parse_float(vector.at("value").get<std::string>()).value(), bytes);
        EXPECT_EQ(hex_of(bytes, size), vector.at("hex"));
        ++count;
    }
    EXPECT_EQ(count, 23U);
}

TEST(binary_double, decodes_and_encodes_every_vector) {
    std::size_t count = 0;
    for (const auto& vector : test::read_vectors("binary_double")) {
        double value = 0;
        ASSERT_EQ(decode_binary_double(test::bytes_of(vector), value), decode_errc::ok) << vector;
        EXPECT_EQ(values::to_text(value), vector.at("value"));
        if (vector.contains("ieee_be")) {
            const auto bits = std::strtoull(vector.at("ieee_be").get<std::string>().c_str(), nullptr, 16);
            EXPECT_EQ(std::bit_cast<std::uint64_t>(value), bits) << vector;
        }
        scalar_buffer bytes{};
        const auto size =
            encode_binary_double(values::parse_double(vector.at("value").get<std::string>()).value(), bytes);
        EXPECT_EQ(hex_of(bytes, size), vector.at("hex"));
        ++count;
    }
    EXPECT_EQ(count, 42U);
}

TEST(binary_double, keeps_nan_and_refuses_other_lengths) {
    const auto nan = base::parse_hex("fff8000000000000").value();
    double value = 0;
    ASSERT_EQ(decode_binary_double(nan, value), decode_errc::ok);
    EXPECT_TRUE(std::isnan(value));
    EXPECT_EQ(values::to_text(value), "NaN");
    scalar_buffer bytes{};
    const auto size = encode_binary_double(value, bytes);
    EXPECT_EQ(hex_of(bytes, size), "fff8000000000000");

    const byte_buffer long_enough(12, 0x80);
    for (std::size_t length = 0; length <= long_enough.size(); ++length) {
        const auto part = bytes_view(long_enough).first(length);
        float narrow = 0;
        const auto expected = [length](std::size_t wanted) {
            return length < wanted   ? decode_errc::incomplete
                   : length > wanted ? decode_errc::trailing_bytes
                                     : decode_errc::ok;
        };
        EXPECT_EQ(decode_binary_double(part, value), expected(8));
        EXPECT_EQ(decode_binary_float(part, narrow), expected(4));
    }
}

TEST(floating_text, switches_notation_where_the_vectors_do) {
    const struct {
        double value;
        const char* text;
    } cases[] = {{1e20, "100000000000000000000"},
                 {1e21, "1e+21"},
                 {123456789012345680000.0, "123456789012345680000"},
                 {1e-6, "0.000001"},
                 {1e-7, "1e-7"},
                 {-1.25e-7, "-1.25e-7"},
                 {0.1, "0.1"},
                 {-0.0, "-0"},
                 {1234.5, "1234.5"},
                 {std::numeric_limits<double>::infinity(), "Infinity"},
                 {-std::numeric_limits<double>::infinity(), "-Infinity"}};
    for (const auto& c : cases) {
        EXPECT_EQ(values::to_text(c.value), c.text);
        EXPECT_EQ(values::parse_double(c.text), c.value);
    }
    for (const auto* text : {"", "x", "1x", " 1", "1,5", "1e999", "0x10", "+1"}) {
        EXPECT_FALSE(values::parse_double(text).has_value()) << text;
    }
    EXPECT_FALSE(values::parse_float("1e39").has_value());
}

}  // namespace
}  // namespace oraxx::wire::types
