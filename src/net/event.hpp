// What can happen on the wire of a session, as far as its order goes (src/net/conversation.hpp).
#pragma once

#include <string_view>

#include "wire/tns/marker.hpp"
#include "wire/ttc/codes.hpp"

namespace oraxx::net {

enum class side : std::uint8_t { client, server };

// Named by the side that did it.
enum class event : std::uint8_t {
    // link: packets
    client_connect,
    client_connect_head,  // the descriptor follows in DATA packets
    client_text,          // a part of it
    client_last_text,
    server_accept,
    server_refuse,
    server_refuse_head,
    server_redirect,
    server_redirect_head,
    server_text,
    server_last_text,
    server_resend,
    client_attention,  // a marker that says nothing to the session
    server_control,
    client_end_of_file,
    server_end_of_file,
    // marks: MARKER packets
    client_break,
    client_reset,
    server_break,
    server_reset,
    // request: messages
    client_services,
    client_protocol,
    client_cookie,
    client_data_types,
    client_fast_auth,
    client_first_logon,
    client_second_logon,
    client_piggyback,
    client_pipeline_begin,
    client_pipeline_end,
    client_statement,  // execute, re-execute and fetch, fetch
    client_reexecute,  // without a fetch: changes and blocks
    client_bind_row,
    client_flush_out_binds,
    client_version,
    client_plain_call,  // answered by its end alone: commit, rollback, ping, ...
    client_other_call,
    client_one_way_call,
    client_logoff,
    // answer: messages
    server_services,
    server_protocol,
    server_data_types,
    server_error,
    server_row_header,
    server_row_data,
    server_parameters,
    server_status,
    server_io_vector,
    server_lob_data,
    server_warning,
    server_describe,
    server_flush_out_binds,
    server_bit_vector,
    server_piggyback,
    server_implicit_results,
    server_end_of_response,
    server_token,
    unknown,  // nothing either side may say
};

[[nodiscard]] std::string_view name_of(event what) noexcept;
[[nodiscard]] event event_of(side by, const wire::tns::marker& marker) noexcept;
// A message; `function` counts for the client's function calls and piggybacks only.
[[nodiscard]] event event_of(side by, wire::ttc::message_type type, wire::ttc::function_code function = {}) noexcept;

}  // namespace oraxx::net
