#include "net/event.hpp"

#include <iterator>

namespace oraxx::net {
namespace {

namespace ttc = wire::ttc;
namespace tns = wire::tns;

constexpr std::string_view event_names[] = {"client sent CONNECT",
                                            "client sent CONNECT without its text",
                                            "client sent connect data",
                                            "client sent the end of its connect data",
                                            "server sent ACCEPT",
                                            "server sent REFUSE",
                                            "server sent REFUSE without its text",
                                            "server sent REDIRECT",
                                            "server sent REDIRECT without its text",
                                            "server sent text",
                                            "server sent the end of its text",
                                            "server sent RESEND",
                                            "client sent an attention marker",
                                            "server sent CONTROL",
                                            "client ended the session",
                                            "server ended the session",
                                            "client sent a break",
                                            "client sent a reset",
                                            "server sent a break",
                                            "server sent a reset",
                                            "client asked for network services",
                                            "client sent protocol",
                                            "client sent a cookie",
                                            "client sent data types",
                                            "client sent fast authentication",
                                            "client began to log on",
                                            "client proved its password",
                                            "client sent a piggyback",
                                            "client began a pipeline",
                                            "client ended a pipeline",
                                            "client sent a statement call",
                                            "client sent a re-execution",
                                            "client sent a bind row",
                                            "client sent flush OUT binds",
                                            "client asked for the version",
                                            "client sent a call",
                                            "client sent a call",
                                            "client sent a one-way call",
                                            "client logged off",
                                            "server answered network services",
                                            "server sent protocol",
                                            "server sent data types",
                                            "server sent error",
                                            "server sent row header",
                                            "server sent row data",
                                            "server sent parameters",
                                            "server sent status",
                                            "server sent I/O vector",
                                            "server sent LOB data",
                                            "server sent warning",
                                            "server sent describe",
                                            "server sent flush OUT binds",
                                            "server sent bit vector",
                                            "server sent a piggyback",
                                            "server sent implicit results",
                                            "server sent end of response",
                                            "server sent token",
                                            "a side sent what is not its to send"};
static_assert(std::size(event_names) == static_cast<std::size_t>(event::unknown) + 1);

event function_event(ttc::function_code function) noexcept {
    using enum ttc::function_code;
    switch (function) {
    case auth_phase_one: return event::client_first_logon;
    case auth_phase_two: return event::client_second_logon;
    case reexecute: return event::client_reexecute;
    case execute:
    case reexecute_fetch:
    case fetch: return event::client_statement;
    case version: return event::client_version;
    case commit:
    case rollback:
    case ping: return event::client_plain_call;
    case logoff: return event::client_logoff;
    case pipeline_end: return event::client_pipeline_end;
    default: return event::client_other_call;
    }
}

event client_event(ttc::message_type type, ttc::function_code function) noexcept {
    switch (type) {
    case ttc::message_type::protocol: return event::client_protocol;
    case ttc::message_type::data_types: return event::client_data_types;
    case ttc::message_type::cookie: return event::client_cookie;
    case ttc::message_type::fast_auth: return event::client_fast_auth;
    case ttc::message_type::function: return function_event(function);
    case ttc::message_type::piggyback:
        return function == ttc::function_code::pipeline_begin ? event::client_pipeline_begin
                                                              : event::client_piggyback;
    case ttc::message_type::one_way_function: return event::client_one_way_call;
    case ttc::message_type::row_data: return event::client_bind_row;
    case ttc::message_type::flush_out_binds: return event::client_flush_out_binds;
    default: return event::unknown;
    }
}

event server_event(ttc::message_type type) noexcept {
    switch (type) {
    case ttc::message_type::protocol: return event::server_protocol;
    case ttc::message_type::data_types: return event::server_data_types;
    case ttc::message_type::error: return event::server_error;
    case ttc::message_type::row_header: return event::server_row_header;
    case ttc::message_type::row_data: return event::server_row_data;
    case ttc::message_type::parameters: return event::server_parameters;
    case ttc::message_type::status: return event::server_status;
    case ttc::message_type::io_vector: return event::server_io_vector;
    case ttc::message_type::lob_data: return event::server_lob_data;
    case ttc::message_type::warning: return event::server_warning;
    case ttc::message_type::describe: return event::server_describe;
    case ttc::message_type::flush_out_binds: return event::server_flush_out_binds;
    case ttc::message_type::bit_vector: return event::server_bit_vector;
    case ttc::message_type::server_piggyback: return event::server_piggyback;
    case ttc::message_type::implicit_results: return event::server_implicit_results;
    case ttc::message_type::end_of_response: return event::server_end_of_response;
    case ttc::message_type::token: return event::server_token;
    default: return event::unknown;
    }
}

}  // namespace

std::string_view name_of(event what) noexcept {
    return event_names[static_cast<std::size_t>(what)];
}

event event_of(side by, const tns::marker& marker) noexcept {
    const bool client = by == side::client;
    if (marker.form == tns::marker_type::attention) return client ? event::client_attention : event::unknown;
    if (marker.kind == tns::marker_kind::reset) return client ? event::client_reset : event::server_reset;
    return client ? event::client_break : event::server_break;
}

event event_of(side by, ttc::message_type type, ttc::function_code function) noexcept {
    return by == side::client ? client_event(type, function) : server_event(type);
}

}  // namespace oraxx::net
