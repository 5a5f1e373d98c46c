#include "server/engine/decimal.hpp"

#include <algorithm>
#include <cmath>

namespace oraxx::sandbox::engine {
namespace {

constexpr int base = 100;
constexpr std::uint8_t stored_zero = 0x80;
constexpr std::uint8_t stored_terminator = 102;
constexpr int positive_bias = 0xC1;
constexpr int negative_bias = 0x3E;

// Schoolbook division of base-100 digits: digits of the dividend in, digits of the quotient out.
class long_division {
public:
    explicit long_division(std::span<const std::uint8_t> divisor) noexcept : divisor_(divisor) {}

    // Brings one digit down; the quotient's next digit.
    int step(int digit) noexcept {
        const auto size = divisor_.size() + 1;  // rest_[0] is the overflow digit
        std::copy(rest_.begin() + 1, rest_.begin() + static_cast<std::ptrdiff_t>(size), rest_.begin());
        rest_[size - 1] = static_cast<std::uint8_t>(digit);
        // Never too small, and too large by a few at most.
        const auto lead = [](std::span<const std::uint8_t> d, std::size_t at) { return at < d.size() ? d[at] : 0; };
        const int upper = (rest_[0] * base + lead({rest_.data(), size}, 1)) * base + lead({rest_.data(), size}, 2);
        const int lower = lead(divisor_, 0) * base + lead(divisor_, 1);
        int estimate = std::min((upper + 1) / lower, base - 1);
        if (estimate != 0 && !subtract(estimate)) {
            do {
                --estimate;
            } while (!add_back());
        }
        return estimate;
    }

    // Less than the divisor, as many digits as it has.
    [[nodiscard]] std::span<const std::uint8_t> rest() const noexcept { return {rest_.data() + 1, divisor_.size()}; }

private:
    // rest -= divisor * factor; false when it went below zero (as a complement).
    bool subtract(int factor) noexcept {
        int borrow = 0;
        for (std::size_t i = divisor_.size(); i > 0; --i) {
            const int value = rest_[i] - divisor_[i - 1] * factor - borrow;
            borrow = value < 0 ? (-value + base - 1) / base : 0;
            rest_[i] = static_cast<std::uint8_t>(value + borrow * base);
        }
        const int top = rest_[0] - borrow;
        rest_[0] = static_cast<std::uint8_t>(top < 0 ? top + base : top);
        return top >= 0;
    }
    // rest += divisor; true when it is no longer below zero.
    bool add_back() noexcept {
        int carry = 0;
        for (std::size_t i = divisor_.size(); i > 0; --i) {
            const int value = rest_[i] + divisor_[i - 1] + carry;
            carry = value >= base ? 1 : 0;
            rest_[i] = static_cast<std::uint8_t>(value - carry * base);
        }
        const int top = rest_[0] + carry;
        rest_[0] = static_cast<std::uint8_t>(top % base);
        return top >= base;
    }

    std::span<const std::uint8_t> divisor_;
    std::array<std::uint8_t, decimal::max_pairs + 1> rest_{};
};

}  // namespace

decimal::decimal(std::int64_t value) noexcept {
    if (value == 0) return;
    std::array<std::uint8_t, 10> reversed{};
    int used = 0;
    negative_ = value < 0;
    std::uint64_t rest = negative_ ? ~static_cast<std::uint64_t>(value) + 1 : static_cast<std::uint64_t>(value);
    for (; rest != 0; rest /= base)
        reversed[static_cast<std::size_t>(used++)] = static_cast<std::uint8_t>(rest % base);
    exponent_ = static_cast<std::int16_t>(used - 1);
    int lowest = 0;
    while (reversed[static_cast<std::size_t>(lowest)] == 0) ++lowest;
    while (used > lowest) pairs_[count_++] = reversed[static_cast<std::size_t>(--used)];
}

std::optional<decimal> decimal::normalised(bool negative, int exponent,
                                           std::span<const std::uint8_t> digits) noexcept {
    while (!digits.empty() && digits.front() == 0) {
        digits = digits.subspan(1);
        --exponent;
    }
    decimal out;
    std::array<std::uint8_t, max_pairs + 1> kept{};  // one in front for the carry
    const auto size = std::min<std::size_t>(digits.size(), max_pairs);
    std::copy_n(digits.begin(), size, kept.begin() + 1);
    if (digits.size() > max_pairs && digits[max_pairs] >= base / 2) {
        auto at = max_pairs;
        while (++kept[static_cast<std::size_t>(at)] == base) kept[static_cast<std::size_t>(at--)] = 0;
    }
    const bool carried = kept[0] != 0;
    if (carried) ++exponent;
    auto last = carried ? kept.begin() + max_pairs : kept.end();
    const auto first = carried ? kept.begin() : kept.begin() + 1;
    while (last != first && *(last - 1) == 0) --last;
    if (first == last || exponent < min_exponent) return out;
    if (exponent > max_exponent) return std::nullopt;
    out.count_ = static_cast<std::uint8_t>(last - first);
    out.exponent_ = static_cast<std::int16_t>(exponent);
    out.negative_ = negative;
    std::copy(first, last, out.pairs_.begin());
    return out;
}

std::optional<decimal> decimal::from_number(const number& value) noexcept {
    if (value.is_infinite()) return std::nullopt;
    return normalised(value.is_negative(), value.exponent(), value.pairs());
}

number decimal::to_number() const {
    return number::from_pairs(negative_, exponent_, {pairs_.data(), count_}).value_or(number{});
}

decimal decimal::from_stored(std::span<const std::uint8_t> bytes) noexcept {
    decimal out;
    if (bytes.size() < 2 || bytes.size() > max_stored_size) return out;
    out.negative_ = bytes[0] < stored_zero;
    auto digits = bytes.subspan(1);
    if (out.negative_ && digits.back() == stored_terminator) digits = digits.first(digits.size() - 1);
    out.count_ = static_cast<std::uint8_t>(std::min<std::size_t>(digits.size(), max_pairs));
    out.exponent_ = static_cast<std::int16_t>(out.negative_ ? negative_bias - bytes[0] : bytes[0] - positive_bias);
    for (std::size_t i = 0; i < out.count_; ++i) {
        out.pairs_[i] = static_cast<std::uint8_t>(out.negative_ ? 101 - digits[i] : digits[i] - 1);
    }
    return out;
}

std::size_t decimal::store(std::span<std::uint8_t, max_stored_size> out) const noexcept {
    if (count_ == 0) {
        out[0] = stored_zero;
        return 1;
    }
    out[0] = static_cast<std::uint8_t>(negative_ ? negative_bias - exponent_ : positive_bias + exponent_);
    std::size_t used = 1;
    for (std::size_t i = 0; i < count_; ++i) {
        out[used++] = static_cast<std::uint8_t>(negative_ ? 101 - pairs_[i] : pairs_[i] + 1);
    }
    if (negative_) out[used++] = stored_terminator;
    return used;
}

std::optional<std::int64_t> decimal::to_int64() const noexcept {
    if (count_ == 0) return 0;
    if (!is_integer() || exponent_ > 9) return std::nullopt;
    std::int64_t value = 0;
    for (int e = exponent_; e >= 0; --e) {
        const int digit = negative_ ? -digit_at(e) : digit_at(e);
        if (__builtin_mul_overflow(value, std::int64_t{base}, &value) ||
            __builtin_add_overflow(value, std::int64_t{digit}, &value)) {
            return std::nullopt;
        }
    }
    return value;
}

int decimal::digit_at(int exponent) const noexcept {
    const int index = exponent_ - exponent;
    return index >= 0 && index < count_ ? pairs_[static_cast<std::size_t>(index)] : 0;
}

decimal decimal::negated() const noexcept {
    decimal out = *this;
    out.negative_ = !negative_ && count_ != 0;
    return out;
}

decimal decimal::absolute() const noexcept {
    decimal out = *this;
    out.negative_ = false;
    return out;
}

int decimal::compare_magnitudes(const decimal& a, const decimal& b) noexcept {
    if (a.count_ == 0 || b.count_ == 0) return static_cast<int>(a.count_ != 0) - static_cast<int>(b.count_ != 0);
    if (a.exponent_ != b.exponent_) return a.exponent_ < b.exponent_ ? -1 : 1;
    for (int e = a.exponent_; e > a.exponent_ - max_pairs; --e) {
        if (a.digit_at(e) != b.digit_at(e)) return a.digit_at(e) < b.digit_at(e) ? -1 : 1;
    }
    return 0;
}

int decimal::compare(const decimal& a, const decimal& b) noexcept {
    if (a.negative_ != b.negative_) return a.negative_ ? -1 : 1;
    return a.negative_ ? compare_magnitudes(b, a) : compare_magnitudes(a, b);
}

std::optional<decimal> decimal::add_magnitudes(const decimal& a, const decimal& b) noexcept {
    const int top = std::max(a.exponent_, b.exponent_);
    if (a.exponent_ - b.exponent_ > max_pairs + 1) return a;
    if (b.exponent_ - a.exponent_ > max_pairs + 1) return b;
    std::array<std::uint8_t, 2 * max_pairs + 4> sum{};
    const int bottom = std::min(a.exponent_ - a.count_, b.exponent_ - b.count_) + 1;
    int carry = 0;
    for (int e = bottom; e <= top + 1; ++e) {
        const int digit = a.digit_at(e) + b.digit_at(e) + carry;
        carry = digit >= base ? 1 : 0;
        sum[static_cast<std::size_t>(top + 1 - e)] = static_cast<std::uint8_t>(digit - carry * base);
    }
    return normalised(false, top + 1, {sum.data(), static_cast<std::size_t>(top + 2 - bottom)});
}

decimal decimal::subtract_magnitudes(const decimal& larger, const decimal& smaller) noexcept {
    if (smaller.count_ == 0 || larger.exponent_ - smaller.exponent_ > max_pairs + 1) return larger;
    std::array<std::uint8_t, 2 * max_pairs + 4> difference{};
    const int top = larger.exponent_;
    const int bottom = std::min(larger.exponent_ - larger.count_, smaller.exponent_ - smaller.count_) + 1;
    int borrow = 0;
    for (int e = bottom; e <= top; ++e) {
        int digit = larger.digit_at(e) - smaller.digit_at(e) - borrow;
        borrow = digit < 0 ? 1 : 0;
        digit += borrow * base;
        difference[static_cast<std::size_t>(top - e)] = static_cast<std::uint8_t>(digit);
    }
    return *normalised(false, top, {difference.data(), static_cast<std::size_t>(top - bottom + 1)});
}

std::optional<decimal> decimal::add(const decimal& a, const decimal& b) noexcept {
    if (a.count_ == 0) return b;
    if (b.count_ == 0) return a;
    if (a.negative_ == b.negative_) {
        auto sum = add_magnitudes(a, b);
        if (sum) sum->negative_ = a.negative_;
        return sum;
    }
    const bool first_larger = compare_magnitudes(a, b) >= 0;
    auto out = first_larger ? subtract_magnitudes(a, b) : subtract_magnitudes(b, a);
    out.negative_ = out.count_ != 0 && (first_larger ? a.negative_ : b.negative_);
    return out;
}

std::optional<decimal> decimal::subtract(const decimal& a, const decimal& b) noexcept {
    return add(a, b.negated());
}

std::optional<decimal> decimal::multiply(const decimal& a, const decimal& b) noexcept {
    if (a.count_ == 0 || b.count_ == 0) return decimal{};
    std::array<std::uint32_t, std::size_t{2} * max_pairs> product{};
    for (std::size_t i = 0; i < a.count_; ++i) {
        for (std::size_t j = 0; j < b.count_; ++j) {
            product[i + j + 1] += std::uint32_t{a.pairs_[i]} * b.pairs_[j];
        }
    }
    std::array<std::uint8_t, std::size_t{2} * max_pairs> digits{};
    const std::size_t size = std::size_t{a.count_} + b.count_;
    std::uint32_t carry = 0;
    for (std::size_t i = size; i-- > 0;) {
        const std::uint32_t value = product[i] + carry;
        digits[i] = static_cast<std::uint8_t>(value % base);
        carry = value / base;
    }
    return normalised(a.negative_ != b.negative_, a.exponent_ + b.exponent_ + 1, {digits.data(), size});
}

std::optional<decimal> decimal::divide(const decimal& a, const decimal& b) noexcept {
    if (a.count_ == 0) return decimal{};
    long_division division({b.pairs_.data(), b.count_});
    // As many digits as are kept, one for a quotient that begins with zero, and one that decides the rounding.
    std::array<std::uint8_t, max_pairs + 2> quotient{};
    for (std::size_t i = 0; i + 1 < b.count_; ++i) division.step(a.digit_at(a.exponent_ - static_cast<int>(i)));
    int from = a.exponent_ - b.count_ + 1;
    for (auto& digit : quotient) digit = static_cast<std::uint8_t>(division.step(a.digit_at(from--)));
    return normalised(a.negative_ != b.negative_, a.exponent_ - b.exponent_, quotient);
}

decimal decimal::remainder(const decimal& a, const decimal& b) noexcept {
    if (compare_magnitudes(a, b) < 0) return a;
    long_division division({b.pairs_.data(), b.count_});
    const int lowest = b.exponent_ - b.count_ + 1;
    for (int e = a.exponent_; e >= lowest; --e) division.step(a.digit_at(e));
    // What is left in units of b's last digit, then a's digits below it.
    std::array<std::uint8_t, 2 * max_pairs + 2> digits{};
    const auto rest = division.rest();
    auto at = std::copy(rest.begin(), rest.end(), digits.begin());
    for (int e = lowest - 1; e > a.exponent_ - a.count_; --e) *at++ = static_cast<std::uint8_t>(a.digit_at(e));
    const auto size = static_cast<std::size_t>(at - digits.begin());
    return normalised(a.negative_, lowest + static_cast<int>(rest.size()) - 1, {digits.data(), size})
        .value_or(decimal{});
}

// Newton's iteration from the double estimate: quadratic, so three rounds pass 40 digits.
decimal decimal::square_root(const decimal& v) noexcept {
    if (v.is_zero()) return v;
    auto root = from_double(std::sqrt(v.to_double()));
    for (int i = 0; root && i < 4; ++i) {
        const auto quotient = divide(v, *root);
        const auto sum = quotient ? add(*root, *quotient) : std::nullopt;
        root = sum ? divide(*sum, decimal(2)) : std::nullopt;
    }
    return root.value_or(decimal{});
}

decimal::expanded decimal::expand() const noexcept {
    expanded out;
    for (std::size_t i = 0; i < count_; ++i) {
        out.digits[static_cast<std::size_t>(out.count++)] = pairs_[i] / 10;
        out.digits[static_cast<std::size_t>(out.count++)] = pairs_[i] % 10;
    }
    out.point = 2 * (exponent_ + 1);
    if (out.count != 0 && out.digits[0] == 0) {
        std::copy(out.digits.begin() + 1, out.digits.end(), out.digits.begin());
        --out.count;
        --out.point;
    }
    while (out.count != 0 && out.digits[static_cast<std::size_t>(out.count) - 1] == 0) --out.count;
    return out;
}

decimal decimal::collapse(bool negative, const expanded& digits) noexcept {
    std::array<std::uint8_t, max_pairs + 2> pairs{};
    std::size_t used = 0;
    const bool odd = (digits.point & 1) != 0;  // the first pair holds one digit
    for (int i = odd ? -1 : 0; i < digits.count; i += 2) {
        const int high = i < 0 ? 0 : digits.digits[static_cast<std::size_t>(i)];
        const int low = i + 1 < digits.count ? digits.digits[static_cast<std::size_t>(i) + 1] : 0;
        pairs[used++] = static_cast<std::uint8_t>(high * 10 + low);
    }
    const int exponent = (odd ? digits.point + 1 : digits.point) / 2 - 1;
    return normalised(negative, exponent, {pairs.data(), used}).value_or(decimal{});
}

int decimal::integer_digits() const noexcept {
    return count_ == 0 ? 0 : 2 * (exponent_ + 1) - (pairs_[0] < 10 ? 1 : 0);
}

int decimal::significant_digits() const noexcept {
    return expand().count;
}

decimal decimal::rounded(int digits, rounding how) const noexcept {
    if (count_ == 0) return *this;
    expanded e = expand();
    const int keep = e.point + digits;  // digits that stay
    if (keep >= e.count) return *this;
    const bool away = how == rounding::half_up   ? keep >= 0 && e.digits[static_cast<std::size_t>(keep)] >= 5
                      : how == rounding::floor   ? negative_
                      : how == rounding::ceiling ? !negative_
                                                 : false;
    if (keep <= 0) {
        if (!away || (how == rounding::half_up && keep < 0)) return {};
        e.digits[0] = 1;
        e.point = 1 - digits;
        e.count = 1;
        return collapse(negative_, e);
    }
    e.count = keep;
    if (away) {
        int at = keep - 1;
        while (at >= 0 && ++e.digits[static_cast<std::size_t>(at)] == 10)
            e.digits[static_cast<std::size_t>(at--)] = 0;
        if (at < 0) {
            e.digits[0] = 1;
            e.count = 1;
            ++e.point;
        }
    }
    return collapse(negative_, e);
}

decimal decimal::with_precision(int digits) const noexcept {
    return rounded(digits - integer_digits(), rounding::half_up);
}

}  // namespace oraxx::sandbox::engine
