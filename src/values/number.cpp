#include <oraxx/number.hpp>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

#include <oraxx/error.hpp>

#include "values/exact_double.hpp"

namespace oraxx {
namespace {

constexpr int max_digits = 2 * number::max_pairs;
constexpr std::uint64_t max_u64 = std::numeric_limits<std::uint64_t>::max();
// A bound on exponents in text, far outside NUMBER's range and far inside std::int64_t's.
constexpr std::int64_t exponent_limit = 1'000'000'000'000;

std::uint64_t magnitude_of(std::int64_t value) noexcept {
    const auto bits = static_cast<std::uint64_t>(value);
    return value < 0 ? ~bits + 1 : bits;
}

// Significant digits (neither end is zero) times 10^(point - count): 0.digits x 10^point.
struct decimal_digits {
    bool negative = false;
    std::array<std::uint8_t, max_digits> digits{};
    int count = 0;
    std::int64_t point = 0;
};

bool is_digit(char c) noexcept {
    return c >= '0' && c <= '9';
}

// Takes the optional sign off the front of `text`; true when it was a minus.
bool take_sign(std::string_view& text) noexcept {
    if (text.empty() || (text.front() != '-' && text.front() != '+')) return false;
    const bool negative = text.front() == '-';
    text.remove_prefix(1);
    return negative;
}

// Takes digits with at most one point off the front of `text`. False: no digit, or too many significant ones.
bool take_mantissa(std::string_view& text, decimal_digits& out) noexcept {
    bool any_digit = false;
    bool after_point = false;
    std::int64_t pending_zeros = 0;  // zeros inside or at the end of the digits: only the next digit tells
    for (; !text.empty(); text.remove_prefix(1)) {
        const char c = text.front();
        if (c == '.' && !after_point) {
            after_point = true;
            continue;
        }
        if (!is_digit(c)) break;
        any_digit = true;
        if (c == '0' && out.count == 0) {
            if (after_point) --out.point;
            continue;
        }
        if (!after_point) ++out.point;
        if (c == '0') {
            ++pending_zeros;
            continue;
        }
        if (out.count + pending_zeros >= max_digits) return false;
        out.count += static_cast<int>(pending_zeros);  // the array holds zeros already
        pending_zeros = 0;
        out.digits[static_cast<std::size_t>(out.count++)] = static_cast<std::uint8_t>(c - '0');
    }
    return any_digit;
}

// Takes "e+12" off the front of `text`, if it is there. False: a mark without digits.
bool take_exponent(std::string_view& text, std::int64_t& exponent) noexcept {
    if (text.empty() || (text.front() != 'e' && text.front() != 'E')) return true;
    text.remove_prefix(1);
    const bool negative = take_sign(text);
    if (text.empty() || !is_digit(text.front())) return false;
    for (; !text.empty() && is_digit(text.front()); text.remove_prefix(1)) {
        if (exponent < exponent_limit) exponent = exponent * 10 + (text.front() - '0');
    }
    if (negative) exponent = -exponent;
    return true;
}

std::optional<decimal_digits> scan_decimal(std::string_view text) noexcept {
    decimal_digits out;
    std::int64_t exponent = 0;
    out.negative = take_sign(text);
    if (!take_mantissa(text, out) || !take_exponent(text, exponent) || !text.empty()) return std::nullopt;
    out.point += exponent;
    return out;
}

}  // namespace

number::number(std::uint64_t value) noexcept {
    std::array<std::uint8_t, 10> lowest_first{};
    std::size_t size = 0;
    for (; value != 0; value /= 100) lowest_first[size++] = static_cast<std::uint8_t>(value % 100);
    if (size == 0) return;
    exponent_ = static_cast<std::int8_t>(size - 1);
    std::size_t trailing_zeros = 0;
    while (lowest_first[trailing_zeros] == 0) ++trailing_zeros;
    while (size > trailing_zeros) pairs_[count_++] = lowest_first[--size];
}

number::number(std::int64_t value) noexcept : number(magnitude_of(value)) {
    negative_ = value < 0;
}

std::optional<number> number::parse(std::string_view text) noexcept {
    const auto decimal = scan_decimal(text);
    if (!decimal) return std::nullopt;
    if (decimal->count == 0) return number{};
    constexpr int max_point = 2 * (max_exponent + 1);
    constexpr int min_point = 2 * min_exponent;
    if (decimal->point > max_point || decimal->point < min_point) return std::nullopt;

    // Pairs start at an even power of ten: an odd point takes a zero in front.
    const int point = static_cast<int>(decimal->point);
    const int shift = point & 1;
    std::array<std::uint8_t, max_pairs + 1> pairs{};
    for (int i = 0; i < decimal->count; ++i) {
        const auto at = static_cast<std::size_t>((i + shift) / 2);
        const int weight = (i + shift) % 2 == 0 ? 10 : 1;
        pairs[at] = static_cast<std::uint8_t>(pairs[at] + weight * decimal->digits[static_cast<std::size_t>(i)]);
    }
    return from_pairs(decimal->negative, (point + shift) / 2 - 1, pairs);
}

number number::from_text(std::string_view text) {
    if (const auto value = parse(text)) return *value;
    // The text is a value and stays out of the message.
    throw_failure(failure{.code = errc::value_out_of_range,
                          .message = "the text is not a decimal number that NUMBER can hold",
                          .advice = "NUMBER holds up to 40 significant digits from 1e-130 to below 1e126"});
}

std::optional<number> number::from_double(double value) noexcept {
    if (!std::isfinite(value)) return std::nullopt;
    std::array<char, 32> text{};  // the shortest form of a double has at most 24 characters
    const auto end = std::to_chars(text.data(), text.data() + text.size(), value).ptr;
    return parse({text.data(), static_cast<std::size_t>(end - text.data())});
}

number number::infinity(bool negative) noexcept {
    number out;
    out.infinite_ = true;
    out.negative_ = negative;
    return out;
}

std::optional<number> number::from_pairs(bool negative, int exponent, std::span<const std::uint8_t> pairs) noexcept {
    if (std::any_of(pairs.begin(), pairs.end(), [](std::uint8_t pair) { return pair > 99; })) return std::nullopt;
    while (!pairs.empty() && pairs.back() == 0) pairs = pairs.first(pairs.size() - 1);
    std::size_t leading_zeros = 0;
    while (leading_zeros < pairs.size() && pairs[leading_zeros] == 0) ++leading_zeros;
    pairs = pairs.subspan(leading_zeros);

    number out;
    if (pairs.empty()) return out;
    if (pairs.size() > max_pairs || exponent > max_exponent + static_cast<int>(leading_zeros)) return std::nullopt;
    exponent -= static_cast<int>(leading_zeros);
    if (exponent < min_exponent) return std::nullopt;
    std::copy(pairs.begin(), pairs.end(), out.pairs_.begin());
    out.count_ = static_cast<std::uint8_t>(pairs.size());
    out.exponent_ = static_cast<std::int8_t>(exponent);
    out.negative_ = negative;
    return out;
}

std::optional<std::uint64_t> number::magnitude() const noexcept {
    if (!is_integer() || exponent_ > 9) return std::nullopt;  // 100^10 is past 64 bits
    std::uint64_t value = 0;
    for (int i = 0; i <= exponent_; ++i) {
        const std::uint64_t pair = pairs_[static_cast<std::size_t>(i)];  // zero past the last digit
        if (value > (max_u64 - pair) / 100) return std::nullopt;
        value = value * 100 + pair;
    }
    return count_ == 0 ? 0 : value;
}

std::optional<std::int64_t> number::to_int64() const noexcept {
    const auto value = magnitude();
    constexpr auto most_negative = std::uint64_t{1} << 63U;
    if (!value || *value > most_negative - (negative_ ? 0 : 1)) return std::nullopt;
    return static_cast<std::int64_t>(negative_ ? ~*value + 1 : *value);
}

std::optional<std::uint64_t> number::to_uint64() const noexcept {
    return negative_ ? std::nullopt : magnitude();
}

double number::to_double() const noexcept {
    constexpr auto inf = std::numeric_limits<double>::infinity();
    if (infinite_) return negative_ ? -inf : inf;
    const int scale = 2 * (exponent_ + 1 - count_);
    if (count_ <= 9) {  // 18 digits fit in 64 bits
        std::uint64_t coefficient = 0;
        for (const auto pair : pairs()) coefficient = coefficient * 100 + pair;
        if (const auto value = values::exact_double(coefficient, scale)) return negative_ ? -*value : *value;
    }
    std::array<char, max_digits + 8> text{};  // -, digits, e, sign, three digits of exponent
    char* at = text.data();
    if (negative_) *at++ = '-';
    for (const auto pair : pairs()) {
        *at++ = static_cast<char>('0' + pair / 10);
        *at++ = static_cast<char>('0' + pair % 10);
    }
    *at++ = 'e';
    at = std::to_chars(at, text.data() + text.size(), scale).ptr;
    double value = 0;
    std::from_chars(text.data(), at, value);  // in range by the limits of the exponent
    return value;
}

std::size_t number::to_chars(std::span<char> out) const noexcept {
    char* at = out.data();
    if (negative_) *at++ = '-';
    if (infinite_ || count_ == 0) {
        const std::string_view word = infinite_ ? "Infinity" : "0";
        at = std::copy(word.begin(), word.end(), at);
        return static_cast<std::size_t>(at - out.data());
    }
    const auto digit = [this](int index) -> char {  // of the digits at and after 10^(2 x exponent + 1)
        const int pair = index / 2 < count_ ? pairs_[static_cast<std::size_t>(index / 2)] : 0;
        return static_cast<char>('0' + (index % 2 == 0 ? pair / 10 : pair % 10));
    };
    const int point = 2 * (exponent_ + 1);
    const int end = 2 * count_ - (digit(2 * count_ - 1) == '0' ? 1 : 0);
    if (point <= 0) {
        *at++ = '0';
    } else {
        for (int i = digit(0) == '0' ? 1 : 0; i < point; ++i) *at++ = digit(i);
    }
    if (end > point) {
        *at++ = '.';
        for (int i = point; i < 0; ++i) *at++ = '0';
        for (int i = std::max(point, 0); i < end; ++i) *at++ = digit(i);
    }
    return static_cast<std::size_t>(at - out.data());
}

std::string number::to_string() const {
    std::array<char, max_text_size> text{};
    return {text.data(), to_chars(text)};
}

std::strong_ordering operator<=>(const number& a, const number& b) noexcept {
    const auto sign = [](const number& n) { return n.is_zero() ? 0 : n.negative_ ? -1 : 1; };
    if (sign(a) != sign(b)) return sign(a) <=> sign(b);
    const auto& larger = a.negative_ ? b : a;  // of two negatives the smaller magnitude is the larger value
    const auto& smaller = a.negative_ ? a : b;
    if (larger.infinite_ != smaller.infinite_) return larger.infinite_ <=> smaller.infinite_;
    if (larger.exponent_ != smaller.exponent_) return larger.exponent_ <=> smaller.exponent_;
    return larger.pairs_ <=> smaller.pairs_;  // zeros follow the last digit
}

}  // namespace oraxx
