// The numbers of OSON that both directions share.
#pragma once

#include <array>
#include <cstdint>

namespace oraxx::wire::types::oson {

inline constexpr std::array<std::uint8_t, 3> magic = {0xFF, 0x4A, 0x5A};
inline constexpr std::uint8_t version_short_names = 1;  // all names up to 255 bytes
inline constexpr std::uint8_t version_long_names = 3;

// Flags of the header.
inline constexpr std::uint16_t relative_offsets = 0x0001;
inline constexpr std::uint16_t inline_leaves = 0x0002;
inline constexpr std::uint16_t length_in_node = 0x0004;
inline constexpr std::uint16_t name_count_u32 = 0x0008;
inline constexpr std::uint16_t is_scalar = 0x0010;
inline constexpr std::uint16_t hash_u8 = 0x0100;
inline constexpr std::uint16_t hash_u16 = 0x0200;
inline constexpr std::uint16_t name_count_u16 = 0x0400;
inline constexpr std::uint16_t names_size_u32 = 0x0800;
inline constexpr std::uint16_t tree_size_u32 = 0x1000;
inline constexpr std::uint16_t tiny_node_count = 0x2000;
// Second flags, of version 3.
inline constexpr std::uint16_t long_offsets_u16 = 0x0100;

// Nodes, by their first byte. Bytes below 0x80 that are not listed hold their length in their low bits.
enum node : std::uint8_t {
    null_node = 0x30,
    true_node = 0x31,
    false_node = 0x32,
    text_u8 = 0x33,
    number_u8 = 0x34,
    double_node = 0x36,
    text_u16 = 0x37,
    text_u32 = 0x38,
    timestamp_node = 0x39,
    bytes_u16 = 0x3A,
    bytes_u32 = 0x3B,
    date_node = 0x3C,
    interval_ym_node = 0x3D,
    interval_ds_node = 0x3E,
    extended_node = 0x7B,
    timestamp_tz_node = 0x7C,
    short_timestamp_node = 0x7D,
    id_node = 0x7E,
    float_node = 0x7F,
};
inline constexpr std::uint8_t extended_vector = 0x01;  // behind extended_node

// Bits of a container's first byte.
inline constexpr std::uint8_t container = 0x80;
inline constexpr std::uint8_t array_bit = 0x40;
inline constexpr std::uint8_t offsets_u32 = 0x20;
inline constexpr std::uint8_t count_mask = 0x18;
inline constexpr std::uint8_t count_u8 = 0x00;
inline constexpr std::uint8_t count_u16 = 0x08;
inline constexpr std::uint8_t count_u32 = 0x10;
inline constexpr std::uint8_t shared_names = 0x18;
inline constexpr std::uint8_t object_bit = 0x04;  // set in every object; what it says is not known

}  // namespace oraxx::wire::types::oson
