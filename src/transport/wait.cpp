#include "transport/wait.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <ctime>

namespace oraxx::transport {
namespace {

using std::chrono::nanoseconds;

timespec to_timespec(nanoseconds value) noexcept {
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(value);
    return {.tv_sec = static_cast<time_t>(seconds.count()), .tv_nsec = static_cast<long>((value - seconds).count())};
}

}  // namespace

wait_outcome wait_ready(std::span<pollfd> descriptors, std::optional<nanoseconds> remaining) {
    const auto start = std::chrono::steady_clock::now();
    auto left = remaining;
    for (;;) {
        timespec limit{};
        if (left) limit = to_timespec(std::max(*left, nanoseconds::zero()));
        const int ready = ::ppoll(descriptors.data(), descriptors.size(), left ? &limit : nullptr, nullptr);
        if (ready == 0) return wait_outcome::timed_out;
        if (ready > 0 || errno != EINTR) return wait_outcome::ready;
        if (remaining) left = *remaining - (std::chrono::steady_clock::now() - start);
    }
}

single_outcome wait_single(int descriptor, short events, const wakeup& wake, time_point deadline) {
    for (;;) {
        if (wake.is_raised()) return single_outcome::woken;
        std::array<pollfd, 2> descriptors{{{descriptor, events, 0}, {wake.descriptor(), POLLIN, 0}}};
        if (wait_ready(descriptors, deadline - std::chrono::steady_clock::now()) == wait_outcome::timed_out) {
            return single_outcome::timed_out;
        }
        if (descriptors[0].revents != 0) return single_outcome::ready;
        if (!wake.is_raised()) (void)wake.clear();  // left over from a flag that was taken down meanwhile
    }
}

std::string error_text(int error_number) {
    switch (error_number) {
    case ECONNREFUSED: return "connection refused";
    case ETIMEDOUT: return "timed out";
    case ENETUNREACH: return "network unreachable";
    case EHOSTUNREACH: return "host unreachable";
    case EADDRNOTAVAIL: return "address not available";
    case ECONNRESET: return "connection reset by the peer";
    case EPIPE: return "connection closed by the peer";
    default: break;
    }
    const char* const text = ::strerrordesc_np(error_number);  // strerror() without the locale
    return text != nullptr ? text : "system error " + std::to_string(error_number);
}

}  // namespace oraxx::transport
