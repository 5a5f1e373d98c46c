#include <oraxx/number.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>

#include <oraxx/error.hpp>

namespace oraxx {
namespace {

TEST(number, prints_plain_notation) {
    const struct {
        const char* text;
        const char* canonical;
    } cases[] = {
        {"0", "0"},
        {"-0", "0"},
        {"0.000", "0"},
        {"007", "7"},
        {"+12", "12"},
        {"-12.50", "-12.5"},
        {".5", "0.5"},
        {"5.", "5"},
        {"-.05", "-0.05"},
        {"1e3", "1000"},
        {"1E-3", "0.001"},
        {"1.5e+2", "150"},
        {"12e0", "12"},
        {"0e999999", "0"},
        {"1230", "1230"},
        {"0.10", "0.1"},
        {"100.001", "100.001"},
        {"1e-00000000001", "0.1"},
        {"123456789012345678901234567890.12345678", "123456789012345678901234567890.12345678"},
    };
    for (const auto& c : cases) {
        const auto value = number::parse(c.text);
        ASSERT_TRUE(value.has_value()) << c.text;
        EXPECT_EQ(value->to_string(), c.canonical);
        EXPECT_EQ(number::parse(c.canonical), value);
    }
}

TEST(number, refuses_text_that_is_no_number) {
    for (const auto* text : {"", " ", "+", "-", ".", "e5", "1e", "1e+", "1.2.3", "1 ", " 1", "--1", "+-1", "0x1",
                             "1,5", "NaN", "Infinity", "1e5.5", "1_000"}) {
        EXPECT_FALSE(number::parse(text).has_value()) << text;
    }
    EXPECT_FALSE(number::parse(std::string_view("1\0", 2)).has_value());
}

TEST(number, holds_40_digits_when_they_fall_on_pairs) {
    const std::string forty(40, '7');
    EXPECT_EQ(number::parse(forty)->to_string(), forty);
    EXPECT_FALSE(number::parse(forty + "7").has_value());
    EXPECT_EQ(number::parse(forty + "00")->to_string(), forty + "00");
    EXPECT_FALSE(number::parse(forty + "0").has_value());  // 41 places: the digits straddle the pairs
    EXPECT_EQ(number::parse("77." + std::string(38, '7'))->to_string(), "77." + std::string(38, '7'));
    EXPECT_FALSE(number::parse("7." + std::string(39, '7')).has_value());  // would take 21 pairs
    EXPECT_TRUE(number::parse("7." + std::string(38, '7')).has_value());
    EXPECT_EQ(number::parse(std::string(500, '0') + "1" + std::string(120, '0'))->to_string(),
              "1" + std::string(120, '0'));
}

TEST(number, ends_at_the_range_of_the_storage_format) {
    EXPECT_EQ(number::parse("1e-130")->to_string(), "0." + std::string(129, '0') + "1");
    EXPECT_FALSE(number::parse("9e-131").has_value());
    EXPECT_EQ(number::parse("9.9e125")->to_string(), "99" + std::string(124, '0'));
    EXPECT_FALSE(number::parse("1e126").has_value());
    EXPECT_FALSE(number::parse("1e99999999999999999999").has_value());
    EXPECT_FALSE(number::parse("1e-99999999999999999999").has_value());
    std::array<char, number::max_text_size> text{};
    const auto longest = number::from_text("-9999999999999999999999999999999999999999e-168");
    EXPECT_EQ(longest.to_chars(text), 171U);
}

TEST(number, throws_without_repeating_the_text) {
    try {
        (void)number::from_text("secret");
        FAIL() << "no exception";
    } catch (const error& e) {
        EXPECT_EQ(e.facts().code, errc::value_out_of_range);
        EXPECT_EQ(std::string(e.what()).find("secret"), std::string::npos);
    }
}

TEST(number, is_exact_for_every_integer_type) {
    constexpr auto least = std::numeric_limits<std::int64_t>::min();
    constexpr auto most = std::numeric_limits<std::int64_t>::max();
    constexpr auto most_unsigned = std::numeric_limits<std::uint64_t>::max();
    EXPECT_EQ(number(least).to_string(), "-9223372036854775808");
    EXPECT_EQ(number(most).to_string(), "9223372036854775807");
    EXPECT_EQ(number(most_unsigned).to_string(), "18446744073709551615");
    EXPECT_EQ(number(least).to_int64(), least);
    EXPECT_EQ(number(most).to_int64(), most);
    EXPECT_EQ(number(most_unsigned).to_uint64(), most_unsigned);
    EXPECT_EQ(number(most_unsigned).to_int64(), std::nullopt);
    EXPECT_EQ(number(-1).to_uint64(), std::nullopt);
    EXPECT_EQ(number(0).to_uint64(), 0U);
    for (const auto* text : {"9223372036854775808", "-9223372036854775809", "0.5", "1.0000000001", "1e20", "1e100"}) {
        EXPECT_EQ(number::from_text(text).to_int64(), std::nullopt) << text;
    }
    EXPECT_EQ(number::from_text("18446744073709551616").to_uint64(), std::nullopt);
    EXPECT_EQ(number::infinity().to_int64(), std::nullopt);
    EXPECT_EQ(number::infinity().to_uint64(), std::nullopt);
}

TEST(number, round_trips_every_small_integer_and_hundredth) {
    for (int i = -100'000; i <= 100'000; ++i) {
        const number whole(i);
        ASSERT_EQ(whole.to_int64(), i);
        ASSERT_EQ(number::parse(std::to_string(i)), whole);
        const auto hundredth = number::from_double(i / 100.0);
        ASSERT_TRUE(hundredth.has_value());
        ASSERT_EQ(hundredth->to_double(), i / 100.0);
        ASSERT_EQ(number::parse(std::to_string(i) + "e-2"), hundredth);
    }
}

TEST(number, takes_doubles_by_their_shortest_text) {
    EXPECT_EQ(number::from_double(0.1)->to_string(), "0.1");
    EXPECT_EQ(number::from_double(-0.0)->to_string(), "0");
    EXPECT_EQ(number::from_double(1e23)->to_string(), "1" + std::string(23, '0'));
    EXPECT_EQ(number::from_double(std::nan("")), std::nullopt);
    EXPECT_EQ(number::from_double(std::numeric_limits<double>::infinity()), std::nullopt);
    EXPECT_EQ(number::from_double(1e126), std::nullopt);
    EXPECT_EQ(number::from_double(1e-200), std::nullopt);
    EXPECT_TRUE(std::isinf(number::infinity().to_double()));
    EXPECT_LT(number::infinity(true).to_double(), 0);
    std::mt19937_64 random(1);
    std::uniform_real_distribution<double> mantissa(-1, 1);
    std::uniform_int_distribution<int> exponent(-400, 400);
    for (int i = 0; i < 20'000; ++i) {
        const double value = std::ldexp(mantissa(random), exponent(random));
        const auto exact = number::from_double(value);
        ASSERT_TRUE(exact.has_value()) << value;
        ASSERT_EQ(exact->to_double(), value);
    }
}

TEST(number, builds_from_base_100_digits) {
    const std::array<std::uint8_t, 4> digits = {0, 12, 50, 0};
    const auto value = number::from_pairs(true, 1, digits);
    ASSERT_TRUE(value.has_value());
    EXPECT_EQ(value->to_string(), "-12.5");
    EXPECT_EQ(value->exponent(), 0);
    EXPECT_EQ(value->pairs().size(), 2U);
    EXPECT_TRUE(number::from_pairs(true, 0, {})->is_zero());
    EXPECT_FALSE(number::from_pairs(true, 0, {})->is_negative());
    const std::array<std::uint8_t, 1> too_large_digit = {100};
    EXPECT_FALSE(number::from_pairs(false, 0, too_large_digit).has_value());
    const std::array<std::uint8_t, 1> one = {1};
    EXPECT_FALSE(number::from_pairs(false, 63, one).has_value());
    EXPECT_FALSE(number::from_pairs(false, -66, one).has_value());
    std::array<std::uint8_t, 21> many{};
    many.fill(1);
    EXPECT_FALSE(number::from_pairs(false, 0, many).has_value());
    many.back() = 0;
    EXPECT_TRUE(number::from_pairs(false, 0, many).has_value());
}

TEST(number, orders_values) {
    const std::array ascending = {
        number::infinity(true),
        number::from_text("-1e125"),
        number(-100),
        number::from_text("-99.5"),
        number(-99),
        number::from_text("-1.5"),
        number(-1),
        number::from_text("-1e-130"),
        number(0),
        number::from_text("1e-130"),
        number(1),
        number::from_text("1.5"),
        number::from_text("1.50001"),
        number(99),
        number(100),
        number::from_text("1e125"),
        number::infinity(),
    };
    for (std::size_t a = 0; a < ascending.size(); ++a) {
        for (std::size_t b = 0; b < ascending.size(); ++b) {
            EXPECT_EQ(ascending[a] <=> ascending[b], a <=> b) << a << " and " << b;
            EXPECT_EQ(ascending[a] == ascending[b], a == b);
        }
    }
    EXPECT_TRUE(number(0).is_integer());
    EXPECT_TRUE(number(100).is_integer());
    EXPECT_FALSE(number::from_text("0.5").is_integer());
    EXPECT_FALSE(number::infinity().is_integer());
}

}  // namespace
}  // namespace oraxx
