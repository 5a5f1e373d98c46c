#include "wire/ttc/aq_array.hpp"

#include "wire/ttc/fields.hpp"

namespace oraxx::wire::ttc {
namespace {

// Bytes that mark the parts of an enqueue, after the message types they look like.
constexpr auto queue_mark = static_cast<std::uint8_t>(message_type::row_header);
constexpr auto message_mark = static_cast<std::uint8_t>(message_type::row_data);
constexpr auto end_mark = static_cast<std::uint8_t>(message_type::status);

template <class Codec>
void mark(Codec& c, std::string_view name, std::uint8_t expected) {
    auto value = expected;
    c.u8(name, value);
    if (value != expected) c.fail(name, decode_errc::bad_value);
}

// The length of an argument that nobody is known to send.
template <class Codec>
void unused_length(Codec& c, std::string_view name) {
    std::uint32_t length = 0;
    c.ub4(name, length);
    if (length != 0) c.fail(name, decode_errc::unsupported);
}

template <class Codec, class Message>
void enqueued_layout(Codec& c, aq_payload_kind kind, Message& m) {
    mark(c, "message mark", message_mark);
    c.ub4("flags", m.flags);
    layout(c, m.properties);
    auto recipient_count = count_of(m.recipients);
    c.ub4("recipient count", recipient_count);
    recipients_layout(c, recipient_count, m.recipients);
    c.sb4("visibility", m.visibility);
    unused_length(c, "relative message id length");
    c.sb4("sequence deviation", m.sequence_deviation);
    auto size = count_of(m.payload.bytes);
    if (kind == aq_payload_kind::raw) c.ub4("payload length", size);
    payload_layout(c, kind, size, m.payload);
}

template <class Codec, class Message>
void enqueue_layout(Codec& c, std::uint32_t count, Message& m) {
    unused_length(c, "relative message id length");
    mark(c, "queue mark", queue_mark);
    c.dalc("queue", m.queue);
    c.raw("type oid", aq_type_id_size, m.type_id);
    c.ub2("type version", m.type_version);
    c.ub4("flags", m.flags);
    const auto kind = payload_kind_of(m.type_id);
    c.list("message", count, m.messages, [kind](auto& codec, auto& each) { enqueued_layout(codec, kind, each); });
    mark(c, "end mark", end_mark);
}

template <class Codec, class Message>
void wanted_layout(Codec& c, Message& m) {
    c.dalc("queue", m.queue);
    layout(c, m.properties);
    unused_length(c, "recipient count");
    c.dalc("consumer", m.consumer);
    c.sb4("mode", m.mode);
    c.sb4("navigation", m.navigation);
    c.sb4("visibility", m.visibility);
    c.sb4("wait", m.wait);
    c.dalc("message id", m.message_id);
    c.dalc("correlation", m.correlation);
    c.dalc("condition", m.condition);
    unused_length(c, "extension count");
    unused_length(c, "relative message id length");
    c.sb4("sequence deviation", m.sequence_deviation);
    c.dalc("type oid", m.type_id);
    c.ub2("type version", m.type_version);
    unused_length(c, "payload length");
    unused_length(c, "raw payload length");
    c.constant_ub4("reserved", 0);
    c.ub4("flags", m.flags);
    unused_length(c, "extension length");
    unused_length(c, "source sequence length");
}

template <class Codec, class Message>
void request_layout(Codec& c, Message& m) {
    auto wanted_count = count_of(m.wanted);
    argument(c, "has wanted messages", "wanted message count", wanted_count);
    c.ub4("array flags", m.array_flags);
    wanted(c, "wants output");
    bool wants_output_length = m.operation == aq_array_request::dequeue;
    c.pointer("wants output length", wants_output_length);
    c.sb4("operation", m.operation);
    const bool is_enqueue = m.operation == aq_array_request::enqueue;
    if (!is_enqueue && m.operation != aq_array_request::dequeue) c.fail("operation", decode_errc::unsupported);
    bool wants_count = is_enqueue;
    c.pointer("wants enqueued count", wants_count);
    if (c.caps().at_least(field_version::v21_1)) c.ub4("shard", m.shard);
    if (is_enqueue) {
        auto count = count_of(m.messages);
        c.ub4("message count", count);
        enqueue_layout(c, count, m);
    } else {
        c.list("wanted message", wanted_count, m.wanted, [](auto& codec, auto& each) { wanted_layout(codec, each); });
    }
}

// A number that says whether a part follows.
template <class Codec, class Part>
bool presence(Codec& c, std::string_view name, Part& part) {
    std::uint16_t present = part ? 1 : 0;
    c.ub2(name, present);
    if constexpr (Codec::decoding) {
        if (present != 0) part.emplace();
    }
    return present != 0;
}

template <class Codec, class Element>
void element_layout(Codec& c, Element& m) {
    if (presence(c, "properties present", m.properties)) {
        c.u8("properties mark", m.properties_mark);
        layout(c, *m.properties);
    }
    unused_length(c, "recipient count");
    if (presence(c, "payload present", m.payload)) payload_layout(c, aq_payload_kind::object, 0, *m.payload);
    c.dalc("message id", m.message_ids);
    unused_length(c, "extension length");
    c.ub2("acknowledgement", m.acknowledgement);
}

template <class Codec, class Message>
void reply_layout(Codec& c, Message& m) {
    auto count = count_of(m.elements);
    c.ub4("element count", count);
    c.list("element", count, m.elements, [](auto& codec, auto& each) { element_layout(codec, each); });
    if (m.operation == aq_array_request::enqueue) c.ub4("enqueued count", m.enqueued_count);
}

}  // namespace

decode_errc decode(decoder& c, aq_array_request& out) {
    request_layout(c, out);
    return c.error();
}

decode_errc decode(decoder& c, aq_array_reply& out) {
    reply_layout(c, out);
    return c.error();
}

void encode(encoder& c, const aq_array_request& message) {
    request_layout(c, message);
}

void encode(encoder& c, const aq_array_reply& message) {
    c.u8("message type", aq_array_reply::type);
    reply_layout(c, message);
}

}  // namespace oraxx::wire::ttc
