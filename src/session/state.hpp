// What a session knows about itself; shared by the engine and its calls.
#pragma once

#include <vector>

#include <oraxx/config.hpp>

#include "wire/ttc/capabilities.hpp"

namespace oraxx::session {

struct state {
    wire::ttc::capabilities caps{};
    session_info info{};
    std::vector<std::uint32_t> cursors_to_close{};  // leave with the next request
    bool transaction_in_progress = false;
    // Grows when the server dropped all cursors of the session; cursor ids of an older generation are void.
    std::uint32_t cursor_generation = 0;
    // The server wants the connection given up after the current call.
    bool drop_requested = false;

    // Sequence numbers run from 1 to 255; 0 is skipped.
    std::uint8_t next_sequence() noexcept {
        sequence_ = sequence_ == 255 ? std::uint8_t{1} : static_cast<std::uint8_t>(sequence_ + 1);
        return sequence_;
    }

private:
    std::uint8_t sequence_ = 0;
};

}  // namespace oraxx::session
