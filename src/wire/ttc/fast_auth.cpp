#include "wire/ttc/fast_auth.hpp"

#include "wire/ttc/capability_bits.hpp"

namespace oraxx::wire::ttc {
namespace {

// Reads or writes the type byte of an embedded message and says whether it is the right one.
bool embedded_type(decoder& c, message_type expected) {
    auto type = expected;
    c.u8("message type", type);
    if (c.ok() && type != expected) c.fail("message type", decode_errc::bad_value);
    return c.ok();
}

decode_errc embedded_header(decoder& c, function_header& out) {
    if (!embedded_type(c, message_type::function)) return c.error();
    return decode(c, out);
}

template <class Codec, class Message>
void fixed_layout(Codec& c, Message& m) {
    c.u16le("charset", m.charset);
    c.u8("charset flags", m.charset_flags);
    c.u16le("national charset", m.national_charset);
    c.u8("embedded field version", m.embedded_version);
}

// The embedded messages are written before anything is negotiated: their layout follows from the message itself.
capabilities embedded_caps(const capabilities& outer, const fast_auth& m) noexcept {
    auto caps = outer;
    caps.version = m.embedded_version;
    caps.request_text_has_length = (m.data_types.flags & data_types_flag::request_text_has_length) != 0;
    caps.data_types_list = true;
    return caps;
}

}  // namespace

decode_errc decode(decoder& c, fast_auth& out) {
    c.u8("version", out.version);
    c.u8("server converts", out.server_converts);
    c.u8("flags 2", out.flags2);
    if (!embedded_type(c, message_type::protocol)) return c.error();
    if (const auto e = decode(c, out.protocol); e != decode_errc::ok) return e;
    fixed_layout(c, out);
    if (!embedded_type(c, message_type::data_types)) return c.error();
    if (const auto e = decode(c, out.data_types); e != decode_errc::ok) return e;
    const auto caps = embedded_caps(c.caps(), out);
    const auto& outer = c.exchange_caps(caps);
    auto result = embedded_header(c, out.header);
    if (result == decode_errc::ok) result = decode(c, out.auth);
    c.exchange_caps(outer);
    return result;
}

void encode(encoder& c, const fast_auth& message) {
    c.u8("message type", fast_auth::type);
    c.u8("version", message.version);
    c.u8("server converts", message.server_converts);
    c.u8("flags 2", message.flags2);
    encode(c, message.protocol);
    fixed_layout(c, message);
    encode(c, message.data_types);
    const auto caps = embedded_caps(c.caps(), message);
    const auto& outer = c.exchange_caps(caps);
    encode(c, message.header);
    encode(c, message.auth);
    c.exchange_caps(outer);
}

}  // namespace oraxx::wire::ttc
