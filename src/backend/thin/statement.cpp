#include "backend/thin/statement.hpp"

#include <algorithm>
#include <cstring>

#include "backend/common/statement_text.hpp"
#include "backend/thin/large_binds.hpp"
#include "base/slack.hpp"
#include "session/fetch_call.hpp"
#include "session/scroll_call.hpp"

namespace oraxx::backend::thin {
namespace {

// A cached cursor that no longer fits its table; a fresh parse cures it.
constexpr int ora_variable_not_in_list = 1007;
constexpr int ora_inconsistent_types = 932;

bool is_stale_cursor(const failure& why) noexcept {
    return why.ora_code == ora_variable_not_in_list || why.ora_code == ora_inconsistent_types;
}

// A request longer than this is cut: it has to be in memory whole.
constexpr std::size_t max_request_bytes = std::size_t{32} << 20U;

// Their cells hold places in the list of cursors, which comes behind another one.
void renumber_cursors(detail::out_values& values, std::uint32_t first) {
    if (values.cells.cursors.empty()) return;
    for (std::size_t at = 0; at < values.runs.size(); ++at) {
        const auto& run = values.runs[at];
        if (values.cells.types[at % values.binds()] != db_type::cursor || run.count != 1) continue;
        const auto& cell = values.cells.cells[run.first];
        if (cell.is_null()) continue;
        std::uint32_t place = 0;
        std::memcpy(&place, values.cells.bytes.data() + cell.offset, sizeof(place));
        place += first;
        std::memcpy(values.cells.bytes.data() + cell.offset, &place, sizeof(place));
    }
}

// The values of later iterations behind those of earlier ones.
void append(detail::out_values&& from, detail::out_values& to) {
    if (to.runs.empty()) {
        to = std::move(from);
        return;
    }
    const auto cells = static_cast<std::uint32_t>(to.cells.cells.size());
    const auto bytes = static_cast<std::uint32_t>(to.cells.bytes.size());
    renumber_cursors(from, static_cast<std::uint32_t>(to.cells.cursors.size()));
    to.cells.cursors.insert(to.cells.cursors.end(), from.cells.cursors.begin(), from.cells.cursors.end());
    for (auto& run : from.runs) run.first += cells;
    for (auto& cell : from.cells.cells) cell.offset += bytes;
    to.runs.insert(to.runs.end(), from.runs.begin(), from.runs.end());
    to.cells.cells.insert(to.cells.cells.end(), from.cells.cells.begin(), from.cells.cells.end());
    to.cells.bytes.insert(to.cells.bytes.end(), from.cells.bytes.begin(), from.cells.bytes.end());
    if (from.cells.temporary_lobs == nullptr) return;
    using owners = std::pair<std::shared_ptr<void>, std::shared_ptr<void>>;
    to.cells.temporary_lobs =
        std::make_shared<owners>(std::move(to.cells.temporary_lobs), std::move(from.cells.temporary_lobs));
}

// Such a server does not send what is then waited for.
std::optional<failure> cannot_count_rows(const wire::ttc::capabilities& caps) {
    if (caps.at_least(wire::ttc::field_version::v12_1)) return std::nullopt;
    return failure{.code = errc::unsupported,
                   .phase = oraxx::phase::execute,
                   .message = "the server does not count the rows that each row of a batch affects",
                   .advice = "servers from 12.1 do; leave batch_options::row_counts out"};
}

// Is most of its memory of no use to rows like those it holds? One giant row is not to be paid for by all that
// follow.
bool is_outgrown(const detail::column_batch& batch) noexcept {
    const auto cells = sizeof(detail::cell);
    return base::is_mostly_slack(
        batch.bytes.capacity() + batch.side_bytes.capacity() + batch.cells.capacity() * cells,
        batch.bytes.size() + batch.side_bytes.size() + batch.cells.size() * cells);
}

bool has_local_time(std::span<const db_type> types) noexcept {
    return std::find(types.begin(), types.end(), db_type::timestamp_ltz) != types.end();
}

}  // namespace

thin_statement::thin_statement(thin_connection& connection, std::unique_ptr<session::cursor> cursor)
    : connection_(connection), anchor_(connection.anchor()), cursor_(std::move(cursor)) {}

thin_statement::~thin_statement() {
    if (!anchor_.expired()) connection_.cache().put(std::move(cursor_), connection_.state());
}

statement_kind thin_statement::kind() const noexcept {
    return kind_of(cursor_->text);
}

failure thin_statement::with_sql(failure why) const {
    return connection_.sql_in_errors() ? naming_sql(std::move(why), cursor_->sql) : why;
}

result<execute_outcome> thin_statement::execute(const execute_args& args) {
    fetch_ = args.fetch;
    ready_.reset();
    late_failure_.reset();
    if (args.row_counts) {
        if (auto why = cannot_count_rows(connection_.state().caps)) return *std::move(why);
    }
    const bool binds_local_time = std::any_of(args.binds.begin(), args.binds.end(), [](const bind_item& item) {
        return item.type == db_type::timestamp_ltz;
    });
    if (binds_local_time) {
        if (auto known = connection_.learn_time_zones(); !known) return std::move(known).error();
    }
    call_lobs lobs;
    auto items = lobs.prepare(*connection_.lobs(), args.binds, args.iterations, kind());
    if (!items) return std::move(items).error();
    auto located = args;
    located.binds = *items;
    const auto binds = connection_.binds().encode(located, *cursor_, connection_.state(), &lobs);
    if (!binds) return binds.error();
    auto outcome = run_parts(*binds, located);
    connection_.binds().trim();
    return outcome;
}

result<execute_outcome> thin_statement::run_parts(const session::wire_binds& binds, const execute_args& args) {
    execute_outcome out;
    detail::out_values outs;
    for (std::uint32_t first = 0; first < binds.iterations;) {
        const session::execute_options options{.prefetch_rows = prefetch_rows(),
                                               .lob_prefetch = fetch_.lob_prefetch_bytes,
                                               .batch_errors = args.batch_errors,
                                               .row_counts = args.row_counts,
                                               .scrollable = args.scrollable};
        batch_part part{.first = first, .binds = binds.part(first, next_part(binds, first, options))};
        first += part.binds.iterations;
        part.commits = args.commit_on_success && first == binds.iterations;
        if (auto done = run_part(part, options, out, outs); !done) {
            auto why = std::move(done).error();
            const bool is_of_one_row = why.ora_code != 0 && part.failed_row;
            return is_of_one_row ? naming_row(std::move(why), args, *part.failed_row) : why;
        }
    }
    out.out_values = outs_of(args.binds.first(args.binds.size() / args.iterations), std::move(outs));
    if (has_local_time(cursor_->types)) {
        if (auto known = connection_.learn_time_zones(); !known) return std::move(known).error();
    }
    return out;
}

// How many iterations go in one request. Which binds of a block are OUT is known when it has run once, and what a
// server does with several rows of IN OUT binds in one call is not: other drivers run those one by one, too.
std::uint32_t thin_statement::next_part(const session::wire_binds& binds, std::uint32_t first,
                                        const session::execute_options& options) const {
    const auto left = binds.iterations - first;
    if (left == 1) return 1;
    const auto& directions = cursor_->directions;
    const bool has_in_out =
        std::find(directions.begin(), directions.end(), wire::ttc::bind_direction::in_out) != directions.end();
    if (cursor_->text.kind == sql::sql_kind::plsql &&
        (has_in_out || session::needs_full_execute(*cursor_, binds, options, connection_.state()))) {
        return 1;
    }
    std::size_t bytes = 0;
    const auto width = binds.metadata.size();
    for (std::uint32_t count = 0; count < left; ++count) {
        for (const auto& value : binds.values.subspan((first + count) * width, width)) bytes += value.bytes.size();
        if (bytes > max_request_bytes && count != 0) return count;
    }
    return left;
}

result<void> thin_statement::run_part(batch_part& part, session::execute_options options, execute_outcome& out,
                                      detail::out_values& outs) {
    options.commit_on_success = part.commits;
    bool stale = false;
    auto done = run(part, options, out, outs, stale);
    if (!done && stale) {
        cursor_->close(connection_.state());
        done = run(part, options, out, outs, stale);
    }
    return done;
}

result<void> thin_statement::run(batch_part& part, const session::execute_options& options, execute_outcome& out,
                                 detail::out_values& outs, bool& stale) {
    auto rows = writable_batch(nullptr);
    detail::out_values received;
    session::execute_call work(*cursor_, part.binds, options, *rows, received);
    if (auto done = connection_.perform(work); !done) {
        auto why = std::move(done).error();
        stale = work.was_reexecution() && cursor_->is_query() && is_stale_cursor(why);
        if (work.iterations_done() < part.binds.iterations) part.failed_row = part.first + work.iterations_done();
        return with_sql(std::move(why));
    }
    late_failure_ = work.take_late_failure();
    rows->cursors = open_children(cursor_->rows.children().take());
    if (rows->rows != 0) ready_ = std::move(rows);
    const bool is_dml = cursor_->text.kind == sql::sql_kind::dml;
    if (is_dml) out.row_count += work.row_count();
    if (work.last_rowid()) out.last_rowid = work.last_rowid();
    out.compiled_with_errors = work.compiled_with_errors();
    const auto counts = work.take_row_counts();
    out.row_counts.insert(out.row_counts.end(), counts.begin(), counts.end());
    for (auto& each : work.take_failed_iterations()) {
        out.errors.push_back({.row = std::size_t{part.first} + each.iteration,
                              .ora_code = each.ora_code,
                              .message = std::move(each.message)});
    }
    for (auto& child : open_children(work.take_implicit_results())) out.implicit_results.push_back(std::move(child));
    received.cells.cursors = open_children(work.take_out_cursors());
    append(std::move(received), outs);
    return {};
}

thin_statement::statement_list thin_statement::open_children(session::child_list&& cursors) const {
    statement_list out;
    for (auto& each : cursors) {
        out.push_back(
            std::make_shared<thin_statement>(connection_, std::make_unique<session::cursor>(std::move(*each))));
        static_cast<thin_statement&>(*out.back()).fetch_ = fetch_;
    }
    return out;
}

result<void> thin_statement::describe() {
    if (kind() == statement_kind::ddl) {
        failure why;
        why.code = errc::invalid_argument;
        why.phase = oraxx::phase::execute;
        why.message = "a server runs DDL when it parses it: it cannot be described only";
        return why;
    }
    auto rows = writable_batch(nullptr);
    detail::out_values outs;
    session::execute_call work(*cursor_, {}, {.parse_only = true}, *rows, outs);
    auto done = connection_.perform(work);
    connection_.keep_spare_batch(std::move(rows));
    if (!done) return with_sql(std::move(done).error());
    return {};
}

// Rows that come with the execution; no more than fill a batch once the columns are known. Defined columns come with
// a fetch at first and with the executions that follow: a whole array again.
std::uint32_t thin_statement::prefetch_rows() const {
    if (fetch_.prefetch_rows == 0 || cursor_->columns->empty()) return fetch_.prefetch_rows;
    const auto rows = cursor_->needs_define() ? fetch_.array_rows : fetch_.prefetch_rows;
    return session::rows_to_ask(*cursor_, rows, fetch_.array_bytes, fetch_.lob_prefetch_bytes);
}

// Values stand by placeholder; the caller wants them by the binds it gave.
std::shared_ptr<const detail::out_values> thin_statement::outs_of(std::span<const bind_item> items,
                                                                  detail::out_values by_slot) const {
    std::vector<std::size_t> slots;
    for (std::size_t i = 0; i < items.size(); ++i) {
        if (items[i].direction != bind_direction::in) slots.push_back(connection_.binds().slots().slot_of(i));
    }
    if (slots.empty()) return nullptr;
    auto out = std::make_shared<detail::out_values>();
    for (std::size_t iteration = 0; iteration < by_slot.iterations(); ++iteration) {
        for (const auto slot : slots) out->runs.push_back(by_slot.runs[iteration * by_slot.binds() + slot]);
    }
    out->cells = std::move(by_slot.cells);
    const auto types = std::exchange(out->cells.types, {});
    for (const auto slot : slots) out->cells.types.push_back(types[slot]);
    out->cells.local_shift = connection_.local_shift();
    return out;
}

thin_statement::batch_ptr thin_statement::writable_batch(const std::shared_ptr<const detail::column_batch>& recycle) {
    if (recycle != nullptr && recycle.use_count() == 1 && !is_outgrown(*recycle)) {
        // Every batch was made here as a mutable object, and nobody else sees this one any more.
        return std::const_pointer_cast<detail::column_batch>(recycle);
    }
    if (auto spare = connection_.take_spare_batch()) return spare;
    return std::make_shared<detail::column_batch>();
}

// The session was given back since the execution.
std::optional<failure> thin_statement::lost_cursor() const {
    if (cursor_->is_open(connection_.state())) return std::nullopt;
    failure why;
    why.code = errc::wrong_state;
    why.phase = oraxx::phase::fetch;
    why.message = "the session that the rows come from was given back to the server's pool";
    why.advice = "read a result to its end before release_session()";
    return why;
}

result<scrolled_rows> thin_statement::scroll(scroll_to where, std::uint64_t row,
                                             std::shared_ptr<const detail::column_batch> recycle) {
    constexpr std::uint64_t most = 0xFFFF'FFFF;
    // Those that came with the execution are the first.
    if (ready_ != nullptr && where == scroll_to::row && row <= ready_->rows) {
        ready_->local_shift = connection_.local_shift();
        return scrolled_rows{.rows = std::exchange(ready_, nullptr)};
    }
    ready_.reset();
    if (row > most) return scrolled_rows{};
    if (auto why = lost_cursor()) return *std::move(why);
    auto batch = writable_batch(std::exchange(recycle, nullptr));
    session::scroll_call work(
        *cursor_, {.is_last = where == scroll_to::last, .row = static_cast<std::uint32_t>(row)},
        session::rows_to_ask(*cursor_, fetch_.array_rows, fetch_.array_bytes, fetch_.lob_prefetch_bytes), *batch,
        fetch_.lob_prefetch_bytes);
    if (auto done = connection_.perform(work); !done) return with_sql(std::move(done).error());
    batch->cursors = open_children(cursor_->rows.children().take());
    batch->local_shift = connection_.local_shift();
    if (batch->rows == 0) return scrolled_rows{};
    const auto last_row = std::max<std::uint64_t>(work.last_row(), batch->rows);
    const auto first_row = last_row - batch->rows + 1;
    return scrolled_rows{.rows = std::move(batch), .first_row = first_row};
}

result<std::shared_ptr<const detail::column_batch>> thin_statement::fetch(
    std::shared_ptr<const detail::column_batch> recycle) {
    if (ready_) {
        ready_->local_shift = connection_.local_shift();
        return std::shared_ptr<const detail::column_batch>(std::exchange(ready_, nullptr));
    }
    if (late_failure_) return with_sql(*std::exchange(late_failure_, std::nullopt));
    if (!cursor_->at_end) {
        if (auto why = lost_cursor()) return *std::move(why);
    }
    auto batch = writable_batch(std::exchange(recycle, nullptr));
    while (!cursor_->at_end) {
        const auto rows =
            session::rows_to_ask(*cursor_, fetch_.array_rows, fetch_.array_bytes, fetch_.lob_prefetch_bytes);
        session::fetch_call work(*cursor_, rows, *batch, fetch_.lob_prefetch_bytes);
        if (auto done = connection_.perform(work); !done) return with_sql(std::move(done).error());
        late_failure_ = work.take_late_failure();
        batch->cursors = open_children(cursor_->rows.children().take());
        // A batch without rows that is not the end is legal: the server filled its own buffer, or is slow.
        batch->local_shift = connection_.local_shift();
        if (batch->rows != 0) return std::shared_ptr<const detail::column_batch>(std::move(batch));
    }
    connection_.keep_spare_batch(std::move(batch));
    return std::shared_ptr<const detail::column_batch>{};
}

}  // namespace oraxx::backend::thin
