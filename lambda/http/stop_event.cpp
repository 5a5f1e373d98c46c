#include "lambda/http/stop_event.hpp"

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstdint>
#include <system_error>

namespace oraxx::lambda {
namespace {

// What the signal handler writes to; a handler can be given nothing but a global.
std::atomic<int> signalled_descriptor{-1};

void signal_descriptor(int descriptor) noexcept {
    const std::uint64_t one = 1;
    // It can only fail when the counter is full, and then the event is signalled already.
    [[maybe_unused]] const auto written = ::write(descriptor, &one, sizeof one);
}

void on_terminate(int) {
    const int saved = errno;
    const int descriptor = signalled_descriptor.load();
    if (descriptor >= 0) signal_descriptor(descriptor);
    errno = saved;
}

}  // namespace

stop_event::stop_event() : descriptor_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
    if (descriptor_ < 0) throw std::system_error(errno, std::generic_category(), "eventfd");
}

stop_event::~stop_event() {
    ::close(descriptor_);
}

void stop_event::request() noexcept {
    signal_descriptor(descriptor_);
}

bool stop_event::is_requested() const noexcept {
    return wait_for(std::chrono::milliseconds(0));
}

bool stop_event::wait_for(std::chrono::milliseconds timeout) const noexcept {
    using clock = std::chrono::steady_clock;
    const auto deadline = clock::now() + timeout;
    pollfd interest{.fd = descriptor_, .events = POLLIN, .revents = 0};
    for (;;) {
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - clock::now()).count();
        const int ready = ::poll(&interest, 1, static_cast<int>(std::clamp<std::int64_t>(left, 0, 60'000)));
        if (ready == 1) return true;
        if (left <= 0) return false;
    }
}

signal_guard::signal_guard(stop_event& stop) {
    signalled_descriptor.store(stop.descriptor());
    struct sigaction action {};
    action.sa_flags = SA_RESTART;
    action.sa_handler = on_terminate;
    ::sigaction(SIGTERM, &action, &earlier_term_);
    action.sa_handler = SIG_IGN;
    ::sigaction(SIGPIPE, &action, &earlier_pipe_);
}

signal_guard::~signal_guard() {
    ::sigaction(SIGTERM, &earlier_term_, nullptr);
    ::sigaction(SIGPIPE, &earlier_pipe_, nullptr);
    signalled_descriptor.store(-1);
}

}  // namespace oraxx::lambda
