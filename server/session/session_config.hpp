// What every session of one sandbox shares. Borrowed by the sessions, so it outlives them.
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "server/engine/engine.hpp"
#include "server/session/account.hpp"
#include "server/session/persona.hpp"
#include "server/session/replay_book.hpp"
#include "server/session/session_variation.hpp"
#include "wire/ttc/protocol.hpp"

namespace oraxx::sandbox {

struct session_config {
    const sandbox::persona* persona = &default_persona();
    std::string service_name = "FREEPDB1";
    std::string sid = "FREE";
    // Of the database, as message 1 names them.
    std::uint16_t character_set = wire::ttc::charset_utf8;
    std::uint16_t national_character_set = wire::ttc::charset_utf16;
    std::int16_t time_zone_minutes = 0;  // DBTIMEZONE: TIMESTAMP WITH LOCAL TIME ZONE travels in it
    sandbox::account* account = nullptr;
    bool is_administrator = false;             // the account may log on as SYSDBA and the like
    std::vector<std::string> proxy_clients{};  // whom it may work for (GRANT CONNECT THROUGH)
    std::vector<std::string> editions{};       // besides the default one
    engine::database* database = nullptr;

    // Fills memory with random bytes.
    std::function<void(std::span<std::uint8_t>)> random{};
    // Takes one line of text; never given a password, a bind value or a row.
    std::function<void(std::string_view)> log{};

    // Days a client is told at logon that its password is good for (ORA-28002); nullopt: nothing is told.
    std::optional<unsigned> password_expires_in{};
    // Sessions have a logical transaction id (Transaction Guard) and tell it to clients that take it.
    bool guards_transactions = false;
    std::uint32_t refuse_logons_with = 0;  // ORA number that answers the right password; 0: none
    // In-band notice to clients that take them, once, before the answer to their first call: the text, and whether
    // the server is about to shut down.
    std::string notice{};
    bool notice_of_shutdown = false;
    // When set, every CONNECT is answered with a redirect to this address: "(ADDRESS=(PROTOCOL=tcp)...)".
    std::string redirect_address{};
    // Real servers announce an error by a break and a reset marker and wait for the client's reset.
    bool errors_after_markers = true;
    // As real servers do. What clients then send outside of DATA packets is not read (docs/protocol/corrections.md).
    bool offers_zero_copy = false;
    // Cursors a session may hold open (ORA-01000), as AUTH_MAX_OPEN_CURSORS says.
    std::uint32_t max_open_cursors = 300;
    std::chrono::milliseconds lock_timeout{10'000};

    // Answers that need not be worked out; null: none.
    const replay_book* prepared = nullptr;
    // Sessions that behave otherwise; empty: none do. The number is the session's.
    std::function<std::unique_ptr<session_variation>(std::uint32_t)> make_variation{};

    void note(std::string_view line) const {
        if (log) log(line);
    }
};

inline constexpr std::string_view default_edition = "ORA$BASE";

// Bounds on what one client may make the server keep.
inline constexpr std::size_t max_request_bytes = std::size_t{128} << 20U;  // a request, bind rows included
inline constexpr std::size_t max_response_bytes = std::size_t{16} << 20U;  // rows in one response; more need a fetch
inline constexpr std::size_t max_connect_data = 65535;
inline constexpr std::size_t max_waiting_packets = 1024;  // that arrive while a statement runs

}  // namespace oraxx::sandbox
