#include "wire/ttc/version.hpp"

#include "wire/ttc/fields.hpp"

namespace oraxx::wire::ttc {
namespace {

template <class Codec, class Message>
void request_layout(Codec& c, Message& m) {
    c.pointer("wants banner", m.wants_banner);
    c.ub4("banner size", m.banner_size);
    c.room(4);
    c.pointer("wants length", m.wants_length);
    c.pointer("wants number", m.wants_number);
    if (c.caps().at_least(field_version::v18_1_ext1)) c.ub4("number format", m.number_format);
}

template <class Codec, class Message>
void reply_layout(Codec& c, Message& m) {
    auto size = static_cast<std::uint16_t>(m.banner.size());
    c.ub2("banner size", size);
    if (size != 0) request_text(c, "banner", size, m.banner);
    c.ub4("version number", m.number);
}

}  // namespace

decode_errc decode(decoder& c, version_request& out) {
    request_layout(c, out);
    return c.error();
}

decode_errc decode(decoder& c, version_reply& out) {
    reply_layout(c, out);
    return c.error();
}

void encode(encoder& c, const version_request& message) {
    request_layout(c, message);
}

void encode(encoder& c, const version_reply& message) {
    c.u8("message type", version_reply::type);
    reply_layout(c, message);
}

}  // namespace oraxx::wire::ttc
