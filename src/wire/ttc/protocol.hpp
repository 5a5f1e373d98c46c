// Message 1, "PRO": which TTC version, which character sets, what the server can do.
#pragma once

#include "wire/ttc/codec.hpp"
#include "wire/ttc/codes.hpp"

namespace oraxx::wire::ttc {

inline constexpr std::uint8_t ttc_version_8_1 = 6;  // the one every thin driver offers

struct protocol_request {
    static constexpr message_type type = message_type::protocol;

    bytes_view versions{};  // offered, highest first, without the closing zero
    std::string_view client_name{};
};

// Bits of protocol_reply::flags.
namespace server_flag {
inline constexpr std::uint8_t multi_byte = 0x01;
inline constexpr std::uint8_t request_text_has_length = 0x02;  // fast authentication: repeats the client's flag
inline constexpr std::uint8_t fast_auth = 0x20;                // set in the reply to a FAST_AUTH
}  // namespace server_flag

inline constexpr std::uint16_t charset_utf8 = 873;    // AL32UTF8
inline constexpr std::uint16_t charset_cesu8 = 871;   // UTF8
inline constexpr std::uint16_t charset_utf16 = 2000;  // AL16UTF16
// Bytes of one character set conversion element: source u16le, destination u16le, flag.
inline constexpr std::size_t charset_element_size = 5;

struct protocol_reply {
    static constexpr message_type type = message_type::protocol;

    std::uint8_t version = ttc_version_8_1;
    std::uint8_t reserved = 0;
    std::string_view banner{};  // platform, e.g. "x86_64/Linux 2.4.xx"
    std::uint16_t charset = charset_utf8;
    std::uint8_t flags = server_flag::multi_byte;
    bytes_view charset_elements{};  // charset_element_size bytes each
    bytes_view fdo{};               // form of data objects: see national_charset()
    bytes_view compile_capabilities{};
    bytes_view runtime_capabilities{};

    // Character set of NCHAR data, read out of the FDO; 0 when the FDO is too short to tell.
    [[nodiscard]] std::uint16_t national_charset() const noexcept;
};

// Bodies after the type byte.
decode_errc decode(decoder& c, protocol_request& out);
decode_errc decode(decoder& c, protocol_reply& out);
// Type byte and body.
void encode(encoder& c, const protocol_request& message);
void encode(encoder& c, const protocol_reply& message);

}  // namespace oraxx::wire::ttc
