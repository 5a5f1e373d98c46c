#include "wire/ttc/aq_message.hpp"

#include <algorithm>

#include "wire/ttc/fields.hpp"
#include "wire/ttc/row_data.hpp"

namespace oraxx::wire::ttc {
namespace {

// Last bytes of the type ids whose other bytes are zero.
constexpr std::uint8_t raw_type_mark = 0x17;
constexpr std::uint8_t json_type_mark = 0x47;

template <class Codec, class Message>
void properties(Codec& c, Message& m) {
    c.sb4("priority", m.priority);
    c.sb4("delay", m.delay);
    c.sb4("expiration", m.expiration);
    c.dalc("correlation", m.correlation);
    c.sb4("attempts", m.attempts);
    c.dalc("exception queue", m.exception_queue);
    c.sb4("state", m.state);
    // No DALC: the number in front is 1, whatever the length.
    std::uint32_t has_time = m.enqueue_time.empty() ? 0 : 1;
    c.ub4("enqueue time present", has_time);
    if (has_time != 0) c.clr("enqueue time", m.enqueue_time);
    c.dalc("transaction id", m.transaction_id);
    auto count = count_of(m.extensions);
    c.ub4("extension count", count);
    if (count != 0) c.u8("extensions mark", m.extensions_mark);
    c.list("extension", count, m.extensions, [](auto& codec, auto& pair) { keyword_value_layout(codec, pair); });
    std::uint32_t user_properties = 0;
    c.ub4("user property count", user_properties);
    if (user_properties != 0) c.fail("user property count", decode_errc::unsupported);  // nobody has shown one
    c.ub4("cscn", m.cscn);
    c.ub4("dscn", m.dscn);
    c.ub4("flags", m.flags);
    if (c.caps().at_least(field_version::v21_1)) c.ub4("shard", m.shard);
}

void object_payload(decoder& c, aq_payload& m) {
    wire_value value;
    if (decode_value(c, value_role::fetch, value_form::object, value) != decode_errc::ok) return;
    m = {.bytes = value.bytes,
         .type_id = value.type_id,
         .object_id = value.object_id,
         .snapshot = value.snapshot,
         .version = value.object_version,
         .flags = value.object_flags};
}
void object_payload(encoder& c, const aq_payload& m) {
    wire_value value;
    value.is_null = m.bytes.empty();
    value.bytes = m.bytes;
    value.type_id = m.type_id;
    value.object_id = m.object_id;
    value.snapshot = m.snapshot;
    value.object_version = m.version;
    value.object_flags = m.flags;
    encode_value(c, value_role::fetch, value_form::object, value);
}

template <class Codec, class Payload>
void payload(Codec& c, aq_payload_kind kind, std::uint32_t size, Payload& m) {
    switch (kind) {
    case aq_payload_kind::raw: c.raw("payload", size, m.bytes); return;
    case aq_payload_kind::json: {
        auto length = count_of(m.locator);
        c.ub4("locator length", length);
        c.raw("locator", length, m.locator);
        c.clr("payload", m.bytes);
        return;
    }
    case aq_payload_kind::object: object_payload(c, m); return;
    }
}

template <class Codec, class Pairs>
void recipient_pairs(Codec& c, std::uint32_t count, Pairs& pairs) {
    c.list("recipient", count, pairs, [](auto& codec, auto& pair) { keyword_value_layout(codec, pair); });
}

}  // namespace

aq_payload_kind payload_kind_of(bytes_view type_id) noexcept {
    if (type_id.size() != aq_type_id_size) return aq_payload_kind::object;
    const auto front = type_id.first(aq_type_id_size - 1);
    if (std::any_of(front.begin(), front.end(), [](auto b) { return b != 0; })) return aq_payload_kind::object;
    if (type_id.back() == raw_type_mark) return aq_payload_kind::raw;
    return type_id.back() == json_type_mark ? aq_payload_kind::json : aq_payload_kind::object;
}

bytes_view content_of(const aq_payload& received) noexcept {
    base::byte_reader reader(received.bytes);
    const auto size = reader.u32be();
    const auto content = reader.take(size);
    return reader.ok() && reader.remaining() == 0 ? content : bytes_view{};
}

void layout(decoder& c, aq_properties& m) {
    properties(c, m);
}
void layout(encoder& c, const aq_properties& m) {
    properties(c, m);
}

void recipients_layout(decoder& c, std::uint32_t count, std::vector<keyword_value>& recipients) {
    recipient_pairs(c, count, recipients);
}
void recipients_layout(encoder& c, std::uint32_t count, const std::vector<keyword_value>& recipients) {
    recipient_pairs(c, count, recipients);
}

void payload_layout(decoder& c, aq_payload_kind kind, std::uint32_t size, aq_payload& m) {
    payload(c, kind, size, m);
}
void payload_layout(encoder& c, aq_payload_kind kind, std::uint32_t size, const aq_payload& m) {
    payload(c, kind, size, m);
}

}  // namespace oraxx::wire::ttc
