#include "server/engine/exact_sum.hpp"

namespace oraxx::sandbox::engine {
namespace {

constexpr std::int64_t base = 100;

// Every digit into 0..99 but the highest, which carries the sign.
template <std::size_t Size>
void carry(std::array<std::int64_t, Size>& digits) noexcept {
    for (std::size_t i = 0; i + 1 < Size; ++i) {
        auto rest = digits[i] % base;
        if (rest < 0) rest += base;
        digits[i + 1] += (digits[i] - rest) / base;
        digits[i] = rest;
    }
}

}  // namespace

void exact_sum::accumulate(const decimal& v, std::int64_t sign) noexcept {
    if (v.negative_) sign = -sign;
    auto at = static_cast<std::size_t>(v.exponent_ - lowest);
    for (std::size_t i = 0; i < v.count_; ++i) digits_[at--] += sign * v.pairs_[i];
}

std::optional<decimal> exact_sum::total() const noexcept {
    auto digits = digits_;
    carry(digits);
    const bool negative = digits.back() < 0;
    if (negative) {
        for (auto& d : digits) d = -d;
        carry(digits);
    }
    std::array<std::uint8_t, size> from_the_top{};
    for (std::size_t i = 0; i < from_the_top.size(); ++i) {
        from_the_top[i] = static_cast<std::uint8_t>(digits[digits.size() - 1 - i]);
    }
    return decimal::normalised(negative, lowest + size - 1, from_the_top);
}

}  // namespace oraxx::sandbox::engine
