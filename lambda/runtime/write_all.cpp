#include "lambda/runtime/write_all.hpp"

#include <unistd.h>

#include <cerrno>
#include <mutex>

namespace oraxx::lambda {
namespace {

// Pipes keep short writes whole, longer ones of several threads may mix.
std::mutex& write_mutex() {
    static std::mutex only;
    return only;
}

}  // namespace

void write_all(int descriptor, std::string_view line) noexcept {
    const std::lock_guard lock(write_mutex());
    while (!line.empty()) {
        const auto written = ::write(descriptor, line.data(), line.size());
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) return;
        line.remove_prefix(static_cast<std::size_t>(written));
    }
}

}  // namespace oraxx::lambda
