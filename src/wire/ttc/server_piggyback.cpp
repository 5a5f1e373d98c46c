#include "wire/ttc/server_piggyback.hpp"

#include "wire/ttc/fields.hpp"

namespace oraxx::wire::ttc {
namespace {

template <class Codec, class Message>
void session_return_layout(Codec& c, Message& m) {
    c.ub2("type count", m.type_count);
    c.u8("type mark", m.type_mark);
    auto count = count_of(m.session_values);
    c.ub2("value count", count);
    if (count != 0) {
        c.u8("values mark", m.pairs_mark);
        c.list("value", count, m.session_values, [](auto& codec, auto& pair) {
            auto key_length = static_cast<std::uint16_t>(pair.key.size());
            codec.ub2("key length", key_length);
            if (key_length != 0) codec.clr("key", pair.key);
            auto value_length = static_cast<std::uint16_t>(pair.value.size());
            codec.ub2("value length", value_length);
            if (value_length != 0) codec.clr("value", pair.value);
            codec.ub2("flags", pair.flags);
        });
    }
    c.ub4("flags", m.flags);
    c.ub4("session id", m.session_id);
    c.ub2("serial", m.serial);
}

template <class Codec, class Message>
void session_sync_layout(Codec& c, Message& m) {
    c.ub2("type count", m.type_count);
    c.u8("type mark", m.type_mark);
    auto count = count_of(m.pairs);
    c.ub4("pair count", count);
    c.u8("pairs mark", m.pairs_mark);
    c.list("pair", count, m.pairs, [](auto& codec, auto& pair) { keyword_value_layout(codec, pair); });
    c.ub4("flags", m.flags);
}

template <class Codec, class Message>
void layout(Codec& c, Message& m) {
    c.u8("code", m.code);
    switch (m.code) {
    case server_piggyback_code::query_cache_invalidation:
    case server_piggyback_code::trace_event: return;
    case server_piggyback_code::os_pid: {
        auto length = static_cast<std::uint16_t>(m.os_pid.size());
        c.ub2("length", length);
        if (length != 0) c.clr("os pid", m.os_pid);
        return;
    }
    case server_piggyback_code::session_return: session_return_layout(c, m); return;
    case server_piggyback_code::session_sync: session_sync_layout(c, m); return;
    case server_piggyback_code::logical_transaction_id: c.dalc("logical transaction id", m.context); return;
    case server_piggyback_code::replay_context:
        c.ub2("type count", m.type_count);
        c.u8("type mark", m.type_mark);
        c.ub4("flags", m.flags);
        c.ub4("error", m.error);
        c.u8("queue", m.queue);
        c.dalc("context", m.context);
        return;
    case server_piggyback_code::extended_sync:
        c.ub2("type count", m.type_count);
        c.u8("type mark", m.type_mark);
        return;
    case server_piggyback_code::session_signature:
        c.ub2("type count", m.type_count);
        c.u8("type mark", m.type_mark);
        c.ub8("flags", m.signature_flags);
        c.ub8("client signature", m.client_signature);
        c.ub8("server signature", m.server_signature);
        return;
    }
    c.fail("code", decode_errc::unsupported);
}

}  // namespace

decode_errc decode(decoder& c, server_piggyback& out) {
    layout(c, out);
    return c.error();
}

void encode(encoder& c, const server_piggyback& message) {
    c.u8("message type", server_piggyback::type);
    layout(c, message);
}

}  // namespace oraxx::wire::ttc
