// VECTOR values as images: what VECTOR columns, binds and OSON's vector nodes hold.
//
//     u8 DB, u8 version, u16 flags, u8 format, u32 dimensions, 8 bytes for a norm if flagged
//     sparse: u16 count, that many u32 indices
//     the numbers, big endian; floats with the bits of BINARY_FLOAT and BINARY_DOUBLE
#pragma once

#include <oraxx/vector.hpp>

#include "wire/types/scalar_buffer.hpp"

namespace oraxx::wire::types {

// The whole image. The norm is skipped. unsupported: a version or format that is not known.
decode_errc decode_vector_image(bytes_view in, vector& out);
// Appends. False: a sparse vector of more than 65535 numbers has no image; nothing was written.
[[nodiscard]] bool encode_vector_image(const vector& value, byte_buffer& out);

}  // namespace oraxx::wire::types
