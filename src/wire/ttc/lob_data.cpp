#include "wire/ttc/lob_data.hpp"

namespace oraxx::wire::ttc {

decode_errc decode(decoder& c, lob_data& out) {
    c.clr("data", out.bytes, out.chunks);
    return c.error();
}

void encode(encoder& c, const lob_data& message) {
    c.u8("message type", lob_data::type);
    c.clr("data", message.bytes, message.chunks);
}

}  // namespace oraxx::wire::ttc
