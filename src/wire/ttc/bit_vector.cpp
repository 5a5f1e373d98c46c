#include "wire/ttc/bit_vector.hpp"

namespace oraxx::wire::ttc {

decode_errc decode(decoder& c, std::size_t columns, bit_vector& out) {
    c.ub2("columns sent", out.columns_sent);
    c.raw("bits", bit_vector_size(columns), out.bits);
    return c.error();
}

void encode(encoder& c, const bit_vector& message) {
    c.u8("message type", bit_vector::type);
    c.ub2("columns sent", message.columns_sent);
    c.raw("bits", message.bits.size(), message.bits);
}

}  // namespace oraxx::wire::ttc
