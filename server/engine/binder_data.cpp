// INSERT, UPDATE and DELETE, and what a value goes through on its way into a column.
#include <algorithm>

#include "server/engine/binder.hpp"
#include "server/engine/failure.hpp"
#include "server/engine/parser.hpp"

namespace oraxx::sandbox::engine {
namespace {

// Its value is part of what ORA-00001 tells.
bool is_unique_column(const table_info& t, std::size_t column) {
    const auto in_key = [column](const table_constraint& k) {
        return k.is_key() && std::find(k.columns.begin(), k.columns.end(), column) != k.columns.end();
    };
    const auto in_index = [column](const table_index& i) {
        return i.is_unique && std::any_of(i.columns.begin(), i.columns.end(),
                                          [column](const index_column& c) { return c.column == column; });
    };
    return std::any_of(t.constraints.begin(), t.constraints.end(), in_key) ||
           std::any_of(t.indexes.begin(), t.indexes.end(), in_index);
}

}  // namespace

std::size_t binder::target_column(const table_info& t, const column_name& name) const {
    for (std::size_t i = 0; i < t.columns.size(); ++i) {
        if (t.columns[i].name == name.name) return i;
    }
    fail(ora::invalid_identifier, quoted(name.name) + ": invalid identifier", name.position);
}

// A value as the column takes it: converted, measured, not NULL where that is wrong.
std::string binder::fitted(const typed& source, const table_info& t, std::size_t column, int null_error) const {
    const auto& target = t.columns[column];
    const std::string label = t.label() + '.' + quoted(target.name);
    typed converted = convert(source, target.type);
    converted.position = source.position;
    std::string sql = converted.sql;
    if (sql != "NULL") sql = store_sql(converted, target.type, target.in_chars, target.is_float, label);
    if (!target.nullable) {
        sql = call_at("st_required", {sql, text_literal(label), std::to_string(null_error)}, source.position);
    }
    return sql;
}

std::string binder::noted(const std::string& sql, const table_info& t, std::size_t column) const {
    return is_unique_column(t, column) ? call_sql("st_key", {sql, std::to_string(column)}) : sql;
}

// DEFAULT ON NULL stands in for NULLs too.
typed binder::with_default(typed source, const table_info& t, std::size_t column) {
    const auto& target = t.columns[column];
    if (target.rule != default_rule::on_null) return source;
    auto fallback = convert(default_value(target), target.type);
    if (source.sql != "NULL") fallback.sql = "ifnull(" + convert(source, target.type).sql + "," + fallback.sql + ")";
    fallback.type = target.type;
    fallback.position = source.position;
    return fallback;
}

typed binder::default_value(const table_column& column) {
    if (column.default_text.empty()) {
        typed null;
        null.sql = "NULL";
        null.type = null_type();
        return null;
    }
    scope s;
    s.sequences_allowed = true;
    return bind_value(
        *parser::parse_stored_value(column.default_text, dialect{settings_.is_23ai, settings_.has_json}), s);
}

typed binder::stored_value(const expression* e, const table_info& t, std::size_t column, scope& s) {
    return e == nullptr ? default_value(t.columns[column]) : bind_value(*e, s);
}

void binder::refuse_identity(const table_info& t, std::size_t column, int code, std::size_t position) {
    if (t.columns[column].rule == default_rule::always) fail(code, position);
}

// The columns an INSERT names, or all. `others`: those left out that get a default, or that need a value and
// will say so.
std::vector<std::size_t> binder::insert_columns(const table_info& t, const std::vector<column_name>& names,
                                                std::vector<std::size_t>& others) const {
    std::vector<std::size_t> out;
    for (const auto& name : names) {
        const auto column = target_column(t, name);
        if (std::find(out.begin(), out.end(), column) != out.end()) fail(ora::duplicate_column, name.position);
        out.push_back(column);
    }
    for (std::size_t i = 0; i < t.columns.size(); ++i) {
        if (names.empty()) {
            out.push_back(i);
        } else if (std::find(out.begin(), out.end(), i) == out.end() &&
                   (!t.columns[i].nullable || !t.columns[i].default_text.empty())) {
            others.push_back(i);
        }
    }
    return out;
}

// Every CHECK that a change of these columns (all, when null) can break. SQLite evaluates it in the RETURNING clause
// over the row as it is stored.
std::vector<std::string> binder::bind_checks(const table_info& t, const std::vector<std::size_t>* changed) {
    std::vector<std::string> out;
    for (const auto& c : t.constraints) {
        if (c.kind != constraint_kind::check) continue;
        const bool concerned =
            changed == nullptr || std::any_of(c.columns.begin(), c.columns.end(), [&](auto column) {
                return std::find(changed->begin(), changed->end(), column) != changed->end();
            });
        if (!concerned) continue;
        out.push_back(call_sql("st_check", {bind_check(t, c), text_literal(t.owner + '.' + c.name)}));
    }
    return out;
}

// " RETURNING " with the checks first and the values behind.
std::string binder::bind_returning(const std::optional<returning_clause>& returning, const std::string& alias,
                                   std::vector<std::string> columns, bound_change& out) {
    out.first_returned = columns.size();
    if (returning) {
        const auto& t = *out.target;
        scope s;
        s.tables.push_back(own_scope(t));
        s.tables[0].object_id = t.object_id;
        s.tables[0].is_index_organized = t.is_index_organized;
        if (!alias.empty()) {
            s.tables[0].alias = alias;
            s.tables[0].schema.clear();
        }
        for (std::size_t i = 0; i < returning->values.size(); ++i) {
            auto item = bind_value(*returning->values[i], s);
            const auto target = returning->into[std::min(i, returning->into.size() - 1)]->bind_index;
            const bool is_converted = returns_into_binds_ && target < binds_.size();
            if (is_converted) item = convert(std::move(item), binds_[target]);
            out.returned.push_back(is_converted ? binds_[target] : item.type);
            columns.push_back(std::move(item.sql));
        }
    }
    std::string sql;
    for (const auto& column : columns) sql += (sql.empty() ? " RETURNING " : ", ") + column;
    return sql;
}

bound_change binder::bind_insert(const insert_statement& s) {
    bound_change out;
    out.target = find_base_table(s.table);
    const auto& t = *out.target;
    std::vector<std::size_t> others;
    const auto columns = insert_columns(t, s.columns, others);
    const auto place_of_column = [&](std::size_t i) {
        return s.columns.empty() ? s.table.position : s.columns[i].position;
    };
    std::string names;
    for (const auto& list : {columns, others}) {
        for (const auto column : list) names += (names.empty() ? "" : ", ") + storage_column(column);
    }
    std::string rest;
    for (const auto column : others) {
        rest += ", " + stored(default_value(t.columns[column]), t, column, ora::cannot_insert_null);
    }
    const auto check_count = [&](std::size_t given) {
        if (given > columns.size()) fail(ora::too_many_values, s.table.position);
        if (given < columns.size()) fail(ora::not_enough_values, s.table.position);
    };
    const auto checks = bind_returning(s.returning, s.alias, bind_checks(t, nullptr), out);
    out.sql = "INSERT INTO " + t.storage_name() + "(" + names + ") ";
    if (s.source) {
        out.many_rows = true;
        allow_sequences(*s.source);
        const auto q = bind_query(*s.source, nullptr);
        check_count(q.columns.size());
        const auto alias = next_alias();
        std::string list;
        for (std::size_t i = 0; i < columns.size(); ++i) {
            refuse_identity(t, columns[i], ora::identity_insert, place_of_column(i));
            typed source;
            source.sql = alias + '.' + storage_column(i);
            source.type = q.columns[i].type;
            source.position = s.source->position;
            list += (i == 0 ? "" : ", ") + stored(source, t, columns[i], ora::cannot_insert_null);
        }
        out.sql += "SELECT " + list + rest + " FROM (" + q.sql + ") AS " + alias;
        // Without WHERE, SQLite could take what follows for a join condition.
        if (!checks.empty()) out.sql += " WHERE true" + checks;
        return out;
    }
    out.many_rows = s.rows.size() > 1 || !checks.empty();  // RETURNING, too, may fail when the row is in
    std::string rows;
    const auto add_row = [&](const std::vector<typed>& sources) {
        std::string list;
        for (std::size_t i = 0; i < sources.size(); ++i) {
            list += (i == 0 ? "" : ", ") + stored(sources[i], t, columns[i], ora::cannot_insert_null);
        }
        rows += (rows.empty() ? "VALUES (" : ", (") + list + rest + ')';
    };
    if (s.record) {
        const auto fields = bind_record(*s.record);
        check_count(fields.size());
        add_row(fields);
    }
    for (const auto& row : s.rows) {
        check_count(row.size());
        scope none;
        none.sequences_allowed = true;
        for (const auto& e : row) {
            if (e != nullptr) note_nextval(*e);
        }
        std::vector<typed> sources;
        for (std::size_t i = 0; i < row.size(); ++i) {
            if (row[i] != nullptr) refuse_identity(t, columns[i], ora::identity_insert, place_of_column(i));
            sources.push_back(stored_value(row[i].get(), t, columns[i], none));
        }
        add_row(sources);
    }
    out.sql += rows + checks;
    return out;
}

bound_change binder::bind_update(const update_statement& u) {
    bound_change out;
    out.target = find_base_table(u.table);
    out.many_rows = true;
    const auto& t = *out.target;
    scope s;
    s.row_counter = static_cast<int>(row_counters_++);
    s.tables.push_back(table_scope(t, u.alias));
    for (const auto& set : u.assignments) {
        if (set.value) note_nextval(*set.value);
    }
    std::string sets;
    s.sequences_allowed = true;
    const auto assign = [&](std::size_t column, const typed& source) {
        out.assigned.push_back(column);
        sets += (sets.empty() ? "" : ", ") + storage_column(column) + " = " +
                noted(fitted(source, t, column, ora::cannot_update_null), t, column);
    };
    for (const auto& set : u.assignments) {
        if (set.is_row) {
            const auto fields = bind_record(*set.value);
            if (fields.size() > t.columns.size()) fail(ora::too_many_values, set.column.position);
            if (fields.size() < t.columns.size()) fail(ora::not_enough_values, set.column.position);
            for (std::size_t i = 0; i < fields.size(); ++i) assign(i, fields[i]);
            continue;
        }
        const auto column = target_column(t, set.column);
        if (std::find(out.assigned.begin(), out.assigned.end(), column) != out.assigned.end())
            fail(ora::duplicate_column, set.column.position);
        refuse_identity(t, column, ora::identity_update, set.column.position);
        assign(column, stored_value(set.value.get(), t, column, s));
    }
    s.sequences_allowed = false;
    std::string limit;
    const auto where = bind_where(u.where.get(), false, s, limit, false);
    out.sql = "UPDATE " + t.storage_name() + " AS " + s.tables[0].sqlite_alias + " SET " + sets + where +
              bind_returning(u.returning, u.alias, bind_checks(t, &out.assigned), out);
    return out;
}

bound_change binder::bind_delete(const delete_statement& d) {
    bound_change out;
    out.target = find_base_table(d.table);
    out.many_rows = true;
    scope s;
    s.row_counter = static_cast<int>(row_counters_++);
    s.tables.push_back(table_scope(*out.target, d.alias));
    std::string limit;
    const auto where = bind_where(d.where.get(), false, s, limit, false);
    // With a condition SQLite goes from row to row, and each is seen to be changed.
    out.sql = "DELETE FROM " + out.target->storage_name() + " AS " + s.tables[0].sqlite_alias +
              (where.empty() ? " WHERE true" : where) + bind_returning(d.returning, d.alias, {}, out);
    return out;
}

}  // namespace oraxx::sandbox::engine
