#include "server/session/statement_calls.hpp"

#include <algorithm>

#include "server/session/define.hpp"
#include "server/session/describe_builder.hpp"
#include "server/session/type_shape_statement.hpp"
#include "server/session/value_codec.hpp"
#include "wire/ttc/fetch.hpp"
#include "wire/ttc/reexecute.hpp"

namespace oraxx::sandbox {

namespace ttc = wire::ttc;

namespace {

// Iterations that have bytes on the wire are bounded by them; of others one small request could ask for 2^32.
constexpr std::uint32_t max_iterations_without_rows = 262144;

bool has(std::uint32_t options, std::uint32_t bit) noexcept {
    return (options & bit) != 0;
}

std::uint32_t i4_at(const ttc::execute_request& request, std::size_t index) noexcept {
    return index < request.i4.size() ? request.i4[index] : 0;
}

bool repeats_name(const ttc::bind_metadata& bind) noexcept {
    return (bind.flags & ttc::metadata_flag::repeats_name) != 0;
}

bool has_long(const std::vector<column_info>& columns) {
    return std::any_of(columns.begin(), columns.end(), [](const column_info& each) {
        return each.type == db_type::long_text || each.type == db_type::long_raw;
    });
}

// What a bind row carries. A full execute of a block has a place for OUT binds too; binds behind RETURNING never have
// one, nor have those that repeat a name.
bind_row_shape row_shape(const cursor& of, bool is_reexecute, const ttc::capabilities& caps) {
    const auto& slots = of.statement->binds();
    bind_row_shape out;
    out.returning = static_cast<std::size_t>(
        std::count_if(slots.begin(), slots.end(), [](const auto& slot) { return slot.is_returning; }));
    const bool keeps_out_binds = of.is_plsql() && !is_reexecute;
    for (const auto i : ttc::bind_row_order(of.binds, of.is_plsql(), caps)) {
        if (!repeats_name(of.binds[i])) {
            if (keeps_out_binds || slots[i].is_input) out.present.push_back(i);
            continue;
        }
        const auto first =
            std::find_if(slots.begin(), slots.end(), [&](const auto& slot) { return slot.name == slots[i].name; });
        out.copies.push_back({.to = i, .from = static_cast<std::uint16_t>(first - slots.begin())});
    }
    return out;
}

}  // namespace

bool statement_calls::fail(const call& work, int code, std::string_view text) {
    return fail(work, engine::sql_error{.code = code, .message = std::string(text), .position = 0});
}

bool statement_calls::fail(const call& work, engine::sql_error error, std::uint64_t row_count,
                           std::uint32_t iterations) {
    // Clients count in their own bytes.
    if (work.target != nullptr && error.position != 0 && error.position < work.target->sql.size()) {
        error.position = out_->text().to_client(work.target->sql.substr(0, error.position)).size();
    }
    failure_ = work.target == nullptr
                   ? make_failure(work.header, error.code, error.message)
                   : make_failure(work.header, *work.target, std::move(error), row_count, iterations);
    return false;
}

bool statement_calls::choose_cursor(const ttc::execute_request& request, call& work) {
    if (request.cursor_id == 0) {
        work.target = cursors_.open();
        return work.target != nullptr || fail(work, ora_too_many_cursors, too_many_cursors_text);
    }
    work.target = cursors_.find(request.cursor_id);
    return work.target != nullptr || fail(work, ora_invalid_cursor, "ORA-01001: invalid cursor");
}

bool statement_calls::parse(std::string_view sql, call& work) {
    auto& target = *work.target;
    const auto id = target.id;
    target = cursor{};
    target.id = id;
    target.sql = out_->text().from_client(base::as_bytes(sql));
    if (auto asked = make_type_shape_statement(target.sql, *engine_)) {
        target.statement = std::move(asked);
        target.sql_type = sql_type_of(engine::statement_kind::plsql, sql);
        return true;
    }
    auto prepared = engine_->prepare(target.sql);
    if (prepared.error) {
        target.sql_type = sql_type_of(engine::statement_kind::other, sql);
        return fail(work, std::move(*prepared.error));
    }
    target.statement = std::move(prepared.statement);
    target.sql_type = sql_type_of(target.statement->kind(), sql);
    return true;
}

bool statement_calls::accept_binds(const ttc::execute_request& request, call& work) {
    const auto& slots = work.target->statement->binds();
    // What was declared for the cursor stays (ojdbc executes blocks again like this).
    const bool keeps_binds = !request.has_sql && request.binds.empty() && work.target->binds.size() == slots.size();
    if (keeps_binds) return true;
    if (request.binds.size() < slots.size()) {
        return fail(work, ora_bind_count, "ORA-01008: not all variables bound");
    }
    if (request.binds.size() > slots.size()) {
        return fail(work, ora_unknown_bind, "ORA-01036: unrecognized bind variable passed to the statement");
    }
    work.target->binds = request.binds;
    work.target->bind_types.assign(request.binds.size(), nullptr);
    for (std::size_t i = 0; i < request.binds.size(); ++i) {
        auto& bind = work.target->binds[i];
        if (bind.database_type() == db_type::object && !find_bind_type(bind.type_oid, work.target->bind_types[i])) {
            return fail(work, ora_object_type, "ORA-21700: object does not exist or is marked for delete");
        }
        bind.type_oid = {};  // borrowed from the request
        const bool is_array = (bind.flags & ttc::metadata_flag::array) != 0;
        if (is_array && !work.target->is_plsql()) {
            return fail(work, ora_array_outside_block, "ORA-01484: arrays can only be bound to PL/SQL statements");
        }
        if (!is_bindable(bind.database_type())) {
            return fail(work, ora_unimplemented_feature,
                        "ORA-03001: unimplemented feature: bind of " + std::string(to_string(bind.database_type())));
        }
    }
    return true;
}

bool statement_calls::find_bind_type(base::bytes_view oid, engine::object_type_ref& out) const {
    engine::type_oid key{};
    if (oid.size() != key.size()) return false;
    std::copy(oid.begin(), oid.end(), key.begin());
    out = engine_->find_type(key);
    return out != nullptr;
}

bool statement_calls::accept_defines(const ttc::execute_request& request, call& work) {
    if (request.defines.empty()) return true;
    auto& target = *work.target;
    const auto formats = column_formats(target.statement->columns(), out_->text());
    // OCI clients that have a statement's description in their cache send defines along with its text.
    if (target.columns.size() != formats.size()) target.columns = formats;
    for (std::size_t i = 0; i < request.defines.size() && i < formats.size(); ++i) {
        const auto defined = as_defined(formats[i], request.defines[i]);
        if (!defined) {
            return fail(work, ora_inconsistent_types,
                        "ORA-00932: inconsistent data types: a column is defined as " +
                            to_string(request.defines[i].database_type()));
        }
        target.columns[i] = *defined;
    }
    target.is_defined = true;
    return true;
}

value_context statement_calls::values_of(const call& work) {
    value_context out;
    out.text = &out_->text();
    out.cursors = &cursors_;
    out.locators = locators_;
    out.engine = engine_;
    out.has_long_names = out_->caps().at_least(ttc::field_version::v23_1);
    if (!work.target->is_query()) return out;
    out.parent_cursor = work.target->id;
    out.describes_cursors = work.header.function == ttc::function_code::execute ||
                            out_->caps().at_least(ttc::field_version::v23_1) || out_->caps().dialect.oci;
    return out;
}

void statement_calls::accept_scrolling(const ttc::execute_request& request, call& work) {
    const auto flags = i4_at(request, ttc::execute_i4::flags);
    if (work.executes) {
        work.target->is_scrollable = has(flags, ttc::execute_flag::scrollable);
        work.target->keeps_at_end = has(flags, ttc::execute_flag::keep_at_end);
    }
    const auto orientation = i4_at(request, ttc::execute_i4::fetch_orientation);
    if (!work.target->is_scrollable || orientation == 0) return;
    work.scroll = scroll_target{orientation, i4_at(request, ttc::execute_i4::fetch_position)};
}

ttc::decode_errc statement_calls::execute(const ttc::function_header& header, ttc::decoder& c) {
    ttc::execute_request request;
    if (const auto code = decode(c, request); code != ttc::decode_errc::ok) return code;

    call work;
    work.header = header;
    work.is_new_text = request.has_sql;
    work.executes = has(request.options, ttc::execute_option::execute);
    work.fetches = has(request.options, ttc::execute_option::fetch);
    work.compresses = !has(request.options, ttc::execute_option::no_compressed_fetch);
    work.commits = has(request.options, ttc::execute_option::commit);
    work.collects_errors = has(request.options, ttc::execute_option::batch_errors);
    work.wants_row_counts = request.wants_row_counts;
    work.wants_sql_id = request.wants_sql_id;
    work.wants_io_vector = has(request.options, ttc::execute_option::plsql_bind);

    if (!choose_cursor(request, work)) return ttc::decode_errc::ok;
    if (request.has_sql && !parse(request.sql, work)) return ttc::decode_errc::ok;
    if (work.target->statement == nullptr) {
        fail(work, ora_no_statement_parsed, "ORA-01003: no statement parsed");
        return ttc::decode_errc::ok;
    }
    if (work.executes && !accept_binds(request, work)) return ttc::decode_errc::ok;
    if (!accept_defines(request, work)) return ttc::decode_errc::ok;

    const auto count = i4_at(request, ttc::execute_i4::iterations);
    const bool is_query = work.target->is_query();
    work.rows_wanted = count != 0 && is_query ? count : request.prefetch_rows;
    // Some clients ask for rows with the execute by the prefetch count alone. Rows with LONGs do not come so.
    if (work.executes && is_query && request.prefetch_rows != 0 && !has_long(work.target->statement->columns())) {
        work.fetches = true;
    }
    if (is_query) accept_scrolling(request, work);
    if (work.executes) {
        work.target->takes_implicit_results =
            has(i4_at(request, ttc::execute_i4::flags), ttc::execute_flag::implicit_results);
        // OCI runs a block for the first row alone, then for the others of the array.
        const auto done_before = std::min(i4_at(request, ttc::execute_i4::first_iteration), count);
        const auto iterations = is_query || count == done_before ? 1 : count - done_before;
        work.binds = bind_row_reader(work.target->binds, row_shape(*work.target, false, out_->caps()), iterations,
                                     values_of(work), work.target->bind_types);
    }
    return start(std::move(work), c);
}

ttc::decode_errc statement_calls::reexecute(const ttc::function_header& header, ttc::decoder& c) {
    ttc::reexecute_request request;
    if (const auto code = decode(c, request); code != ttc::decode_errc::ok) return code;

    call work;
    work.header = header;
    work.is_reexecute = true;
    work.executes = true;
    work.commits = has(request.options_2, ttc::reexecute_request::commit_on_success);
    work.compresses = !has(request.options_1, ttc::execute_option::no_compressed_fetch);
    work.target = cursors_.find(request.cursor_id);
    if (work.target == nullptr) {
        fail(work, ora_invalid_cursor, "ORA-01001: invalid cursor");
        return ttc::decode_errc::ok;
    }
    if (work.target->statement == nullptr || work.target->binds.size() != work.target->statement->binds().size()) {
        fail(work, ora_no_statement_parsed, "ORA-01003: no statement parsed");
        return ttc::decode_errc::ok;
    }
    const bool is_query = work.target->is_query();
    work.fetches = is_query && header.function == ttc::function_code::reexecute_fetch;
    work.rows_wanted = is_query ? request.iterations : 0;
    work.binds = bind_row_reader(work.target->binds, row_shape(*work.target, true, out_->caps()),
                                 is_query ? 1 : request.iterations, values_of(work), work.target->bind_types);
    return start(std::move(work), c);
}

ttc::decode_errc statement_calls::fetch(const ttc::function_header& header, ttc::decoder& c) {
    ttc::fetch_request request;
    if (const auto code = decode(c, request); code != ttc::decode_errc::ok) return code;
    call work;
    work.header = header;
    work.target = cursors_.find(request.cursor_id);
    work.fetches = true;
    work.is_reexecute = true;
    work.rows_wanted = request.rows;
    if (work.target == nullptr) {
        fail(work, ora_invalid_cursor, "ORA-01001: invalid cursor");
    } else if (!work.target->is_open) {
        fail(work, ora_fetch_out_of_sequence, fetch_out_of_sequence_text);
    } else {
        run_query(work);
    }
    return ttc::decode_errc::ok;
}

ttc::decode_errc statement_calls::start(call work, ttc::decoder& c) {
    if (!work.binds.has_rows() && work.binds.iterations() > max_iterations_without_rows) {
        fail(work, ora_unimplemented_feature, "ORA-03001: unimplemented feature: as many iterations without binds");
        return ttc::decode_errc::ok;
    }
    call_ = std::move(work);
    const auto code = take_rows(c);
    // The request itself was taken: rows that are missing are asked for by awaits_rows().
    return code == ttc::decode_errc::incomplete ? ttc::decode_errc::ok : code;
}

ttc::decode_errc statement_calls::take_rows(ttc::decoder& c) {
    if (const auto code = call_->binds.read(c); code != ttc::decode_errc::ok) return code;
    auto work = std::move(*call_);
    call_.reset();
    run(work);
    return ttc::decode_errc::ok;
}

void statement_calls::run(call& work) {
    if (work.binds.has_bad_value()) {
        fail(work, ora_bad_bind_value, "ORA-01461: the value of a bind variable is not valid for its data type");
        return;
    }
    if (work.target->is_query()) {
        run_query(work);
    } else {
        run_iterations(work);
    }
}

}  // namespace oraxx::sandbox
