// JSON documents in Oracle's own format (OSON): what JSON columns and binds hold.
//
//     header: magic, version, flags, counts and sizes of the segments
//     names: a hash, an offset and the bytes of each, once for the whole document
//     tree: nodes; containers refer to their children by offset, objects to names by number
//
// A scalar document has neither names nor counts. docs/glossary.md says what the words mean.
#pragma once

#include <oraxx/json.hpp>

#include "wire/types/scalar_buffer.hpp"

namespace oraxx::wire::types {

// The whole image. What comes from a peer is bounded: json::max_depth containers within one another, no more nodes
// than the image has bytes, and text of at most oson_growth times those (plus 1 MiB): limit_exceeded. Offsets may
// point anywhere inside the tree, but a cycle ends at those limits.
decode_errc decode_oson(bytes_view image, json& out);
inline constexpr std::size_t oson_growth = 64;  // names are written once, and may be used in each object

// Why a document has no image.
enum class oson_refusal : std::uint8_t { none, too_deep, name_too_long, not_utf8, no_wire_form, too_large };
[[nodiscard]] const char* to_string(oson_refusal refusal) noexcept;

// Databases before 23ai take no longer names than the first.
inline constexpr std::size_t longest_short_oson_name = 255;
inline constexpr std::size_t longest_oson_name = 65535;
inline constexpr std::size_t largest_oson_image = std::size_t{32} << 20U;

// Appends the image, laid out as python-oracledb and node-oracledb do. Nothing is written when it is refused.
[[nodiscard]] oson_refusal encode_oson(const json& document, byte_buffer& out,
                                       std::size_t longest_name = longest_short_oson_name);

}  // namespace oraxx::wire::types
