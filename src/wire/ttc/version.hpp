// Function 59: the server's banner and version number.
#pragma once

#include "wire/ttc/codec.hpp"
#include "wire/ttc/codes.hpp"

namespace oraxx::wire::ttc {

struct version_request {
    static constexpr function_code function = function_code::version;

    bool wants_banner = true;
    std::uint32_t banner_size = 256;
    bool wants_length = true;
    bool wants_number = true;
    std::uint32_t number_format = 1;  // field version 11 and later: 1 = 8.8.4.8.4 bits
};

// Message 8 in answer to it.
struct version_reply {
    static constexpr message_type type = message_type::parameters;

    std::string_view banner{};
    std::uint32_t number = 0;  // 8.8.4.8.4 bits from 18c on, 8.4.8.4.8 before
};

decode_errc decode(decoder& c, version_request& out);     // after the function header
decode_errc decode(decoder& c, version_reply& out);       // after the type byte
void encode(encoder& c, const version_request& message);  // body only
void encode(encoder& c, const version_reply& message);    // type byte and body

}  // namespace oraxx::wire::ttc
