// Small functions and piggybacks about the session: switch to it (107), current schema (152), application context
// (154), release to the server's pool (163), request boundaries (176), feature use (191), pipelines (199, 200), and
// message 33, which names the pipelined request an answer belongs to.
#pragma once

#include "wire/ttc/codes.hpp"
#include "wire/ttc/key_value.hpp"

namespace oraxx::wire::ttc {

// OCI clients put it before the first call of a session: one connection can carry several.
struct session_switch {
    static constexpr function_code function = function_code::session_switch;

    std::uint32_t session_id = 0;
    std::uint32_t serial_number = 0;
    std::uint32_t mode = 1;
};

struct set_schema {
    static constexpr function_code function = function_code::set_schema;

    std::string_view schema{};
};

// Values of one name space.
struct app_context {
    static constexpr function_code function = function_code::app_context;
    static constexpr std::uint16_t set = 1;
    static constexpr std::uint16_t clear = 2;  // the name space, before anything is set

    std::string_view name_space{};
    std::uint16_t flags = set;
    std::vector<key_value> values{};
};

// One-way: a session of the server's pool (DRCP) is given back. The next call gets one again.
struct session_release {
    static constexpr function_code function = function_code::session_release;
    static constexpr std::uint32_t deauthenticate = 0x02;  // the connection is about to end

    std::string_view tag{};
    std::uint32_t mode = 0;
};

struct session_state {
    static constexpr function_code function = function_code::session_state;
    static constexpr std::uint64_t request_begin = 0x04;
    static constexpr std::uint64_t request_end = 0x08;
    static constexpr std::uint64_t explicit_boundary = 0x40;

    std::uint64_t flags = 0;
};

// Sent by ojdbc and OCI clients before they log off.
struct feature_tracking {
    static constexpr function_code function = function_code::feature_tracking;

    std::uint32_t flags = 0;  // OCI clients: 17 (of function 135, it seems) after tags, else 0; others always 0
    std::string_view text{};  // e.g. "512,0,0,0"
};

struct pipeline_begin {
    static constexpr function_code function = function_code::pipeline_begin;
    static constexpr std::uint8_t continue_on_error = 1;
    static constexpr std::uint8_t abort_on_error = 2;

    std::uint16_t error_set_id = 0;
    std::uint8_t error_set_mode = 0;
    std::uint8_t mode = continue_on_error;
};

struct pipeline_end {
    static constexpr function_code function = function_code::pipeline_end;

    std::uint32_t reserved = 0;
};

struct pipeline_token {
    static constexpr message_type type = message_type::token;

    std::uint64_t token = 0;
};

// Bodies after the function header; pipeline_token after the type byte.
decode_errc decode(decoder& c, session_switch& out);
decode_errc decode(decoder& c, set_schema& out);
decode_errc decode(decoder& c, app_context& out);
decode_errc decode(decoder& c, session_release& out);
decode_errc decode(decoder& c, session_state& out);
decode_errc decode(decoder& c, feature_tracking& out);
decode_errc decode(decoder& c, pipeline_begin& out);
decode_errc decode(decoder& c, pipeline_end& out);
decode_errc decode(decoder& c, pipeline_token& out);
// Bodies only; pipeline_token with its type byte.
void encode(encoder& c, const session_switch& message);
void encode(encoder& c, const set_schema& message);
void encode(encoder& c, const app_context& message);
void encode(encoder& c, const session_release& message);
void encode(encoder& c, const session_state& message);
void encode(encoder& c, const feature_tracking& message);
void encode(encoder& c, const pipeline_begin& message);
void encode(encoder& c, const pipeline_end& message);
void encode(encoder& c, const pipeline_token& message);

}  // namespace oraxx::wire::ttc
