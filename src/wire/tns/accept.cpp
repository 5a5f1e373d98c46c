#include "wire/tns/accept.hpp"

#include "wire/tns/fields.hpp"

namespace oraxx::wire::tns {
namespace {

constexpr std::size_t session_uuid_size = 16;

template <class Codec, class Message>
void layout(Codec& c, Message& m) {
    const std::size_t end = m.extent;
    c.u16be("version", m.version);
    c.u16be("service options", m.service_options);
    c.u16be("sdu", m.sdu);
    c.u16be("tdu", m.tdu);
    c.u16be("byte order", m.byte_order);
    c.u16be("accept data length", m.accept_data_length);
    c.u16be("accept data offset", m.accept_data_offset);
    c.u8("connect flags 0", m.flags0);
    c.u8("connect flags 1", m.flags1);
    if (end >= accept::size_11g) {
        c.u16be("pool timeout", m.pool_timeout);
        c.u16be("tick size", m.tick_size);
        c.u16be("reconnect length", m.reconnect_length);
        c.u16be("reconnect offset", m.reconnect_offset);
    }
    if (end >= accept::size_12c) {
        c.u32be("large sdu", m.large_sdu);
        c.u32be("large tdu", m.large_tdu);
        c.u8("compression", m.compression);
    }
    if (end >= accept::size_19c) c.u32be("accept flags 2", m.flags2);
    if (end >= accept::size_23ai) padded(c, "session uuid", session_uuid_size, m.session_uuid);
}

constexpr std::size_t fields_end(std::size_t end) noexcept {
    std::size_t last = accept::size_10g;
    for (const auto size : {accept::size_11g, accept::size_12c, accept::size_19c, accept::size_23ai}) {
        if (end >= size) last = size;
    }
    return last;
}

// Accept data stands behind the fields: what lies between is told by its offset.
std::size_t extent_of(bytes_view body) noexcept {
    constexpr std::size_t length_at = 18 - header_size;
    constexpr std::size_t offset_at = 20 - header_size;
    const auto packet_size = header_size + body.size();
    if (body.size() < offset_at + 2) return packet_size;
    const std::size_t length = (std::size_t{body[length_at]} << 8U) | body[length_at + 1];
    const std::size_t offset = (std::size_t{body[offset_at]} << 8U) | body[offset_at + 1];
    return length != 0 && offset < packet_size ? offset : packet_size;
}

}  // namespace

decode_errc decode(decoder& c, accept& out) {
    out.pool_timeout = out.tick_size = out.reconnect_length = out.reconnect_offset = 0;
    out.large_sdu = out.large_tdu = out.flags2 = 0;
    out.compression = 0;
    // Accept data stands behind the fields: what lies between is told by its offset.
    out.extent = extent_of(c.reader().rest());
    layout(c, out);
    if (!c.ok()) return c.error();
    if (const auto at = fields_end(out.extent); out.extent > at) c.raw("gap", out.extent - at, out.gap);
    if (out.accept_data_length != 0) c.raw("accept data", out.accept_data_length, out.accept_data);
    return c.error();
}

void encode(encoder& c, const accept& message) {
    layout(c, message);
    c.raw("gap", message.gap.size(), message.gap);
    c.raw("accept data", message.accept_data.size(), message.accept_data);
}

}  // namespace oraxx::wire::tns
