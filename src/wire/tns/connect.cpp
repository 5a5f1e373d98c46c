#include "wire/tns/connect.hpp"

#include "wire/tns/fields.hpp"

namespace oraxx::wire::tns {
namespace {

// Where each field that not every client sends ends, counted from the packet's start.
constexpr std::size_t flags_end = 34;
constexpr std::size_t trace_ids_end = 50;
constexpr std::size_t reconnect_end = 58;
constexpr std::size_t large_sdu_end = 62;
constexpr std::size_t large_tdu_end = 66;
constexpr std::size_t compression_end = 70;
constexpr std::size_t flags2_end = 74;

// End of the last field that a packet with this data offset holds.
constexpr std::size_t fields_end(std::size_t offset) noexcept {
    std::size_t end = flags_end;
    for (const auto candidate :
         {trace_ids_end, reconnect_end, large_sdu_end, large_tdu_end, compression_end, flags2_end}) {
        if (offset >= candidate) end = candidate;
    }
    return end;
}

template <class Codec, class Message>
void layout(Codec& c, Message& m) {
    c.u16be("version", m.version);
    c.u16be("minimum version", m.minimum_version);
    c.u16be("service options", m.service_options);
    c.u16be("sdu", m.sdu);
    c.u16be("tdu", m.tdu);
    c.u16be("nt characteristics", m.nt_characteristics);
    c.u16be("line turnaround", m.line_turnaround);
    c.u16be("byte order", m.byte_order);
    c.u16be("connect data length", m.connect_data_length);
    c.u16be("connect data offset", m.connect_data_offset);
    c.u32be("max receivable data", m.max_receivable_data);
    c.u8("connect flags 0", m.flags0);
    c.u8("connect flags 1", m.flags1);
    const std::size_t offset = m.connect_data_offset;
    if (offset < flags_end) {
        c.fail("connect data offset", decode_errc::bad_value);
        return;
    }
    if (offset >= trace_ids_end) padded(c, "trace ids", trace_ids_end - flags_end, m.trace_ids);
    if (offset >= reconnect_end) {
        c.u16be("pool timeout", m.pool_timeout);
        c.u16be("tick size", m.tick_size);
        c.u16be("reconnect length", m.reconnect_length);
        c.u16be("reconnect offset", m.reconnect_offset);
    }
    if (offset >= large_sdu_end) c.u32be("large sdu", m.large_sdu);
    if (offset >= large_tdu_end) c.u32be("large tdu", m.large_tdu);
    if (offset >= compression_end) c.u32be("compression", m.compression);
    if (offset >= flags2_end) c.u32be("connect flags 2", m.flags2);
    if (offset > fields_end(offset)) padded(c, "gap", offset - fields_end(offset), m.gap);
    text_or_nothing(c, "connect data", m.connect_data_length, m.connect_data);
}

}  // namespace

decode_errc decode(decoder& c, connect& out) {
    layout(c, out);
    return c.error();
}

void encode(encoder& c, const connect& message) {
    layout(c, message);
}

}  // namespace oraxx::wire::tns
