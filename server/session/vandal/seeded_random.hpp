// Numbers that follow from a seed, the same on every machine (SplitMix64; Steele, Lea, Flood 2014).
#pragma once

#include <cstdint>

namespace oraxx::sandbox {

class seeded_random {
public:
    explicit seeded_random(std::uint64_t seed) noexcept : state_(seed) {}

    std::uint64_t next() noexcept {
        state_ += 0x9E3779B97F4A7C15U;
        auto z = state_;
        z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9U;
        z = (z ^ (z >> 27U)) * 0x94D049BB133111EBU;
        return z ^ (z >> 31U);
    }
    // Below `bound`, which is not zero.
    std::uint64_t below(std::uint64_t bound) noexcept { return next() % bound; }
    std::uint64_t between(std::uint64_t low, std::uint64_t high) noexcept { return low + below(high - low + 1); }
    bool one_in(std::uint64_t n) noexcept { return below(n) == 0; }

private:
    std::uint64_t state_;
};

}  // namespace oraxx::sandbox
