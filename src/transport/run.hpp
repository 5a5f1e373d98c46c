// The blocking loop: moves bytes between a stream and an io_client until the client is done.
#pragma once

#include "transport/io_client.hpp"
#include "transport/stream.hpp"
#include "transport/wakeup.hpp"

namespace oraxx::transport {

enum class [[nodiscard]] loop_outcome : std::uint8_t{
    done,    // client.done()
    failed,  // client.io_failed() was called
};

using clock_function = time_point (*)();

// Reads while output is pending, so two sides that both send first cannot block each other. Waits for the
// stream, the wake-up and the client's deadline at once. Does not wait for what a filter still holds
// (stream::has_unsent) once the client is done. `now` is replaced in tests only.
loop_outcome run(io_client& client, stream& stream, const wakeup& wake,
                 clock_function now = &std::chrono::steady_clock::now);

// Is the connection behind an idle stream gone, or out of step?
[[nodiscard]] inline bool peek_closed(stream& stream) noexcept {
    return stream.peek_closed();
}

}  // namespace oraxx::transport
