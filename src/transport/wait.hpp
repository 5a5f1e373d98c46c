// Waiting for descriptors with a deadline. Private to this folder.
#pragma once

#include <poll.h>

#include <chrono>
#include <optional>
#include <span>
#include <string>

#include "transport/wakeup.hpp"

namespace oraxx::transport {

using time_point = std::chrono::steady_clock::time_point;

enum class wait_outcome : std::uint8_t { ready, timed_out };

// Sleeps until a descriptor is ready (its revents say so) or `remaining` has passed; nullopt: no limit. Signals
// do not end the wait. A failing poll (no memory) counts as ready: the next read or write tells.
wait_outcome wait_ready(std::span<pollfd> descriptors, std::optional<std::chrono::nanoseconds> remaining);

enum class single_outcome : std::uint8_t { ready, timed_out, woken };
// One descriptor and the wake-up, until `deadline`. The wake-up's flag is left up.
single_outcome wait_single(int descriptor, short events, const wakeup& wake, time_point deadline);

// What went wrong, in English whatever the locale: "connection refused".
[[nodiscard]] std::string error_text(int error_number);

}  // namespace oraxx::transport
