// INSERT, UPDATE and DELETE.
#include <algorithm>

#include "server/engine/binder.hpp"
#include "server/engine/failure.hpp"
#include "server/engine/parser.hpp"

namespace oraxx::sandbox::engine {
namespace {

bool is_key_column(const table_info& t, std::size_t column) {
    return std::any_of(t.keys.begin(), t.keys.end(), [column](const table_key& k) {
        return std::find(k.columns.begin(), k.columns.end(), column) != k.columns.end();
    });
}

}  // namespace

std::size_t binder::target_column(const table_info& t, const column_name& name) const {
    for (std::size_t i = 0; i < t.columns.size(); ++i) {
        if (t.columns[i].name == name.name) return i;
    }
    fail(ora::invalid_identifier, quoted(name.name) + ": invalid identifier", name.position);
}

// A value on its way into a column: converted, fitted, checked.
std::string binder::store_column(const typed& source, const table_info& t, std::size_t column, int null_error) const {
    const auto& target = t.columns[column];
    const std::string label = t.label() + '.' + quoted(target.name);
    typed converted = convert(source, target.type);
    converted.position = source.position;
    std::string sql = converted.sql;
    if (sql != "NULL") sql = store_sql(converted, target.type, target.in_chars, target.is_float, label);
    if (!target.nullable) {
        sql = call_at("st_required", {sql, text_literal(label), std::to_string(null_error)}, source.position);
    }
    if (is_key_column(t, column)) {
        auto shown = converted;
        shown.type = target.type;
        const auto text = shown.sql == "NULL" ? shown.sql : to_text(shown).sql;
        sql = call_sql("st_key", {sql, std::to_string(column), text});
    }
    return sql;
}

typed binder::default_value(const table_column& column) {
    if (column.default_text.empty()) {
        typed null;
        null.sql = "NULL";
        null.type = null_type();
        return null;
    }
    const auto parsed = parser("SELECT " + column.default_text + " FROM DUAL", dialect{settings_.is_23ai}).parse();
    scope s;
    auto source = bind_value(*std::get<select_statement>(parsed.body).body->block->items[0].value, s);
    source.position = 0;
    return source;
}

typed binder::stored_value(const expression* e, const table_info& t, std::size_t column, scope& s) {
    return e == nullptr ? default_value(t.columns[column]) : bind_value(*e, s);
}

std::string binder::bind_insert(const insert_statement& s) {
    const auto table = find_base_table(s.table);
    target_ = table;
    const auto& t = *table;
    std::vector<std::size_t> columns;
    for (const auto& name : s.columns) {
        const auto column = target_column(t, name);
        if (std::find(columns.begin(), columns.end(), column) != columns.end())
            fail(ora::duplicate_column, name.position);
        columns.push_back(column);
    }
    if (columns.empty()) {
        for (std::size_t i = 0; i < t.columns.size(); ++i) columns.push_back(i);
    }
    // Columns left out get their default; those that need a value say so.
    std::vector<std::size_t> others;
    for (std::size_t i = 0; i < t.columns.size(); ++i) {
        const bool named = std::find(columns.begin(), columns.end(), i) != columns.end();
        if (!named && (!t.columns[i].nullable || !t.columns[i].default_text.empty())) others.push_back(i);
    }
    std::string names;
    for (const auto list : {&columns, &others}) {
        for (const auto column : *list) names += (names.empty() ? "" : ", ") + storage_column(column);
    }
    std::string rest;
    for (const auto column : others)
        rest += ", " + store_column(default_value(t.columns[column]), t, column, ora::cannot_insert_null);
    const auto check_count = [&](std::size_t given, std::size_t position) {
        if (given > columns.size()) fail(ora::too_many_values, position);
        if (given < columns.size()) fail(ora::not_enough_values, position);
    };
    const std::string head = "INSERT INTO " + t.storage_name() + "(" + names + ") ";
    if (s.source) {
        touches_many_rows_ = true;
        const auto q = bind_query(*s.source, nullptr);
        check_count(q.columns.size(), s.table.position);
        const auto alias = next_alias();
        std::string list;
        for (std::size_t i = 0; i < columns.size(); ++i) {
            typed source;
            source.sql = alias + '.' + storage_column(i);
            source.type = q.columns[i].type;
            source.position = s.source->position;
            list += (i == 0 ? "" : ", ") + store_column(source, t, columns[i], ora::cannot_insert_null);
        }
        return head + "SELECT " + list + rest + " FROM (" + q.sql + ") AS " + alias;
    }
    touches_many_rows_ = s.rows.size() > 1;
    std::string rows;
    for (const auto& row : s.rows) {
        check_count(row.size(), s.table.position);
        scope none;
        std::string list;
        for (std::size_t i = 0; i < row.size(); ++i) {
            const auto source = stored_value(row[i].get(), t, columns[i], none);
            list += (i == 0 ? "" : ", ") + store_column(source, t, columns[i], ora::cannot_insert_null);
        }
        rows += (rows.empty() ? "VALUES (" : ", (") + list + rest + ')';
    }
    return head + rows;
}

std::string binder::bind_update(const update_statement& u) {
    const auto table = find_base_table(u.table);
    target_ = table;
    touches_many_rows_ = true;
    scope s;
    s.row_counter = static_cast<int>(row_counters_++);
    s.tables.push_back(table_scope(*table, u.alias));
    std::string sets;
    std::vector<std::size_t> assigned;
    for (const auto& set : u.assignments) {
        const auto column = target_column(*table, set.column);
        if (std::find(assigned.begin(), assigned.end(), column) != assigned.end())
            fail(ora::duplicate_column, set.column.position);
        assigned.push_back(column);
        const auto source = stored_value(set.value.get(), *table, column, s);
        sets += (sets.empty() ? "" : ", ") + storage_column(column) + " = " +
                store_column(source, *table, column, ora::cannot_update_null);
    }
    std::string limit;
    const auto where = bind_where(u.where.get(), false, s, limit, false);
    return "UPDATE " + table->storage_name() + " AS " + s.tables[0].sqlite_alias + " SET " + sets + where;
}

std::string binder::bind_delete(const delete_statement& d) {
    const auto table = find_base_table(d.table);
    target_ = table;
    touches_many_rows_ = true;
    scope s;
    s.row_counter = static_cast<int>(row_counters_++);
    s.tables.push_back(table_scope(*table, d.alias));
    std::string limit;
    const auto where = bind_where(d.where.get(), false, s, limit, false);
    return "DELETE FROM " + table->storage_name() + " AS " + s.tables[0].sqlite_alias + where;
}

}  // namespace oraxx::sandbox::engine
