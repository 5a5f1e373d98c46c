// What the fuzz targets share. A target is one file with LLVMFuzzerTestOneInput; it returns normally on every
// input, and anything else (a sanitizer's report, a timeout, a failed ORAXX_FUZZ_REQUIRE) is a bug.
#pragma once

#include <cstdint>
#include <cstdio>
#include <cstdlib>

#include "base/bytes.hpp"

// A property that holds for every input; `what` says which.
#define ORAXX_FUZZ_REQUIRE(condition, what)                                               \
    do {                                                                                  \
        if (!(condition)) {                                                               \
            std::fprintf(stderr, "%s:%d: does not hold: %s\n", __FILE__, __LINE__, what); \
            std::abort();                                                                 \
        }                                                                                 \
    } while (false)

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace oraxx::fuzz {

// Choices a target makes are taken from the front of its input; zero when there is nothing left.
inline std::uint8_t take_choice(base::bytes_view& input) noexcept {
    if (input.empty()) return 0;
    const auto value = input.front();
    input = input.subspan(1);
    return value;
}

}  // namespace oraxx::fuzz
