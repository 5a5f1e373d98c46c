// MERGE: one query finds the rows and computes every value, before anything changes; statements that take the
// values as parameters apply them (change.cpp).
#include <algorithm>

#include "server/engine/binder.hpp"
#include "server/engine/expression_walk.hpp"
#include "server/engine/failure.hpp"

namespace oraxx::sandbox::engine {
namespace {

// Computed for the rows it concerns only: a value that is not used must not fail.
std::string when(const std::string& condition, const std::string& result) {
    return "CASE WHEN " + condition + " THEN " + result + " END";
}

std::string parameter(std::size_t number) {
    return "?" + std::to_string(number);
}

}  // namespace

// Columns of the target that ON compares must stay as they are.
void binder::check_merge_on(const merge_statement& m, const table_info& t) const {
    const auto& alias = m.alias.empty() ? t.name : m.alias;
    for (const auto& set : m.assignments) {
        const bool is_compared = any_node(*m.on, [&](const expression& e) {
            return e.kind == expression_kind::column && e.path.back() == set.column.name &&
                   (e.path.size() == 1 || e.path[e.path.size() - 2] == alias);
        });
        if (!is_compared) continue;
        fail(
            ora::merge_on_column,
            "Columns referenced in the ON Clause cannot be updated: " + quoted(alias) + '.' + quoted(set.column.name),
            set.column.position);
    }
}

void binder::bind_merge_update(const merge_statement& m, const scope& s, bound_change& out, merge_list& list) {
    const auto& t = *out.target;
    auto before = s;
    const std::string matched = before.tables.back().sqlite_alias + ".rowid IS NOT NULL";
    std::string concerned = matched;
    if (m.update_where) concerned += " AND (" + bind_condition(*m.update_where, before) + ")";
    // DELETE WHERE looks at the row as the update leaves it.
    auto after = s;
    std::string sets;
    std::string values;
    for (const auto& set : m.assignments) {
        const auto column = target_column(t, set.column);
        if (std::find(out.assigned.begin(), out.assigned.end(), column) != out.assigned.end())
            fail(ora::duplicate_column, set.column.position);
        refuse_identity(t, column, ora::identity_update, set.column.position);
        out.assigned.push_back(column);
        before.sequences_allowed = true;
        const auto changed =
            fitted(stored_value(set.value.get(), t, column, before), t, column, ora::cannot_update_null);
        after.tables.back().columns[column].value.sql = "(" + changed + ")";
        values += ", " + when(concerned, changed);
        sets += (sets.empty() ? "" : ", ") + storage_column(column) + " = " +
                noted(parameter(out.assigned.size() + 1), t, column);
    }
    out.update_values = out.assigned.size();
    out.update_sql = "UPDATE " + t.storage_name() + " SET " + sets + " WHERE rowid = ?1" +
                     bind_returning({}, {}, bind_checks(t, &out.assigned), out);
    std::string removed = "0";
    if (m.delete_where) {
        removed = when(concerned, "(" + bind_condition(*m.delete_where, after) + ")");
        out.delete_sql = "DELETE FROM " + t.storage_name() + " WHERE rowid = ?1";
    }
    list.flags += ", " + when(concerned, "1") + ", " + removed;
    list.values += values;
}

void binder::bind_merge_insert(const merge_statement& m, scope& s, bound_change& out, merge_list& list) {
    const auto& t = *out.target;
    // Only the source's columns are there to insert.
    const auto target = std::move(s.tables.back());
    s.tables.pop_back();
    for (const auto& given : m.values) {
        if (given == nullptr) continue;
        (void)any_node(*given, [&](const expression& e) {
            if (e.kind != expression_kind::column || e.path.size() < 2 || e.path[e.path.size() - 2] != target.alias) {
                return false;
            }
            fail(ora::merge_insert_column, "Invalid column in the INSERT VALUES Clause: " + path_text(e.path),
                 e.position);
        });
    }
    std::string concerned = target.sqlite_alias + ".rowid IS NULL";
    if (m.insert_where) concerned += " AND (" + bind_condition(*m.insert_where, s) + ")";
    std::vector<std::size_t> others;
    const auto columns = insert_columns(t, m.columns, others);
    if (m.values.size() > columns.size()) fail(ora::too_many_values, m.values_position);
    if (m.values.size() < columns.size()) fail(ora::not_enough_values, m.values_position);
    s.sequences_allowed = true;
    std::string names;
    std::string parameters;
    std::string values;
    const auto add = [&](std::size_t column, const typed& source) {
        const auto sql = fitted(with_default(source, t, column), t, column, ora::cannot_insert_null);
        values += ", " + when(concerned, sql);
        names += (names.empty() ? "" : ", ") + storage_column(column);
        ++out.insert_values;
        parameters += (parameters.empty() ? "" : ", ") + noted(parameter(out.insert_values), t, column);
    };
    for (std::size_t i = 0; i < columns.size(); ++i) {
        const auto* e = m.values[i].get();
        if (e != nullptr) {
            refuse_identity(t, columns[i], ora::identity_insert,
                            m.columns.empty() ? m.values_position : m.columns[i].position);
            note_nextval(*e);
        }
        add(columns[i], stored_value(e, t, columns[i], s));
    }
    for (const auto column : others) add(column, default_value(t.columns[column]));
    out.insert_sql = "INSERT INTO " + t.storage_name() + "(" + names + ") VALUES (" + parameters + ")" +
                     bind_returning({}, {}, bind_checks(t, nullptr), out);
    list.flags += ", " + when(concerned, "1");
    list.values += values;
}

bound_change binder::bind_merge(const merge_statement& m) {
    bound_change out;
    out.target = find_base_table(m.table);
    out.many_rows = true;
    const auto& t = *out.target;
    scope s;
    s.row_counter = static_cast<int>(row_counters_++);
    const auto source = bind_source(*m.source, s);
    s.tables.push_back(table_scope(t, m.alias));
    const auto target = s.tables.back().sqlite_alias;
    const auto on = bind_condition(*m.on, s);
    check_merge_on(m, t);
    merge_list list;
    if (m.assignments.empty()) {
        list.flags = ", 0, 0";
    } else {
        bind_merge_update(m, s, out, list);
    }
    if (m.inserts) {
        bind_merge_insert(m, s, out, list);
    } else {
        list.flags += ", 0";
    }
    out.sql = "SELECT " + target + ".rowid" + list.flags + list.values + " FROM " + source + " LEFT JOIN " +
              t.storage_name() + " AS " + target + " ON " + on;
    return out;
}

}  // namespace oraxx::sandbox::engine
