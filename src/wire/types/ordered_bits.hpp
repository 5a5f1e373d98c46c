// IEEE 754 values as bits whose order is the order of the values: positive values get the sign bit set, negative ones
// all bits turned. Every bit pattern is a value, NaN and -0 included, and is kept.
#pragma once

#include <bit>
#include <cstdint>
#include <limits>
#include <type_traits>

namespace oraxx::wire::types {

template <class Float>
using bits_of = std::conditional_t<sizeof(Float) == sizeof(std::uint32_t), std::uint32_t, std::uint64_t>;

template <class Float>
inline constexpr bits_of<Float> sign_bit = bits_of<Float>{1} << (std::numeric_limits<bits_of<Float>>::digits - 1);

template <class Float>
constexpr Float from_ordered_bits(bits_of<Float> bits) noexcept {
    return std::bit_cast<Float>((bits & sign_bit<Float>) != 0 ? bits ^ sign_bit<Float> : ~bits);
}

template <class Float>
constexpr bits_of<Float> to_ordered_bits(Float value) noexcept {
    const auto bits = std::bit_cast<bits_of<Float>>(value);
    return (bits & sign_bit<Float>) != 0 ? ~bits : bits ^ sign_bit<Float>;
}

}  // namespace oraxx::wire::types
