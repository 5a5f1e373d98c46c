// ACCEPT (2): the server takes the connection. How many fields there are is told by the packet's length, not by
// its version: 24 bytes (10g), 32 (11g), 41 (12c, 18c), 45 (19c, 21c), 61 (23ai).
#pragma once

#include "wire/tns/connect.hpp"

namespace oraxx::wire::tns {

// accept::flags2.
namespace accept_flag2 {
inline constexpr std::uint32_t check_oob = 0x00000001;
inline constexpr std::uint32_t poll_and_check = 0x01000000;
inline constexpr std::uint32_t end_of_response = 0x02000000;
inline constexpr std::uint32_t fast_auth = 0x10000000;
}  // namespace accept_flag2

inline constexpr std::uint32_t min_sdu = 512;
inline constexpr std::uint32_t max_sdu = 2097152;
inline constexpr std::uint32_t min_tdu = 255;
inline constexpr std::uint32_t max_tdu = 2097152;

struct accept {
    static constexpr packet_type type = packet_type::accept;

    // Sizes of the whole packet without accept data.
    static constexpr std::uint16_t size_10g = 24;
    static constexpr std::uint16_t size_11g = 32;
    static constexpr std::uint16_t size_12c = 41;
    static constexpr std::uint16_t size_19c = 45;
    static constexpr std::uint16_t size_23ai = 61;

    std::uint16_t version = version_end_of_response;
    std::uint16_t service_options = service_option::dont_care;
    std::uint16_t sdu = 0;  // 0 from version 315 on: see large_sdu
    std::uint16_t tdu = 0;
    std::uint16_t byte_order = 0x0100;  // the value 1 in the server's order; 0x0100 = little-endian host
    std::uint16_t accept_data_length = 0;
    std::uint16_t accept_data_offset = size_23ai;  // mostly the packet's length when there is no data
    std::uint8_t flags0 = connect_flag::na_disabled;
    std::uint8_t flags1 = connect_flag::na_disabled;
    std::uint16_t pool_timeout = 0;
    std::uint16_t tick_size = 0;
    std::uint16_t reconnect_length = 0;
    std::uint16_t reconnect_offset = 0;
    std::uint32_t large_sdu = 8192;
    std::uint32_t large_tdu = 8192;
    std::uint8_t compression = 0;
    std::uint32_t flags2 = 0;
    // Bytes from the packet's start to the accept data, or to the packet's end when there is none: tells which fields
    // there are.
    std::size_t extent = size_23ai;
    bytes_view session_uuid{};  // 16 bytes at 319; encoded as zeros when empty
    // Bytes before the accept data that no known field covers.
    bytes_view gap{};
    bytes_view accept_data{};

    // For a packet of one of the sizes above, without accept data.
    void set_size(std::uint16_t size) noexcept { extent = accept_data_offset = size; }

    // The session data unit agreed on, whichever field carries it.
    [[nodiscard]] std::uint32_t effective_sdu() const noexcept {
        return version >= version_large_length ? large_sdu : sdu;
    }
    [[nodiscard]] bool wants_native_services() const noexcept {
        return (flags0 & connect_flag::na_wanted) != 0 && (flags0 & connect_flag::na_disabled) == 0 &&
               (flags1 & connect_flag::na_no_services) == 0;
    }
};

// The packet body after its header, all of it. Fields the packet is too short for read as zero.
decode_errc decode(decoder& c, accept& out);
// Writes the fields within `extent`, the gap and the accept data.
void encode(encoder& c, const accept& message);

}  // namespace oraxx::wire::tns
