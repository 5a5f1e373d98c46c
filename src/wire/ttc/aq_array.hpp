// Advanced queuing, several messages at a time: function 145 with either operation, and message 8 in answer to it.
#pragma once

#include <optional>
#include <vector>

#include "wire/ttc/aq_message.hpp"
#include "wire/ttc/codes.hpp"

namespace oraxx::wire::ttc {

struct aq_array_request {
    static constexpr function_code function = function_code::aq_array;
    // Values of `operation`.
    static constexpr std::int32_t enqueue = 1;
    static constexpr std::int32_t dequeue = 2;
    // Of `array_flags`.
    static constexpr std::uint32_t return_message_ids = 1;

    struct enqueued {
        std::uint32_t flags = 0;
        aq_properties properties{};
        std::vector<keyword_value> recipients{};
        std::int32_t visibility = 2;
        std::int32_t sequence_deviation = 0;
        aq_payload payload{};
    };
    // What one dequeue of an aq_dequeue says.
    struct wanted_message {
        std::string_view queue{};
        aq_properties properties{};
        std::string_view consumer{};
        std::int32_t mode = 3;
        std::int32_t navigation = 3;
        std::int32_t visibility = 2;
        std::int32_t wait = -1;
        bytes_view message_id{};
        std::string_view correlation{};
        std::string_view condition{};
        std::int32_t sequence_deviation = 0;
        bytes_view type_id{};
        std::uint16_t type_version = 1;
        std::uint32_t flags = 0;
    };

    std::int32_t operation = enqueue;
    std::uint32_t array_flags = return_message_ids;
    std::uint32_t shard = 0xFFFF;  // field version 16 and later
    // Enqueue:
    std::string_view queue{};
    bytes_view type_id{};  // aq_type_id_size bytes; tells the kind of the payloads
    std::uint16_t type_version = 1;
    std::uint32_t flags = 0;
    std::vector<enqueued> messages{};
    // Dequeue, one for each message that may come:
    std::vector<wanted_message> wanted{};
};

struct aq_array_reply {
    static constexpr message_type type = message_type::parameters;

    struct element {
        std::uint8_t properties_mark = 0;  // means nothing
        std::optional<aq_properties> properties{};
        std::optional<aq_payload> payload{};
        bytes_view message_ids{};  // enqueue: of all messages, back to back
        std::uint16_t acknowledgement = 0;
    };

    std::int32_t operation = aq_array_request::enqueue;  // set before decoding
    std::vector<element> elements{};
    std::uint32_t enqueued_count = 0;  // enqueue only
};

decode_errc decode(decoder& c, aq_array_request& out);     // after the function header
decode_errc decode(decoder& c, aq_array_reply& out);       // after the type byte
void encode(encoder& c, const aq_array_request& message);  // body only
void encode(encoder& c, const aq_array_reply& message);    // type byte and body

}  // namespace oraxx::wire::ttc
