// Message types, function codes and other enumerations of the TTC layer.
#pragma once

#include <cstdint>
#include <string_view>

namespace oraxx::wire::ttc {

// First byte of every message.
enum class message_type : std::uint8_t {
    protocol = 1,
    data_types = 2,
    function = 3,
    error = 4,          // error and status information ("OER")
    row_header = 6,     // "RXH"
    row_data = 7,       // "RXD"
    parameters = 8,     // "RPA": layout depends on the function called
    status = 9,         // "STA"
    io_vector = 11,     // "IOV"
    notification = 13,  // "OAC"
    lob_data = 14,
    warning = 15,
    describe = 16,  // "DCB"
    piggyback = 17,
    flush_out_binds = 19,   // "FOB"
    bit_vector = 21,        // "BVC"
    server_piggyback = 23,  // "SPF"
    one_way_function = 26,
    implicit_results = 27,
    renegotiate = 28,
    end_of_response = 29,
    cookie = 30,
    token = 33,
    fast_auth = 34,
};
// "describe", "row data", ...; empty for an unknown code.
[[nodiscard]] std::string_view name_of(message_type type) noexcept;

enum class function_code : std::uint8_t {
    reexecute = 4,
    fetch = 5,
    logoff = 9,
    commit = 14,
    rollback = 15,
    version = 59,
    reexecute_fetch = 78,
    execute = 94,
    lob_operation = 96,
    describe_statement = 98,
    tpc_switch = 103,
    tpc_change_state = 104,
    close_cursors = 105,
    session_switch = 107,
    auth_phase_two = 115,
    auth_phase_one = 118,
    cancel_cursors = 120,
    aq_enqueue = 121,
    aq_dequeue = 122,
    subscribe = 125,
    direct_path_prepare = 128,
    direct_path_load = 129,
    direct_path_operation = 130,
    end_to_end = 135,
    aq_array = 145,
    ping = 147,
    set_schema = 152,
    app_context = 154,
    session_get = 162,
    session_release = 163,
    session_state = 176,
    notify = 187,
    feature_tracking = 191,
    feature_statistics = 192,
    pipeline_begin = 199,
    pipeline_end = 200,
    alter_session = 204,
    security_context = 205,
};
[[nodiscard]] std::string_view name_of(function_code code) noexcept;

}  // namespace oraxx::wire::ttc
