#include "wire/ttc/end_to_end.hpp"

#include "wire/ttc/fields.hpp"

namespace oraxx::wire::ttc {
namespace {

// Presence and length of one value; the text itself comes after all of these.
template <class Codec, class Value>
std::uint32_t announce(Codec& c, std::string_view name, Value& value) {
    c.pointer(name, value.present);
    auto length = count_of(value.text);
    c.ub4("length", length);
    return length;
}

template <class Codec>
void unused_pair(Codec& c) {
    c.constant_u8("unused pointer", 0);
    c.constant_ub4("unused length", 0);
}

template <class Codec, class Message>
void layout(Codec& c, Message& m) {
    c.constant_u8("unused pointer", 0);
    c.constant_u8("unused pointer", 0);
    c.ub4("flags", m.flags);
    const auto client_id = announce(c, "has client id", m.client_id);
    const auto module = announce(c, "has module", m.module);
    const auto action = announce(c, "has action", m.action);
    const auto ecid = announce(c, "has ecid", m.ecid);
    unused_pair(c);
    const auto client_info = announce(c, "has client info", m.client_info);
    unused_pair(c);
    unused_pair(c);
    const auto dbop = announce(c, "has dbop", m.dbop);
    if (client_id != 0) c.clr("client id", m.client_id.text);
    if (module != 0) c.clr("module", m.module.text);
    if (action != 0) c.clr("action", m.action.text);
    if (ecid != 0) c.clr("ecid", m.ecid.text);
    if (client_info != 0) c.clr("client info", m.client_info.text);
    if (dbop != 0) c.clr("dbop", m.dbop.text);
}

}  // namespace

decode_errc decode(decoder& c, end_to_end& out) {
    layout(c, out);
    return c.error();
}

void encode(encoder& c, const end_to_end& message) {
    layout(c, message);
}

}  // namespace oraxx::wire::ttc
