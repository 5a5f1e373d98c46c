#include "wire/ttc/lob_operation.hpp"

#include "wire/ttc/fields.hpp"

namespace oraxx::wire::ttc {
namespace {

template <class Codec, class Message>
void fixed_layout(Codec& c, Message& m, std::uint32_t& source_length, std::uint32_t& scn_count) {
    c.pointer("has source", m.has_source);
    c.ub4("source length", source_length);
    c.pointer("has destination", m.has_destination);
    c.ub4("destination length", m.destination_length);
    c.ub4("short source offset", m.short_source_offset);
    c.ub4("short destination offset", m.short_destination_offset);
    c.pointer("has charset", m.has_charset);
    c.pointer("has short amount", m.has_short_amount);
    c.pointer("wants flag", m.wants_flag);
    c.ub4("operation", m.operation);
    c.pointer("has scn", m.has_scn);
    c.ub4("scn count", scn_count);
    c.ub8("source offset", m.source_offset);
    c.ub8("destination offset", m.destination_offset);
    c.pointer("has amount", m.has_amount);
    for (auto& part : m.arrays) {
        c.pointer("has array", part.present);
        c.ub4("array length", part.length);
    }
}

template <class Codec, class Message>
void request_layout(Codec& c, Message& m) {
    auto source_length = count_of(m.source);
    auto scn_count = count_of(m.scn);
    fixed_layout(c, m, source_length, scn_count);
    for (const auto& part : m.arrays) {
        if (part.present) c.fail("has array", decode_errc::unsupported);  // nobody is known to send one
    }
    if (m.has_source) c.raw("source", source_length, m.source);
    if (m.has_destination) c.raw("destination", m.destination_length, m.destination);
    if (m.has_charset) c.ub4("charset", m.charset);
    if (m.has_scn) c.list("scn", scn_count, m.scn, [](auto& codec, auto& part) { codec.ub4("scn part", part); });
    if (m.has_amount) c.ub8("amount", m.amount);
}

template <class Codec, class Message>
void reply_layout(Codec& c, Message& m) {
    c.raw("source", m.shape.source_length, m.source);
    if (m.shape.destination_length != 0) c.raw("destination", m.shape.destination_length, m.destination);
    if (m.shape.has_charset) c.ub2("charset", m.charset);
    if (m.shape.has_amount) c.sb8("amount", m.amount);
    if (m.shape.has_flag) c.sb1("flag", m.flag);
}

}  // namespace

lob_answer_shape answer_shape(const lob_request& request) noexcept {
    return {.source_length = count_of(request.source),
            .destination_length = request.has_destination ? request.destination_length : 0,
            .has_charset = request.has_charset,
            .has_amount = request.has_amount,
            .has_flag = request.wants_flag};
}

decode_errc decode(decoder& c, lob_request& out) {
    request_layout(c, out);
    return c.error();
}

decode_errc decode(decoder& c, lob_reply& out) {
    reply_layout(c, out);
    return c.error();
}

void encode(encoder& c, const lob_request& message) {
    request_layout(c, message);
}

void encode(encoder& c, const lob_reply& message) {
    c.u8("message type", lob_reply::type);
    reply_layout(c, message);
}

}  // namespace oraxx::wire::ttc
