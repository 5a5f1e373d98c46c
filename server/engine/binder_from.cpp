// Table sources, joins, CONNECT BY LEVEL, and WHERE with its ROWNUM.
#include <algorithm>

#include "server/engine/binder.hpp"
#include "server/engine/failure.hpp"
#include "server/engine/rownum.hpp"

namespace oraxx::sandbox::engine {

void add_column(scope_table& table, const output_column& column) {
    typed reference;
    reference.sql = table.sqlite_alias + '.' + storage_column(table.columns.size());
    reference.type = column.type;
    reference.nullable = column.nullable;
    reference.label = quoted(table.alias) + "." + quoted(column.name);
    reference.column_name = column.name;
    reference.origin = {column.origin.table, column.origin.column, {}};
    table.columns.push_back({column.name, std::move(reference), false});
}

scope_table binder::table_scope(const table_info& t, const std::string& alias) {
    scope_table out;
    out.alias = alias.empty() ? t.name : alias;
    if (alias.empty()) out.schema = t.owner;
    out.sqlite_alias = next_alias();
    out.object_id = t.object_id;
    out.is_index_organized = t.is_index_organized;
    for (std::size_t i = 0; i < t.columns.size(); ++i) {
        const auto& column = t.columns[i];
        add_column(out, {column.name, column.type, column.nullable, 0, {t.object_id, i, {}}});
        if (t.is_table()) out.columns.back().value.origin.row_id = out.sqlite_alias + ".rowid";
    }
    return out;
}

std::string binder::bind_from(const query_block& b, scope& s) {
    if (b.where && mentions_outer_join(*b.where)) return bind_old_joins(b, s);
    std::string sql;
    for (const auto& source : b.from) {
        const bool is_join = source->left != nullptr;
        const auto text = bind_source(*source, s);
        sql += (sql.empty() ? " FROM " : ", ") + (is_join && b.from.size() > 1 ? "(" + text + ")" : text);
    }
    return sql;
}

std::string binder::bind_source(const table_source& t, scope& s) {
    if (t.left) return bind_join(t, s);
    if (t.collection) return bind_collection(t, s);
    auto* const named = t.schema.empty() && !t.subquery ? find_named(t.name) : nullptr;
    if (named != nullptr) {
        s.tables.push_back(use_named(*named, t, s));
        return named->sqlite_name + " AS " + s.tables.back().sqlite_alias;
    }
    if (!t.subquery) {
        const auto table = find_table(t.schema, t.name, t.position);
        if (!table->view_text.empty()) return bind_view(*table, t, s);
        auto entry = table_scope(*table, t.alias);
        const auto alias = entry.sqlite_alias;
        s.tables.push_back(std::move(entry));
        return (table->view_sql.empty() ? table->storage_name() : "(" + table->view_sql + ")") + " AS " + alias;
    }
    auto q = bind_query(*t.subquery, s.outer);
    scope_table entry;
    entry.alias = t.alias;
    entry.sqlite_alias = next_alias();
    for (const auto& column : q.columns) add_column(entry, column);
    const auto alias = entry.sqlite_alias;
    s.tables.push_back(std::move(entry));
    return "(" + q.sql + ") AS " + alias;
}

std::string binder::bind_join(const table_source& t, scope& s) {
    const auto left_from = s.tables.size();
    const auto left = bind_source(*t.left, s);
    const auto right_from = s.tables.size();
    const bool right_is_join = t.right->left != nullptr;
    auto right = bind_source(*t.right, s);
    if (right_is_join) right = "(" + right + ")";
    const auto make_nullable = [&s](std::size_t from, std::size_t to) {
        for (auto i = from; i < to; ++i) {
            for (auto& column : s.tables[i].columns) column.value.nullable = true;
        }
    };
    if (t.join == join_kind::left || t.join == join_kind::full) make_nullable(right_from, s.tables.size());
    if (t.join == join_kind::right || t.join == join_kind::full) make_nullable(left_from, right_from);
    const char* const word = t.join == join_kind::cross   ? " CROSS JOIN "
                             : t.join == join_kind::left  ? " LEFT JOIN "
                             : t.join == join_kind::right ? " RIGHT JOIN "
                             : t.join == join_kind::full  ? " FULL JOIN "
                                                          : " JOIN ";
    std::string on;
    if (t.on) on = bind_condition(*t.on, s);
    if (!t.using_columns.empty() || t.natural) merge_using(t, s, left_from, right_from, on);
    return left + word + right + (on.empty() ? "" : " ON " + on);
}

namespace {

// NATURAL JOIN: names that both sides have, in the left one's order.
std::vector<std::string> shared_names(const scope& s, std::size_t left_from, std::size_t right_from) {
    const auto right_has = [&](const std::string& name) {
        return std::any_of(s.tables.begin() + static_cast<std::ptrdiff_t>(right_from), s.tables.end(),
                           [&name](const scope_table& t) {
                               return std::any_of(t.columns.begin(), t.columns.end(), [&name](const scope_column& c) {
                                   return !c.hidden && c.name == name;
                               });
                           });
    };
    std::vector<std::string> out;
    for (auto i = left_from; i < right_from; ++i) {
        for (const auto& column : s.tables[i].columns) {
            if (!column.hidden && right_has(column.name)) out.push_back(column.name);
        }
    }
    return out;
}

}  // namespace

// USING (a): one column a instead of two.
void binder::merge_using(const table_source& t, scope& s, std::size_t left_from, std::size_t right_from,
                         std::string& on) {
    for (const auto& name : t.natural ? shared_names(s, left_from, right_from) : t.using_columns) {
        const auto find = [&](std::size_t from, std::size_t to) -> scope_column& {
            for (auto i = from; i < to; ++i) {
                for (auto& column : s.tables[i].columns) {
                    if (column.name == name && !column.hidden) return column;
                }
            }
            fail(ora::invalid_identifier, quoted(name) + ": invalid identifier", t.position);
        };
        auto& left = find(left_from, right_from);
        auto& right = find(right_from, s.tables.size());
        on += (on.empty() ? "" : " AND ") + compare(left.value, "=", right.value);
        right.hidden = true;
        left.merged = true;
        left.natural = right.natural = t.natural;
        if (t.join == join_kind::right) left.value = right.value;
        if (t.join == join_kind::full) left.value.sql = "ifnull(" + left.value.sql + "," + right.value.sql + ")";
    }
}

// FROM DUAL CONNECT BY LEVEL <= n: rows numbered by a recursion.
std::string binder::bind_level_source(const query_block& b, scope& s) {
    const bool is_dual = b.from.size() == 1 && !b.from[0]->left && !b.from[0]->subquery && b.from[0]->name == "DUAL";
    if (!is_dual) refuse("CONNECT BY on a table", b.connect_by->position);
    auto entry = table_scope(*find_table(b.from[0]->schema, b.from[0]->name, b.from[0]->position), b.from[0]->alias);
    const auto alias = entry.sqlite_alias;
    entry.object_id = 0;
    const auto levels = next_alias();
    std::vector<const expression*> conditions;
    collect_terms(*b.connect_by, expression_kind::logical_and, conditions);
    std::string condition;
    for (const auto* e : conditions) {
        condition += condition.empty() ? "" : " AND ";
        if (const auto bound = match_row_bound(*e, true); bound.count != nullptr) {
            const auto limit = convert(bind_value(*bound.count, s), number_expression()).sql;
            condition += bound.exclusive ? "n+1<" + call_sql("n_count", {call_sql("n_ceil", {limit})})
                                         : "n<" + call_sql("n_count", {limit});
            continue;
        }
        scope inner;
        inner.outer = s.outer;
        inner.level_sql = "(n+1)";
        inner.rownum_is_level = true;
        condition += bind_condition(*e, inner);
    }
    s.tables.push_back(std::move(entry));
    s.level_sql = alias + ".n";
    return " FROM (WITH RECURSIVE " + levels + "(n) AS (SELECT 1 UNION ALL SELECT n+1 FROM " + levels + " WHERE " +
           condition + ") SELECT 'X' AS c1, n FROM " + levels + ") AS " + alias;
}

// A row's ROWNUM is given when every other condition holds, so one CASE decides all that depend on it.
std::string binder::bind_where(const expression* where, bool counts_elsewhere, scope& s, std::string& limit,
                               bool simple_limit) {
    std::vector<const expression*> conditions;
    if (where != nullptr) collect_terms(*where, expression_kind::logical_and, conditions);
    const bool in_where =
        std::any_of(conditions.begin(), conditions.end(), [](const expression* e) { return mentions_rownum(*e); });
    const bool only_bound =
        simple_limit && std::count_if(conditions.begin(), conditions.end(),
                                      [](const expression* e) { return mentions_rownum(*e); }) == 1;
    std::string first;
    std::string last;
    for (const auto* e : conditions) {
        if (!s.tables.empty() && mentions_outer_join(*e)) continue;  // already joined by
        if (only_bound && mentions_rownum(*e)) {
            if (const auto bound = match_row_bound(*e, false); bound.count != nullptr) {
                const auto bound_sql = convert(bind_value(*bound.count, s), number_expression()).sql;
                limit = bound.exclusive ? "max(" + call_sql("n_count", {call_sql("n_ceil", {bound_sql})}) + "-1,0)"
                                        : call_sql("n_count", {bound_sql});
                limit.insert(0, "ifnull(").append(",0)");
                continue;
            }
        }
        s.is_candidate = true;
        auto& part = (in_where || counts_elsewhere) && (mentions_rownum(*e) || contains_subquery(*e)) ? last : first;
        part += (part.empty() ? "" : " AND ") + bind_condition(*e, s);
        s.is_candidate = false;
    }
    if ((in_where && limit.empty()) || counts_elsewhere) {
        // Columns of every table as arguments keep SQLite from counting before the join is complete.
        std::string count = "row_next(" + std::to_string(s.row_counter);
        for (const auto& table : s.tables) {
            if (!table.columns.empty()) count += "," + table.sqlite_alias + '.' + storage_column(0);
        }
        count += ')';
        last = last.empty() ? count : "CASE WHEN " + last + " THEN " + count + " END";
        s.counts_rows = true;
    }
    if (first.empty() && last.empty()) return {};
    return " WHERE " + first + (first.empty() || last.empty() ? "" : " AND ") + last;
}

}  // namespace oraxx::sandbox::engine
