// CONNECT (1): the first packet of a connection.
#pragma once

#include "wire/tns/packet.hpp"

namespace oraxx::wire::tns {

// Service options, in CONNECT and ACCEPT.
namespace service_option {
inline constexpr std::uint16_t dont_care = 0x0001;
inline constexpr std::uint16_t half_duplex = 0x0002;
inline constexpr std::uint16_t full_duplex = 0x0004;
inline constexpr std::uint16_t header_checksum = 0x0008;
inline constexpr std::uint16_t packet_checksum = 0x0010;
inline constexpr std::uint16_t broken_connection_notice = 0x0020;
inline constexpr std::uint16_t vectored_io = 0x0040;
inline constexpr std::uint16_t os_authentication = 0x0080;
inline constexpr std::uint16_t can_send_attention = 0x0200;
inline constexpr std::uint16_t can_receive_attention = 0x0400;  // breaks as urgent TCP data
inline constexpr std::uint16_t no_attention_processing = 0x0800;
inline constexpr std::uint16_t raw_io = 0x1000;
}  // namespace service_option

// Connect flags 0 and 1, in CONNECT and ACCEPT: network authentication and encryption (NA).
namespace connect_flag {
inline constexpr std::uint8_t na_wanted = 0x01;
inline constexpr std::uint8_t interchange = 0x02;
inline constexpr std::uint8_t na_disabled = 0x04;
inline constexpr std::uint8_t na_no_services = 0x08;
inline constexpr std::uint8_t na_required = 0x10;
inline constexpr std::uint8_t authentication_linked = 0x20;
inline constexpr std::uint8_t security_renegotiation = 0x80;  // can restart TLS on RESEND
}  // namespace connect_flag

// connect::flags2.
namespace connect_flag2 {
inline constexpr std::uint32_t check_oob = 0x00000001;
}  // namespace connect_flag2

// Longest connect data that travels inside the CONNECT packet; longer text follows in DATA packets.
inline constexpr std::size_t max_inline_connect_data = 230;
// Offsets of the connect data that clients use: 10g, 11g, 12c and later, 18c and later.
inline constexpr std::uint16_t connect_offset_10g = 34;
inline constexpr std::uint16_t connect_offset_11g = 58;
inline constexpr std::uint16_t connect_offset_12c = 70;
inline constexpr std::uint16_t connect_offset_18c = 74;

struct connect {
    static constexpr packet_type type = packet_type::connect;

    std::uint16_t version = version_end_of_response;
    std::uint16_t minimum_version = version_minimum;
    std::uint16_t service_options = service_option::dont_care;
    std::uint16_t sdu = 8192;  // session data unit in bytes, capped to 65535
    std::uint16_t tdu = 8192;  // transport data unit
    std::uint16_t nt_characteristics = 0x4F98;
    std::uint16_t line_turnaround = 0;
    std::uint16_t byte_order = 1;  // the value 1 in the client's order
    std::uint16_t connect_data_length = 0;
    std::uint16_t connect_data_offset = connect_offset_18c;
    std::uint32_t max_receivable_data = 0;
    std::uint8_t flags0 = connect_flag::na_disabled | connect_flag::security_renegotiation;
    std::uint8_t flags1 = connect_flag::na_disabled | connect_flag::security_renegotiation;
    // Fields from here on exist as far as connect_data_offset leaves room.
    bytes_view trace_ids{};  // 16 bytes; encoded as zeros when empty
    std::uint16_t pool_timeout = 0;
    std::uint16_t tick_size = 0;
    std::uint16_t reconnect_length = 0;
    std::uint16_t reconnect_offset = 0;
    std::uint32_t large_sdu = 8192;
    std::uint32_t large_tdu = 8192;
    std::uint32_t compression = 0;
    std::uint32_t flags2 = 0;
    bytes_view gap{};  // bytes between the last known field and the connect data; usually none
    // Empty while the text follows in DATA packets: see data_follows().
    std::string_view connect_data{};

    [[nodiscard]] bool data_follows() const noexcept { return connect_data_length != 0 && connect_data.empty(); }
    // Puts the text into the packet or, when it is too long, only announces it.
    void set_connect_data(std::string_view text) noexcept {
        connect_data_length = static_cast<std::uint16_t>(text.size());
        connect_data = text.size() <= max_inline_connect_data ? text : std::string_view{};
    }
};

// The packet body after its header, all of it: whether connect data is inside is told by what remains.
decode_errc decode(decoder& c, connect& out);
void encode(encoder& c, const connect& message);

}  // namespace oraxx::wire::tns
