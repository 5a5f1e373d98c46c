// One simulated run: a few clients and their servers, everything by chance and all of it from one seed
// (docs/adr/0011-deterministic-simulation.md).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sessions/simulation/client.hpp"

namespace oraxx::simulation {

struct run_result {
    std::string violation{};  // what must never happen and did; empty when all was well
    std::uint64_t log_hash = 0;
    std::vector<std::string> log{};  // when asked for
    client_counts counts{};
};

// The same seed gives the same result on every machine.
[[nodiscard]] run_result simulate(std::uint64_t seed, bool keep_log = false);

}  // namespace oraxx::simulation
