#include "wire/ttc/codes.hpp"

namespace oraxx::wire::ttc {

std::string_view name_of(message_type type) noexcept {
    switch (type) {
    case message_type::protocol: return "protocol";
    case message_type::data_types: return "data types";
    case message_type::function: return "function";
    case message_type::error: return "error";
    case message_type::row_header: return "row header";
    case message_type::row_data: return "row data";
    case message_type::parameters: return "parameters";
    case message_type::status: return "status";
    case message_type::io_vector: return "io vector";
    case message_type::notification: return "notification";
    case message_type::lob_data: return "lob data";
    case message_type::warning: return "warning";
    case message_type::describe: return "describe";
    case message_type::piggyback: return "piggyback";
    case message_type::flush_out_binds: return "flush out binds";
    case message_type::bit_vector: return "bit vector";
    case message_type::server_piggyback: return "server piggyback";
    case message_type::one_way_function: return "one-way function";
    case message_type::implicit_results: return "implicit results";
    case message_type::renegotiate: return "renegotiate";
    case message_type::end_of_response: return "end of response";
    case message_type::cookie: return "cookie";
    case message_type::token: return "token";
    case message_type::fast_auth: return "fast auth";
    }
    return {};
}

std::string_view name_of(function_code code) noexcept {
    switch (code) {
    case function_code::reexecute: return "re-execute";
    case function_code::fetch: return "fetch";
    case function_code::logoff: return "logoff";
    case function_code::commit: return "commit";
    case function_code::rollback: return "rollback";
    case function_code::version: return "version";
    case function_code::reexecute_fetch: return "re-execute and fetch";
    case function_code::execute: return "execute";
    case function_code::lob_operation: return "LOB operation";
    case function_code::describe_statement: return "describe statement";
    case function_code::tpc_switch: return "TPC switch";
    case function_code::tpc_change_state: return "TPC change state";
    case function_code::close_cursors: return "close cursors";
    case function_code::auth_phase_two: return "auth phase two";
    case function_code::auth_phase_one: return "auth phase one";
    case function_code::cancel_cursors: return "cancel cursors";
    case function_code::aq_enqueue: return "AQ enqueue";
    case function_code::aq_dequeue: return "AQ dequeue";
    case function_code::subscribe: return "subscribe";
    case function_code::direct_path_prepare: return "direct path prepare";
    case function_code::direct_path_load: return "direct path load";
    case function_code::direct_path_operation: return "direct path operation";
    case function_code::end_to_end: return "end to end";
    case function_code::aq_array: return "AQ array";
    case function_code::ping: return "ping";
    case function_code::session_switch: return "session switch";
    case function_code::set_schema: return "set schema";
    case function_code::app_context: return "application context";
    case function_code::session_get: return "session get";
    case function_code::session_release: return "session release";
    case function_code::session_state: return "session state";
    case function_code::notify: return "notify";
    case function_code::feature_tracking: return "feature tracking";
    case function_code::feature_statistics: return "feature statistics";
    case function_code::pipeline_begin: return "pipeline begin";
    case function_code::pipeline_end: return "pipeline end";
    case function_code::alter_session: return "alter session";
    case function_code::security_context: return "security context";
    }
    return {};
}

}  // namespace oraxx::wire::ttc
