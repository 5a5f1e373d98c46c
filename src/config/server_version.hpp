// AUTH_VERSION_NO, the server's version packed into 32 bits.
#pragma once

#include <cstdint>
#include <string>

namespace oraxx::config {

// "23.26.1.0.0". The packing changed with TTC field version 11 (18.1).
[[nodiscard]] std::string decode_version_number(std::uint32_t number, std::uint8_t field_version);

}  // namespace oraxx::config
