// Running a data change: all of it or nothing, keys and conditions looked at when it is over, rows that others
// hold waited for.
#pragma once

#include "server/engine/session_core.hpp"

namespace oraxx::sandbox::engine {

// INSERT, UPDATE, DELETE or MERGE, compiled.
struct compiled_change {
    statement_kind kind = statement_kind::insert;
    bound_change bound{};
    sqlite::statement main{};  // MERGE: the query for its rows
    sqlite::statement merge_update{};
    sqlite::statement merge_delete{};
    sqlite::statement merge_insert{};
    std::size_t row_counters = 0;
};

// Values between Oracle's types and SQLite.
void bind_parameter(sqlite::statement& to, int index, const value& v);
[[nodiscard]] value read_column(const sqlite::statement& from, int index, const sql_type& type);
// The type a bind counts as: the declared one, or the value's own when that cannot hold it.
[[nodiscard]] sql_type effective_type(const bind_value& bind);

// Parameters of `main` are bound already. Throws sql_failure.
execute_result run_change(session_core& core, compiled_change& change);

// The foreign key of the table with a value that its parent does not have; nullptr: none.
[[nodiscard]] const table_constraint* find_orphan(session_core& core, const table_info& child);

// Compiles what the binder made of a data change. Throws sql_failure.
[[nodiscard]] compiled_change compile_bound(session_core& core, statement_kind kind, bound_change bound,
                                            std::size_t row_counters);

// Binds the data change among a variant's alternatives to the session's tables, and compiles it. Throws sql_failure.
template <class Statements>
[[nodiscard]] compiled_change compile_change(session_core& core, binder& b, const Statements& alternatives) {
    auto kind = statement_kind::insert;
    bound_change bound;
    if (const auto* insert = std::get_if<insert_statement>(&alternatives)) {
        bound = b.bind_insert(*insert);
    } else if (const auto* update = std::get_if<update_statement>(&alternatives)) {
        kind = statement_kind::update;
        bound = b.bind_update(*update);
    } else if (const auto* merge = std::get_if<merge_statement>(&alternatives)) {
        kind = statement_kind::merge;
        bound = b.bind_merge(*merge);
    } else {
        kind = statement_kind::delete_;
        bound = b.bind_delete(std::get<delete_statement>(alternatives));
    }
    return compile_bound(core, kind, std::move(bound), b.row_counters());
}

}  // namespace oraxx::sandbox::engine
