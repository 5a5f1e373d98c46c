// oraxx::number: Oracle's NUMBER, exact.
//
// Up to 20 base-100 digits with an exponent: every value Oracle stores (38 to 40 decimal digits,
// 1e-130 <= |v| < 1e126) fits without loss, infinities included. Trivially copyable, 24 bytes, no allocation.
// Thread safety: a value type; distinct objects may be used from distinct threads.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace oraxx {

class number {
public:
    static constexpr int max_pairs = 20;     // base-100 digits, the limit of Oracle's storage format
    static constexpr int max_exponent = 62;  // base 100, of the first digit
    static constexpr int min_exponent = -65;
    static constexpr std::size_t max_text_size = 172;  // longest result of to_chars()

    constexpr number() noexcept = default;  // zero
    // Integers convert implicitly: no integer type loses anything.
    number(std::int64_t value) noexcept;                                      // NOLINT(google-explicit-constructor)
    number(std::uint64_t value) noexcept;                                     // NOLINT(google-explicit-constructor)
    number(int value) noexcept : number(static_cast<std::int64_t>(value)) {}  // NOLINT(google-explicit-constructor)
    // NOLINTNEXTLINE(google-explicit-constructor): as above
    number(unsigned value) noexcept : number(static_cast<std::uint64_t>(value)) {}

    // Decimal text: [+-]digits[.digits][(e|E)[+-]digits]; digits on one side of the point are enough. nullopt: not a
    // number, or more than 40 significant digits (39 where they do not align to pairs), or out of range.
    // Locale-independent; never rounds.
    [[nodiscard]] static std::optional<number> parse(std::string_view text) noexcept;
    // As parse(), but throws error(errc::value_out_of_range).
    [[nodiscard]] static number from_text(std::string_view text);
    // The shortest decimal text that reads back as `value`. nullopt for NaN and infinities or out of range.
    [[nodiscard]] static std::optional<number> from_double(double value) noexcept;
    [[nodiscard]] static number infinity(bool negative = false) noexcept;

    // From base-100 digits (0..99 each, first digit times 100^exponent); zeros are trimmed at both ends.
    // nullopt when a digit or the exponent is out of range, or more than 20 digits remain.
    [[nodiscard]] static std::optional<number> from_pairs(bool negative, int exponent,
                                                          std::span<const std::uint8_t> pairs) noexcept;

    [[nodiscard]] bool is_zero() const noexcept { return count_ == 0 && !infinite_; }
    [[nodiscard]] bool is_negative() const noexcept { return negative_; }
    [[nodiscard]] bool is_infinite() const noexcept { return infinite_; }
    [[nodiscard]] bool is_integer() const noexcept { return !infinite_ && count_ <= exponent_ + 1; }
    [[nodiscard]] int exponent() const noexcept { return exponent_; }
    [[nodiscard]] std::span<const std::uint8_t> pairs() const noexcept { return {pairs_.data(), count_}; }

    // nullopt when the value is not an integer in range; never rounds.
    [[nodiscard]] std::optional<std::int64_t> to_int64() const noexcept;
    [[nodiscard]] std::optional<std::uint64_t> to_uint64() const noexcept;
    // The nearest double (correctly rounded); infinities map to infinities.
    [[nodiscard]] double to_double() const noexcept;
    // Plain positional notation, no exponent, no superfluous zeros: "-0.5", "12", "1230". "Infinity", "-Infinity".
    [[nodiscard]] std::string to_string() const;
    // As to_string() into caller's memory of at least max_text_size characters; returns the length used.
    [[nodiscard]] std::size_t to_chars(std::span<char> out) const noexcept;

    friend bool operator==(const number& a, const number& b) noexcept { return std::is_eq(a <=> b); }
    friend std::strong_ordering operator<=>(const number& a, const number& b) noexcept;

private:
    // Without the sign; nullopt when it is not an integer of 64 bits.
    [[nodiscard]] std::optional<std::uint64_t> magnitude() const noexcept;

    std::array<std::uint8_t, max_pairs> pairs_{};  // zero after the first count_
    std::uint8_t count_ = 0;
    std::int8_t exponent_ = 0;
    bool negative_ = false;
    bool infinite_ = false;
};

static_assert(sizeof(number) == 24);

}  // namespace oraxx
