// INSERT, UPDATE, DELETE.
#include "server/engine/failure.hpp"
#include "server/engine/parser.hpp"

namespace oraxx::sandbox::engine {
insert_statement parser::parse_insert() {
    insert_statement out;
    take();
    if (is_any_word({"ALL", "FIRST"})) refuse("multi-table INSERT", position());
    expect_word("INTO", ora::missing_into);
    if (is_symbol("(")) refuse("INSERT into a subquery", position());
    out.table = parse_table_name();
    if (is_name() && !is_any_word({"VALUES", "SELECT", "WITH", "PARTITION"})) take();
    if (is_word("PARTITION")) refuse("PARTITION", position());
    if (is_symbol("(") && !starts_query()) {
        take();
        do {
            out.columns.push_back(expect_column_name());
        } while (accept_symbol(","));
        expect_symbol(")", ora::missing_right_parenthesis);
    }
    if (starts_query()) {
        out.source = parse_query();
    } else {
        expect_word("VALUES", ora::missing_values);
        out.values_position = position();
        out.rows.push_back(parse_value_row());
        while (dialect_.is_23ai && accept_symbol(",")) out.rows.push_back(parse_value_row());
    }
    if (is_any_word({"RETURNING", "RETURN"})) refuse("RETURNING", position());
    if (is_word("LOG")) refuse("LOG ERRORS", position());
    return out;
}

std::vector<expression_ptr> parser::parse_value_row() {
    std::vector<expression_ptr> row;
    expect_symbol("(", ora::missing_left_parenthesis);
    do {
        if (is_word("DEFAULT")) {
            take();
            row.push_back(nullptr);
        } else {
            row.push_back(parse_value());
        }
    } while (accept_symbol(","));
    expect_symbol(")", ora::missing_right_parenthesis);
    return row;
}

update_statement parser::parse_update() {
    update_statement out;
    take();
    if (is_symbol("(")) refuse("UPDATE of a subquery", position());
    out.table = parse_table_name();
    if (!is_word("SET")) out.alias = parse_table_alias();
    expect_word("SET", ora::missing_set);
    do {
        if (is_symbol("(")) refuse("SET (columns) = (subquery)", position());
        assignment set;
        set.column = expect_column_name();
        if (accept_symbol(".")) set.column = expect_column_name();
        expect_symbol("=", ora::missing_equal_sign);
        if (!accept_word("DEFAULT")) set.value = parse_value();
        out.assignments.push_back(std::move(set));
    } while (accept_symbol(","));
    if (is_word("FROM")) refuse("UPDATE ... FROM", position());
    if (accept_word("WHERE")) out.where = parse_condition();
    if (is_any_word({"RETURNING", "RETURN"})) refuse("RETURNING", position());
    return out;
}

delete_statement parser::parse_delete() {
    delete_statement out;
    take();
    accept_word("FROM");
    if (is_symbol("(")) refuse("DELETE from a subquery", position());
    out.table = parse_table_name();
    out.alias = parse_table_alias();
    if (accept_word("WHERE")) out.where = parse_condition();
    if (is_any_word({"RETURNING", "RETURN"})) refuse("RETURNING", position());
    return out;
}

}  // namespace oraxx::sandbox::engine
