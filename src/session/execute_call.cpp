#include "session/execute_call.hpp"

#include <algorithm>

#include "session/failures.hpp"
#include "wire/ttc/function_header.hpp"
#include "wire/ttc/implicit_results.hpp"
#include "wire/ttc/protocol.hpp"
#include "wire/ttc/reexecute.hpp"

namespace oraxx::session {
namespace {

namespace ttc = wire::ttc;
namespace option = wire::ttc::execute_option;
using base::decode_errc;

constexpr std::uint32_t ora_errors_in_array_dml = 24381;

bool same_metadata(const ttc::bind_metadata& a, const ttc::bind_metadata& b) noexcept {
    return a.type == b.type && a.form == b.form && a.buffer_size == b.buffer_size && a.flags == b.flags &&
           a.max_elements == b.max_elements && a.max_size == b.max_size && a.type_version == b.type_version &&
           std::equal(a.type_oid.begin(), a.type_oid.end(), b.type_oid.begin(), b.type_oid.end());
}

bool binds_changed(const cursor& cursor, const wire_binds& binds) {
    const auto& sent = cursor.bind_metadata;
    return !std::equal(binds.metadata.begin(), binds.metadata.end(), sent.begin(), sent.end(), same_metadata);
}

}  // namespace

bool needs_full_execute(const cursor& cursor, const wire_binds& binds, const execute_options& options,
                        const state& session) {
    const auto is_cursor = [](const ttc::bind_metadata& bind) { return bind.database_type() == db_type::cursor; };
    return std::any_of(binds.metadata.begin(), binds.metadata.end(), is_cursor) || cursor.fetches_by_execute() ||
           options.parse_only || options.scrollable || cursor.was_scrollable || !cursor.is_open(session) ||
           !cursor.executed || cursor.text.kind == sql::sql_kind::ddl || cursor.needs_define() ||
           options.batch_errors || options.row_counts || binds_changed(cursor, binds);
}

execute_call::execute_call(session::cursor& cursor, const wire_binds& binds, execute_options options, batch& rows,
                           oraxx::detail::out_values& outs)
    : row_call(cursor, rows), binds_(binds), options_(options), outs_(binds.metadata, outs), out_target_(outs) {
    cursor.rows.forget_last_row();
    cursor.rows_fetched = 0;
    cursor.at_end = !cursor.is_query() || options.parse_only;
}

// -- the request -------------------------------------------------------------------------------------------

// DDL commits, and a block or a call may.
bool execute_call::may_commit() const noexcept {
    const auto kind = cursor().text.kind;
    return kind != sql::sql_kind::query && (kind != sql::sql_kind::dml || options_.commit_on_success);
}

void execute_call::write_request(ttc::encoder& out, state& session) {
    use_session(session, options_.lob_prefetch);
    caps_ = session.caps;
    if (session.national_charset == ttc::charset_cesu8) {
        out_target_.cells.encoding = oraxx::detail::cell_encoding::wire_national_utf8;
    }
    outs_.children().use_session(session);
    if (options_.parse_only) return write_parse(out, session);
    reexecution_ = !needs_full_execute(cursor(), binds_, options_, session);
    if (reexecution_) {
        write_again(out, session);
    } else {
        write_full(out, session);
    }
    expect_outs();
    write_bind_rows(out, session);
}

void execute_call::write_full(ttc::encoder& out, state& session) {
    auto& it = cursor();
    if (!it.is_open(session)) it.give_back(session);  // lost with its session, or perhaps
    const bool parses = it.id == 0 || it.text.kind == sql::sql_kind::ddl;
    const bool is_query = it.is_query();
    const bool is_plsql = it.text.kind == sql::sql_kind::plsql;

    ttc::execute_request message;
    message.options = option::execute;
    if (parses) message.options |= option::parse;
    if (!is_plsql) message.options |= option::not_plsql;
    const bool has_binds = !binds_.metadata.empty();
    if (has_binds) message.options |= option::bind | (is_plsql ? option::plsql_bind : 0);
    if (is_query && options_.prefetch_rows != 0 && !it.needs_define()) message.options |= option::fetch;
    if (options_.commit_on_success) message.options |= option::commit;
    if (options_.batch_errors) message.options |= option::batch_errors;
    message.cursor_id = it.id;
    message.has_sql = parses;
    if (parses) message.sql = it.sql;
    message.prefetch_rows = is_query ? options_.prefetch_rows : 1;
    message.has_binds = has_binds;
    message.i4[ttc::execute_i4::parse] = parses ? 1 : 0;
    message.i4[ttc::execute_i4::iterations] = !is_query ? binds_.iterations : !parses ? options_.prefetch_rows : 0;
    message.i4[ttc::execute_i4::is_query] = is_query ? 1 : 0;
    message.i4[ttc::execute_i4::flags] = ttc::execute_flag::implicit_results;
    if (options_.scrollable) {
        message.i4[ttc::execute_i4::flags] |= ttc::execute_flag::scrollable | ttc::execute_flag::keep_at_end;
        message.i4[ttc::execute_i4::fetch_orientation] = ttc::fetch_orientation::current;
        message.i4[ttc::execute_i4::fetch_position] = 1;
    }
    if (options_.row_counts) {
        message.i4[ttc::execute_i4::flags] |= ttc::execute_flag::dml_row_counts;
        message.wants_row_counts = message.wants_row_count_length = true;
        message.row_count_slots = binds_.iterations;
    }
    it.keep_binds(binds_.metadata);
    message.binds = it.bind_metadata;
    it.directions.clear();

    ttc::encode(out,
                ttc::function_header{.function = ttc::function_code::execute, .sequence = session.next_sequence()});
    ttc::encode(out, message);
}

// The cursor stays open: its execution sends no text.
void execute_call::write_parse(ttc::encoder& out, state& session) {
    auto& it = cursor();
    if (!it.is_open(session)) it.give_back(session);
    const bool parses = it.id == 0;
    ttc::execute_request message;
    message.options = (parses ? option::parse : 0) | (it.is_query() ? option::describe : 0);
    message.cursor_id = it.id;
    message.has_sql = parses;
    if (parses) message.sql = it.sql;
    message.prefetch_rows = 1;
    message.i4[ttc::execute_i4::parse] = parses ? 1 : 0;
    message.i4[ttc::execute_i4::iterations] = it.is_query() && parses ? 0 : 1;
    message.i4[ttc::execute_i4::is_query] = it.is_query() ? 1 : 0;
    ttc::encode(out,
                ttc::function_header{.function = ttc::function_code::execute, .sequence = session.next_sequence()});
    ttc::encode(out, message);
}

void execute_call::write_again(ttc::encoder& out, state& session) {
    const bool fetches = cursor().is_query() && options_.prefetch_rows != 0;
    ttc::reexecute_request message;
    message.cursor_id = cursor().id;
    message.iterations = binds_.iterations;
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

// What comes back only has no place in a row, except that a block's OUT binds have one as long as the server has not
// said what they are. Nothing to send at all: no row.
void execute_call::write_bind_rows(ttc::encoder& out, const state& session) const {
    const auto& it = cursor();
    auto order = ttc::bind_row_order(it.bind_metadata, it.text.kind == sql::sql_kind::plsql, session.caps);
    std::erase_if(order, [&](std::size_t slot) {
        const bool is_known_out =
            reexecution_ && slot < it.directions.size() && it.directions[slot] == ttc::bind_direction::out;
        return it.is_returning(slot) || is_known_out;
    });
    if (order.empty()) return;
    for (auto row = binds_.values; !row.empty(); row = row.subspan(binds_.metadata.size())) {
        out.u8("message type", ttc::message_type::row_data);
        for (const auto slot : order) write_value(out, slot, row[slot]);
    }
}

void execute_call::write_value(ttc::encoder& out, std::size_t slot, const bound_value& value) const {
    if (value.is_framed) {
        out.raw("value", value.bytes.size(), value.bytes);
    } else if (value.is_null &&
               ttc::form_of(ttc::value_role::bind, binds_.metadata[slot]) == ttc::value_form::boolean) {
        out.constant_u8("null escape", ttc::null_escape);
        out.constant_u8("null escape length", 1);
    } else {
        out.clr("value", value.is_null ? base::bytes_view{} : value.bytes);
    }
}

// -- the answer --------------------------------------------------------------------------------------------

decode_errc execute_call::on_message(ttc::message_type type, ttc::decoder& in, state& session) {
    switch (type) {
    case ttc::message_type::io_vector: return take_io_vector(in);
    case ttc::message_type::parameters:
        return take_parameters(in, session, options_.row_counts ? &row_counts_ : nullptr);
    case ttc::message_type::implicit_results: return take_implicit_results(in, session);
    default: return row_call::on_message(type, in, session);
    }
}

decode_errc execute_call::take_io_vector(ttc::decoder& in) {
    ttc::io_vector message;
    if (const auto error = ttc::decode(in, message); error != decode_errc::ok) return error;
    if (message.directions.size() != binds_.metadata.size()) {
        in.fail("number of binds", decode_errc::bad_value);
        return decode_errc::bad_value;
    }
    cursor().directions = std::move(message.directions);
    expect_outs();
    return decode_errc::ok;
}

decode_errc execute_call::take_implicit_results(ttc::decoder& in, const state& session) {
    ttc::implicit_results message;
    if (const auto error = ttc::decode(in, message); error != decode_errc::ok) return error;
    for (const auto& each : message.results) {
        auto opened = open_child(each.described, each.cursor_id, child_kind::independent, session.caps,
                                 session.cursor_generation);
        if (opened != nullptr) implicit_results_.push_back(std::move(opened));
    }
    return decode_errc::ok;
}

bool execute_call::is_out(std::size_t slot) const noexcept {
    const auto& it = cursor();
    if (slot >= it.directions.size()) return it.is_returning(slot);
    return it.directions[slot] != ttc::bind_direction::in;
}

void execute_call::expect_outs() {
    std::vector<out_form> forms(binds_.metadata.size(), out_form::none);
    for (std::size_t slot = 0; slot < forms.size(); ++slot) {
        if (!is_out(slot)) continue;
        const bool is_list =
            cursor().is_returning(slot) || (binds_.metadata[slot].flags & ttc::metadata_flag::array) != 0;
        forms[slot] = is_list ? out_form::list : out_form::single;
    }
    outs_.expect(std::move(forms));
}

decode_errc execute_call::on_row(base::bytes_view response, std::size_t& position) {
    if (!outs_.expects_rows()) return row_call::on_row(response, position);
    const auto error = outs_.decode(response, position, caps_);
    if (error == decode_errc::ok) refuse_cut_values();
    return error;
}

void execute_call::refuse_cut_values() {
    if (!outs_.cut()) return;
    failure why;
    why.code = errc::value_out_of_range;
    why.phase = oraxx::phase::execute;
    why.message = "the value of OUT bind " + std::to_string(outs_.cut()->bind + 1) + " has " +
                  std::to_string(outs_.cut()->bytes) + " bytes and does not fit";
    why.advice = "declare the bind with more room";
    refuse(std::move(why));
}

void execute_call::on_reset(base::byte_buffer& response) {
    outs_.abandon_row();
    row_call::on_reset(response);
}

void execute_call::take_batch_errors(const ttc::error_info& info) {
    for (const auto& each : info.batch_errors) {
        failed_.push_back({.iteration = each.iteration,
                           .ora_code = each.code,
                           .message = without_values(trimmed_message(each.message))});
    }
}

std::optional<failure> execute_call::on_status(const ttc::error_info& info, state& session) {
    auto& it = cursor();
    iterations_done_ = it.text.kind == sql::sql_kind::plsql ? info.row_count : info.success_iterations;
    // 11.2 tells the short number only.
    const bool has_failed_rows = options_.batch_errors && (info.error_number == ora_errors_in_array_dml ||
                                                           info.short_error == ora_errors_in_array_dml);
    if (has_failed_rows) {
        take_batch_errors(info);
    } else if (auto why = row_call::on_status(info, session)) {
        return why;
    }
    if (info.cursor_id != 0 && !it.is_open(session)) {
        it.id = info.cursor_id;
        it.generation = session.cursor_generation;
    }
    if (options_.parse_only) return std::nullopt;
    it.executed = it.id != 0;
    it.was_scrollable = options_.scrollable;
    // 11.2 has no count of its own.
    row_count_ = session.caps.at_least(ttc::field_version::v12_1) ? info.row_count : info.current_row;
    out_target_.cells.temporary_lobs = own_temporary_lobs(outs_.take_temporaries(), session.lobs_to_free);
    if (it.text.kind == sql::sql_kind::dml && row_count_ > 0 && !info.rowid.empty()) last_rowid_ = info.rowid;
    compiled_with_errors_ = (info.warning & ttc::warning_compilation) != 0;
    return std::nullopt;
}

}  // namespace oraxx::session
