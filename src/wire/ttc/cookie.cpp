#include "wire/ttc/cookie.hpp"

#include "wire/ttc/fields.hpp"

namespace oraxx::wire::ttc {
namespace {

template <class Codec, class Message>
void layout(Codec& c, Message& m) {
    c.u8("version", m.version);
    c.u8("ttc version", m.ttc_version);
    c.u16le("charset", m.charset);
    c.u8("server flags", m.server_flags);
    c.u16le("national charset", m.national_charset);
    c.clr("banner", m.banner);
    counted_u8(c, "compile capabilities", m.compile_capabilities);
    counted_u8(c, "runtime capabilities", m.runtime_capabilities);
}

}  // namespace

decode_errc decode(decoder& c, cookie& out) {
    layout(c, out);
    return c.error();
}

void encode(encoder& c, const cookie& message) {
    c.u8("message type", cookie::type);
    layout(c, message);
}

}  // namespace oraxx::wire::ttc
