// Advanced queuing, one message at a time: functions 121 (enqueue) and 122 (dequeue), and message 8 in answer to
// each. A dequeue that finds nothing is answered by ORA-25228 and no message 8.
#pragma once

#include <vector>

#include "wire/ttc/aq_message.hpp"
#include "wire/ttc/codes.hpp"

namespace oraxx::wire::ttc {

struct aq_enqueue {
    static constexpr function_code function = function_code::aq_enqueue;
    // Values of `visibility`.
    static constexpr std::uint32_t immediate = 1;
    static constexpr std::uint32_t on_commit = 2;

    std::string_view queue{};
    aq_properties properties{};
    bool has_recipients = true;
    std::vector<keyword_value> recipients{};
    std::uint32_t visibility = on_commit;
    std::uint32_t sequence_deviation = 0;
    bytes_view type_id{};  // aq_type_id_size bytes
    std::uint16_t type_version = 1;
    aq_payload_kind kind = aq_payload_kind::raw;
    aq_payload payload{};
    std::uint32_t flags = 0;
};

struct aq_enqueue_reply {
    static constexpr message_type type = message_type::parameters;

    bytes_view message_id{};
    std::uint16_t extension_length = 0;
};

struct aq_dequeue {
    static constexpr function_code function = function_code::aq_dequeue;
    // Values of `mode`.
    static constexpr std::int32_t browse = 1;
    static constexpr std::int32_t locked = 2;
    static constexpr std::int32_t remove = 3;
    static constexpr std::int32_t remove_without_data = 4;
    // Values of `navigation`.
    static constexpr std::int32_t first_message = 1;
    static constexpr std::int32_t next_transaction = 2;
    static constexpr std::int32_t next_message = 3;
    // Of `wait`.
    static constexpr std::int32_t forever = -1;

    std::string_view queue{};
    std::string_view consumer{};
    std::int32_t mode = remove;
    std::int32_t navigation = next_message;
    std::int32_t visibility = 2;  // as of aq_enqueue
    std::int32_t wait = forever;  // seconds
    bytes_view message_id{};      // aq_message_id_size bytes, or any message
    std::string_view correlation{};
    bytes_view type_id{};
    std::uint16_t type_version = 1;
    std::uint32_t flags = 0;
    std::string_view condition{};
    std::uint32_t shard = 0xFFFFFFFF;  // field version 16 and later
};

struct aq_dequeue_reply {
    static constexpr message_type type = message_type::parameters;

    bool has_message = true;
    aq_properties properties{};
    aq_payload payload{};
    bytes_view message_id{};
};

// Requests after the function header, answers after the type byte.
decode_errc decode(decoder& c, aq_enqueue& out);
decode_errc decode(decoder& c, aq_enqueue_reply& out);
decode_errc decode(decoder& c, aq_dequeue& out);
decode_errc decode(decoder& c, aq_dequeue_reply& out);
// Requests: the body only. Answers: type byte and body.
void encode(encoder& c, const aq_enqueue& message);
void encode(encoder& c, const aq_enqueue_reply& message);
void encode(encoder& c, const aq_dequeue& message);
void encode(encoder& c, const aq_dequeue_reply& message);

}  // namespace oraxx::wire::ttc
