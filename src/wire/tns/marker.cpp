#include "wire/tns/marker.hpp"

namespace oraxx::wire::tns {
namespace {

template <class Codec, class Message>
void layout(Codec& c, Message& m) {
    c.u8("marker type", m.form);
    c.u8("reserved", m.reserved);
    c.u8("marker data", m.kind);
}

}  // namespace

decode_errc decode(decoder& c, marker& out) {
    layout(c, out);
    return c.error();
}

void encode(encoder& c, const marker& message) {
    layout(c, message);
}

}  // namespace oraxx::wire::tns
