// SELECT ... FOR UPDATE: its rows are read into memory and locked before the first is fetched.
#include "server/engine/failure.hpp"
#include "server/engine/query_run.hpp"

namespace oraxx::sandbox::engine {
namespace {

// Changes when another connection has committed.
std::int64_t data_version(sqlite::connection& db) {
    auto query = db.prepare("PRAGMA data_version");
    return query && query.step() == SQLITE_ROW ? query.integer(0) : 0;
}

}  // namespace

// A row may change between being read and being locked; then all is read again, with the locks kept. DML of
// others respects them, so the rows stay what they are once nothing was committed in between.
void query_run::lock_rows(const row_locking& locking) {
    const auto limit =
        locking.wait_seconds ? std::optional(std::chrono::seconds(*locking.wait_seconds)) : std::nullopt;
    row_wait patience(*core_, limit, plan_->lock_position);
    const auto locks_before = core_->lock_count();
    is_open_ = false;  // fetch() finds the rows in memory
    try {
        for (bool is_settled = false; !is_settled;) {
            const auto before = data_version(core_->db());
            detached_rows_.clear();
            row_numbers_.assign(plan_->row_counters, 0);
            recursion_.clear();
            const bool has_all = lock_read_rows(locking, patience);
            plan_->compiled.reset();
            is_settled = has_all && data_version(core_->db()) == before;
        }
    } catch (...) {
        plan_->compiled.reset();
        detached_rows_.clear();
        core_->release_locks(locks_before);
        throw;
    }
}

// False: another session's row was waited for, and is free now.
bool query_run::lock_read_rows(const row_locking& locking, row_wait& patience) {
    const auto output = plan_->columns.size();
    for (std::vector<value> row; step_row(row);) {
        bool is_skipped = false;
        for (std::size_t i = 0; i < plan_->locked_tables.size(); ++i) {
            const auto column = static_cast<int>(output + i);
            if (plan_->compiled.is_null(column)) continue;  // the outer side of a join
            const locked_row wanted{plan_->locked_tables[i], plan_->compiled.integer(column)};
            const auto holder = core_->locks().take(core_->id(), wanted);
            if (holder == core_->id()) continue;
            if (locking.rule == row_locking::when_held::fail) fail(ora::resource_busy, plan_->lock_position);
            if (locking.rule == row_locking::when_held::skip) {
                is_skipped = true;
                break;
            }
            patience.wait_for(wanted);
            return false;
        }
        if (!is_skipped) detached_rows_.push_back(std::move(row));
    }
    return true;
}

}  // namespace oraxx::sandbox::engine
