// Hexadecimal text, both directions.
#pragma once

#include <optional>

#include "base/bytes.hpp"

namespace oraxx::base {

[[nodiscard]] std::string hex_lower(bytes_view bytes);
[[nodiscard]] std::string hex_upper(bytes_view bytes);

// Digits only, either case, even count; blanks between byte pairs are allowed. Anything else: nullopt.
[[nodiscard]] std::optional<byte_buffer> parse_hex(std::string_view text);

}  // namespace oraxx::base
