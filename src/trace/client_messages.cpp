// The client's half of message_reader.
#include "sql/sql_text.hpp"
#include "trace/message_reader.hpp"
#include "wire/ttc/aq_functions.hpp"
#include "wire/ttc/auth.hpp"
#include "wire/ttc/bare_messages.hpp"
#include "wire/ttc/close_cursors.hpp"
#include "wire/ttc/cookie.hpp"
#include "wire/ttc/describe_statement.hpp"
#include "wire/ttc/direct_path.hpp"
#include "wire/ttc/end_to_end.hpp"
#include "wire/ttc/fast_auth.hpp"
#include "wire/ttc/fetch.hpp"
#include "wire/ttc/lob_data.hpp"
#include "wire/ttc/lob_operation.hpp"
#include "wire/ttc/reexecute.hpp"
#include "wire/ttc/session_functions.hpp"
#include "wire/ttc/transaction_functions.hpp"
#include "wire/ttc/version.hpp"

namespace oraxx::trace {

using namespace wire::ttc;

namespace {

std::vector<value_shape> shapes_of(const std::vector<bind_metadata>& records) {
    std::vector<value_shape> shapes;
    shapes.reserve(records.size());
    for (const auto& record : records) {
        shapes.push_back({.type = record.type,
                          .buffer_size = record.buffer_size,
                          .is_array = (record.flags & metadata_flag::array) != 0,
                          .has_return_code = (record.flags & metadata_flag::return_codes) != 0,
                          .prefetches = record.prefetches()});
    }
    return shapes;
}

}  // namespace

bool message_reader::client_message(decoder& c, message_type type) {
    switch (type) {
    case message_type::protocol: {
        protocol_request m;
        if (!read(c, m)) return false;
        state_->client_name = m.client_name;
        return true;
    }
    case message_type::data_types: {
        data_types_request m;
        if (!read(c, m)) return false;
        state_->client_says(m);
        return true;
    }
    case message_type::cookie: {
        cookie m;
        if (!read(c, m)) return false;
        state_->server_was(m.compile_capabilities, m.runtime_capabilities);
        return true;
    }
    case message_type::fast_auth: {
        fast_auth m;
        if (!read(c, m)) return false;
        state_->client_says(m.data_types);
        begin_call(m.header.function);
        return true;
    }
    case message_type::lob_data: {
        lob_data m;
        return read(c, m);
    }
    case message_type::flush_out_binds: {
        flush_out_binds m;
        return read(c, m);
    }
    case message_type::function:
    case message_type::piggyback:
    case message_type::one_way_function: return function(c, type);
    default: return false;
    }
}

bool message_reader::function(decoder& c, message_type type) {
    function_header header;
    header.type = type;
    if (!read(c, header)) return false;
    order_->happens(net::event_of(net::side::client, type, header.function));
    const auto name = name_of(header.function);
    name_ = name.empty() ? "function " + std::to_string(static_cast<unsigned>(header.function)) : std::string(name);
    c.begin(name_);
    c.end();
    if (type == message_type::function) begin_call(header.function);
    const auto body = [&](auto message) { return read(c, message); };
    switch (header.function) {
    case function_code::auth_phase_one:
    case function_code::auth_phase_two: return body(auth_request{});
    case function_code::execute: return execute(c);
    case function_code::reexecute:
    case function_code::reexecute_fetch: return reexecute(c, header.function);
    case function_code::fetch: {
        fetch_request m;
        if (!read(c, m)) return false;
        auto& call = latest_call(header.function);
        call.cursor_id = m.cursor_id;
        call.shape = state_->cursors[m.cursor_id];
        return true;
    }
    case function_code::lob_operation: {
        lob_request m;
        if (!read(c, m)) return false;
        if (type == message_type::function) latest_call(header.function).lob_answer = answer_shape(m);
        return true;
    }
    case function_code::aq_enqueue: return body(aq_enqueue{});
    case function_code::aq_dequeue: return body(aq_dequeue{});
    case function_code::aq_array: {
        aq_array_request m;
        if (!read(c, m)) return false;
        latest_call(header.function).aq_operation = m.operation;
        return true;
    }
    case function_code::direct_path_prepare: return body(direct_path_prepare{});
    case function_code::direct_path_load: return direct_path_load(c);
    case function_code::direct_path_operation: return body(direct_path_operation{});
    case function_code::tpc_switch: return body(transaction_switch{});
    case function_code::tpc_change_state: return body(transaction_change{});
    case function_code::version: return body(version_request{});
    case function_code::describe_statement: return body(describe_statement{});
    case function_code::close_cursors:
    case function_code::cancel_cursors: return body(close_cursors{});
    case function_code::end_to_end: return body(end_to_end{});
    case function_code::session_switch: return body(session_switch{});
    case function_code::set_schema: return body(set_schema{});
    case function_code::app_context: return body(app_context{});
    case function_code::session_release: return body(session_release{});
    case function_code::session_state: return body(wire::ttc::session_state{});
    case function_code::feature_tracking: return body(feature_tracking{});
    case function_code::pipeline_begin: return body(pipeline_begin{});
    case function_code::pipeline_end: return body(pipeline_end{});
    case function_code::commit:
    case function_code::rollback:
    case function_code::ping:
    case function_code::logoff: return true;
    default: return false;
    }
}

bool message_reader::execute(decoder& c) {
    execute_request m;
    if (!read(c, m)) return false;
    auto& call = latest_call(function_code::execute);
    call.cursor_id = m.cursor_id;
    if (m.cursor_id != 0) call.shape = state_->cursors[m.cursor_id];
    call.wants_row_counts = m.wants_row_counts;
    call.wants_sql_id = m.wants_sql_id;
    call.shape.is_plsql = m.is_plsql();
    if (m.has_sql) call.shape.first_returning = sql::scan_sql(m.sql).first_returning;
    if (!m.binds.empty()) {
        call.shape.binds = shapes_of(m.binds);
        call.shape.directions.clear();
    }
    // A define changes the type values come in; which columns are always NULL stays as described.
    for (std::size_t i = 0; i < m.defines.size() && i < call.shape.columns.size(); ++i) {
        call.shape.columns[i].type = m.defines[i].type;
        call.shape.columns[i].prefetches = m.defines[i].prefetches();
        call.shape.columns[i].has_lob_data = m.defines[i].lob_prefetch_length() != 0;
    }
    if (m.cursor_id != 0) state_->cursors[m.cursor_id] = call.shape;
    // OCI and ojdbc send rows for binds that were described before, too.
    return (!m.has_bind_rows() && call.shape.binds.empty()) || bind_rows(c, call.shape, false);
}

bool message_reader::reexecute(decoder& c, function_code function) {
    reexecute_request m;
    if (!read(c, m)) return false;
    auto& call = latest_call(function);
    call.cursor_id = m.cursor_id;
    call.shape = state_->cursors[m.cursor_id];
    if (call.shape.binds.empty()) call.shape.binds = stated_binds_;
    return bind_rows(c, call.shape, true);
}

}  // namespace oraxx::trace
