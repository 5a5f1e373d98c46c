#include "wire/ttc/aq_functions.hpp"

#include "wire/ttc/fields.hpp"

namespace oraxx::wire::ttc {
namespace {

// A length that every client sends as it stands, of bytes that follow later or are wanted.
template <class Codec>
void id_argument(Codec& c, std::string_view has, std::string_view length_of, std::uint32_t expected) {
    auto length = expected;
    argument(c, has, length_of, length);
    if (length != expected) c.fail(length_of, decode_errc::unsupported);
}

// Which kind of payload follows is said by pointers.
template <class Codec, class Message>
void payload_head(Codec& c, Message& m, bool& is_object, std::uint32_t& raw_size) {
    is_object = m.kind == aq_payload_kind::object;
    c.pointer("has object payload", is_object);
    bool is_raw = m.kind == aq_payload_kind::raw;
    c.pointer("has raw payload", is_raw);
    raw_size = is_raw ? count_of(m.payload.bytes) : 0;
    c.ub4("raw payload length", raw_size);
    if constexpr (Codec::decoding) m.kind = is_object ? aq_payload_kind::object : aq_payload_kind::raw;
}

template <class Codec, class Message>
void json_mark(Codec& c, Message& m) {
    bool is_json = m.kind == aq_payload_kind::json;
    c.pointer("has json payload", is_json);
    if constexpr (Codec::decoding) {
        if (is_json) m.kind = aq_payload_kind::json;
    }
}

template <class Codec>
void enqueue_unused(Codec& c) {
    unused_argument(c, "has extensions", "extension count");
    unused_argument(c, "has more extensions", "more extension count");
    unused_argument(c, "has source sequence", "source sequence length");
    unused_argument(c, "has max sequence", "max sequence length");
    c.constant_u8("output acknowledgement length", 0);
    unused_argument(c, "has correlation", "correlation length");
    unused_argument(c, "has sender name", "sender name length");
    unused_argument(c, "has sender address", "sender address length");
    c.constant_u8("has sender charset", 0);
    c.constant_u8("has sender national charset", 0);
}

template <class Codec, class Message>
void enqueue_layout(Codec& c, Message& m) {
    auto queue_length = count_of(m.queue);
    argument(c, "has queue", "queue length", queue_length);
    layout(c, m.properties);
    c.pointer("has recipients", m.has_recipients);
    auto recipient_count = count_of(m.recipients);
    c.ub4("recipient count", recipient_count);
    c.ub4("visibility", m.visibility);
    unused_argument(c, "has relative message id", "relative message id length");
    c.ub4("sequence deviation", m.sequence_deviation);
    id_argument(c, "has type id", "type id length", aq_type_id_size);
    c.ub2("type version", m.type_version);
    bool is_object = false;
    std::uint32_t raw_size = 0;
    payload_head(c, m, is_object, raw_size);
    id_argument(c, "wants message id", "message id length", aq_message_id_size);
    c.ub4("flags", m.flags);
    enqueue_unused(c);
    if (c.caps().at_least(field_version::v20_1)) json_mark(c, m);
    if (!c.ok()) return;
    request_text(c, "queue", queue_length, m.queue);
    recipients_layout(c, recipient_count, m.recipients);
    c.raw("type oid", aq_type_id_size, m.type_id);
    payload_layout(c, m.kind, raw_size, m.payload);
}

template <class Codec, class Message>
void enqueue_reply_layout(Codec& c, Message& m) {
    c.raw("message id", aq_message_id_size, m.message_id);
    c.ub2("extension length", m.extension_length);
}

template <class Codec, class Message>
void dequeue_layout(Codec& c, Message& m) {
    auto queue_length = count_of(m.queue);
    argument(c, "has queue", "queue length", queue_length);
    wanted(c, "wants properties");
    wanted(c, "wants properties length");
    wanted(c, "wants recipients");
    wanted(c, "wants recipient count");
    auto consumer_length = count_of(m.consumer);
    argument(c, "has consumer", "consumer length", consumer_length);
    c.sb4("mode", m.mode);
    c.sb4("navigation", m.navigation);
    c.sb4("visibility", m.visibility);
    c.sb4("wait", m.wait);
    auto id_length = count_of(m.message_id);
    argument(c, "has message id", "message id length", id_length);
    auto correlation_length = count_of(m.correlation);
    argument(c, "has correlation", "correlation length", correlation_length);
    id_argument(c, "has type id", "type id length", aq_type_id_size);
    c.ub2("type version", m.type_version);
    wanted(c, "wants payload");
    id_argument(c, "wants message id", "wanted message id length", aq_message_id_size);
    c.ub4("flags", m.flags);
    auto condition_length = count_of(m.condition);
    argument(c, "has condition", "condition length", condition_length);
    unused_argument(c, "has extensions", "extension count");
    if (c.caps().at_least(field_version::v20_1)) c.constant_u8("has json payload", 0);
    if (c.caps().at_least(field_version::v21_1)) c.ub4("shard", m.shard);
    if (!c.ok()) return;
    request_text(c, "queue", queue_length, m.queue);
    if (consumer_length != 0) request_text(c, "consumer", consumer_length, m.consumer);
    if (id_length != 0) c.raw("message id", id_length, m.message_id);
    if (correlation_length != 0) request_text(c, "correlation", correlation_length, m.correlation);
    c.raw("type oid", aq_type_id_size, m.type_id);
    if (condition_length != 0) request_text(c, "condition", condition_length, m.condition);
}

template <class Codec, class Message>
void dequeue_reply_layout(Codec& c, Message& m) {
    std::uint32_t present = m.has_message ? 1 : 0;
    c.ub4("message present", present);
    if constexpr (Codec::decoding) m.has_message = present != 0;
    if (!m.has_message) return;
    layout(c, m.properties);
    std::uint32_t recipient_count = 0;
    c.ub4("recipient count", recipient_count);
    if (recipient_count != 0) c.fail("recipient count", decode_errc::unsupported);  // nobody has shown one
    payload_layout(c, aq_payload_kind::object, 0, m.payload);
    c.raw("message id", aq_message_id_size, m.message_id);
}

}  // namespace

decode_errc decode(decoder& c, aq_enqueue& out) {
    enqueue_layout(c, out);
    return c.error();
}

decode_errc decode(decoder& c, aq_enqueue_reply& out) {
    enqueue_reply_layout(c, out);
    return c.error();
}

decode_errc decode(decoder& c, aq_dequeue& out) {
    dequeue_layout(c, out);
    return c.error();
}

decode_errc decode(decoder& c, aq_dequeue_reply& out) {
    dequeue_reply_layout(c, out);
    return c.error();
}

void encode(encoder& c, const aq_enqueue& message) {
    enqueue_layout(c, message);
}

void encode(encoder& c, const aq_enqueue_reply& message) {
    c.u8("message type", aq_enqueue_reply::type);
    enqueue_reply_layout(c, message);
}

void encode(encoder& c, const aq_dequeue& message) {
    dequeue_layout(c, message);
}

void encode(encoder& c, const aq_dequeue_reply& message) {
    c.u8("message type", aq_dequeue_reply::type);
    dequeue_reply_layout(c, message);
}

}  // namespace oraxx::wire::ttc
