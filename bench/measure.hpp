// What every benchmark program measures and how it reports it: one JSON line for bench/run.py.
#pragma once

#include <cstdint>
#include <functional>
#include <string_view>

namespace oraxx::bench {

struct measurement {
    std::uint64_t units = 0;
    double wall_us = 0;             // of all units together
    double cpu_us = 0;              // user and system time of this process
    std::uint64_t allocations = 0;  // calls of malloc, calloc and realloc; counted in static builds only
};

// Runs `body` once between two readings of the clocks. The function keeps its name in the program, because
// callgrind switches its counting on and off by it.
measurement measure(std::uint64_t units, const std::function<void()>& body);

// Prints the measurement, the peak memory of the process so far and the version as one JSON line.
void report(std::string_view version, const measurement& result);

// The command line argument at `position` as a count of at least one; ends the program with status 2 when it is none.
std::uint64_t count_argument(int argc, char** argv, int position);

}  // namespace oraxx::bench
