#include "base/secret.hpp"

#include <cstring>

namespace oraxx::base {

void wipe(void* data, std::size_t size) noexcept {
    if (size == 0) return;
    std::memset(data, 0, size);
    // The barrier makes the stores observable, so they cannot be dropped as dead.
    __asm__ __volatile__("" : : "r"(data) : "memory");
}

}  // namespace oraxx::base
