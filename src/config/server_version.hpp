// AUTH_VERSION_NO, the server's version packed into 32 bits.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace oraxx::config {

// "23.26.1.0.0". The packing changed with TTC field version 11 (18.1).
[[nodiscard]] std::string decode_version_number(std::uint32_t number, std::uint8_t field_version);
// The reverse, for servers: the five parts of "23.26.1.0.0" packed.
[[nodiscard]] std::uint32_t encode_version_number(std::string_view text, std::uint8_t field_version);

}  // namespace oraxx::config
