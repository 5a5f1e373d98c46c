// Logon: functions 118 (phase one, "OSESSKEY") and 115 (phase two, "OAUTH"), and the parameters both are answered
// with.
#pragma once

#include "wire/ttc/codes.hpp"
#include "wire/ttc/key_value.hpp"

namespace oraxx::wire::ttc {

// Bits of auth_request::mode.
namespace auth_mode {
inline constexpr std::uint32_t logon = 0x00000001;
inline constexpr std::uint32_t change_password = 0x00000002;
inline constexpr std::uint32_t sysdba = 0x00000020;
inline constexpr std::uint32_t sysoper = 0x00000040;
inline constexpr std::uint32_t with_password = 0x00000100;
inline constexpr std::uint32_t sysasm = 0x00400000;
inline constexpr std::uint32_t sysbackup = 0x01000000;
inline constexpr std::uint32_t sysdg = 0x02000000;
inline constexpr std::uint32_t syskm = 0x04000000;
inline constexpr std::uint32_t sysrac = 0x08000000;
inline constexpr std::uint32_t iam_token = 0x20000000;
}  // namespace auth_mode

// The flags number of the AUTH_VFR_DATA pair: which password verifier the account has.
namespace verifier_type {
inline constexpr std::uint32_t v10g = 0x0939;
inline constexpr std::uint32_t v11g = 0x1B25;
inline constexpr std::uint32_t v11g_unsalted = 0xB152;
inline constexpr std::uint32_t v12c = 0x4815;
}  // namespace verifier_type

// Body of both phases. The user is a CLR, or raw text when capabilities::request_text_has_length is off.
struct auth_request {
    bool has_user = true;
    std::string_view user{};
    std::uint32_t user_announced = 0;  // a length that is not the user's; see codec.hpp
    std::uint32_t mode = auth_mode::logon;
    bool has_pairs = true;   // pointers: a thin client sets all three
    bool wants_keys = true;  // node clears this one in phase one
    bool wants_values = true;
    std::vector<key_value> pairs{};
};

// Message 8 in answer to either phase.
struct auth_parameters {
    static constexpr message_type type = message_type::parameters;

    std::vector<key_value> pairs{};
};

decode_errc decode(decoder& c, auth_request& out);        // after the function header
decode_errc decode(decoder& c, auth_parameters& out);     // after the type byte
void encode(encoder& c, const auth_request& message);     // body only
void encode(encoder& c, const auth_parameters& message);  // type byte and body

}  // namespace oraxx::wire::ttc
