// NUMBER arithmetic as Oracle does it: 20 base-100 digits (39 or 40 decimal ones), exact where the result
// fits, rounded half up in magnitude where it does not, never through a double.
//
// The stored form sorts by memcmp: zero is the byte 0x80; positive values are an exponent byte above it and
// the digits plus one; negative values mirror that and end in a terminator above every mirrored digit.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include <oraxx/number.hpp>

namespace oraxx::sandbox::engine {

class decimal {
public:
    static constexpr int max_pairs = 20;
    static constexpr int max_exponent = 62;
    static constexpr int min_exponent = -65;
    static constexpr std::size_t max_stored_size = max_pairs + 2;

    constexpr decimal() noexcept = default;  // zero
    explicit decimal(std::int64_t value) noexcept;

    // [+-]digits[.digits][(e|E)[+-]digits]; rounded when it has more digits than fit. nullopt: no number, or
    // out of range.
    [[nodiscard]] static std::optional<decimal> parse(std::string_view text) noexcept;
    [[nodiscard]] static std::optional<decimal> from_number(const number& value) noexcept;  // nullopt: infinite
    // The shortest decimal text of the double; nullopt for NaN and infinities.
    [[nodiscard]] static std::optional<decimal> from_double(double value) noexcept;
    [[nodiscard]] static decimal from_stored(std::span<const std::uint8_t> bytes) noexcept;

    [[nodiscard]] number to_number() const;
    [[nodiscard]] double to_double() const noexcept;
    // nullopt when there is a fraction or it does not fit.
    [[nodiscard]] std::optional<std::int64_t> to_int64() const noexcept;
    // Size used.
    [[nodiscard]] std::size_t store(std::span<std::uint8_t, max_stored_size> out) const noexcept;
    // Plain notation without superfluous zeros and, as Oracle, without a zero before the point: "-.5".
    [[nodiscard]] std::string to_plain_text() const;
    // TO_CHAR without a mask: at most 40 characters, rounded or with an exponent where it must be.
    [[nodiscard]] std::string to_text() const;

    [[nodiscard]] bool is_zero() const noexcept { return count_ == 0; }
    [[nodiscard]] bool is_negative() const noexcept { return negative_; }
    [[nodiscard]] bool is_integer() const noexcept { return count_ <= exponent_ + 1; }
    [[nodiscard]] decimal negated() const noexcept;
    [[nodiscard]] decimal absolute() const noexcept;
    // Decimal digits before the point; 0 or negative below 0.1.
    [[nodiscard]] int integer_digits() const noexcept;
    [[nodiscard]] int significant_digits() const noexcept;

    // nullopt: overflow (ORA-01426). Underflow gives zero.
    [[nodiscard]] static std::optional<decimal> add(const decimal& a, const decimal& b) noexcept;
    [[nodiscard]] static std::optional<decimal> subtract(const decimal& a, const decimal& b) noexcept;
    [[nodiscard]] static std::optional<decimal> multiply(const decimal& a, const decimal& b) noexcept;
    // `b` must not be zero.
    [[nodiscard]] static std::optional<decimal> divide(const decimal& a, const decimal& b) noexcept;
    // a - b * trunc(a / b), exact; `b` must not be zero.
    [[nodiscard]] static decimal remainder(const decimal& a, const decimal& b) noexcept;
    // Of a value that is not negative.
    [[nodiscard]] static decimal square_root(const decimal& v) noexcept;
    [[nodiscard]] static int compare(const decimal& a, const decimal& b) noexcept;

    enum class rounding : std::uint8_t { half_up, truncate, floor, ceiling };
    // To `digits` places after the point (negative: before it).
    [[nodiscard]] decimal rounded(int digits, rounding how) const noexcept;
    // To `digits` significant decimal digits.
    [[nodiscard]] decimal with_precision(int digits) const noexcept;

    // One decimal digit each; `point` digits stand before the decimal point.
    struct expanded {
        std::array<std::uint8_t, 2 * max_pairs + 2> digits{};
        int count = 0;
        int point = 0;
    };
    [[nodiscard]] expanded expand() const noexcept;

private:
    friend class exact_sum;

    // From base-100 digits of any number; the first has the weight 100^exponent. nullopt: overflow.
    static std::optional<decimal> normalised(bool negative, int exponent,
                                             std::span<const std::uint8_t> digits) noexcept;
    static decimal collapse(bool negative, const expanded& digits) noexcept;
    static std::optional<decimal> add_magnitudes(const decimal& a, const decimal& b) noexcept;
    static decimal subtract_magnitudes(const decimal& larger, const decimal& smaller) noexcept;
    static int compare_magnitudes(const decimal& a, const decimal& b) noexcept;
    // The digit of weight 100^exponent.
    [[nodiscard]] int digit_at(int exponent) const noexcept;

    std::array<std::uint8_t, max_pairs> pairs_{};
    std::uint8_t count_ = 0;
    std::int16_t exponent_ = 0;
    bool negative_ = false;
};

}  // namespace oraxx::sandbox::engine
