// The two building blocks of messages that are values of their own: integers with a length byte, and length-prefixed
// bytes.
#pragma once

#include "cli/value_codec.hpp"

namespace oraxx::cli {

// `kind`: ub2, ub4, ub8, sb2, sb4, sb8; empty for 64 bits of either sign. Text: decimal. Throw value_error.
[[nodiscard]] std::string decode_universal_int(std::string_view kind, base::bytes_view bytes);
[[nodiscard]] base::byte_buffer encode_universal_int(std::string_view kind, std::string_view text);

// Text: {"byte":"61","repeat":3} for a run of one byte, else the bytes in hexadecimal; null for NULL (decode only).
[[nodiscard]] std::string decode_length_prefixed(base::bytes_view bytes);
[[nodiscard]] base::byte_buffer encode_length_prefixed(std::string_view text);

}  // namespace oraxx::cli
