// CREATE, DROP and TRUNCATE TABLE.
#include <algorithm>

#include "server/engine/failure.hpp"
#include "server/engine/parser.hpp"
#include "server/engine/statement.hpp"

namespace oraxx::sandbox::engine {
namespace {

// DDL is a transaction of its own.
template <class Work>
void in_own_transaction(session_core& core, Work work) {
    core.begin_write();
    try {
        work();
    } catch (...) {
        core.run("ROLLBACK");
        throw;
    }
    core.commit();
}

std::size_t column_index(const table_info& t, const column_name& name) {
    for (std::size_t i = 0; i < t.columns.size(); ++i) {
        if (t.columns[i].name == name.name) return i;
    }
    fail(ora::invalid_identifier, quoted(name.name) + ": invalid identifier", name.position);
}

void add_column(table_info& t, table_column column, std::size_t position) {
    const bool known =
        std::any_of(t.columns.begin(), t.columns.end(), [&](const table_column& c) { return c.name == column.name; });
    if (known) fail(ora::duplicate_column, position);
    t.columns.push_back(std::move(column));
}

void add_key(table_info& t, table_key key, std::size_t position) {
    const bool second =
        key.is_primary && std::any_of(t.keys.begin(), t.keys.end(), [](const table_key& k) { return k.is_primary; });
    if (second) fail(ora::second_primary_key, position);
    if (key.is_primary) {
        for (const auto column : key.columns) t.columns[column].nullable = false;
    }
    t.keys.push_back(std::move(key));
}

table_info define_table(const create_table_statement& s, const std::string& owner) {
    table_info t;
    t.owner = owner;
    t.name = s.table.name;
    for (const auto& c : s.columns) {
        table_column column;
        column.name = c.name.name;
        column.type = from_type_name(c.type);
        column.in_chars = c.type.in_chars;
        column.is_float = c.type.is_float;
        column.nullable = !c.not_null;
        column.default_text = c.default_text;
        add_column(t, std::move(column), c.name.position);
        const auto index = t.columns.size() - 1;
        if (c.primary_key || c.unique) add_key(t, {c.constraint_name, c.primary_key, {index}}, c.name.position);
    }
    for (const auto& k : s.keys) {
        table_key key{k.name, k.primary, {}};
        for (const auto& name : k.columns) key.columns.push_back(column_index(t, name));
        add_key(t, std::move(key), k.columns[0].position);
    }
    return t;
}

// CREATE TABLE AS SELECT: the query's columns.
void take_columns(table_info& t, const bound_query& q, const create_table_statement& s, std::string_view text) {
    if (!s.columns.empty()) {
        if (s.columns.size() != q.columns.size()) fail(ora::wrong_number_of_column_names, s.table.position);
        return;
    }
    for (const auto& c : q.columns) {
        const bool is_identifier = std::all_of(c.name.begin(), c.name.end(), [](char ch) {
            return (ch >= 'A' && ch <= 'Z') || (ch >= '0' && ch <= '9') || ch == '_' || ch == '$' || ch == '#';
        });
        const bool written = text.find('"' + c.name + '"') != std::string_view::npos;
        if (!is_identifier && !written) fail(ora::column_needs_alias, s.source->position);
        if (is_null_type(c.type)) fail(ora::zero_length_column, s.source->position);
        table_column column;
        column.name = c.name;
        column.type = c.type;
        if (c.type.kind == db_type::number && c.type.precision == 0) column.type = {db_type::number, 0, -127, 22, 0};
        column.nullable = c.nullable;
        add_column(t, std::move(column), s.source->position);
    }
}

}  // namespace

void run_create(session_core& core, const create_table_statement& s, std::string_view text, execute_result& out) {
    core.commit();
    auto& tables = core.tables();
    const auto owner = s.table.schema.empty() ? core.settings().schema : s.table.schema;
    if (tables.find(owner, s.table.name) != nullptr) {
        if (s.if_not_exists) return;
        fail(ora::name_in_use, s.table.position);
    }
    auto t = define_table(s, owner);
    for (const auto& key : t.keys) {
        if (!key.name.empty() && tables.has_constraint(owner, key.name))
            fail(ora::constraint_in_use, s.table.position);
    }
    std::string fill;
    const std::vector<sql_type> no_binds;
    if (s.source) {
        binder b(tables, core.settings(), no_binds, text);
        const auto q = b.bind_query(*s.source, nullptr);
        take_columns(t, q, s, text);
        fill = " SELECT * FROM (" + q.sql + ")";
    }
    in_own_transaction(core, [&] {
        tables.create(t);
        if (fill.empty()) return;
        core.run("INSERT INTO " + t.storage_name() + fill);
        out.row_count = static_cast<std::uint64_t>(sqlite3_changes64(core.db().get()));
    });
}

void run_drop(session_core& core, const drop_table_statement& s) {
    core.commit();
    const std::vector<sql_type> no_binds;
    binder b(core.tables(), core.settings(), no_binds, {});
    table_ref table;
    try {
        table = b.find_base_table(s.table);
    } catch (const sql_failure&) {
        if (s.if_exists) return;
        throw;
    }
    in_own_transaction(core, [&] { core.tables().drop(*table); });
}

void run_truncate(session_core& core, const truncate_statement& s) {
    core.commit();
    const std::vector<sql_type> no_binds;
    binder b(core.tables(), core.settings(), no_binds, {});
    const auto table = b.find_base_table(s.table);
    in_own_transaction(core, [&] { core.run("DELETE FROM " + table->storage_name()); });
}

}  // namespace oraxx::sandbox::engine
