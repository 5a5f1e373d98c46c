// Fixed-width integers inside payloads.
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>

namespace oraxx::wire::types {

template <std::unsigned_integral T>
constexpr T load_be(const std::uint8_t* from) noexcept {
    T value = 0;
    for (std::size_t i = 0; i < sizeof(T); ++i) value = static_cast<T>((std::uint64_t{value} << 8U) | from[i]);
    return value;
}

template <std::unsigned_integral T>
constexpr void store_be(T value, std::uint8_t* to) noexcept {
    for (std::size_t i = sizeof(T); i != 0; --i) {
        to[i - 1] = static_cast<std::uint8_t>(value & 0xFFU);
        value = static_cast<T>(std::uint64_t{value} >> 8U);
    }
}

}  // namespace oraxx::wire::types
