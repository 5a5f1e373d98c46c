// The server's half of message_reader.
#include "trace/message_reader.hpp"
#include "wire/ttc/aq_functions.hpp"
#include "wire/ttc/auth.hpp"
#include "wire/ttc/bare_messages.hpp"
#include "wire/ttc/bit_vector.hpp"
#include "wire/ttc/describe_statement.hpp"
#include "wire/ttc/direct_path.hpp"
#include "wire/ttc/error_info.hpp"
#include "wire/ttc/implicit_results.hpp"
#include "wire/ttc/lob_data.hpp"
#include "wire/ttc/lob_operation.hpp"
#include "wire/ttc/return_parameters.hpp"
#include "wire/ttc/row_header.hpp"
#include "wire/ttc/server_piggyback.hpp"
#include "wire/ttc/session_functions.hpp"
#include "wire/ttc/status.hpp"
#include "wire/ttc/transaction_functions.hpp"
#include "wire/ttc/version.hpp"
#include "wire/ttc/warning.hpp"

namespace oraxx::trace {

using namespace wire::ttc;

namespace {

bool is_lob(std::uint8_t type) noexcept {
    const auto plain = static_cast<db_type>(type);
    return plain == db_type::clob || plain == db_type::blob;
}

// A column that became a LOB while its cursor was open keeps coming inline, in the form of a LONG.
std::uint8_t long_type(std::uint8_t lob) noexcept {
    return static_cast<std::uint8_t>(static_cast<db_type>(lob) == db_type::clob ? db_type::long_text
                                                                                : db_type::long_raw);
}

}  // namespace

bool message_reader::server_message(decoder& c, message_type type) {
    const auto body = [&](auto message) { return read(c, message); };
    switch (type) {
    case message_type::protocol: {
        protocol_reply m;
        // It starts a conversation and stands behind nothing else.
        if (c.reader().position() != 1 || !read(c, m)) return false;
        state_->server_says(m);
        return true;
    }
    case message_type::data_types: {
        data_types_reply m;
        if (!read(c, m)) return false;
        state_->agreed_on(m);
        return true;
    }
    case message_type::error: return error(c);
    case message_type::row_header: {
        row_header m;
        if (!read(c, m)) return false;
        bit_vector_.assign(m.bit_vector.begin(), m.bit_vector.end());
        return true;
    }
    case message_type::bit_vector: {
        wire::ttc::bit_vector m;
        if (current_call().shape.columns.empty()) return false;  // nobody told how long it is
        if (decode(c, current_call().shape.columns.size(), m) != decode_errc::ok) return false;
        bit_vector_.assign(m.bits.begin(), m.bits.end());
        reencode(c, [&m](encoder& e) { encode(e, m); });
        return true;
    }
    case message_type::row_data: return row(c);
    case message_type::parameters: return parameters(c);
    case message_type::status: {
        if (!body(status{})) return false;
        call_ended();
        return true;
    }
    case message_type::io_vector: return io_vector(c);
    case message_type::lob_data: return body(lob_data{});
    case message_type::warning: return body(warning{});
    case message_type::describe: return describe(c);
    case message_type::server_piggyback: return body(server_piggyback{});
    case message_type::implicit_results: return implicit_results(c);
    case message_type::token: return body(pipeline_token{});
    case message_type::flush_out_binds: return body(flush_out_binds{});
    case message_type::end_of_response: return body(end_of_response{});
    default: return false;
    }
}

bool message_reader::parameters(decoder& c) {
    // Where the recording lacks the request, the first key gives a logon's answer away.
    constexpr std::size_t first_key_within = 16;
    const auto rest = base::as_text(c.reader().rest()).substr(0, first_key_within);
    auto function = current_call().function;
    if (!current_call().is_known && rest.find("AUTH_") != std::string_view::npos) {
        function = function_code::auth_phase_one;
    }
    const auto body = [&](auto message) { return read(c, message); };
    switch (function) {
    case function_code::auth_phase_one:
    case function_code::auth_phase_two: return body(auth_parameters{});
    case function_code::version: return body(version_reply{});
    case function_code::describe_statement: return body(statement_columns{});
    case function_code::lob_operation: return lob_operation(c);
    case function_code::aq_enqueue: return body(aq_enqueue_reply{});
    case function_code::aq_dequeue: return body(aq_dequeue_reply{});
    case function_code::aq_array: {
        aq_array_reply m;
        m.operation = current_call().aq_operation;
        return read(c, m);
    }
    case function_code::tpc_switch: return body(transaction_switch_reply{});
    case function_code::tpc_change_state: return body(transaction_change_reply{});
    case function_code::direct_path_prepare: return direct_path_columns(c);
    case function_code::direct_path_load:
    case function_code::direct_path_operation: return body(direct_path_reply{});
    case function_code::execute:
    case function_code::reexecute:
    case function_code::reexecute_fetch:
    case function_code::fetch: break;
    default:
        if (current_call().is_known) return false;
        break;  // without its request, most likely an execute's
    }
    return_parameters m;
    m.has_row_counts = current_call().wants_row_counts;
    m.has_sql_id = current_call().wants_sql_id;
    return read(c, m);
}

bool message_reader::lob_operation(decoder& c) {
    auto& call = current_call();
    lob_reply m;
    m.shape = call.lob_answer;
    // Without the request the locator's own length has to do: 16 bits that count the bytes behind them.
    const auto rest = c.reader().rest();
    if (!call.is_known && rest.size() >= 2) {
        m.shape.source_length = 2U + (static_cast<std::uint32_t>(rest[0]) << 8U | rest[1]);
    }
    return read(c, m);
}

bool message_reader::implicit_results(decoder& c) {
    wire::ttc::implicit_results m;
    if (!read(c, m)) return false;
    for (const auto& result : m.results)
        state_->cursors[result.cursor_id].columns = shapes_of(result.described.columns);
    return true;
}

bool message_reader::describe(decoder& c) {
    describe_info m;
    if (!read(c, m)) return false;
    auto& call = current_call();
    auto columns = shapes_of(m.block.columns);
    // Until a define asks for it; in fragments the define may have been in front.
    for (auto& column : columns) column.prefetches = !call.is_known;
    for (std::size_t i = 0; i < columns.size(); ++i) {
        const bool was_inline = i < call.shape.columns.size() && !is_lob(call.shape.columns[i].type);
        if (is_lob(columns[i].type) && (was_inline || call.lobs_as_long))
            columns[i].type = long_type(columns[i].type);
    }
    state_->described = columns;
    call.shape.columns = std::move(columns);
    return true;
}

bool message_reader::io_vector(decoder& c) {
    wire::ttc::io_vector m;
    if (!read(c, m)) return false;
    auto& call = current_call();
    call.shape.directions = m.directions;
    // Without the request nobody told what the binds are: most types stand alike.
    const value_shape plain{static_cast<std::uint8_t>(db_type::raw), 1, {}};
    if (!call.is_known && call.shape.binds.empty()) call.shape.binds.assign(m.directions.size(), plain);
    call.has_out_row = true;
    return true;
}

bool message_reader::row(decoder& c) {
    const auto bits = std::exchange(bit_vector_, {});
    reencode(c, [](encoder& e) { e.u8("message type", message_type::row_data); });
    auto& call = current_call();
    const auto& columns = call.shape.columns;
    // A block that is run again brings its OUT values without saying once more which they are.
    const bool is_block_again = columns.empty() && !call.shape.directions.empty();
    if (call.has_out_row || is_block_again) return out_row(c, call);
    if (columns.empty()) return false;  // nobody told what is in the row
    for (std::size_t i = 0; i < columns.size(); ++i) {
        if (!bits.empty() && !is_sent(bits, i)) continue;
        if (!value(c, value_role::fetch, columns[i])) return false;
    }
    return true;
}

bool message_reader::error(decoder& c) {
    error_info m;
    if (!read(c, m)) return false;
    const auto& call = current_call();
    if (m.cursor_id != 0 && call.is_known && !(call.shape.columns.empty() && call.shape.binds.empty())) {
        state_->cursors[m.cursor_id] = call.shape;
    }
    call_ended();
    return true;
}

void message_reader::call_ended() {
    if (!state_->calls.empty()) state_->calls.erase(state_->calls.begin());
}

}  // namespace oraxx::trace
