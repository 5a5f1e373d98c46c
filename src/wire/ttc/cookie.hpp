// Message 30: a client that has met this server before repeats what it remembers of the server's protocol reply,
// between its own protocol and data types messages.
#pragma once

#include "wire/ttc/codec.hpp"
#include "wire/ttc/codes.hpp"

namespace oraxx::wire::ttc {

struct cookie {
    static constexpr message_type type = message_type::cookie;

    std::uint8_t version = 1;
    std::uint8_t ttc_version = 6;
    std::uint16_t charset = 0;
    std::uint8_t server_flags = 0;
    std::uint16_t national_charset = 0;
    std::string_view banner{};  // its NUL byte included
    bytes_view compile_capabilities{};
    bytes_view runtime_capabilities{};
};

// Decodes after the type byte.
decode_errc decode(decoder& c, cookie& out);
// Type byte and body.
void encode(encoder& c, const cookie& message);

}  // namespace oraxx::wire::ttc
