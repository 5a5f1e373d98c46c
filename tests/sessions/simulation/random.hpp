// The only source of chance in a simulation: the same seed gives the same numbers on every machine.
#pragma once

#include <span>

#include "server/session/vandal/seeded_random.hpp"

namespace oraxx::simulation {

class random_stream : public sandbox::seeded_random {
public:
    using seeded_random::seeded_random;

    bool chance(unsigned percent) noexcept { return below(100) < percent; }
    void fill(std::span<std::uint8_t> out) noexcept {
        for (auto& byte : out) byte = static_cast<std::uint8_t>(next());
    }
};

}  // namespace oraxx::simulation
