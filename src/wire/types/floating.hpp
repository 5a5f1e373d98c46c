// BINARY_FLOAT and BINARY_DOUBLE: IEEE 754, big endian, changed so that payloads compare byte-wise. Every bit pattern
// is a value, NaN and -0 included, and is kept.
#pragma once

#include "wire/types/scalar_buffer.hpp"

namespace oraxx::wire::types {

decode_errc decode_binary_float(bytes_view in, float& out) noexcept;
decode_errc decode_binary_double(bytes_view in, double& out) noexcept;
[[nodiscard]] std::size_t encode_binary_float(float value, scalar_out out) noexcept;
[[nodiscard]] std::size_t encode_binary_double(double value, scalar_out out) noexcept;

}  // namespace oraxx::wire::types
