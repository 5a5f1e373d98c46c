#include "session/execute_call.hpp"

#include <algorithm>

#include "session/failures.hpp"
#include "wire/ttc/function_header.hpp"
#include "wire/ttc/protocol.hpp"
#include "wire/ttc/reexecute.hpp"

namespace oraxx::session {
namespace {

namespace ttc = wire::ttc;
namespace option = wire::ttc::execute_option;
using base::decode_errc;

bool same_metadata(const ttc::bind_metadata& a, const ttc::bind_metadata& b) noexcept {
    return a.type == b.type && a.form == b.form && a.buffer_size == b.buffer_size && a.flags == b.flags &&
           a.max_elements == b.max_elements && a.max_size == b.max_size;
}

}  // namespace

execute_call::execute_call(session::cursor& cursor, std::span<const wire_bind> binds, execute_options options,
                           batch& rows, batch& outs)
    : row_call(cursor, rows), binds_(binds), options_(options), outs_(outs) {
    cursor.rows.forget_last_row();
    cursor.rows_fetched = 0;
    cursor.at_end = !cursor.is_query();
    outs_.clear();
    outs_.types.clear();
    for (const auto& bind : binds_) outs_.types.push_back(bind.metadata.database_type());
}

// -- the request -------------------------------------------------------------------------------------------

bool execute_call::binds_changed() const {
    const auto& sent = cursor().bind_metadata;
    return !std::equal(binds_.begin(), binds_.end(), sent.begin(), sent.end(),
                       [](const wire_bind& now, const auto& before) { return same_metadata(now.metadata, before); });
}

bool execute_call::needs_full_execute(const state& session) const {
    const auto& it = cursor();
    return !it.is_open(session) || !it.executed || it.text.kind == sql_kind::ddl || it.needs_define() ||
           binds_changed();
}

// DDL commits, and a block or a call may.
bool execute_call::may_commit() const noexcept {
    const auto kind = cursor().text.kind;
    return kind != sql_kind::query && (kind != sql_kind::dml || options_.commit_on_success);
}

void execute_call::write_request(ttc::encoder& out, state& session) {
    use_session(session, options_.lob_prefetch);
    caps_ = session.caps;
    if (session.national_charset == ttc::charset_cesu8) {
        outs_.encoding = oraxx::detail::cell_encoding::wire_national_utf8;
    }
    reexecution_ = !needs_full_execute(session);
    if (reexecution_) {
        write_again(out, session);
    } else {
        write_full(out, session);
    }
    if (!binds_.empty()) write_bind_row(out, session);
}

void execute_call::write_full(ttc::encoder& out, state& session) {
    auto& it = cursor();
    if (!it.is_open(session)) it.give_back(session);  // lost with its session, or perhaps
    const bool parses = it.id == 0 || it.text.kind == sql_kind::ddl;
    const bool is_query = it.is_query();
    const bool is_plsql = it.text.kind == sql_kind::plsql;

    ttc::execute_request message;
    message.options = option::execute;
    if (parses) message.options |= option::parse;
    if (!is_plsql) message.options |= option::not_plsql;
    if (!binds_.empty()) message.options |= option::bind | (is_plsql ? option::plsql_bind : 0);
    if (is_query && options_.prefetch_rows != 0 && !it.needs_define()) message.options |= option::fetch;
    if (options_.commit_on_success) message.options |= option::commit;
    message.cursor_id = it.id;
    message.has_sql = parses;
    if (parses) message.sql = it.sql;
    message.prefetch_rows = is_query ? options_.prefetch_rows : 1;
    message.has_binds = !binds_.empty();
    message.i4[ttc::execute_i4::parse] = parses ? 1 : 0;
    message.i4[ttc::execute_i4::iterations] = !is_query ? 1 : it.executed ? options_.prefetch_rows : 0;
    message.i4[ttc::execute_i4::is_query] = is_query ? 1 : 0;
    message.i4[ttc::execute_i4::flags] = ttc::execute_flag::implicit_results;
    it.bind_metadata.clear();
    for (const auto& bind : binds_) it.bind_metadata.push_back(bind.metadata);
    message.binds = it.bind_metadata;
    it.directions.clear();

    ttc::encode(out,
                ttc::function_header{.function = ttc::function_code::execute, .sequence = session.next_sequence()});
    ttc::encode(out, message);
}

void execute_call::write_again(ttc::encoder& out, state& session) {
    const bool fetches = cursor().is_query() && options_.prefetch_rows != 0;
    ttc::reexecute_request message;
    message.cursor_id = cursor().id;
    if (fetches) {
        message.iterations = options_.prefetch_rows;
        message.options_1 = ttc::reexecute_request::execute;
    } else if (options_.commit_on_success) {
        message.options_2 = ttc::reexecute_request::commit_on_success;
    }
    ttc::encode(out, ttc::function_header{
                         .function = fetches ? ttc::function_code::reexecute_fetch : ttc::function_code::reexecute,
                         .sequence = session.next_sequence()});
    ttc::encode(out, message);
}

void execute_call::write_bind_row(ttc::encoder& out, const state& session) const {
    const auto& it = cursor();
    const bool is_plsql = it.text.kind == sql_kind::plsql;
    out.u8("message type", ttc::message_type::row_data);
    for (const auto index : ttc::bind_row_order(it.bind_metadata, is_plsql, session.caps)) {
        // A re-execution leaves pure OUT binds away: their direction is known by now.
        if (reexecution_ && index < it.directions.size() && it.directions[index] == ttc::bind_direction::out)
            continue;
        const auto& bind = binds_[index];
        ttc::encode_value(out, ttc::value_role::bind, ttc::form_of(ttc::value_role::bind, bind.metadata), bind.value);
    }
}

// -- the answer --------------------------------------------------------------------------------------------

decode_errc execute_call::on_message(ttc::message_type type, ttc::decoder& in, state& session) {
    switch (type) {
    case ttc::message_type::io_vector: return take_io_vector(in);
    default: return row_call::on_message(type, in, session);
    }
}

decode_errc execute_call::take_io_vector(ttc::decoder& in) {
    ttc::io_vector message;
    if (const auto error = ttc::decode(in, message); error != decode_errc::ok) return error;
    if (message.directions.size() != binds_.size()) {
        in.fail("number of binds", decode_errc::bad_value);
        return decode_errc::bad_value;
    }
    cursor().directions = std::move(message.directions);
    return decode_errc::ok;
}

bool execute_call::expects_outs() const noexcept {
    const auto& directions = cursor().directions;
    return std::any_of(directions.begin(), directions.end(),
                       [](auto direction) { return direction != ttc::bind_direction::in; });
}

decode_errc execute_call::on_row(base::bytes_view response, std::size_t& position) {
    return expects_outs() ? take_outs(response, position) : row_call::on_row(response, position);
}

// The row of OUT values is short and comes once: when it is cut, it is read again from its start.
decode_errc execute_call::take_outs(base::bytes_view response, std::size_t& position) {
    mid_outs_ = true;
    outs_.clear();
    outs_.cells.resize(binds_.size());
    base::arena scratch;
    ttc::decoder in(response.subspan(position), caps_, scratch);
    for (std::size_t i = 0; i < binds_.size(); ++i) {
        if (cursor().directions[i] == ttc::bind_direction::in) continue;
        ttc::wire_value value;
        const auto form = ttc::form_of(ttc::value_role::out, binds_[i].metadata);
        if (const auto error = ttc::decode_value(in, ttc::value_role::out, form, value); error != decode_errc::ok) {
            return error;
        }
        add_out(i, value);
    }
    outs_.rows = 1;
    mid_outs_ = false;
    position += in.reader().position();
    return decode_errc::ok;
}

void execute_call::add_out(std::size_t bind, const ttc::wire_value& value) {
    if (value.actual_length > 0) {
        failure why;
        why.code = errc::value_out_of_range;
        why.phase = oraxx::phase::execute;
        why.message = "the value of OUT bind " + std::to_string(bind + 1) + " has " +
                      std::to_string(value.actual_length) + " bytes and does not fit";
        why.advice = "declare the bind with more room";
        refuse(std::move(why));
    }
    if (value.is_null || value.actual_length < 0) return;
    outs_.cells[bind] = {static_cast<std::uint32_t>(outs_.bytes.size()),
                         static_cast<std::uint32_t>(value.bytes.size())};
    outs_.bytes.insert(outs_.bytes.end(), value.bytes.begin(), value.bytes.end());
}

void execute_call::on_reset(base::byte_buffer& response) {
    mid_outs_ = false;
    row_call::on_reset(response);
}

std::optional<failure> execute_call::on_status(const ttc::error_info& info, state& session) {
    auto& it = cursor();
    auto why = row_call::on_status(info, session);
    if (why) return why;
    if (info.cursor_id != 0 && !it.is_open(session)) {
        it.id = info.cursor_id;
        it.generation = session.cursor_generation;
    }
    it.executed = it.id != 0;
    // 11.2 has no count of its own.
    row_count_ = session.caps.at_least(ttc::field_version::v12_1) ? info.row_count : info.current_row;
    if (it.text.kind == sql_kind::dml && row_count_ > 0 && !info.rowid.empty()) last_rowid_ = info.rowid;
    compiled_with_errors_ = (info.warning & ttc::warning_compilation) != 0;
    return std::nullopt;
}

}  // namespace oraxx::session
