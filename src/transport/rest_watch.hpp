// How long a connection has rested, time included in which the process did not run.
//
// A frozen process (AWS Lambda between two invocations, a suspended machine) is not told: timers do not fire and the
// monotonic clock may stand still. The wall clock goes on, and so does, of a machine that slept, the boot clock.
#pragma once

#include <chrono>

namespace oraxx::transport {

// One look at the clocks; each counts from a moment of its own.
struct clock_reading {
    std::chrono::nanoseconds wall{0};       // can be set, so also jump back
    std::chrono::nanoseconds boot{0};       // counts suspended time too
    std::chrono::nanoseconds monotonic{0};  // counts while the machine runs
};
[[nodiscard]] clock_reading read_clocks() noexcept;

using clock_reader = clock_reading (*)() noexcept;

struct rest_period {
    std::chrono::nanoseconds total{0};
    std::chrono::nanoseconds frozen{0};  // of the total
};

class rest_watch {
public:
    // `read` is replaced in tests only.
    explicit rest_watch(clock_reader read = &read_clocks) noexcept : read_(read), since_(read()) {}

    void begin() noexcept { since_ = read_(); }
    [[nodiscard]] rest_period elapsed() const noexcept;

private:
    clock_reader read_;
    clock_reading since_;
};

}  // namespace oraxx::transport
