#include "wire/ttc/end_to_end.hpp"

#include "wire/ttc/fields.hpp"

namespace oraxx::wire::ttc {
namespace {

// Presence and length of one value; the text itself comes after all of these.
template <class Codec, class Value>
std::uint32_t announce(Codec& c, std::string_view name, Value& value) {
    c.pointer(name, value.present);
    auto length = value.announced != 0 ? value.announced : count_of(value.text);
    c.ub4("length", length);
    return length;
}

template <class Codec, class Value>
void text_of(Codec& c, std::string_view name, std::uint32_t length, Value& value) {
    if (length != 0) request_text(c, name, length, value.text);
    if constexpr (Codec::decoding) value.announced = length == value.text.size() ? 0 : length;
}

template <class Codec>
void unused_pointer(Codec& c) {
    bool present = false;
    c.pointer("unused pointer", present);
}

template <class Codec>
void unused_pair(Codec& c) {
    unused_pointer(c);
    c.constant_ub4("unused length", 0);
}

template <class Codec, class Message>
void layout(Codec& c, Message& m) {
    unused_pointer(c);
    unused_pointer(c);
    c.ub4("flags", m.flags);
    const auto client_id = announce(c, "has client id", m.client_id);
    const auto module = announce(c, "has module", m.module);
    const auto action = announce(c, "has action", m.action);
    const auto ecid = announce(c, "has ecid", m.ecid);
    c.u8("context mark", m.context_mark);
    c.ub4("context sequence", m.context_sequence);
    const auto client_info = announce(c, "has client info", m.client_info);
    unused_pair(c);
    unused_pointer(c);
    std::uint16_t unused_length = 0;
    c.ub2("unused length", unused_length);
    const auto dbop = c.caps().at_least(field_version::v12_1) ? announce(c, "has dbop", m.dbop) : 0;
    text_of(c, "client id", client_id, m.client_id);
    text_of(c, "module", module, m.module);
    text_of(c, "action", action, m.action);
    text_of(c, "ecid", ecid, m.ecid);
    text_of(c, "client info", client_info, m.client_info);
    text_of(c, "dbop", dbop, m.dbop);
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
