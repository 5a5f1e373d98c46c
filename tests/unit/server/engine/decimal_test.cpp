#include "server/engine/decimal.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>
#include <vector>

namespace oraxx::sandbox::engine {
namespace {

decimal of(std::string_view text) {
    return decimal::parse(text).value();
}
std::string sum(std::string_view a, std::string_view b) {
    return decimal::add(of(a), of(b)).value().to_plain_text();
}
std::string quotient(std::string_view a, std::string_view b) {
    return decimal::divide(of(a), of(b)).value().to_plain_text();
}
std::string product(std::string_view a, std::string_view b) {
    return decimal::multiply(of(a), of(b)).value().to_plain_text();
}

TEST(engine_decimal, adds_and_subtracts_exactly) {
    EXPECT_EQ(sum("0.1", "0.2"), ".3");
    EXPECT_EQ(sum("-0.1", "0.1"), "0");
    EXPECT_EQ(sum("99999999999999999999999999999999999999", "1"), "100000000000000000000000000000000000000");
    EXPECT_EQ(sum("1", "-.00000000000000000000000000000000000001"), ".99999999999999999999999999999999999999");
    EXPECT_EQ(sum("5e125", "1e-130"), "5" + std::string(125, '0'));
}

TEST(engine_decimal, rounds_at_twenty_pairs_of_digits) {
    EXPECT_EQ(quotient("1", "3"), "." + std::string(40, '3'));
    EXPECT_EQ(quotient("2", "3"), "." + std::string(39, '6') + "7");
    EXPECT_EQ(quotient("10", "3"), "3." + std::string(38, '3'));
    EXPECT_EQ(product("1234567890123456789012345678901234567890", "10"), "12345678901234567890123456789012345678900");
    EXPECT_EQ(product("99999999999999999999", "99999999999999999999"), "9999999999999999999800000000000000000001");
}

TEST(engine_decimal, divides_by_long_divisors) {
    // Quotients whose estimate from the leading digits is too large
    EXPECT_EQ(quotient("1", "1.00000000000000000000000000000000000001"), ".99999999999999999999999999999999999999");
    EXPECT_EQ(decimal::remainder(of("1e30"), of("7")).to_plain_text(), "1");  // 10^6 = 1 (mod 7)
    EXPECT_EQ(decimal::remainder(of("-5.5"), of("2")).to_plain_text(), "-1.5");
    EXPECT_EQ(decimal::remainder(of("5"), of("1e20")).to_plain_text(), "5");
}

TEST(engine_decimal, reports_overflow_and_lets_underflow_be_zero) {
    EXPECT_FALSE(decimal::multiply(of("9e125"), of("10")));
    EXPECT_FALSE(decimal::parse("1e126"));
    EXPECT_TRUE(decimal::multiply(of("1e-100"), of("1e-100")).value().is_zero());
    EXPECT_TRUE(of("1e-131").is_zero());
}

TEST(engine_decimal, rounds_to_decimal_places_in_every_way) {
    const auto round = [](std::string_view text, int digits, decimal::rounding how) {
        return of(text).rounded(digits, how).to_plain_text();
    };
    using how = decimal::rounding;
    EXPECT_EQ(round("2.5", 0, how::half_up), "3");
    EXPECT_EQ(round("-2.5", 0, how::half_up), "-3");
    EXPECT_EQ(round("999.95", 1, how::half_up), "1000");
    EXPECT_EQ(round("0.04", 1, how::half_up), "0");
    EXPECT_EQ(round("50", -2, how::half_up), "100");
    EXPECT_EQ(round("-1.01", 0, how::truncate), "-1");
    EXPECT_EQ(round("-1.01", 0, how::floor), "-2");
    EXPECT_EQ(round("0.001", 0, how::ceiling), "1");
    EXPECT_EQ(round("123.456", 10, how::half_up), "123.456");
}

TEST(engine_decimal, stored_bytes_sort_as_the_values_do) {
    const std::vector<std::string_view> ascending{"-9e125",  "-100.5", "-100",   "-99.99", "-1",     "-.5",  "-.05",
                                                  "-1e-130", "0",      "1e-130", ".01",    ".0101",  ".5",   "1.5",
                                                  "2",       "10",     "99.99",  "100",    "100.01", "1e20", "9e125"};
    std::vector<std::vector<std::uint8_t>> stored;
    for (const auto text : ascending) {
        std::array<std::uint8_t, decimal::max_stored_size> out{};
        const auto size = of(text).store(out);
        stored.emplace_back(out.begin(), out.begin() + static_cast<std::ptrdiff_t>(size));
        EXPECT_EQ(decimal::compare(decimal::from_stored(stored.back()), of(text)), 0) << text;
    }
    EXPECT_TRUE(std::is_sorted(stored.begin(), stored.end()));
    EXPECT_EQ(std::adjacent_find(stored.begin(), stored.end()), stored.end());
}

TEST(engine_decimal, writes_at_most_forty_characters_of_text) {
    EXPECT_EQ(of("1e39").to_text(), "1" + std::string(39, '0'));
    EXPECT_EQ(of("1e40").to_text(), "1." + std::string(34, '0') + "E+40");
    EXPECT_EQ(decimal::divide(of("1"), of("3")).value().to_text(), "." + std::string(39, '3'));
    EXPECT_EQ(of("-0.5").to_text(), "-.5");
}

TEST(engine_decimal, refuses_what_is_no_number) {
    for (const auto text : {"", "-", ".", "1e", "1.2.3", "1 2", "0x10", "1e+", "abc", "--1", "1e99999999999"}) {
        EXPECT_FALSE(decimal::parse(text)) << text;
    }
}

}  // namespace
}  // namespace oraxx::sandbox::engine
