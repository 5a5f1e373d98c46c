// Decimal to double where one correctly rounded operation is enough.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

namespace oraxx::values {

// coefficient x 10^exponent, or nothing when more than one rounding would be needed. Both operands are exact doubles
// in the accepted range (2^53; 10^22 = 2^22 x 5^22 with 5^22 < 2^53), so IEEE 754 rounds the result once.
inline std::optional<double> exact_double(std::uint64_t coefficient, int exponent) noexcept {
    constexpr std::array<double, 23> powers = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
                                               1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
    constexpr int limit = static_cast<int>(powers.size());
    if (coefficient > (std::uint64_t{1} << 53U) || exponent <= -limit || exponent >= limit) return std::nullopt;
    const auto value = static_cast<double>(coefficient);
    if (exponent < 0) return value / powers[static_cast<std::size_t>(-exponent)];
    return value * powers[static_cast<std::size_t>(exponent)];
}

}  // namespace oraxx::values
