// Which Oracle release the sandbox behaves as: the answers of its negotiation, as captured from a real server.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "base/bytes.hpp"

namespace oraxx::sandbox {

// Where the value of a logon property comes from.
enum class property_source : std::uint8_t {
    fixed,
    session_id,
    serial_number,
    process_id,
    service_name,  // as the client will see it, lower case
    subscription,  // `value` with the service name appended
    database_name,
    start_time,
    last_logon,
    server_proof,
};

// One pair of the reply to the second logon message. Some keys end with a NUL byte on the wire.
struct session_property {
    std::string_view key{};
    std::string_view value{};
    property_source source = property_source::fixed;
};

// A pair of the session news (message 23) that ends the logon reply, besides the time zone.
struct session_keyword {
    std::string_view text{};
    base::bytes_view binary{};
    std::uint16_t keyword = 0;
};

struct persona {
    std::string_view name{};     // as on the command line: "26ai"
    std::string_view version{};  // "23.26.1.0.0"
    std::string_view banner{};   // V$VERSION and the version call
    std::uint32_t version_number = 0;

    // ACCEPT
    std::uint16_t protocol_version = 0;
    std::uint8_t accept_flags0 = 0;
    std::uint8_t accept_flags1 = 0;
    std::uint32_t accept_flags2 = 0;
    bool resends_first = false;  // the listener asks for the CONNECT again before it accepts

    // Messages 1 and 2
    std::string_view platform{};
    base::bytes_view charset_elements{};
    base::bytes_view fdo{};
    base::bytes_view compile_capabilities{};
    base::bytes_view runtime_capabilities{};
    // Data types in the order of the reply. One is supported when the client offers it and it is not refused.
    std::span<const std::uint16_t> known_types{};
    std::span<const std::uint16_t> refused_types{};
    std::uint32_t time_zone_file_version = 0;

    // Logon
    std::string_view database_id{};  // AUTH_GLOBALLY_UNIQUE_DBID
    std::span<const session_property> properties{};
    std::span<const session_keyword> keywords{};
    bool has_boolean = false;  // SQL BOOLEAN
    bool supports_fast_auth = false;
};

// nullptr when there is none of that name.
[[nodiscard]] const persona* find_persona(std::string_view name) noexcept;
[[nodiscard]] const persona& default_persona() noexcept;

// One per file below personas/.
extern const persona free_23_26;
extern const persona xe_18c;

}  // namespace oraxx::sandbox
