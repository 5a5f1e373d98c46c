// What a session knows about itself; shared by the engine and its calls.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <oraxx/config.hpp>

#include "base/secret.hpp"
#include "session/context_changes.hpp"
#include "session/temporary_lobs.hpp"
#include "session/time_zone.hpp"
#include "wire/ttc/capabilities.hpp"

namespace oraxx::session {

struct state {
    wire::ttc::capabilities caps{};
    session_info info{};
    // What leaves with the next request.
    std::vector<std::uint32_t> cursors_to_close{};
    std::shared_ptr<freed_lobs> lobs_to_free = std::make_shared<freed_lobs>();
    std::optional<std::string> schema_to_set{};
    session_tags tags_to_set{};
    context_changes contexts_to_set{};

    std::string logon_user{};
    base::secret_bytes logon_key{};  // both sides have it since the logon: a change of password is encrypted with it
    bool is_pooled = false;          // the session is one of the server's pool (DRCP)
    // It was given back to the pool. Whether the next call gets the same one is known with its answer; until then
    // no cursor is used and none closed.
    bool is_released = false;
    bool transaction_in_progress = false;
    // Grows when the server dropped all cursors of the session; cursor ids of an older generation are void.
    std::uint32_t cursor_generation = 0;
    // The server wants the connection given up when its work is done; statements still run.
    bool drop_requested = false;
    std::string drop_notice{};  // what it said, if anything
    std::uint16_t database_charset = 0;
    std::uint16_t national_charset = 0;
    time_zones zones{};

    // The server dropped all cursors of the session, and its temporary LOBs.
    void forget_cursors() noexcept {
        ++cursor_generation;
        cursors_to_close.clear();
        ++lobs_to_free->generation;
        lobs_to_free->locators.clear();
    }

    // An answer has come in full. A server that got another session for it has said so; one that says nothing at all
    // is not trusted to have kept the cursors.
    void call_answered() noexcept {
        if (!std::exchange(is_released, false)) return;
        forget_cursors();
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
