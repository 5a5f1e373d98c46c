// What a session knows about itself; shared by the engine and its calls.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include <oraxx/config.hpp>

#include "session/time_zone.hpp"
#include "wire/ttc/capabilities.hpp"

namespace oraxx::session {

struct state {
    wire::ttc::capabilities caps{};
    session_info info{};
    std::vector<std::uint32_t> cursors_to_close{};  // leave with the next request
    bool transaction_in_progress = false;
    // Grows when the server dropped all cursors of the session; cursor ids of an older generation are void.
    std::uint32_t cursor_generation = 0;
    // The server wants the connection given up when its work is done; statements still run.
    bool drop_requested = false;
    std::string drop_notice{};  // what it said, if anything
    std::uint16_t database_charset = 0;
    std::uint16_t national_charset = 0;
    time_zones zones{};

    // The server dropped all cursors of the session.
    void forget_cursors() noexcept {
        ++cursor_generation;
        cursors_to_close.clear();
    }

    // Keeps the latest: a server may send any number of notices.
    void warn(std::string text) {
        constexpr std::size_t most = 32;
        if (info.warnings.size() == most) info.warnings.erase(info.warnings.begin());
        info.warnings.push_back(std::move(text));
    }

    // Sequence numbers run from 1 to 255; 0 is skipped.
    std::uint8_t next_sequence() noexcept {
        sequence_ = sequence_ == 255 ? std::uint8_t{1} : static_cast<std::uint8_t>(sequence_ + 1);
        return sequence_;
    }

private:
    std::uint8_t sequence_ = 0;
};

}  // namespace oraxx::session
