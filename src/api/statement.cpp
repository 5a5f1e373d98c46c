#include <oraxx/statement.hpp>

#include <utility>

#include <oraxx/detail/value_link.hpp>

#include "api/session.hpp"

namespace oraxx {
namespace detail {
namespace {

bool is_query(const backend::statement& statement) noexcept {
    return statement.kind() == backend::statement_kind::query;
}

}  // namespace

statement_state::statement_state(std::shared_ptr<session_state> of, std::shared_ptr<backend::statement> prepared,
                                 std::string_view text)
    : session(std::move(of)), backend(std::move(prepared)) {
    if (session->on_statement) sql = text;
}

result<backend::execute_outcome> statement_state::execute(const bind_span& binds, const run_options& options) {
    if (auto refused = refusal(session.get())) return *std::move(refused);
    if (auto refused = refusal(binds)) return *std::move(refused);
    execution_ended();  // rows that were still to come are given up
    ++executions;
    if (session->on_statement) watch.emplace(*session->backend).call_begins();
    auto outcome = run(binds, options);
    if (watch) watch->call_ended(outcome ? outcome->row_count : 0);
    if (!outcome) execution_ended(&outcome.error());
    return outcome;
}

result<void> statement_state::describe() {
    execution_ended();
    ++executions;
    return backend->describe();
}

result<backend::execute_outcome> statement_state::run(const bind_span& binds, const run_options& options) {
    auto outcome =
        backend->execute({.binds = binds.items,
                          .iterations = binds.iterations,
                          .first_row = binds.first_row,
                          .fetch = fetch.value_or(session->fetch),
                          .commit_on_success = session->autocommit && options.may_commit && !is_query(*backend),
                          .batch_errors = options.batch.batch_errors,
                          .row_counts = options.batch.row_counts,
                          .scrollable = options.scrollable});
    if (!outcome) return outcome;
    auto stored = store_out_values(binds, outcome->out_values.get(), session->link.get());
    if (!stored) return std::move(stored).error();
    return outcome;
}

result<std::shared_ptr<const column_batch>> statement_state::fetch_batch(
    std::shared_ptr<const column_batch> recycle) {
    if (watch) watch->call_begins();
    auto batch = backend->fetch(std::move(recycle));
    if (watch) watch->call_ended(batch && *batch != nullptr ? (*batch)->rows : 0);
    if (!batch) execution_ended(&batch.error());
    return batch;
}

void statement_state::execution_ended(const failure* error) {
    if (!watch) return;
    watch->tell(session->on_statement, sql, error);
    watch.reset();
}

result_set statement_state::open_rows(std::shared_ptr<statement_state> self) {
    auto rows = std::make_unique<result_state>();
    rows->source.columns = backend->columns();
    rows->source.link = session->link;
    rows->execution = executions;
    rows->statement = std::move(self);
    return result_set(std::move(rows));
}

}  // namespace detail

namespace {

result<backend::execute_outcome> run_rows(detail::statement_state* state, const detail::bind_span& binds,
                                          bool scrollable) {
    if (state == nullptr) return *detail::refusal(nullptr);
    if (!detail::is_query(*state->backend)) {
        return failure{.code = errc::invalid_argument,
                       .message = "query() was given a statement that returns no rows",
                       .advice = "run it with execute()"};
    }
    return state->execute(binds, {.scrollable = scrollable});
}

}  // namespace

result<result_set> statement::run_query(const detail::bind_span& binds) {
    auto outcome = run_rows(state_.get(), binds, false);
    if (!outcome) return std::move(outcome).error();
    return state_->open_rows(state_);
}

result<scrollable_result> statement::run_scrollable(const detail::bind_span& binds) {
    auto outcome = run_rows(state_.get(), binds, true);
    if (!outcome) return std::move(outcome).error();
    return state_->open_scrollable(state_);
}

result<execute_result> statement::run_execute(const detail::bind_span& binds) {
    if (state_ == nullptr) return *detail::refusal(nullptr);
    auto outcome = state_->execute(binds);
    if (!outcome) return std::move(outcome).error();
    state_->execution_ended();
    execute_result done{.row_count = outcome->row_count,
                        .last_rowid = outcome->last_rowid,
                        .compiled_with_errors = outcome->compiled_with_errors};
    for (auto& each : outcome->implicit_results) {
        auto rows = state_->session->link->open_cursor(std::move(each));
        if (!rows) return std::move(rows).error();
        done.implicit_results.push_back(*std::move(rows));
    }
    return done;
}

result<void> statement::try_describe() {
    if (state_ == nullptr) return *detail::refusal(nullptr);
    if (auto refused = detail::refusal(state_->session.get())) return *std::move(refused);
    return state_->describe();
}

result<void> statement::run_batch(const detail::batch_binds& binds, const batch_options& options, bool is_last,
                                  batch_result& done) {
    if (state_ == nullptr) return *detail::refusal(nullptr);
    const auto kind = state_->backend->kind();
    if (kind == backend::statement_kind::query) {
        return failure{.code = errc::invalid_argument,
                       .message = "execute_many() was given a query",
                       .advice = "run it once for each row of binds with query()"};
    }
    if ((options.batch_errors || options.row_counts) && kind != backend::statement_kind::dml) {
        return failure{.code = errc::invalid_argument,
                       .message = "batch errors and row counts are for INSERT, UPDATE, DELETE and MERGE only"};
    }
    if (binds.refused()) return *binds.refused();
    const auto span = binds.span();
    auto outcome = state_->execute(span, {.batch = options, .may_commit = is_last});
    if (!outcome) return std::move(outcome).error();
    state_->execution_ended();
    done.row_count += outcome->row_count;
    done.row_counts.insert(done.row_counts.end(), outcome->row_counts.begin(), outcome->row_counts.end());
    for (auto& each : outcome->errors) {
        each.row += span.first_row;
        done.errors.push_back(std::move(each));
    }
    if (outcome->last_rowid) done.last_rowid = outcome->last_rowid;
    return {};
}

bool statement::is_query() const {
    return detail::is_query(*state().backend);
}

std::span<const std::string> statement::bind_names() const {
    return state().backend->bind_names();
}

std::vector<column_info> statement::columns() const {
    return *state().backend->columns();
}

void statement::set_fetch(const fetch_options& options) {
    state().fetch = detail::within_limits(options);
}

detail::statement_state& statement::state() const {
    if (state_ == nullptr) throw_failure(*detail::refusal(nullptr));
    return *state_;
}

}  // namespace oraxx
