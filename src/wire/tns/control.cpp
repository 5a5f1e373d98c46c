#include "wire/tns/control.hpp"

namespace oraxx::wire::tns {
namespace {

void rest(decoder& c, std::string_view name, bytes_view& out) {
    if (c.reader().remaining() != 0) c.raw(name, c.reader().remaining(), out);
}
void rest(encoder& c, std::string_view name, bytes_view value) {
    c.raw(name, value.size(), value);
}

template <class Codec, class Message>
void layout(Codec& c, Message& m) {
    c.u16be("command", m.command);
    if (m.command == control_command::notification) {
        c.u32be("facility", m.facility);
        c.u32be("error", m.error);
        auto length = static_cast<std::uint32_t>(m.text.size());
        c.u32be("text length", length);
        c.raw("text", length, m.text);
    } else {
        rest(c, "other", m.other);
    }
}

}  // namespace

decode_errc decode(decoder& c, control& out) {
    layout(c, out);
    return c.error();
}

void encode(encoder& c, const control& message) {
    layout(c, message);
}

}  // namespace oraxx::wire::tns
