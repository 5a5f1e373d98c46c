// CONTROL (14): notices outside of responses. May arrive between any two packets.
#pragma once

#include "wire/tns/packet.hpp"

namespace oraxx::wire::tns {

enum class control_command : std::uint16_t {
    notification = 8,  // in-band: the session ends soon, or a message for the user
    reset_oob = 9,     // urgent data does not get through: use markers only
};

// Errors of a notification that do not mean that the connection is lost.
inline constexpr std::uint32_t tns_session_shutdown = 12572;
inline constexpr std::uint32_t tns_session_message = 12573;
inline constexpr std::uint32_t ora_idle_time_exceeded = 2396;

struct control {
    static constexpr packet_type type = packet_type::control;

    control_command command = control_command::reset_oob;
    // Of a notification.
    std::uint32_t facility = 0;  // EMFI: 22 = ORA, else TNS
    std::uint32_t error = 0;
    std::string_view text{};
    bytes_view other{};  // body of a command this build does not know
};

// The packet body after its header, all of it.
decode_errc decode(decoder& c, control& out);
void encode(encoder& c, const control& message);

}  // namespace oraxx::wire::tns
