#include "server/session/statement_calls.hpp"

#include <algorithm>

#include "server/session/clock.hpp"
#include "server/session/describe_builder.hpp"
#include "server/session/row_writer.hpp"
#include "server/session/value_codec.hpp"
#include "wire/ttc/fetch.hpp"
#include "wire/ttc/io_vector.hpp"
#include "wire/ttc/reexecute.hpp"
#include "wire/ttc/return_parameters.hpp"

namespace oraxx::sandbox {

namespace ttc = wire::ttc;

namespace {

constexpr std::uint8_t io_vector_flags = 5;
constexpr std::size_t return_values = 6;
// Iterations that have bytes on the wire are bounded by them; of others one small request could ask for 2^32.
constexpr std::uint32_t max_iterations_without_rows = 262144;

bool has(std::uint32_t options, std::uint32_t bit) noexcept {
    return (options & bit) != 0;
}

std::uint32_t i4_at(const ttc::execute_request& request, std::size_t index) noexcept {
    return index < request.i4.size() ? request.i4[index] : 0;
}

ttc::bind_direction direction_of(const engine::bind_slot& slot) noexcept {
    if (!slot.is_output) return ttc::bind_direction::in;
    return slot.is_input ? ttc::bind_direction::in_out : ttc::bind_direction::out;
}

bool repeats_name(const ttc::bind_metadata& bind) noexcept {
    return (bind.flags & ttc::metadata_flag::repeats_name) != 0;
}

// What a bind row carries. A full execute of a block has a place for OUT binds too; binds behind RETURNING never have
// one, nor have those that repeat a name.
bind_row_shape row_shape(const cursor& of, bool is_reexecute, const ttc::capabilities& caps) {
    const auto& slots = of.statement->binds();
    bind_row_shape out;
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

void forget_rows(cursor& of) {
    of.is_at_end = false;
    of.rows_fetched = 0;
}

}  // namespace

bool statement_calls::fail(const call& work, int code, std::string_view text) {
    return fail(work, engine::sql_error{.code = code, .message = std::string(text), .position = 0});
}

bool statement_calls::fail(const call& work, engine::sql_error error, std::uint64_t row_count) {
    // Clients count in their own bytes.
    if (work.target != nullptr && error.position != 0 && error.position < work.target->sql.size()) {
        error.position = out_->text().to_client(work.target->sql.substr(0, error.position)).size();
    }
    failure_ = work.target == nullptr ? make_failure(work.header, error.code, error.message)
                                      : make_failure(work.header, *work.target, std::move(error), row_count);
    return false;
}

bool statement_calls::choose_cursor(const ttc::execute_request& request, call& work) {
    if (request.cursor_id == 0) {
        work.target = cursors_.open();
        return work.target != nullptr || fail(work, ora_too_many_cursors, "ORA-01000: maximum open cursors exceeded");
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
    if (request.binds.size() < slots.size()) {
        return fail(work, ora_bind_count, "ORA-01008: not all variables bound");
    }
    if (request.binds.size() > slots.size()) {
        return fail(work, ora_unknown_bind, "ORA-01036: unrecognized bind variable passed to the statement");
    }
    work.target->binds = request.binds;
    for (auto& bind : work.target->binds) {
        bind.type_oid = {};  // borrowed from the request
        const bool is_array = (bind.flags & ttc::metadata_flag::array) != 0;
        if (is_array || !is_bindable(bind.database_type())) {
            return fail(work, ora_unimplemented_feature,
                        "ORA-03001: unimplemented feature: bind of " +
                            (is_array ? std::string("a PL/SQL array") : to_string(bind.database_type())));
        }
    }
    return true;
}

bool statement_calls::accept_defines(const ttc::execute_request& request, call& work) {
    const auto& columns = work.target->columns;
    for (std::size_t i = 0; i < request.defines.size(); ++i) {
        if (i < columns.size() && request.defines[i].database_type() == columns[i].database_type()) continue;
        return fail(work, ora_unimplemented_feature, "ORA-03001: unimplemented feature: define of another type");
    }
    return true;
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
    // Some clients ask for rows with the execute by the prefetch count alone.
    if (work.executes && is_query && request.prefetch_rows != 0) work.fetches = true;
    if (work.executes) {
        const auto iterations = is_query || count == 0 ? 1 : count;
        work.binds = bind_row_reader(work.target->binds, row_shape(*work.target, false, out_->caps()), iterations,
                                     out_->text());
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
                                 is_query ? 1 : request.iterations, out_->text());
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
        fail(work, ora_fetch_out_of_sequence, "ORA-01002: fetch out of sequence");
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

void statement_calls::run_query(call& work) {
    auto& target = *work.target;
    if (work.executes) {
        auto outcome = target.statement->execute(work.binds.row(0));
        forget_rows(target);
        target.is_open = false;
        if (auto* error = std::get_if<engine::sql_error>(&outcome)) {
            fail(work, std::move(*error));
            return;
        }
        target.is_open = true;
    }
    response answer(*out_, work.header.token);
    auto& c = answer.messages();
    describe(work, c);
    bool at_end = false;
    if (work.fetches && !fetch_rows(work, answer, at_end)) return;
    if (!work.is_reexecute) encode_return_parameters(work, {}, c);
    ends_->encode_success(c, work.header, target, target.rows_fetched, std::nullopt, {}, at_end,
                          engine_->in_transaction());
    answer.finish();
}

void statement_calls::describe(const call& work, ttc::encoder& c) {
    auto& target = *work.target;
    const auto& columns = target.statement->columns();
    // Types of binds and changes of tables may change columns: a client is told before it sees such rows.
    if (!work.is_new_text && same_description(columns, target.described)) return;
    target.described = columns;
    target.columns.clear();
    for (const auto& column : columns) {
        target.columns.push_back(describe_column(column, target.columns.size(), out_->text()).format);
    }
    encode_describe(c, columns, target.sql, current_date(), out_->text());
}

bool statement_calls::fetch_rows(call& work, response& answer, bool& at_end) {
    auto& target = *work.target;
    // As real servers do: rows without a single value do not travel with the execute.
    const bool has_values =
        std::any_of(target.columns.begin(), target.columns.end(), [](const ttc::bind_metadata& column) {
            return form_of(ttc::value_role::fetch, column) != ttc::value_form::absent;
        });
    if (work.executes && !has_values) return true;
    if (target.is_at_end) {
        at_end = true;
        return true;
    }
    auto* const variation = out_->variation();
    row_writer rows(answer.messages(), target, work.compresses, *out_);
    const auto limit =
        variation == nullptr ? work.rows_wanted : variation->rows_in_response(work.rows_wanted, work.executes);
    std::vector<engine::value> row;
    for (std::uint32_t sent = 0; sent < limit && answer.size() < max_response_bytes; ++sent) {
        auto outcome = target.statement->fetch(row);
        if (auto* error = std::get_if<engine::sql_error>(&outcome)) {
            target.is_open = false;
            return fail(work, std::move(*error), target.rows_fetched);
        }
        if (!std::get<bool>(outcome)) {
            at_end = target.is_at_end = true;
            break;
        }
        if (sent == 0) rows.write_header(work.rows_wanted);
        if (!rows.write(row)) return fail(work, ora_internal, "ORA-00600: a value is not of its column's type");
    }
    return true;
}

bool statement_calls::run_iteration(call& work, std::uint32_t iteration, dml_outcome& outcome) {
    auto result = work.target->statement->execute(work.binds.row(iteration));
    if (auto* error = std::get_if<engine::sql_error>(&result)) {
        if (!work.collects_errors || error->code == ora_user_cancelled) {
            return fail(work, std::move(*error), outcome.row_count);
        }
        outcome.errors.push_back(std::move(*error));
        outcome.error_iterations.push_back(iteration);
        if (work.wants_row_counts) outcome.counts.push_back(0);
        return true;
    }
    auto& done = std::get<engine::execute_result>(result);
    outcome.row_count += done.row_count;
    if (work.wants_row_counts) outcome.counts.push_back(done.row_count);
    if (done.last_rowid) outcome.last_rowid = done.last_rowid;
    if (work.target->is_plsql() && !done.out_values.empty()) outcome.out_rows.push_back(std::move(done.out_values));
    return true;
}

void statement_calls::run_iterations(call& work) {
    if (!work.executes) {  // parsed only
        answer_iterations(work, {});
        return;
    }
    dml_outcome outcome;
    for (std::uint32_t i = 0; i < work.binds.iterations(); ++i) {
        if (!run_iteration(work, i, outcome)) return;
    }
    // A block counts how often it ran.
    if (work.target->is_plsql()) outcome.row_count = work.binds.iterations();
    if (work.commits) {
        if (auto error = engine_->commit()) {
            fail(work, std::move(*error));
            return;
        }
    }
    answer_iterations(work, outcome);
}

void statement_calls::answer_iterations(call& work, const dml_outcome& outcome) {
    response answer(*out_, work.header.token);
    auto& c = answer.messages();
    encode_news(c);
    if (!encode_out_values(work, outcome, c)) return;
    if (!work.is_reexecute) encode_return_parameters(work, outcome.counts, c);
    std::vector<ttc::batch_error> errors;
    for (std::size_t i = 0; i < outcome.errors.size(); ++i) {
        errors.push_back({static_cast<std::uint16_t>(outcome.errors[i].code), outcome.error_iterations[i],
                          outcome.errors[i].message});
    }
    ends_->encode_success(c, work.header, *work.target, outcome.row_count, outcome.last_rowid, errors, false,
                          engine_->in_transaction());
    answer.finish();
}

bool statement_calls::encode_out_values(call& work, const dml_outcome& outcome, ttc::encoder& c) {
    const auto& target = *work.target;
    if (!target.is_plsql() || target.binds.empty() || !work.executes) return true;
    const auto& slots = target.statement->binds();
    if (work.wants_io_vector) {
        std::vector<ttc::bind_direction> directions;
        std::transform(slots.begin(), slots.end(), std::back_inserter(directions), direction_of);
        ttc::io_vector message;
        message.flags = io_vector_flags;
        message.iterations = 1;
        set_directions(message, std::move(directions));
        encode(c, message);
    }
    if (std::none_of(slots.begin(), slots.end(), [](const auto& slot) { return slot.is_output; })) return true;
    base::byte_buffer scratch;
    for (const auto& row : outcome.out_rows) {
        c.u8("message type", ttc::message_type::row_data);
        for (std::size_t i = 0; i < slots.size(); ++i) {
            if (!slots[i].is_output) continue;
            if (i >= row.size() ||
                !append_value(c, ttc::value_role::out, target.binds[i], row[i], out_->text(), scratch)) {
                return fail(work, ora_internal, "ORA-00600: an OUT value is not of its bind's type");
            }
        }
    }
    return true;
}

void statement_calls::encode_return_parameters(const call& work, const std::vector<std::uint64_t>& row_counts,
                                               ttc::encoder& c) {
    ttc::return_parameters message;
    message.values.resize(return_values);
    message.values[ttc::return_parameters::cursor_id] = work.target->id;
    message.has_row_counts = work.wants_row_counts;
    message.row_counts = row_counts;
    if (!syncs_session_) message.pairs = news_->pairs();
    encode(c, message);
    if (!syncs_session_) news_->clear();
}

void statement_calls::encode_news(ttc::encoder& c) {
    news_->add(engine_->take_changed_settings());
    if (!syncs_session_ || news_->empty()) return;
    news_->encode(c);
    news_->clear();
}

}  // namespace oraxx::sandbox
