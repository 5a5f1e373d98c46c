#include "wire/ttc/warning.hpp"

namespace oraxx::wire::ttc {
namespace {

template <class Codec, class Message>
void layout(Codec& c, Message& m) {
    c.ub2("number", m.number);
    c.ub2("length", m.length);
    c.ub2("flags", m.flags);
    if (m.number != 0 && m.length != 0) c.clr("text", m.text);
}

}  // namespace

decode_errc decode(decoder& c, warning& out) {
    layout(c, out);
    return c.error();
}

void encode(encoder& c, const warning& message) {
    c.u8("message type", warning::type);
    layout(c, message);
}

}  // namespace oraxx::wire::ttc
