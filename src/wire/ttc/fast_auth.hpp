// Message 34: protocol, data types and authentication in one message, 23ai and later.
#pragma once

#include "wire/ttc/auth.hpp"
#include "wire/ttc/data_types.hpp"
#include "wire/ttc/function_header.hpp"
#include "wire/ttc/protocol.hpp"

namespace oraxx::wire::ttc {

struct fast_auth {
    static constexpr message_type type = message_type::fast_auth;

    std::uint8_t version = 1;
    std::uint8_t server_converts = 1;  // 1: the server converts characters
    std::uint8_t flags2 = 0;
    protocol_request protocol{};
    std::uint16_t charset = 0;  // these three are zero from python
    std::uint8_t charset_flags = 0;
    std::uint16_t national_charset = 0;
    // Field version of the embedded function header: below 18 it has no token.
    ttc::field_version embedded_version = field_version::v19_1_ext1;
    data_types_request data_types{};
    function_header header{.function = function_code::auth_phase_one};
    auth_request auth{};
};

// Decodes after the type byte. The client's text form (data types flags) is taken from the message itself.
decode_errc decode(decoder& c, fast_auth& out);
// Type byte and body.
void encode(encoder& c, const fast_auth& message);

}  // namespace oraxx::wire::ttc
