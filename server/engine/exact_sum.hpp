// A sum of NUMBERs without rounding: values may be added and taken away again in any order, as the frame of a
// window does, and only the result is rounded to what NUMBER holds.
#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "server/engine/decimal.hpp"

namespace oraxx::sandbox::engine {

class exact_sum {
public:
    void add(const decimal& v) noexcept { accumulate(v, 1); }
    void remove(const decimal& v) noexcept { accumulate(v, -1); }
    [[nodiscard]] std::optional<decimal> total() const noexcept;  // nullopt: overflow

private:
    void accumulate(const decimal& v, std::int64_t sign) noexcept;

    static constexpr int lowest = decimal::min_exponent - decimal::max_pairs;
    static constexpr int carry_places = 10;  // 2^63 is below 100^10
    static constexpr int size = decimal::max_exponent - lowest + 1 + carry_places;

    std::array<std::int64_t, size> digits_{};  // base 100 without carries, from the lowest weight
};

}  // namespace oraxx::sandbox::engine
