// SELECT: blocks, set operators, joins, ORDER BY and the row limit.
#include <utility>

#include "server/engine/failure.hpp"
#include "server/engine/parser.hpp"

namespace oraxx::sandbox::engine {
bool parser::starts_query() const {
    std::size_t ahead = 0;
    while (is_symbol("(", ahead)) ++ahead;
    return is_word("SELECT", ahead) || is_word("WITH", ahead);
}

query_ptr parser::parse_query() {
    const depth_guard guard(*this);
    auto q = std::make_unique<query>();
    if (is_word("WITH")) parse_with(*q);
    auto body = parse_set_operand();
    constexpr int max_operands = 400;
    for (int operands = 1;; ++operands) {
        if (operands > max_operands) refuse("more than 400 queries in a row", position());
        auto operation = set_operator::none;
        if (is_word("UNION")) {
            operation = is_word("ALL", 1) ? set_operator::union_all : set_operator::union_;
        } else if (is_word("INTERSECT")) {
            operation = set_operator::intersect;
        } else if (is_any_word({"MINUS", "EXCEPT"})) {
            operation = set_operator::minus;
        } else {
            break;
        }
        auto joined = std::make_unique<query>();
        joined->position = position();
        joined->operation = operation;
        take();
        if (operation == set_operator::union_all) take();
        if (is_word("ALL") && dialect_.is_23ai) {
            take();
            joined->operation =
                operation == set_operator::intersect ? set_operator::intersect_all : set_operator::minus_all;
        }
        joined->left = std::move(body);
        joined->right = parse_set_operand();
        body = std::move(joined);
    }
    body->with = std::move(q->with);
    if (is_word("ORDER")) body->order_by = parse_order_items();
    parse_row_limit(*body);
    return body;
}

void parser::parse_with(query& q) {
    take();
    do {
        named_query named;
        named.position = position();
        named.name = expect_name(ora::invalid_identifier);
        if (accept_symbol("(")) {
            do {
                named.columns.push_back(expect_name(ora::invalid_identifier));
            } while (accept_symbol(","));
            expect_symbol(")", ora::missing_right_parenthesis);
        }
        expect_word("AS", ora::missing_keyword);
        expect_symbol("(", ora::missing_left_parenthesis);
        named.body = parse_query();
        expect_symbol(")", ora::missing_right_parenthesis);
        if (is_any_word({"SEARCH", "CYCLE"})) refuse(peek().text + " clause", position());
        q.with.push_back(std::move(named));
    } while (accept_symbol(","));
    if (!starts_query()) fail_here(ora::missing_select);
}

query_ptr parser::parse_set_operand() {
    if (accept_symbol("(")) {
        auto q = parse_query();
        expect_symbol(")", ora::missing_right_parenthesis);
        return q;
    }
    auto q = std::make_unique<query>();
    q->position = position();
    q->block = parse_block();
    return q;
}

query_block parser::parse_block() {
    const bool takes_into = std::exchange(takes_into_, false);
    query_block out;
    out.position = position();
    expect_word("SELECT", ora::missing_select);
    if (accept_word("DISTINCT") || accept_word("UNIQUE")) {
        out.distinct = true;
    } else {
        accept_word("ALL");
    }
    do {
        out.items.push_back(parse_select_item());
    } while (accept_symbol(","));
    if (takes_into) parse_into(into_);
    if (is_word("INTO") || (is_word("BULK") && is_word("COLLECT", 1))) refuse("SELECT INTO", position());
    if (is_word("FROM")) {
        take();
        do {
            out.from.push_back(parse_table_source());
        } while (accept_symbol(","));
    } else if (!dialect_.is_23ai || !(at_end() || is_symbol(")") || is_symbol(";") ||
                                      is_any_word({"UNION", "INTERSECT", "MINUS", "EXCEPT", "WHERE", "ORDER"}))) {
        fail_here(ora::missing_from);
    }
    if (accept_word("WHERE")) out.where = parse_condition();
    if (is_word("START") && is_word("WITH", 1)) refuse("START WITH", position());
    if (is_word("CONNECT")) {
        take();
        expect_word("BY", ora::missing_by);
        if (is_word("NOCYCLE")) refuse("NOCYCLE", position());
        out.connect_by = parse_condition();
        if (is_word("START")) refuse("START WITH", position());
    }
    if (accept_word("GROUP")) {
        expect_word("BY", ora::missing_by);
        do {
            if (is_any_word({"ROLLUP", "CUBE", "GROUPING"})) refuse(peek().text, position());
            out.group_by.push_back(parse_value());
        } while (accept_symbol(","));
    }
    if (accept_word("HAVING")) out.having = parse_condition();
    for (const std::string_view clause : {"MODEL", "WINDOW", "QUALIFY"}) {
        if (is_word(clause)) refuse(clause, position());
    }
    return out;
}

select_item parser::parse_select_item() {
    select_item item;
    if (is_symbol("*")) {
        item.value = make(expression_kind::all_columns, position());
        take();
        finish(*item.value);
        return item;
    }
    item.value = dialect_.is_23ai ? parse_or() : parse_value();
    if (item.value->kind == expression_kind::all_columns) return item;
    if (accept_word("AS")) {
        item.alias = expect_name(ora::missing_from);
    } else if (is_name() && !is_any_word({"BULK"})) {
        item.alias = take().text;
    }
    return item;
}

table_source_ptr parser::parse_table_source() {
    const depth_guard guard(*this);
    auto left = parse_table_primary();
    while (parse_join(left)) {
    }
    return left;
}

bool parser::parse_join(table_source_ptr& left) {
    const auto at = position();
    auto kind = join_kind::inner;
    const bool natural = accept_word("NATURAL");
    if (is_word("LATERAL") || (is_any_word({"CROSS", "OUTER"}) && is_word("APPLY", 1))) {
        refuse(peek().text + " join", at);
    }
    if (!natural && accept_words({"CROSS", "JOIN"})) {
        kind = join_kind::cross;
    } else if (accept_words({"INNER", "JOIN"}) || accept_word("JOIN")) {
        kind = join_kind::inner;
    } else if (accept_words({"LEFT", "OUTER", "JOIN"}) || accept_words({"LEFT", "JOIN"})) {
        kind = join_kind::left;
    } else if (accept_words({"RIGHT", "OUTER", "JOIN"}) || accept_words({"RIGHT", "JOIN"})) {
        kind = join_kind::right;
    } else if (accept_words({"FULL", "OUTER", "JOIN"}) || accept_words({"FULL", "JOIN"})) {
        kind = join_kind::full;
    } else {
        if (natural) fail_here(ora::missing_keyword);
        return false;
    }
    auto joined = std::make_unique<table_source>();
    joined->join = kind;
    joined->natural = natural;
    joined->position = at;
    joined->left = std::move(left);
    joined->right = parse_table_primary();
    if (kind != join_kind::cross && !natural) {
        if (accept_word("ON")) {
            joined->on = parse_condition();
        } else {
            expect_word("USING", ora::missing_keyword);
            expect_symbol("(", ora::missing_left_parenthesis);
            do {
                joined->using_columns.push_back(expect_name(ora::invalid_identifier));
            } while (accept_symbol(","));
            expect_symbol(")", ora::missing_right_parenthesis);
        }
    }
    left = std::move(joined);
    return true;
}

table_source_ptr parser::parse_table_primary() {
    auto out = std::make_unique<table_source>();
    out->position = position();
    if (is_symbol("(") && !starts_query()) {
        take();
        out = parse_table_source();
        expect_symbol(")", ora::missing_right_parenthesis);
        return out;
    }
    if (accept_symbol("(")) {
        out->subquery = parse_query();
        expect_symbol(")", ora::missing_right_parenthesis);
    } else {
        if (is_any_word({"XMLTABLE", "JSON_TABLE", "ONLY"}) && is_symbol("(", 1)) refuse(peek().text, position());
        if (is_word("TABLE") && is_symbol("(", 1)) {
            take();
            take();
            out->collection = parse_value();
            expect_symbol(")", ora::missing_right_parenthesis);
            out->alias = parse_table_alias();
            return out;
        }
        auto table = parse_table_name();
        out->schema = std::move(table.schema);
        out->name = std::move(table.name);
        out->position = table.position;
        if (is_symbol("@")) refuse("database link", position());
        if (is_symbol("(")) refuse("table function", position());
        if (is_any_word({"PARTITION", "SAMPLE", "VERSIONS"}) && (is_symbol("(", 1) || is_word("BETWEEN", 1))) {
            refuse(peek().text, position());
        }
    }
    if (is_any_word({"PIVOT", "UNPIVOT", "MATCH_RECOGNIZE"}) && is_symbol("(", 1)) refuse(peek().text, position());
    out->alias = parse_table_alias();
    return out;
}

std::string parser::parse_table_alias() {
    if (!is_name()) return {};
    if (is_any_word({"LEFT", "RIGHT", "FULL", "INNER", "CROSS", "JOIN", "NATURAL", "OUTER", "USING", "OFFSET",
                     "FETCH", "RETURNING", "RETURN", "LOG", "MODEL", "WINDOW", "EXCEPT"})) {
        return {};
    }
    return take().text;
}

table_name parser::parse_table_name() {
    table_name out;
    out.position = position();
    out.name = expect_name(ora::invalid_table_name);
    if (accept_symbol(".")) {
        out.schema = std::move(out.name);
        out.position = position();
        out.name = expect_name(ora::invalid_table_name);
    }
    return out;
}

// ORDER BY key [ASC | DESC] [NULLS FIRST | LAST], ...
std::vector<order_item> parser::parse_order_items() {
    std::vector<order_item> out;
    take();
    if (is_word("SIBLINGS")) refuse("ORDER SIBLINGS BY", position());
    expect_word("BY", ora::missing_by);
    do {
        order_item item;
        item.value = parse_value();
        if (accept_word("DESC")) {
            item.descending = true;
        } else {
            accept_word("ASC");
        }
        if (accept_word("NULLS")) {
            item.nulls_first = is_word("FIRST");
            if (!accept_word("FIRST")) expect_word("LAST", ora::missing_keyword);
        }
        out.push_back(std::move(item));
    } while (accept_symbol(","));
    return out;
}

void parser::parse_row_limit(query& q) {
    const auto expect_rows = [this] {
        if (!accept_word("ROWS")) expect_word("ROW", ora::missing_keyword);
    };
    if (accept_word("OFFSET")) {
        q.offset = parse_value();
        expect_rows();
    }
    if (!accept_word("FETCH")) return;
    if (!accept_word("FIRST")) expect_word("NEXT", ora::missing_keyword);
    if (!is_any_word({"ROW", "ROWS"})) {
        q.limit = parse_value();
        if (is_word("PERCENT")) refuse("FETCH FIRST n PERCENT", position());
    } else {
        q.limit = make(expression_kind::number, position());
        q.limit->text = "1";
    }
    expect_rows();
    if (is_word("WITH")) refuse("FETCH FIRST ... WITH TIES", position());
    expect_word("ONLY", ora::missing_keyword);
}

}  // namespace oraxx::sandbox::engine
