#include "wire/types/number.hpp"

#include <algorithm>

#include "values/exact_double.hpp"

namespace oraxx::wire::types {
namespace {

// The first byte: 0x80 and up for positive values, complemented for negative ones.
constexpr std::uint8_t zero = 0x80;
constexpr int positive_bias = 193;
constexpr int negative_bias = 62;
// Digit d is sent as d + 1, or 101 - d when negative.
constexpr int positive_digit = 1;
constexpr int negative_digit = 101;
// Ends negative values of fewer than 20 digits, so that -1 sorts above -1.5.
constexpr std::uint8_t negative_end = 0x66;
constexpr std::uint8_t negative_infinity = 0x00;
constexpr std::array<std::uint8_t, 2> positive_infinity = {0xFF, 0x65};

constexpr int coefficient_pairs = 9;  // 18 digits, what 64 bits hold
constexpr std::array<std::uint64_t, coefficient_pairs> powers_of_100 = {
    1,
    100,
    10'000,
    1'000'000,
    100'000'000,
    10'000'000'000,
    1'000'000'000'000,
    100'000'000'000'000,
    10'000'000'000'000'000,
};

// The payload cut into its parts; the digits are still as sent.
struct payload_parts {
    bool negative;
    int exponent;  // of the first digit, base 100
    bytes_view digits;

    [[nodiscard]] unsigned digit(std::size_t index) const noexcept {  // above 99 when the byte is no digit
        const unsigned byte = digits[index];
        return negative ? negative_digit - byte : byte - positive_digit;
    }
};

// Not for zero and the infinities.
payload_parts split(bytes_view in) noexcept {
    const bool negative = (in[0] & 0x80U) == 0;
    if (!negative) return {false, in[0] - positive_bias, in.subspan(1)};
    const bool closed = in.size() > 1 && in.back() == negative_end;
    return {true, negative_bias - in[0], in.subspan(1, in.size() - (closed ? 2 : 1))};
}

// A value of up to 18 digits: coefficient x 100^exponent.
struct short_number {
    bool negative = false;
    std::uint64_t coefficient = 0;
    int exponent = 0;
    int pairs = 0;  // base-100 digits of the coefficient, as sent
};

// The usual case, without a detour. False: zero, an infinity, a longer or a bad value; decode() tells.
bool read_short(bytes_view in, short_number& out) noexcept {
    if (in.size() < 2) return false;
    const auto parts = split(in);
    if (parts.digits.empty() || parts.digits.size() > coefficient_pairs) return false;
    std::uint64_t coefficient = 0;
    bool good = true;
    for (std::size_t i = 0; i < parts.digits.size(); ++i) {
        const unsigned digit = parts.digit(i);
        good &= digit < 100;
        coefficient = coefficient * 100 + digit;
    }
    const int pairs = static_cast<int>(parts.digits.size());
    out = {parts.negative && coefficient != 0, coefficient, parts.exponent + 1 - pairs, pairs};
    return good;
}

// The magnitude of an integer below 10^18 in one go.
bool read_short_integer(bytes_view in, bool& negative, std::uint64_t& magnitude) noexcept {
    short_number value;
    if (!read_short(in, value)) return false;
    if (value.exponent < 0 || value.exponent + value.pairs > coefficient_pairs) return false;
    negative = value.negative;
    magnitude = value.coefficient * powers_of_100[static_cast<std::size_t>(value.exponent)];
    return true;
}

}  // namespace

decode_errc decode(bytes_view in, number& out) noexcept {
    if (in.empty()) return decode_errc::incomplete;
    if (in.size() == 1) {
        if (in[0] == zero) out = number{};
        if (in[0] == negative_infinity) out = number::infinity(true);
        return in[0] == zero || in[0] == negative_infinity ? decode_errc::ok : decode_errc::incomplete;
    }
    if (std::equal(in.begin(), in.end(), positive_infinity.begin(), positive_infinity.end())) {
        out = number::infinity();
        return decode_errc::ok;
    }
    const auto parts = split(in);
    if (parts.digits.empty()) return decode_errc::bad_value;
    if (parts.digits.size() > number::max_pairs) return decode_errc::trailing_bytes;
    std::array<std::uint8_t, number::max_pairs> pairs{};
    for (std::size_t i = 0; i < parts.digits.size(); ++i) {
        const unsigned digit = parts.digit(i);
        if (digit > 99) return decode_errc::bad_value;
        pairs[i] = static_cast<std::uint8_t>(digit);
    }
    const auto value =
        number::from_pairs(parts.negative, parts.exponent, std::span(pairs).first(parts.digits.size()));
    if (!value) return decode_errc::bad_value;
    out = *value;
    return decode_errc::ok;
}

std::size_t encode(const number& value, scalar_out out) noexcept {
    if (value.is_infinite()) {
        if (value.is_negative()) {
            out[0] = negative_infinity;
            return 1;
        }
        std::copy(positive_infinity.begin(), positive_infinity.end(), out.begin());
        return positive_infinity.size();
    }
    if (value.is_zero()) {
        out[0] = zero;
        return 1;
    }
    std::size_t size = 1;
    if (!value.is_negative()) {
        out[0] = static_cast<std::uint8_t>(positive_bias + value.exponent());
        for (const auto pair : value.pairs()) out[size++] = static_cast<std::uint8_t>(pair + positive_digit);
        return size;
    }
    out[0] = static_cast<std::uint8_t>(negative_bias - value.exponent());
    for (const auto pair : value.pairs()) out[size++] = static_cast<std::uint8_t>(negative_digit - pair);
    if (value.pairs().size() < number::max_pairs) out[size++] = negative_end;
    return size;
}

decode_errc decode_int64(bytes_view in, std::int64_t& out) noexcept {
    bool negative = false;
    std::uint64_t magnitude = 0;
    if (read_short_integer(in, negative, magnitude)) {
        const auto value = static_cast<std::int64_t>(magnitude);  // below 10^18
        out = negative ? -value : value;
        return decode_errc::ok;
    }
    number exact;
    if (const auto error = decode(in, exact); error != decode_errc::ok) return error;
    const auto value = exact.to_int64();
    if (!value) return decode_errc::limit_exceeded;
    out = *value;
    return decode_errc::ok;
}

decode_errc decode_uint64(bytes_view in, std::uint64_t& out) noexcept {
    bool negative = false;
    std::uint64_t magnitude = 0;
    if (read_short_integer(in, negative, magnitude)) {
        if (negative) return decode_errc::limit_exceeded;
        out = magnitude;
        return decode_errc::ok;
    }
    number exact;
    if (const auto error = decode(in, exact); error != decode_errc::ok) return error;
    const auto value = exact.to_uint64();
    if (!value) return decode_errc::limit_exceeded;
    out = *value;
    return decode_errc::ok;
}

decode_errc decode_double(bytes_view in, double& out) noexcept {
    short_number value;
    if (read_short(in, value)) {
        if (const auto exact = values::exact_double(value.coefficient, 2 * value.exponent)) {
            out = value.negative ? -*exact : *exact;
            return decode_errc::ok;
        }
    }
    number exact;
    if (const auto error = decode(in, exact); error != decode_errc::ok) return error;
    out = exact.to_double();
    return decode_errc::ok;
}

}  // namespace oraxx::wire::types
