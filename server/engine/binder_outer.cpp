// The old outer joins: WHERE a.x = b.x(+) becomes a LEFT JOIN of b on all conditions that mark it.
#include <algorithm>

#include "server/engine/binder.hpp"
#include "server/engine/failure.hpp"
#include "server/engine/rownum.hpp"

namespace oraxx::sandbox::engine {
namespace {

// What the marked conditions of one table say.
struct outer_table {
    std::vector<const expression*> conditions{};
    std::vector<std::size_t> needs{};  // tables that must be joined before
    bool is_done = false;
};

std::optional<std::size_t> table_of(const expression& column, const scope& s) {
    for (std::size_t i = 0; i < s.tables.size(); ++i) {
        const auto& table = s.tables[i];
        if (column.path.size() >= 2 && table.alias != column.path[column.path.size() - 2]) continue;
        const bool has = std::any_of(table.columns.begin(), table.columns.end(),
                                     [&column](const scope_column& c) { return c.name == column.path.back(); });
        if (has) return i;
    }
    return std::nullopt;
}

template <class Visit>
void for_each_column(const expression& e, Visit visit) {
    if (e.kind == expression_kind::column) visit(e);
    for (const auto& argument : e.args) for_each_column(*argument, visit);
}

// The one table that a condition marks; notes the others it needs.
std::size_t read_condition(const expression& e, const scope& s, std::vector<std::size_t>& needs) {
    const bool alternatives =
        e.kind == expression_kind::logical_or || (e.kind == expression_kind::in_list && e.args.size() > 2);
    if (alternatives) fail(ora::outer_join_in_or, e.position);
    if (e.subquery || contains_subquery(e)) fail(ora::outer_join_to_subquery, e.position);
    std::optional<std::size_t> marked;
    for_each_column(e, [&](const expression& column) {
        const auto table = table_of(column, s);
        if (!table) return;
        if (!column.outer_joined) return needs.push_back(*table);
        if (marked && *marked != *table) fail(ora::two_outer_tables, column.position);
        marked = table;
    });
    if (!marked) {
        for_each_column(e, [&](const expression& column) {
            if (column.outer_joined) {
                fail(ora::invalid_identifier, path_text(column.path) + ": invalid identifier", column.position);
            }
        });
    }
    return marked.value_or(0);
}

}  // namespace

std::string binder::bind_old_joins(const query_block& b, scope& s) {
    std::vector<std::string> sources;
    for (const auto& source : b.from) {
        if (source->left) fail(ora::mixed_outer_joins, source->position);
        sources.push_back(bind_source(*source, s));
    }
    std::vector<const expression*> conditions;
    collect_terms(*b.where, expression_kind::logical_and, conditions);
    std::vector<outer_table> outer(sources.size());
    for (const auto* e : conditions) {
        if (!mentions_outer_join(*e)) continue;
        std::vector<std::size_t> needs;
        auto& table = outer[read_condition(*e, s, needs)];
        table.conditions.push_back(e);
        table.needs.insert(table.needs.end(), needs.begin(), needs.end());
    }
    std::string sql;
    for (std::size_t i = 0; i < sources.size(); ++i) {
        outer[i].is_done = outer[i].conditions.empty();
        if (outer[i].is_done) sql += (sql.empty() ? " FROM " : ", ") + sources[i];
    }
    const auto is_ready = [&](std::size_t i) {
        return !outer[i].is_done && std::all_of(outer[i].needs.begin(), outer[i].needs.end(), [&](std::size_t other) {
            return other == i || outer[other].is_done;
        });
    };
    const auto left_over = std::count_if(outer.begin(), outer.end(), [](const outer_table& t) { return !t.is_done; });
    s.in_old_join = true;
    for (std::ptrdiff_t joined = 0; joined < left_over; ++joined) {
        std::size_t next = 0;
        while (next < outer.size() && !is_ready(next)) ++next;
        if (next == outer.size() || sql.empty()) fail(ora::mutual_outer_join, conditions[0]->position);
        for (auto& column : s.tables[next].columns) column.value.nullable = true;
        std::string on;
        for (const auto* e : outer[next].conditions) on += (on.empty() ? "" : " AND ") + bind_condition(*e, s);
        sql += " LEFT JOIN " + sources[next] + " ON " + on;
        outer[next].is_done = true;
    }
    s.in_old_join = false;
    return sql;
}

}  // namespace oraxx::sandbox::engine
