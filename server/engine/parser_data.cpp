// INSERT, UPDATE, DELETE, MERGE, and FOR UPDATE of queries.
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
    if (is_name() && !is_any_word({"VALUES", "SELECT", "WITH", "PARTITION"})) out.alias = take().text;
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
        if (in_block_ && !is_symbol("(")) {
            out.record = parse_target();
        } else {
            out.rows.push_back(parse_value_row());
        }
        while (dialect_.is_23ai && !out.record && accept_symbol(",")) out.rows.push_back(parse_value_row());
    }
    if (out.source == nullptr) out.returning = parse_returning();
    if (is_word("LOG")) refuse("LOG ERRORS", position());
    return out;
}

// RETURNING value, ... [BULK COLLECT] INTO target, ...
std::optional<returning_clause> parser::parse_returning() {
    if (!is_any_word({"RETURNING", "RETURN"})) return std::nullopt;
    returning_clause out;
    out.position = position();
    take();
    if (is_any_word({"OLD", "NEW"}) && !is_symbol(",", 1) && !is_word("INTO", 1)) {
        refuse("RETURNING " + peek().text, position());
    }
    do {
        out.values.push_back(parse_value());
    } while (accept_symbol(","));
    out.is_bulk = in_block_ && accept_words({"BULK", "COLLECT"});
    expect_word("INTO", ora::missing_into);
    const auto at = position();
    do {
        out.into.push_back(parse_target());
    } while (accept_symbol(","));
    if (in_block_ && out.into.size() == 1) return out;  // perhaps a record
    if (out.into.size() < out.values.size()) fail(ora::not_enough_values, at);
    if (out.into.size() > out.values.size()) fail(ora::too_many_values, at);
    return out;
}

// What takes a value: a bind; in a block a variable, too.
expression_ptr parser::parse_target() {
    if (in_block_ && peek().kind != token_kind::bind) {
        if (!is_name()) fail_block("<an identifier>");
        return parse_name_or_function();
    }
    if (peek().kind != token_kind::bind) fail_here(ora::invalid_bind_name);
    auto out = parse_bind(bind_use::assigned);
    if (!in_block_) binds_[out->bind_index].is_returning = true;
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

std::vector<assignment> parser::parse_assignments() {
    std::vector<assignment> out;
    do {
        if (is_symbol("(")) refuse("SET (columns) = (subquery)", position());
        assignment set;
        set.is_row = in_block_ && is_word("ROW");
        const auto at = position();
        set.column = set.is_row ? column_name{take().text, at} : expect_column_name();
        if (accept_symbol(".")) set.column = expect_column_name();
        expect_symbol("=", ora::missing_equal_sign);
        if (!accept_word("DEFAULT")) set.value = parse_value();
        out.push_back(std::move(set));
    } while (accept_symbol(","));
    return out;
}

update_statement parser::parse_update() {
    update_statement out;
    take();
    if (is_symbol("(")) refuse("UPDATE of a subquery", position());
    out.table = parse_table_name();
    if (!is_word("SET")) out.alias = parse_table_alias();
    expect_word("SET", ora::missing_set);
    out.assignments = parse_assignments();
    if (is_word("FROM")) refuse("UPDATE ... FROM", position());
    if (accept_word("WHERE")) out.where = parse_condition();
    out.returning = parse_returning();
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
    out.returning = parse_returning();
    return out;
}

merge_statement parser::parse_merge() {
    merge_statement out;
    take();
    expect_word("INTO", ora::missing_into);
    if (is_symbol("(")) refuse("MERGE into a subquery", position());
    out.table = parse_table_name();
    if (!is_word("USING")) out.alias = parse_table_alias();
    expect_word("USING", ora::missing_using);
    out.source = parse_table_primary();
    expect_word("ON", ora::missing_on);
    expect_symbol("(", ora::missing_left_parenthesis);
    out.on = parse_condition();
    expect_symbol(")", ora::missing_right_parenthesis);
    bool updates = false;
    if (!is_word("WHEN")) fail_here(ora::missing_keyword);
    while (accept_word("WHEN")) {
        const bool matched = !accept_word("NOT");
        expect_word("MATCHED", ora::missing_keyword);
        expect_word("THEN", ora::missing_keyword);
        if (matched ? updates : out.inserts) fail_here(ora::missing_keyword);
        if (matched) {
            parse_merge_update(out);
            updates = true;
        } else {
            parse_merge_insert(out);
        }
    }
    if (is_word("LOG")) refuse("LOG ERRORS", position());
    if (is_any_word({"RETURNING", "RETURN"})) refuse("RETURNING", position());
    return out;
}

void parser::parse_merge_update(merge_statement& out) {
    expect_word("UPDATE", ora::missing_keyword);
    expect_word("SET", ora::missing_set);
    out.assignments = parse_assignments();
    if (accept_word("WHERE")) out.update_where = parse_condition();
    if (!accept_word("DELETE")) return;
    expect_word("WHERE", ora::missing_keyword);
    out.delete_where = parse_condition();
}

void parser::parse_merge_insert(merge_statement& out) {
    expect_word("INSERT", ora::missing_keyword);
    out.inserts = true;
    if (is_symbol("(")) out.columns = parse_column_list();
    expect_word("VALUES", ora::missing_values);
    out.values_position = position();
    out.values = parse_value_row();
    if (accept_word("WHERE")) out.insert_where = parse_condition();
}

// FOR UPDATE [OF column, ...] [NOWAIT | WAIT n | SKIP LOCKED]
void parser::parse_row_locking(query& q) {
    auto& locking = q.for_update.emplace();
    locking.position = position();
    take();
    take();
    if (accept_word("OF")) {
        do {
            if (!is_name()) fail_here(ora::missing_expression);
            locking.of.push_back(parse_name_or_function());
        } while (accept_symbol(","));
    }
    if (accept_word("NOWAIT")) {
        locking.rule = row_locking::when_held::fail;
    } else if (accept_word("WAIT")) {
        locking.wait_seconds = expect_integer(ora::wait_needs_integer);
    } else if (accept_word("SKIP")) {
        expect_word("LOCKED", ora::missing_keyword);
        locking.rule = row_locking::when_held::skip;
    }
}

}  // namespace oraxx::sandbox::engine
