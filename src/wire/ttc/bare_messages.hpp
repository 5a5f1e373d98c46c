// Messages that are a type byte and nothing else.
#pragma once

#include "wire/ttc/codec.hpp"
#include "wire/ttc/codes.hpp"

namespace oraxx::wire::ttc {

// Message 29: the response is complete. Only when negotiated (capabilities::end_of_response).
struct end_of_response {
    static constexpr message_type type = message_type::end_of_response;
};

// Message 19, "FOB": the server wants the same byte back before it goes on.
struct flush_out_binds {
    static constexpr message_type type = message_type::flush_out_binds;
};

inline decode_errc decode(decoder& c, end_of_response& /*out*/) {
    return c.error();
}
inline decode_errc decode(decoder& c, flush_out_binds& /*out*/) {
    return c.error();
}
inline void encode(encoder& c, const end_of_response& /*message*/) {
    c.u8("message type", end_of_response::type);
}
inline void encode(encoder& c, const flush_out_binds& /*message*/) {
    c.u8("message type", flush_out_binds::type);
}

}  // namespace oraxx::wire::ttc
