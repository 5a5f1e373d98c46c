// Expressions of definitions: defaults, CHECK conditions, and what ALTER TABLE puts into rows.
#include "server/engine/binder.hpp"
#include "server/engine/expression_walk.hpp"
#include "server/engine/failure.hpp"
#include "server/engine/parser.hpp"

namespace oraxx::sandbox::engine {
namespace {

// What differs from session to session or from moment to moment.
bool depends_on_session(const expression& e) {
    if (e.kind == expression_kind::function) {
        return e.text == "SYS_CONTEXT" || e.text == "USERENV";
    }
    if (e.kind != expression_kind::column || e.path.size() != 1) return false;
    for (const std::string_view name : {"SYSDATE", "SYSTIMESTAMP", "CURRENT_DATE", "CURRENT_TIMESTAMP",
                                        "LOCALTIMESTAMP", "USER", "UID", "ROWNUM", "LEVEL", "SESSIONTIMEZONE"}) {
        if (e.path[0] == name) return true;
    }
    return false;
}

}  // namespace

bool is_json_column(const table_info& table, std::size_t column) {
    for (const auto& c : table.constraints) {
        if (c.kind != constraint_kind::check || c.columns.size() != 1 || c.columns[0] != column) continue;
        const auto condition = parser::parse_stored_condition(c.condition, {});
        if (condition->kind == expression_kind::is_json && !condition->negated) return true;
    }
    return false;
}

// The table's own columns, in statements where it has no alias.
scope_table binder::own_scope(const table_info& t) {
    scope_table out;
    out.alias = t.name;
    out.schema = t.owner;
    out.sqlite_alias = t.storage_name();
    for (const auto& column : t.columns) add_column(out, {column.name, column.type, column.nullable});
    return out;
}

void binder::check_default(const expression& e, const table_column& column) {
    (void)any_node(e, [](const expression& node) {
        if (node.subquery) fail(ora::subquery_not_allowed, node.position);
        return false;
    });
    scope none;
    none.sequences_allowed = true;
    try {
        (void)convert(bind_value(e, none), column.type);
    } catch (const sql_failure& f) {
        // There are no columns here to be meant.
        if (f.error.code == ora::invalid_identifier) fail(ora::column_not_allowed, f.error.position);
        throw;
    }
}

void binder::check_check(const expression& condition, const table_info& t) {
    (void)any_node(condition, [](const expression& e) {
        if (e.subquery) fail(ora::subquery_not_allowed, e.position);
        if (depends_on_session(e)) fail(ora::bad_check_function, e.position);
        return false;
    });
    scope s;
    s.tables.push_back(own_scope(t));
    (void)bind_condition(condition, s);
}

std::string binder::bind_check(const table_info& t, const table_constraint& c) {
    scope s;
    s.tables.push_back(own_scope(t));
    return bind_condition(
        *parser::parse_stored_condition(c.condition, dialect{settings_.is_23ai, settings_.has_json}), s);
}

std::string binder::bind_new_column(const table_info& t, std::size_t column) {
    return fitted(default_value(t.columns[column]), t, column, ora::cannot_insert_null);
}

std::string binder::bind_changed_column(const table_info& from, const table_info& to, std::size_t column) {
    typed old;
    old.sql = storage_column(column);
    old.type = from.columns[column].type;
    auto relaxed = to;
    relaxed.columns[column].nullable = true;  // NOT NULL has an error of its own
    return fitted(old, relaxed, column, ora::cannot_update_null);
}

}  // namespace oraxx::sandbox::engine
