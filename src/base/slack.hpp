// Memory that one uncommonly large value made a buffer take, and that the values behind it have no use for.
#pragma once

#include <cstddef>

namespace oraxx::base {

// Should it be given back? Little memory never is, so that in a steady state nothing is allocated.
[[nodiscard]] constexpr bool is_mostly_slack(std::size_t capacity, std::size_t used) noexcept {
    constexpr std::size_t worth_keeping = std::size_t{1} << 20U;
    constexpr std::size_t wasteful = 4;
    return capacity > worth_keeping && capacity / wasteful > used;
}

}  // namespace oraxx::base
