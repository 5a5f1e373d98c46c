#include "server/engine/query_run.hpp"

#include <algorithm>
#include <utility>

#include "server/engine/block_cursor.hpp"
#include "server/engine/failure.hpp"
#include "server/engine/lob_rows.hpp"

namespace oraxx::sandbox::engine {

compiled_query compile_query(session_core& core, binder& b, const query& q) {
    b.allow_sequences(q);
    b.note_lob_rows(q);
    auto bound = b.bind_query(q, nullptr);
    compiled_query out;
    out.columns = std::move(bound.columns);
    out.locked_tables = std::move(bound.locked_tables);
    out.lock_position = bound.lock_position;
    out.row_counters = b.row_counters();
    out.writable_lobs = std::move(bound.writable_lobs);
    out.cursors = std::move(bound.cursors);
    out.compiled = core.db().prepare(bound.sql);
    if (!out.compiled) throw sql_failure{core.describe_failure(nullptr)};
    return out;
}

void compiled_query::bind(std::size_t index, const value& v) {
    bind_parameter(compiled, static_cast<int>(index), v);
    if (cursors.empty()) return;
    if (index >= first_taken_parameter) refuse("CURSOR beside more than 2000 binds", 0);
    parameters.resize(std::max(parameters.size(), index + 1));
    parameters[index] = v;
}

void query_run::start(compiled_query& plan, const row_locking* locking) {
    close();
    plan_ = &plan;
    is_open_ = true;
    clock_ = core_->state().now;
    row_numbers_.assign(plan.row_counters, 0);
    recursion_.clear();
    if (locking != nullptr && !plan.locked_tables.empty()) return lock_rows(*locking);
    core_->add_cursor(*this);
}

void query_run::swap_state() noexcept {
    std::swap(core_->state().row_numbers, row_numbers_);
    std::swap(core_->state().recursion, recursion_);
    std::swap(core_->state().now, clock_);
}

bool query_run::step_row(std::vector<value>& row) {
    swap_state();
    const int code = plan_->compiled.step();
    swap_state();
    if (code == SQLITE_DONE) return false;
    if (code != SQLITE_ROW) throw sql_failure{core_->describe_failure(nullptr)};
    row.resize(plan_->columns.size());
    for (std::size_t i = 0; i < row.size(); ++i)
        row[i] = read_column(plan_->compiled, static_cast<int>(i), plan_->columns[i].type);
    attach_lobs(row);
    for (const auto& cursor : plan_->cursors) row[cursor.column] = open_column(cursor);
    return true;
}

void query_run::attach_lobs(std::vector<value>& row) const {
    for (auto& each : row) {
        auto* file = std::get_if<lob>(&each);
        if (file != nullptr && file->type == db_type::bfile) *file = file_lob(core_, *file);
    }
    const auto first = static_cast<int>(row.size() + plan_->locked_tables.size());
    for (std::size_t i = 0; i < plan_->writable_lobs.size(); ++i) {
        auto* read = std::get_if<lob>(&row[plan_->writable_lobs[i]]);
        if (read == nullptr) continue;
        const auto& origin = plan_->columns[plan_->writable_lobs[i]].origin;
        const auto row_id = plan_->compiled.integer(first + static_cast<int>(i));
        *read = row_lob(core_, *read, {origin.table, origin.column, row_id});
    }
}

// The query of a CURSOR(...) for the row that the statement stands at.
value query_run::open_column(const bound_cursor& cursor) const {
    compiled_query inner;
    inner.columns = cursor.columns;
    inner.row_counters = plan_->row_counters;
    inner.compiled = core_->db().prepare(cursor.sql);
    if (!inner.compiled) throw sql_failure{core_->describe_failure(nullptr)};
    for (std::size_t i = 0; i < plan_->parameters.size(); ++i) inner.bind(i, plan_->parameters[i]);
    for (std::size_t i = 0; i < cursor.taken; ++i) {
        const auto taken = plan_->compiled.copy(static_cast<int>(cursor.first_taken + i));
        inner.compiled.bind(static_cast<int>(first_taken_parameter + i), taken);
    }
    return result_cursor(std::make_shared<block_cursor>(core_, std::move(inner), nullptr));
}

bool query_run::fetch(std::vector<value>& row) {
    if (!detached_rows_.empty()) {
        row = std::move(detached_rows_.front());
        detached_rows_.pop_front();
        return true;
    }
    try {
        if (detached_error_) throw sql_failure{*std::exchange(detached_error_, std::nullopt)};
        if (is_open_ && step_row(row)) return true;
    } catch (...) {
        close();
        throw;
    }
    close();
    return false;
}

void query_run::detach() {
    if (!is_open_) return;
    try {
        for (std::vector<value> row; step_row(row);) detached_rows_.push_back(std::move(row));
    } catch (const sql_failure& f) {
        detached_error_ = f.error;
    }
    is_open_ = false;
    plan_->compiled.reset();
}

void query_run::close() noexcept {
    detached_rows_.clear();
    detached_error_.reset();
    if (!is_open_) return;
    is_open_ = false;
    plan_->compiled.reset();
    core_->remove_cursor(*this);
}

}  // namespace oraxx::sandbox::engine
