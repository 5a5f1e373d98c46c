// What every function call (3), piggyback (17) and one-way function (26) starts with.
#pragma once

#include "wire/ttc/codec.hpp"
#include "wire/ttc/codes.hpp"

namespace oraxx::wire::ttc {

struct function_header {
    message_type type = message_type::function;
    function_code function = function_code::ping;
    std::uint8_t sequence = 0;  // echoed as call number in message 4
    std::uint64_t token = 0;    // pipelines only; travels from field version 18 on
};

// Decodes after the type byte; `out.type` is left as the caller set it.
decode_errc decode(decoder& c, function_header& out);
// Writes the type byte and the header. The body follows by its own encode().
void encode(encoder& c, const function_header& header);

}  // namespace oraxx::wire::ttc
