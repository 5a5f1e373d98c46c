// The wish to end, as a descriptor that a poll loop can wait on, and the signal handler that utters it.
#pragma once

#include <chrono>
#include <csignal>

namespace oraxx::lambda {

// Once requested it stays requested. request() may be called from any thread and from a signal handler.
class stop_event {
public:
    stop_event();  // throws std::system_error when no descriptor can be had
    stop_event(const stop_event&) = delete;
    stop_event& operator=(const stop_event&) = delete;
    ~stop_event();

    void request() noexcept;
    [[nodiscard]] bool is_requested() const noexcept;
    // Waits for it; false when it was not requested in time.
    [[nodiscard]] bool wait_for(std::chrono::milliseconds timeout) const noexcept;
    // Readable once the stop is requested; owned by this object.
    [[nodiscard]] int descriptor() const noexcept { return descriptor_; }

private:
    int descriptor_;
};

// While it lives, SIGTERM requests the stop instead of ending the process, and SIGPIPE is ignored. One at a
// time in a process; the earlier dispositions come back at the end.
class signal_guard {
public:
    explicit signal_guard(stop_event& stop);
    signal_guard(const signal_guard&) = delete;
    signal_guard& operator=(const signal_guard&) = delete;
    ~signal_guard();

private:
    struct sigaction earlier_term_ {};
    struct sigaction earlier_pipe_ {};
};

}  // namespace oraxx::lambda
