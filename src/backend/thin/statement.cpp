#include "backend/thin/statement.hpp"

#include <algorithm>

#include "session/fetch_call.hpp"

namespace oraxx::backend::thin {
namespace {

// A cached cursor that no longer fits its table; a fresh parse cures it.
constexpr int ora_variable_not_in_list = 1007;
constexpr int ora_inconsistent_types = 932;

bool is_stale_cursor(const failure& why) noexcept {
    return why.ora_code == ora_variable_not_in_list || why.ora_code == ora_inconsistent_types;
}

bool has_local_time(std::span<const db_type> types) noexcept {
    return std::find(types.begin(), types.end(), db_type::timestamp_ltz) != types.end();
}

}  // namespace

thin_statement::thin_statement(thin_connection& connection, std::unique_ptr<session::cursor> cursor)
    : connection_(connection), cursor_(std::move(cursor)) {}

thin_statement::~thin_statement() {
    connection_.cache().put(std::move(cursor_), connection_.state());
}

statement_kind thin_statement::kind() const noexcept {
    switch (cursor_->text.kind) {
    case session::sql_kind::query: return statement_kind::query;
    case session::sql_kind::dml: return statement_kind::dml;
    case session::sql_kind::plsql: return statement_kind::plsql;
    case session::sql_kind::ddl: return statement_kind::ddl;
    case session::sql_kind::other: break;
    }
    return statement_kind::other;
}

failure thin_statement::with_sql(failure why) const {
    if (connection_.sql_in_errors() && why.ora_code != 0) why.message += " [" + cursor_->sql + "]";
    return why;
}

result<execute_outcome> thin_statement::execute(const execute_args& args) {
    fetch_ = args.fetch;
    ready_.reset();
    late_failure_.reset();
    const bool binds_local_time = std::any_of(args.binds.begin(), args.binds.end(), [](const bind_item& item) {
        return item.type == db_type::timestamp_ltz;
    });
    if (binds_local_time) {
        if (auto known = connection_.learn_time_zones(); !known) return std::move(known).error();
    }
    auto binds = connection_.binds().encode(args.binds, *cursor_, connection_.state());
    if (!binds) return std::move(binds).error();
    bool stale = false;
    auto outcome = run(*binds, args, stale);
    if (!outcome && stale) {
        cursor_->close(connection_.state());
        outcome = run(*binds, args, stale);
    }
    return outcome;
}

result<execute_outcome> thin_statement::run(std::span<const session::wire_bind> binds, const execute_args& args,
                                            bool& stale) {
    auto rows = writable_batch(nullptr);
    detail::column_batch outs;
    session::execute_call work(*cursor_, binds,
                               {.prefetch_rows = prefetch_rows(),
                                .lob_prefetch = fetch_.lob_prefetch_bytes,
                                .commit_on_success = args.commit_on_success},
                               *rows, outs);
    if (auto done = connection_.perform(work); !done) {
        auto why = std::move(done).error();
        stale = work.was_reexecution() && cursor_->is_query() && is_stale_cursor(why);
        return with_sql(std::move(why));
    }
    late_failure_ = work.take_late_failure();
    if (rows->rows != 0) ready_ = std::move(rows);
    execute_outcome out;
    out.row_count = cursor_->text.kind == session::sql_kind::dml ? work.row_count() : 0;
    out.last_rowid = work.last_rowid();
    out.compiled_with_errors = work.compiled_with_errors();
    out.out_values = outs_of(args.binds, outs);
    if (has_local_time(cursor_->types)) {
        if (auto known = connection_.learn_time_zones(); !known) return std::move(known).error();
    }
    return out;
}

// Rows that come with the execution; no more than fill a batch once the columns are known.
std::uint32_t thin_statement::prefetch_rows() const {
    if (fetch_.prefetch_rows == 0 || cursor_->columns->empty()) return fetch_.prefetch_rows;
    return session::rows_to_ask(*cursor_, fetch_.prefetch_rows, fetch_.array_bytes, fetch_.lob_prefetch_bytes);
}

// Values stand by placeholder; the caller wants them by the binds it gave.
std::shared_ptr<const detail::column_batch> thin_statement::outs_of(std::span<const bind_item> items,
                                                                    const detail::column_batch& by_slot) const {
    const bool has_outs = std::any_of(items.begin(), items.end(),
                                      [](const auto& item) { return item.direction != bind_direction::in; });
    if (!has_outs) return nullptr;
    const auto slots = connection_.binds().slots_of_items();
    auto out = std::make_shared<detail::column_batch>();
    for (std::size_t i = 0; i < items.size(); ++i) {
        if (items[i].direction == bind_direction::in) continue;
        out->types.push_back(by_slot.types[slots[i]]);
        out->cells.push_back(by_slot.rows != 0 ? by_slot.cells[slots[i]] : detail::cell{});
    }
    out->bytes = by_slot.bytes;
    out->encoding = by_slot.encoding;
    out->local_shift = connection_.local_shift();
    out->rows = 1;
    return out;
}

thin_statement::batch_ptr thin_statement::writable_batch(const std::shared_ptr<const detail::column_batch>& recycle) {
    if (recycle != nullptr && recycle.use_count() == 1) {
        // Every batch was made here as a mutable object, and nobody else sees this one any more.
        return std::const_pointer_cast<detail::column_batch>(recycle);
    }
    if (auto spare = connection_.take_spare_batch()) return spare;
    return std::make_shared<detail::column_batch>();
}

result<std::shared_ptr<const detail::column_batch>> thin_statement::fetch(
    std::shared_ptr<const detail::column_batch> recycle) {
    if (ready_) {
        ready_->local_shift = connection_.local_shift();
        return std::shared_ptr<const detail::column_batch>(std::exchange(ready_, nullptr));
    }
    if (late_failure_) return with_sql(*std::exchange(late_failure_, std::nullopt));
    if (!cursor_->at_end && !cursor_->is_open(connection_.state())) {
        failure why;
        why.code = errc::wrong_state;
        why.phase = oraxx::phase::fetch;
        why.message = "the session that the rows come from was given back to the server's pool";
        why.advice = "read a result to its end before release_session()";
        return why;
    }
    auto batch = writable_batch(std::exchange(recycle, nullptr));
    while (!cursor_->at_end) {
        const auto rows =
            session::rows_to_ask(*cursor_, fetch_.array_rows, fetch_.array_bytes, fetch_.lob_prefetch_bytes);
        session::fetch_call work(*cursor_, rows, *batch, fetch_.lob_prefetch_bytes);
        if (auto done = connection_.perform(work); !done) return with_sql(std::move(done).error());
        late_failure_ = work.take_late_failure();
        // A batch without rows that is not the end is legal: the server filled its own buffer, or is slow.
        batch->local_shift = connection_.local_shift();
        if (batch->rows != 0) return std::shared_ptr<const detail::column_batch>(std::move(batch));
    }
    connection_.keep_spare_batch(std::move(batch));
    return std::shared_ptr<const detail::column_batch>{};
}

}  // namespace oraxx::backend::thin
