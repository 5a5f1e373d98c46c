// The only source of chance in a simulation: the same seed gives the same numbers on every machine.
#pragma once

#include <cstdint>
#include <span>

namespace oraxx::simulation {

class random_stream {
public:
    explicit random_stream(std::uint64_t seed) noexcept : state_(seed) {}

    // SplitMix64 (Steele, Lea, Flood 2014).
    std::uint64_t next() noexcept {
        state_ += 0x9E3779B97F4A7C15U;
        auto mixed = state_;
        mixed = (mixed ^ mixed >> 30U) * 0xBF58476D1CE4E5B9U;
        mixed = (mixed ^ mixed >> 27U) * 0x94D049BB133111EBU;
        return mixed ^ mixed >> 31U;
    }
    // 0..limit-1; the bias of the remainder does not matter here.
    std::uint64_t below(std::uint64_t limit) noexcept { return next() % limit; }
    std::uint64_t between(std::uint64_t lowest, std::uint64_t highest) noexcept {
        return lowest + below(highest - lowest + 1);
    }
    bool chance(unsigned percent) noexcept { return below(100) < percent; }
    void fill(std::span<std::uint8_t> out) noexcept {
        for (auto& byte : out) byte = static_cast<std::uint8_t>(next());
    }

private:
    std::uint64_t state_;
};

}  // namespace oraxx::simulation
