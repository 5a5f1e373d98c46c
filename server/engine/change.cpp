#include "server/engine/change.hpp"

#include <algorithm>
#include <set>

#include "server/engine/failure.hpp"

namespace oraxx::sandbox::engine {
namespace {

void run_to_end(session_core& core, sqlite::statement& s, const table_info& target) {
    int code = SQLITE_ROW;
    while (code == SQLITE_ROW) code = s.step();  // rows are what CHECK conditions return
    if (code != SQLITE_DONE) throw sql_failure{core.describe_failure(&target)};
}

// INSERT, UPDATE, DELETE: the values behind RETURNING go to `out`, a list for each of them.
void run_main(session_core& core, compiled_change& change, std::vector<std::vector<value>>& out) {
    const auto& types = change.bound.returned;
    out.resize(types.size());
    int code = change.main.step();
    for (; code == SQLITE_ROW; code = change.main.step()) {
        for (std::size_t i = 0; i < types.size(); ++i) {
            const auto column = static_cast<int>(change.bound.first_returned + i);
            out[i].push_back(read_column(change.main, column, types[i]));
        }
    }
    if (code != SQLITE_DONE) throw sql_failure{core.describe_failure(change.bound.target.get())};
}

std::uint64_t changed_rows(session_core& core) {
    return static_cast<std::uint64_t>(sqlite3_changes64(core.db().get()));
}

bool has_lobs(const table_info& t) {
    return std::any_of(t.columns.begin(), t.columns.end(), [](const table_column& c) { return is_lob(c.type.kind); });
}

using merge_row = std::vector<sqlite::value>;

std::vector<merge_row> merge_rows(session_core& core, compiled_change& change) {
    constexpr std::size_t flags = 4;
    const auto columns = flags + change.bound.update_values + change.bound.insert_values;
    std::vector<merge_row> out;
    int code = change.main.step();
    for (; code == SQLITE_ROW; code = change.main.step()) {
        auto& row = out.emplace_back();
        for (std::size_t i = 0; i < columns; ++i) row.push_back(change.main.copy(static_cast<int>(i)));
    }
    if (code != SQLITE_DONE) throw sql_failure{core.describe_failure(change.bound.target.get())};
    change.main.reset();
    return out;
}

std::uint64_t apply_merge(session_core& core, compiled_change& change) {
    enum : std::size_t { row_id, updates, removes, inserts, first_value };
    const auto& target = *change.bound.target;
    const auto is_set = [](const sqlite::value& flag) { return !flag.is_null() && flag.integer() != 0; };
    const auto run = [&](sqlite::statement& s) {
        run_to_end(core, s, target);
        s.reset();
    };
    std::set<std::int64_t> updated;
    std::uint64_t count = 0;
    for (const auto& row : merge_rows(core, change)) {
        if (is_set(row[updates])) {
            if (!updated.insert(row[row_id].integer()).second) fail(ora::unstable_rows, 0);
            change.merge_update.bind(0, row[row_id]);
            for (std::size_t i = 0; i < change.bound.update_values; ++i) {
                change.merge_update.bind(static_cast<int>(i) + 1, row[first_value + i]);
            }
            run(change.merge_update);
            if (is_set(row[removes])) {
                change.merge_delete.bind(0, row[row_id]);
                run(change.merge_delete);
            }
        } else if (is_set(row[inserts])) {
            const auto from = first_value + change.bound.update_values;
            for (std::size_t i = 0; i < change.bound.insert_values; ++i) {
                change.merge_insert.bind(static_cast<int>(i), row[from + i]);
            }
            run(change.merge_insert);
        } else {
            continue;
        }
        ++count;
    }
    return count;
}

std::string constraint_label(const table_info& t, const table_constraint& c) {
    return "(" + t.owner + "." + c.name + ")";
}

bool shares_column(const std::vector<std::size_t>& a, const std::vector<std::size_t>& b) {
    return std::any_of(a.begin(), a.end(),
                       [&](std::size_t column) { return std::find(b.begin(), b.end(), column) != b.end(); });
}

// Which side of the key the statement broke: it gave a child a value without parent, or took a child's parent.
[[noreturn]] void fail_foreign_key(session_core& core, const compiled_change& change) {
    const auto& target = *change.bound.target;
    for (const auto& child : core.tables().tables_with_foreign_keys()) {
        const auto* broken = find_orphan(core, *child);
        if (broken == nullptr) continue;
        const bool child_side = change.kind != statement_kind::delete_ && child->object_id == target.object_id &&
                                (change.kind != statement_kind::update || broken->parent_table != target.object_id ||
                                 shares_column(change.bound.assigned, broken->columns));
        const auto text = "integrity constraint " + constraint_label(*child, *broken) + " violated - ";
        if (child_side) fail(ora::parent_missing, text + "parent key not found", 0);
        fail(ora::child_found, text + "child record found", 0);
    }
    throw std::runtime_error("a foreign key is broken, but none is found to be");
}

void reset_all(compiled_change& change) {
    for (auto* s : {&change.main, &change.merge_update, &change.merge_delete, &change.merge_insert}) {
        if (*s) s->reset();
    }
}

// One try. It stands inside of a savepoint of its own when it can fail half-way.
class change_attempt {
public:
    change_attempt(session_core& core, compiled_change& change)
        : core_(core),
          change_(change),
          began_(core.begin_write()),
          has_keys_(change.bound.target->has_foreign_keys() || change.bound.target->is_referenced),
          has_savepoint_(change.bound.many_rows || has_keys_),
          locks_(core.lock_count()) {
        if (has_savepoint_) core_.run("SAVEPOINT \"statement\"");
    }

    execute_result run() {
        execute_result out;
        core_.begin_change(change_.bound.target->object_id, has_lobs(*change_.bound.target));
        try {
            core_.state().row_numbers.assign(change_.row_counters, 0);
            core_.state().recursion.clear();
            core_.state().key_values.clear();
            if (change_.kind == statement_kind::merge) {
                out.row_count = apply_merge(core_, change_);
            } else {
                run_main(core_, change_, out.returned);
                out.row_count = changed_rows(core_);
            }
            if (has_keys_ && core_.has_orphans()) fail_foreign_key(core_, change_);
        } catch (...) {
            undo();
            throw;
        }
        reset_all(change_);
        core_.end_change();
        return out;
    }

    void undo() {
        reset_all(change_);
        core_.end_change();
        if (has_savepoint_) core_.run("ROLLBACK TO \"statement\"; RELEASE \"statement\"");
        core_.release_locks(locks_);
        if (began_) core_.abandon_write();
    }

    void keep(const execute_result& out) {
        if (has_savepoint_) core_.run("RELEASE \"statement\"");
        if (out.row_count == 0 && began_) core_.abandon_write();  // nothing changed: hold no lock
    }

private:
    session_core& core_;
    compiled_change& change_;
    bool began_;
    bool has_keys_;
    bool has_savepoint_;
    std::size_t locks_;
};

}  // namespace

const table_constraint* find_orphan(session_core& core, const table_info& child) {
    for (const auto& key : child.constraints) {
        if (key.kind != constraint_kind::foreign_key) continue;
        const auto parent = core.tables().table(key.parent_table);
        const auto referenced = std::find_if(parent->constraints.begin(), parent->constraints.end(),
                                             [&](const table_constraint& c) { return c.number == key.parent_key; });
        std::string given;
        std::string equal;
        for (std::size_t i = 0; i < key.columns.size(); ++i) {
            const auto column = "child." + storage_column(key.columns[i]);
            given += column + " IS NOT NULL AND ";
            if (i != 0) equal += " AND ";
            equal.append("parent.").append(storage_column(referenced->columns[i])).append(" = ").append(column);
        }
        auto query = core.db().prepare("SELECT 1 FROM " + child.storage_name() + " AS child WHERE " + given +
                                       "NOT EXISTS (SELECT 1 FROM " + parent->storage_name() + " AS parent WHERE " +
                                       equal + ") LIMIT 1");
        if (query && query.step() == SQLITE_ROW) return &key;
    }
    return nullptr;
}

compiled_change compile_bound(session_core& core, statement_kind kind, bound_change bound, std::size_t row_counters) {
    compiled_change out;
    out.kind = kind;
    out.row_counters = row_counters;
    const auto prepare = [&core](const std::string& sql) {
        auto compiled = core.db().prepare(sql);
        if (!compiled) throw sql_failure{core.describe_failure(nullptr)};
        return compiled;
    };
    out.main = prepare(bound.sql);
    if (!bound.update_sql.empty()) out.merge_update = prepare(bound.update_sql);
    if (!bound.delete_sql.empty()) out.merge_delete = prepare(bound.delete_sql);
    if (!bound.insert_sql.empty()) out.merge_insert = prepare(bound.insert_sql);
    out.bound = std::move(bound);
    return out;
}

execute_result run_change(session_core& core, compiled_change& change) {
    row_wait patience(core, {});
    for (;;) {
        change_attempt attempt(core, change);
        auto out = attempt.run();
        if (const auto held = core.take_conflict()) {
            attempt.undo();
            patience.wait_for(*held);
            continue;
        }
        attempt.keep(out);
        if (out.row_count > 0 && !change.bound.target->is_index_organized) {
            out.last_rowid = make_rowid(change.bound.target->object_id, core.last_changed_row());
        }
        return out;
    }
}

}  // namespace oraxx::sandbox::engine
