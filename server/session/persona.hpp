// Which Oracle release the sandbox behaves as: the answers of its negotiation, as captured from a real server.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

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

// A literal that keeps its closing NUL byte, as some keys of the logon reply have it on the wire: "KEY\0".
template <std::size_t Size>
[[nodiscard]] constexpr std::string_view nul_ended(const char (&text)[Size]) noexcept {
    return {text, Size - 1};
}

// One pair of the reply to the second logon message.
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
    std::uint32_t max_sdu = 0;
    std::uint32_t accept_flags2 = 0;
    bool always_sends_flags2 = false;  // also to clients of versions that have none
    bool resends_first = false;        // the listener asks for the CONNECT again before it accepts

    // Messages 1 and 2
    std::string_view platform{};
    base::bytes_view compile_capabilities{};
    base::bytes_view runtime_capabilities{};
    // Data types in the order of the reply. One is supported when the client offers it and it is not refused.
    std::span<const std::uint16_t> known_types{};
    std::span<const std::uint16_t> refused_types{};
    std::uint32_t time_zone_file_version = 0;

    // Native services: the versions their answer tells.
    std::uint32_t supervisor_version = 0;
    std::uint32_t services_version = 0;

    // Logon
    std::string_view database_id{};  // AUTH_GLOBALLY_UNIQUE_DBID
    std::span<const session_property> properties{};
    std::span<const session_keyword> keywords{};
    bool has_boolean = false;  // SQL BOOLEAN, VECTOR, domains
    bool has_json = false;     // the JSON type
    bool supports_fast_auth = false;

    std::string_view logon_denied = "invalid username/password; logon denied";  // ORA-01017

    // 12c verifiers and session keys derived by PBKDF2; without it the scheme of 11g.
    [[nodiscard]] bool derives_keys() const noexcept;
    // 11g scheme: the last 8 of the 48 bytes of a session key are padding.
    [[nodiscard]] bool pads_session_keys() const noexcept;
};

// nullptr when there is none of that name.
[[nodiscard]] const persona* find_persona(std::string_view name) noexcept;
[[nodiscard]] const persona& default_persona() noexcept;

// One per file below personas/.
extern const persona free_23_26;
extern const persona xe_21c;
extern const persona se_19c;
extern const persona xe_18c;
extern const persona ee_12_2;
extern const persona ee_11_2;

// The names find_persona() knows, newest first.
[[nodiscard]] std::vector<std::string> persona_names();

}  // namespace oraxx::sandbox
