#include "transport/rest_watch.hpp"

#include <algorithm>
#include <ctime>

namespace oraxx::transport {
namespace {

std::chrono::nanoseconds now_by(clockid_t clock) noexcept {
    timespec out{};
    (void)::clock_gettime(clock, &out);
    return std::chrono::seconds(out.tv_sec) + std::chrono::nanoseconds(out.tv_nsec);
}

}  // namespace

clock_reading read_clocks() noexcept {
    return {.wall = now_by(CLOCK_REALTIME), .boot = now_by(CLOCK_BOOTTIME), .monotonic = now_by(CLOCK_MONOTONIC)};
}

rest_period rest_watch::elapsed() const noexcept {
    // Less is the wall clock being adjusted, or two clocks read one after the other.
    constexpr auto least_freeze = std::chrono::milliseconds(100);
    const auto now = read_();
    const auto running = now.monotonic - since_.monotonic;
    rest_period out;
    out.total = std::max({now.wall - since_.wall, now.boot - since_.boot, running});
    if (out.total - running >= least_freeze) out.frozen = out.total - running;
    return out;
}

}  // namespace oraxx::transport
