// The packet layer of Oracle Net (TNS): the 8-byte header every packet starts with, and what its fields may
// hold. Packet bodies are fixed-width and big-endian; they use the fixed methods of the TTC codec so that traces
// see their fields by name.
#pragma once

#include "wire/ttc/codec.hpp"

namespace oraxx::wire::tns {

using base::byte_buffer;
using base::bytes_view;
using base::decode_errc;
using ttc::decoder;
using ttc::encoder;

enum class packet_type : std::uint8_t {
    connect = 1,
    accept = 2,
    acknowledge = 3,
    refuse = 4,
    redirect = 5,
    data = 6,
    null = 7,
    abort = 9,
    resend = 11,
    marker = 12,
    attention = 13,
    control = 14,
    data_descriptor = 15,
};
// "CONNECT", "ACCEPT", ...; empty for an unknown type.
[[nodiscard]] std::string_view name_of(packet_type type) noexcept;

// Bits of packet_header::flags.
namespace packet_flag {
inline constexpr std::uint8_t has_sid = 0x01;            // ACCEPT: 16 extra bytes at the end
inline constexpr std::uint8_t redirect_has_data = 0x02;  // REDIRECT: address NUL connect data
inline constexpr std::uint8_t follows_redirect = 0x04;   // CONNECT
inline constexpr std::uint8_t tls_renegotiation = 0x08;  // RESEND: a new TLS handshake first
inline constexpr std::uint8_t large_sdu = 0x20;          // set by some, must be ignored
}  // namespace packet_flag

// Bits of the 16-bit word that follows the header of a DATA packet.
enum class data_flags : std::uint16_t {
    none = 0,
    eof = 0x0040,  // end of session; on the DATA packet of a REDIRECT it means nothing
    compressed = 0x0400,
    end_of_request = 0x0800,
    begin_pipeline = 0x1000,
    end_of_response = 0x2000,
};
constexpr data_flags operator|(data_flags a, data_flags b) noexcept {
    return static_cast<data_flags>(static_cast<std::uint16_t>(a) | static_cast<std::uint16_t>(b));
}
constexpr bool has(data_flags flags, data_flags bit) noexcept {
    return (static_cast<std::uint16_t>(flags) & static_cast<std::uint16_t>(bit)) != 0;
}

// How the header writes the packet length: 16 bits until ACCEPT is processed and below protocol version 315, 32 bits
// after. CONNECT, ACCEPT, REFUSE, REDIRECT, RESEND and the DATA packets that carry connect data or redirect
// text are always small.
enum class length_form : std::uint8_t { small, large };

inline constexpr std::size_t header_size = 8;
inline constexpr std::size_t data_header_size = 10;  // header and data flags
inline constexpr std::uint32_t max_small_length = 65535;
inline constexpr std::uint32_t max_large_length = 2097152;
[[nodiscard]] constexpr std::uint32_t max_length(length_form form) noexcept {
    return form == length_form::small ? max_small_length : max_large_length;
}

// Protocol versions by what they added.
inline constexpr std::uint16_t version_minimum = 300;       // lowest a client names
inline constexpr std::uint16_t version_large_length = 315;  // 32-bit packet lengths; lowest this driver speaks
inline constexpr std::uint16_t version_flags2 = 318;        // ACCEPT flags2, out-of-band check
inline constexpr std::uint16_t version_end_of_response = 319;
[[nodiscard]] constexpr length_form length_form_of(std::uint16_t version) noexcept {
    return version >= version_large_length ? length_form::large : length_form::small;
}

struct packet_header {
    std::uint32_t length = 0;  // whole packet, header included
    packet_type type = packet_type::data;
    std::uint8_t flags = 0;
    std::uint16_t checksum = 0;         // small form only; always 0 in practice
    std::uint16_t header_checksum = 0;  // always 0 in practice
};

// Reads 8 bytes. Fails with bad_value below 8 bytes and with limit_exceeded above the form's largest packet.
decode_errc decode(decoder& c, length_form form, packet_header& out);
void encode(encoder& c, length_form form, const packet_header& header);

// Sets the length field of a packet that starts at `start` and ends at the buffer's end.
void patch_length(byte_buffer& out, std::size_t start, length_form form) noexcept;

// Appends a whole packet: header, then the body as encode(encoder&, packet) writes it.
template <class Packet>
void append_packet(byte_buffer& out, const Packet& packet, std::uint8_t flags = 0,
                   length_form form = length_form::small) {
    const ttc::capabilities caps{};
    encoder c(out, caps);
    const auto start = out.size();
    encode(c, form, packet_header{.length = 0, .type = Packet::type, .flags = flags});
    encode(c, packet);
    patch_length(out, start, form);
}

}  // namespace oraxx::wire::tns
