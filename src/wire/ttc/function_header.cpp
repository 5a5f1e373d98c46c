#include "wire/ttc/function_header.hpp"

namespace oraxx::wire::ttc {
namespace {

template <class Codec, class Message>
void layout(Codec& c, Message& m) {
    c.u8("function", m.function);
    c.u8("sequence", m.sequence);
    if (c.caps().at_least(field_version::v23_1_ext1)) c.ub8("token", m.token);
}

}  // namespace

decode_errc decode(decoder& c, function_header& out) {
    layout(c, out);
    return c.error();
}

void encode(encoder& c, const function_header& header) {
    c.u8("message type", header.type);
    layout(c, header);
}

}  // namespace oraxx::wire::ttc
