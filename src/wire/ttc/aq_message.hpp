// What every function of advanced queuing says of a message: properties, recipients and payload.
#pragma once

#include <vector>

#include "wire/ttc/key_value.hpp"

namespace oraxx::wire::ttc {

inline constexpr std::uint32_t aq_message_id_size = 16;
inline constexpr std::uint32_t aq_type_id_size = 16;
// Locator in front of a JSON payload, as in front of a JSON bind.
inline constexpr std::uint32_t aq_json_locator_size = 40;

// Bits of the flags of requests and of aq_properties::flags.
namespace aq_flag {
inline constexpr std::uint32_t buffered = 0x02;
inline constexpr std::uint32_t persistent_or_buffered = 0x10;  // dequeue only
}  // namespace aq_flag

// Keywords of aq_properties::extensions.
namespace aq_extension {
inline constexpr std::uint16_t sender_name = 64;
inline constexpr std::uint16_t sender_address = 65;
inline constexpr std::uint16_t sender_protocol = 66;
inline constexpr std::uint16_t original_message_id = 69;
}  // namespace aq_extension

struct aq_properties {
    std::int32_t priority = 0;
    std::int32_t delay = 0;        // seconds
    std::int32_t expiration = -1;  // seconds; -1 = never
    std::string_view correlation{};
    std::int32_t attempts = 0;
    std::string_view exception_queue{};
    std::int32_t state = 0;
    bytes_view enqueue_time{};  // DATE; empty in requests
    std::string_view transaction_id{};
    std::uint8_t extensions_mark = 0x0E;  // with extensions; means nothing
    std::vector<keyword_value> extensions{};
    std::uint32_t cscn = 0;
    std::uint32_t dscn = 0;
    std::uint32_t flags = 0;
    std::uint32_t shard = 0xFFFFFFFF;  // field version 16 and later; any in requests
};

enum class aq_payload_kind : std::uint8_t { raw, json, object };
// By the type id of the queue's payload: RAW and JSON have one each, all others are of object types.
[[nodiscard]] aq_payload_kind payload_kind_of(bytes_view type_id) noexcept;

// A payload on its way in: which members are used depends on the kind. On its way out it is always in the form of an
// object; RAW and JSON are then images that begin with a length of four bytes.
struct aq_payload {
    bytes_view bytes{};    // RAW bytes, JSON or object image
    bytes_view locator{};  // JSON
    bytes_view type_id{};  // from here on: object
    bytes_view object_id{};
    bytes_view snapshot{};
    std::uint32_t version = 0;
    std::uint32_t flags = 0;
};
// What a RAW or JSON queue gave, without the length in front; empty when that contradicts the image.
[[nodiscard]] bytes_view content_of(const aq_payload& received) noexcept;

// Parts of the messages of aq_functions.hpp and aq_array.hpp.
void layout(decoder& c, aq_properties& m);
void layout(encoder& c, const aq_properties& m);
// `count` pairs, three for each recipient.
void recipients_layout(decoder& c, std::uint32_t count, std::vector<keyword_value>& recipients);
void recipients_layout(encoder& c, std::uint32_t count, const std::vector<keyword_value>& recipients);
// `size`: of a RAW payload, told before.
void payload_layout(decoder& c, aq_payload_kind kind, std::uint32_t size, aq_payload& m);
void payload_layout(encoder& c, aq_payload_kind kind, std::uint32_t size, const aq_payload& m);

}  // namespace oraxx::wire::ttc
