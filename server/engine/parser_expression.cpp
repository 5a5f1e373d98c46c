// Expressions and conditions. A parenthesis may hold either, so both share one grammar and the binder
// checks what stands where.
#include <algorithm>

#include "server/engine/failure.hpp"
#include "server/engine/parser.hpp"

namespace oraxx::sandbox::engine {
namespace {

bool is_condition_kind(expression_kind kind) {
    return kind >= expression_kind::compare;
}

// Operators in a row nest to the left without recursion in the parser; everything that walks the tree later
// recurses, so their number is limited.
constexpr int max_chained_conditions = 900;
constexpr int max_chained_operators = 500;

// May a value of this kind be a BOOLEAN in 23ai?
bool may_be_boolean(expression_kind kind) {
    return kind == expression_kind::column || kind == expression_kind::boolean || kind == expression_kind::bind ||
           kind == expression_kind::function || kind == expression_kind::cast || kind == expression_kind::subquery ||
           kind == expression_kind::searched_case || kind == expression_kind::simple_case ||
           kind == expression_kind::member;
}

}  // namespace

expression_ptr parser::make(expression_kind kind, std::size_t at) const {
    auto e = std::make_unique<expression>();
    e->kind = kind;
    e->position = at;
    e->begin = at;
    return e;
}

void parser::check_is_condition(const expression& e) const {
    if (is_condition_kind(e.kind)) return;
    if (e.kind == expression_kind::function && (e.text == "LNNVL" || e.text == "REGEXP_LIKE")) return;
    if (!has_boolean() || !may_be_boolean(e.kind)) fail_here(ora::invalid_relational_operator);
}

expression_ptr parser::parse_condition() {
    auto e = parse_or();
    check_is_condition(*e);
    return e;
}

expression_ptr parser::parse_or() {
    const depth_guard guard(*this);
    auto left = parse_and();
    for (int terms = 0; is_word("OR"); ++terms) {
        if (terms == max_chained_conditions) refuse("more than 900 terms of OR", position());
        check_is_condition(*left);
        auto e = make(expression_kind::logical_or, position());
        take();
        e->begin = left->begin;
        e->args.push_back(std::move(left));
        e->args.push_back(parse_and());
        check_is_condition(*e->args[1]);
        finish(*e);
        left = std::move(e);
    }
    return left;
}

expression_ptr parser::parse_and() {
    auto left = parse_not();
    for (int terms = 0; is_word("AND"); ++terms) {
        if (terms == max_chained_conditions) refuse("more than 900 terms of AND", position());
        check_is_condition(*left);
        auto e = make(expression_kind::logical_and, position());
        take();
        e->begin = left->begin;
        e->args.push_back(std::move(left));
        e->args.push_back(parse_not());
        check_is_condition(*e->args[1]);
        finish(*e);
        left = std::move(e);
    }
    return left;
}

expression_ptr parser::parse_not() {
    if (!is_word("NOT")) return parse_comparison();
    const depth_guard guard(*this);
    auto e = make(expression_kind::logical_not, position());
    take();
    e->args.push_back(parse_not());
    check_is_condition(*e->args[0]);
    finish(*e);
    return e;
}

expression_ptr parser::parse_comparison() {
    if (is_word("EXISTS") && is_symbol("(", 1)) {
        auto e = make(expression_kind::exists, position());
        take();
        return parse_parenthesised_query(std::move(e));
    }
    return parse_predicate(parse_value());
}

expression_ptr parser::parse_predicate(expression_ptr left) {
    const auto at = position();
    for (const std::string_view op : {"=", "<>", "<=", ">=", "<", ">"}) {
        if (!is_symbol(op)) continue;
        auto e = make(expression_kind::compare, at);
        e->text = take().text;
        if (is_any_word({"ANY", "SOME", "ALL"})) refuse("comparison with " + peek().text, position());
        e->begin = left->begin;
        e->args.push_back(std::move(left));
        e->args.push_back(parse_value());
        finish(*e);
        return e;
    }
    const bool negated = is_word("NOT") && (is_word("IN", 1) || is_word("LIKE", 1) || is_word("BETWEEN", 1));
    if (negated) take();
    if (is_word("IN")) return parse_in(std::move(left), negated);
    expression_ptr e;
    if (accept_word("BETWEEN")) {
        e = make(expression_kind::between, at);
        e->begin = left->begin;
        e->args.push_back(std::move(left));
        e->args.push_back(parse_value());
        expect_word("AND", ora::missing_keyword);
        e->args.push_back(parse_value());
    } else if (accept_word("LIKE")) {
        e = make(expression_kind::like, at);
        e->begin = left->begin;
        e->args.push_back(std::move(left));
        e->args.push_back(parse_value());
        if (accept_word("ESCAPE")) e->args.push_back(parse_value());
    } else if (accept_word("IS")) {
        const bool is_not = accept_word("NOT");
        if (is_word("JSON")) return parse_is_json(std::move(left), is_not, at);
        const bool truth = is_any_word({"TRUE", "FALSE"}) && has_boolean();
        e = make(truth ? expression_kind::is_boolean : expression_kind::is_null, at);
        if (truth) {
            e->text = take().text;
        } else {
            if (is_any_word({"NAN", "INFINITE", "OF", "A", "EMPTY"})) refuse("IS " + peek().text, position());
            expect_word("NULL", ora::missing_null);
        }
        e->begin = left->begin;
        e->args.push_back(std::move(left));
        e->negated = is_not;
        finish(*e);
        return e;
    } else {
        return left;
    }
    e->negated = negated;
    finish(*e);
    return e;
}

expression_ptr parser::parse_in(expression_ptr left, bool negated) {
    auto e = make(expression_kind::in_list, position());
    take();
    e->begin = left->begin;
    e->negated = negated;
    e->args.push_back(std::move(left));
    expect_symbol("(", ora::missing_left_parenthesis);
    if (starts_query()) {
        e->kind = expression_kind::in_subquery;
        e->subquery = parse_query();
    } else {
        do {
            e->args.push_back(parse_value());
        } while (accept_symbol(","));
    }
    expect_symbol(")", ora::missing_right_parenthesis);
    finish(*e);
    return e;
}

expression_ptr parser::parse_value() {
    const depth_guard guard(*this);
    return parse_additive();
}

expression_ptr parser::parse_additive() {
    auto left = parse_multiplicative();
    for (int terms = 0; is_symbol("+") || is_symbol("-") || is_symbol("||"); ++terms) {
        if (terms == max_chained_operators) refuse("more than 500 operators in a row", position());
        const auto kind = is_symbol("||") ? expression_kind::concat : expression_kind::arithmetic;
        auto e = make(kind, position());
        e->text = take().text;
        e->begin = left->begin;
        e->args.push_back(std::move(left));
        e->args.push_back(parse_multiplicative());
        finish(*e);
        left = std::move(e);
    }
    return left;
}

expression_ptr parser::parse_multiplicative() {
    auto left = parse_unary();
    for (int terms = 0; is_symbol("*") || is_symbol("/"); ++terms) {
        if (terms == max_chained_operators) refuse("more than 500 operators in a row", position());
        auto e = make(expression_kind::arithmetic, position());
        e->text = take().text;
        e->begin = left->begin;
        e->args.push_back(std::move(left));
        e->args.push_back(parse_unary());
        finish(*e);
        left = std::move(e);
    }
    return left;
}

expression_ptr parser::parse_unary() {
    if (is_symbol("+")) {
        take();
        const depth_guard guard(*this);
        return parse_unary();
    }
    if (!is_symbol("-")) return parse_postfix();
    const depth_guard guard(*this);
    auto e = make(expression_kind::negate, position());
    take();
    e->args.push_back(parse_unary());
    finish(*e);
    return e;
}

expression_ptr parser::parse_postfix() {
    auto e = parse_primary();
    while (is_symbol(".")) e = parse_member(std::move(e));
    while (is_word("AT") && (is_word("TIME", 1) || is_word("LOCAL", 1))) {
        auto zoned = make(expression_kind::at_time_zone, position());
        take();
        zoned->begin = e->begin;
        zoned->args.push_back(std::move(e));
        if (!accept_word("LOCAL")) {
            take();
            expect_word("ZONE", ora::missing_keyword);
            zoned->args.push_back(parse_primary());
        }
        finish(*zoned);
        e = std::move(zoned);
    }
    return e;
}

expression_ptr parser::parse_primary() {
    const auto& t = peek();
    expression_kind kind{};
    switch (t.kind) {
    case token_kind::number: kind = expression_kind::number; break;
    case token_kind::binary_float: kind = expression_kind::binary_float; break;
    case token_kind::binary_double: kind = expression_kind::binary_double; break;
    case token_kind::text: kind = expression_kind::text; break;
    case token_kind::national_text: kind = expression_kind::national_text; break;
    case token_kind::bind: return parse_bind();
    case token_kind::word: return parse_word_primary();
    case token_kind::quoted_word: return parse_name_or_function();
    default:
        if (is_symbol("(")) return parse_parenthesised();
        fail_here(ora::missing_expression);
    }
    auto e = make(kind, t.begin);
    e->text = take().text;
    finish(*e);
    return e;
}

expression_ptr parser::parse_bind(bind_use use) {
    auto e = make(expression_kind::bind, position());
    e->text = take().text;
    if (is_word("INDICATOR")) refuse("INDICATOR", position());
    const auto same = [&e](const bind_reference& b) { return b.name == e->text; };
    const auto known = in_block_ ? std::find_if(binds_.begin(), binds_.end(), same) : binds_.end();
    e->bind_index = static_cast<std::size_t>(known - binds_.begin());
    if (known == binds_.end()) binds_.push_back({e->text, e->position});
    if (use == bind_use::assigned) binds_[e->bind_index].is_assigned = true;
    if (use == bind_use::read) binds_[e->bind_index].is_read = true;
    finish(*e);
    return e;
}

// From the opening to the closing parenthesis.
expression_ptr parser::parse_parenthesised_query(expression_ptr e) {
    take();
    e->subquery = parse_query();
    expect_symbol(")", ora::missing_right_parenthesis);
    finish(*e);
    return e;
}

expression_ptr parser::parse_parenthesised() {
    const auto at = position();
    if (starts_query()) return parse_parenthesised_query(make(expression_kind::subquery, at));
    take();
    auto e = parse_or();
    if (is_symbol(",")) refuse("expression list", at);
    expect_symbol(")", ora::missing_right_parenthesis);
    if (e->kind == expression_kind::column && is_symbol("(")) refuse("(+)", position());
    e->begin = at;
    finish(*e);
    return e;
}

expression_ptr parser::parse_word_primary() {
    const auto at = position();
    if (is_word("NULL")) {
        take();
        auto e = make(expression_kind::null, at);
        finish(*e);
        return e;
    }
    if (has_boolean() && is_any_word({"TRUE", "FALSE"}) && !is_symbol(".", 1)) {
        auto e = make(expression_kind::boolean, at);
        e->text = take().text;
        finish(*e);
        return e;
    }
    if (is_word("CASE")) return parse_case();
    if (is_word("CAST") && is_symbol("(", 1)) return parse_cast();
    if (is_word("EXTRACT") && is_symbol("(", 1)) return parse_extract();
    if (is_word("TRIM") && is_symbol("(", 1)) return parse_trim();
    if (is_word("INTERVAL") && peek(1).kind == token_kind::text) return parse_interval();
    if (is_any_word({"DATE", "TIMESTAMP"}) && peek(1).kind == token_kind::text) return parse_literal_after_word();
    if (is_word("CURSOR") && is_symbol("(", 1)) {
        auto e = make(expression_kind::cursor, at);
        take();
        return parse_parenthesised_query(std::move(e));
    }
    if (is_any_word({"PRIOR", "CONNECT_BY_ROOT", "CURSOR", "MULTISET"}) && !is_symbol(".", 1)) {
        refuse(peek().text, at);
    }
    const bool usable = is_any_word({"LEVEL", "ROWNUM", "ROWID", "SYSDATE", "USER", "UID"});
    if (is_reserved(peek().text) && !usable) fail_here(ora::missing_expression);
    return parse_name_or_function();
}

expression_ptr parser::parse_literal_after_word() {
    auto e = make(is_word("DATE") ? expression_kind::date_literal : expression_kind::timestamp_literal, position());
    take();
    e->text = take().text;
    finish(*e);
    return e;
}

expression_ptr parser::parse_interval() {
    auto e = make(expression_kind::interval_ds, position());
    take();
    e->text = take().text;
    if (!is_any_word({"YEAR", "MONTH", "DAY", "HOUR", "MINUTE", "SECOND"})) fail_here(ora::invalid_interval_field);
    e->first_field = take().text;
    if (accept_symbol("(")) {
        e->leading_digits = static_cast<int>(expect_integer(ora::invalid_interval_field));
        if (e->first_field == "SECOND" && accept_symbol(",")) {
            e->fraction_digits = static_cast<int>(expect_integer(ora::invalid_interval_field));
        }
        expect_symbol(")", ora::missing_right_parenthesis);
    }
    e->last_field = e->first_field;
    if (accept_word("TO")) {
        if (!is_any_word({"MONTH", "HOUR", "MINUTE", "SECOND"})) fail_here(ora::invalid_interval_field);
        e->last_field = take().text;
        if (e->last_field == "SECOND" && accept_symbol("(")) {
            e->fraction_digits = static_cast<int>(expect_integer(ora::invalid_interval_field));
            expect_symbol(")", ora::missing_right_parenthesis);
        }
    }
    if (e->first_field == "YEAR" || e->first_field == "MONTH") e->kind = expression_kind::interval_ym;
    finish(*e);
    return e;
}

expression_ptr parser::parse_case() {
    auto e = make(expression_kind::searched_case, position());
    take();
    if (!is_word("WHEN")) {
        e->kind = expression_kind::simple_case;
        e->args.push_back(parse_value());
    }
    if (!is_word("WHEN")) fail_here(ora::missing_keyword);
    while (accept_word("WHEN")) {
        e->args.push_back(e->kind == expression_kind::simple_case ? parse_value() : parse_condition());
        expect_word("THEN", ora::missing_keyword);
        e->args.push_back(parse_value());
    }
    if (accept_word("ELSE")) {
        e->has_else = true;
        e->args.push_back(parse_value());
    }
    expect_word("END", ora::missing_keyword);
    finish(*e);
    return e;
}

expression_ptr parser::parse_cast() {
    auto e = make(expression_kind::cast, position());
    take();
    take();
    if (starts_query()) refuse("CAST of a subquery", position());
    e->args.push_back(parse_value());
    expect_word("AS", ora::missing_keyword);
    e->bind_index = position();  // where the type's name stands
    e->type = parse_type();
    if (is_any_word({"DEFAULT"}) || is_symbol(",")) refuse("CAST with a format or DEFAULT", position());
    expect_symbol(")", ora::missing_right_parenthesis);
    finish(*e);
    return e;
}

expression_ptr parser::parse_extract() {
    auto e = make(expression_kind::extract, position());
    take();
    take();
    if (!is_any_word({"YEAR", "MONTH", "DAY", "HOUR", "MINUTE", "SECOND", "TIMEZONE_HOUR", "TIMEZONE_MINUTE",
                      "TIMEZONE_REGION", "TIMEZONE_ABBR"})) {
        fail_here(ora::missing_right_parenthesis);
    }
    e->text = take().text;
    expect_word("FROM", ora::missing_keyword);
    e->args.push_back(parse_value());
    expect_symbol(")", ora::missing_right_parenthesis);
    finish(*e);
    return e;
}

expression_ptr parser::parse_trim() {
    auto e = make(expression_kind::trim, position());
    take();
    take();
    e->text = "BOTH";
    bool has_side = false;
    if (is_any_word({"LEADING", "TRAILING", "BOTH"}) && !is_symbol(")", 1)) {
        e->text = take().text;
        has_side = true;
    }
    expression_ptr set;
    if (!(has_side && is_word("FROM"))) e->args.push_back(parse_value());
    if (accept_word("FROM")) {
        if (!e->args.empty()) {
            set = std::move(e->args.back());
            e->args.pop_back();
        }
        e->args.push_back(parse_value());
    }
    if (set) e->args.push_back(std::move(set));
    expect_symbol(")", ora::missing_right_parenthesis);
    finish(*e);
    return e;
}

expression_ptr parser::parse_name_or_function() {
    auto e = make(expression_kind::column, position());
    e->path.push_back(take().text);
    while (is_symbol(".")) {
        take();
        if (accept_symbol("*")) {
            e->kind = expression_kind::all_columns;
            finish(*e);
            return e;
        }
        const bool is_part = peek().kind == token_kind::quoted_word || peek().kind == token_kind::word;
        if (!is_part) fail_here(ora::missing_expression);
        e->path.push_back(take().text);
    }
    if (is_symbol("(")) {
        if (!is_symbol("+", 1) || !is_symbol(")", 2)) {
            auto call = parse_arguments(std::move(e));
            return in_block_ ? parse_members(std::move(call)) : std::move(call);
        }
        for (int token = 0; token < 3; ++token) take();
        e->outer_joined = true;
    }
    // name%ROWCOUNT and its like
    if (in_block_ && is_symbol("%") && peek(1).kind == token_kind::word) {
        take();
        e->path.push_back("%" + take().text);
        // SQL%BULK_EXCEPTIONS and SQL%BULK_ROWCOUNT are collections.
        if (e->path.back().rfind("%BULK_", 0) == 0) {
            if (accept_symbol(".")) e->path.push_back(take().text);
            if (is_symbol("(")) return parse_members(parse_arguments(std::move(e)));
        }
    }
    finish(*e);
    return e;
}

}  // namespace oraxx::sandbox::engine
