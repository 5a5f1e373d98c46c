// What a session takes from the outside world besides bytes. Everything here is handed in, so that a
// recorded session can be reproduced byte for byte.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <vector>

#include <oraxx/config.hpp>

#include "base/bytes.hpp"

namespace oraxx::session {

// For the server's session pool (DRCP).
struct pool_request {
    bool is_pooled = false;
    std::string connection_class{};
    // AUTH_KPPL_PURITY: 0 = nothing is asked for.
    enum class purity : std::uint8_t { any = 0, fresh = 1, self = 2 } wanted = purity::any;
};

struct environment {
    // Fills its argument with cryptographically strong random bytes.
    std::function<void(std::span<std::uint8_t>)> random{};
    // Who the client says it is; every field filled in.
    client_identity identity{};
    // Name in the protocol message, and the driver's version as logon sends it (major << 24 | minor << 20 |
    // patch << 12, the form python-oracledb and node-oracledb use).
    std::string driver_protocol_name{};
    std::uint32_t driver_version = 0;
    // For ALTER SESSION SET TIME_ZONE at logon: "+02:00", a region name, or LOCAL / DBTIMEZONE.
    std::string time_zone{};
    // Ask for the database's time zone with the data types. python-oracledb does not, so a recording of it is
    // answered without.
    bool exchanges_time_zones = false;
    nls_settings nls{};
    // See connect_options; the password is borrowed until the logon is over.
    base::bytes_view new_password{};
    administrative_privilege privilege = administrative_privilege::none;
    std::string edition{};
    std::vector<application_context_value> application_context{};
    bool allow_10g_verifier = false;
};

}  // namespace oraxx::session
