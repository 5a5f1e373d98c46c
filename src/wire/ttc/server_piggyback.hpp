// Message 23, "SPF": news about the session that the server adds to a response.
#pragma once

#include <vector>

#include "wire/ttc/codes.hpp"
#include "wire/ttc/key_value.hpp"

namespace oraxx::wire::ttc {

enum class server_piggyback_code : std::uint8_t {
    query_cache_invalidation = 1,
    os_pid = 2,
    trace_event = 3,
    session_return = 4,
    session_sync = 5,
    logical_transaction_id = 7,
    replay_context = 8,
    extended_sync = 9,
    session_signature = 10,
};

// Keywords of session_sync pairs.
namespace session_keyword {
inline constexpr std::uint16_t time_zone = 163;
inline constexpr std::uint16_t current_schema = 168;
inline constexpr std::uint16_t edition = 172;
inline constexpr std::uint16_t sessionless_transaction = 201;
}  // namespace session_keyword

// One struct for all codes; members are grouped by the code they belong to.
struct server_piggyback {
    static constexpr message_type type = message_type::server_piggyback;
    // session_return_flags: the server gave back another session, every cursor id is void.
    static constexpr std::uint32_t session_changed = 0x04;
    // Of session_return, session_sync and the others that have one: any other in a session_return is OCI-21500.
    static constexpr std::uint8_t known_type_mark = 0x10;

    server_piggyback_code code = server_piggyback_code::query_cache_invalidation;
    bytes_view os_pid{};
    // session_return
    std::uint16_t type_count = 0;  // also session_sync, replay_context, extended_sync, session_signature
    std::uint8_t type_mark = 0;    // likewise; OCI clients take known_type_mark only
    std::uint8_t pairs_mark = 0;   // also session_sync; means nothing
    std::vector<key_value> session_values{};
    std::uint32_t flags = 0;  // also session_sync, replay_context
    std::uint32_t session_id = 0;
    std::uint16_t serial = 0;
    // session_sync
    std::vector<keyword_value> pairs{};
    // logical_transaction_id, replay_context
    bytes_view context{};
    std::uint32_t error = 0;
    std::uint8_t queue = 0;
    // session_signature
    std::uint64_t signature_flags = 0;
    std::uint64_t client_signature = 0;
    std::uint64_t server_signature = 0;
};

// Codes whose layout nobody knows (6, 11) end with decode_errc::unsupported.
decode_errc decode(decoder& c, server_piggyback& out);
void encode(encoder& c, const server_piggyback& message);

}  // namespace oraxx::wire::ttc
