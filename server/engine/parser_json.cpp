// JSON functions with their clauses, IS JSON, and what follows a value behind a dot.
#include <algorithm>
#include <array>

#include "server/engine/failure.hpp"
#include "server/engine/parser.hpp"

namespace oraxx::sandbox::engine {
namespace {

constexpr std::array<std::string_view, 10> functions_with_clauses{
    "FROM_VECTOR", "JSON",        "JSON_ARRAY",     "JSON_EXISTS", "JSON_OBJECT",
    "JSON_QUERY",  "JSON_SCALAR", "JSON_SERIALIZE", "JSON_VALUE",  "VECTOR_SERIALIZE"};

}  // namespace

bool takes_json_clauses(std::string_view function) noexcept {
    return std::find(functions_with_clauses.begin(), functions_with_clauses.end(), function) !=
           functions_with_clauses.end();
}

void parser::parse_json_arguments(expression& call) {
    const bool has_members = call.text == "JSON_OBJECT";
    if (is_symbol(")") || is_any_word({"RETURNING", "ABSENT"})) {
        // an empty object or array
    } else if (has_members && accept_symbol("*")) {
        refuse("JSON_OBJECT(*)", position());
    } else {
        do {
            if (has_members) {
                parse_json_member(call);
            } else {
                call.args.push_back(parse_value());
                if (is_word("PASSING")) refuse("PASSING", position());
                if (accept_words({"FORMAT", "JSON"}) && call.text == "JSON_ARRAY") mark_as_json(call.args.back());
            }
        } while (accept_symbol(","));
    }
    while (parse_json_clause(call)) {
    }
}

// The text is JSON, not a value of its own.
void parser::mark_as_json(expression_ptr& text) const {
    auto parsed = make(expression_kind::function, text->position);
    parsed->text = "JSON";
    parsed->begin = text->begin;
    parsed->args.push_back(std::move(text));
    finish(*parsed);
    text = std::move(parsed);
}

// [KEY] name {VALUE | IS | :} value [FORMAT JSON]
void parser::parse_json_member(expression& call) {
    if (is_word("KEY") && !is_word("VALUE", 1) && !is_symbol(",", 1)) take();
    call.args.push_back(parse_value());
    if (peek().kind == token_kind::bind) {
        // 'a':1 and 'a':x are no binds.
        const auto& t = peek();
        const bool is_digits = t.text.find_first_not_of("0123456789") == std::string::npos;
        auto member = make(is_digits ? expression_kind::number : expression_kind::column, t.begin + 1);
        member->text = t.text;
        if (!is_digits) member->path.push_back(t.text);
        take();
        finish(*member);
        call.args.push_back(std::move(member));
    } else {
        if (!accept_word("VALUE") && !accept_word("IS") && !accept_symbol(":")) fail_here(ora::missing_keyword);
        call.args.push_back(parse_value());
    }
    if (accept_words({"FORMAT", "JSON"})) mark_as_json(call.args.back());
}

bool parser::parse_json_clause(expression& call) {
    if (accept_word("RETURNING")) {
        // A length may be left out here, and only here.
        const bool bare_text = is_word("VARCHAR2") && !is_symbol("(", 1);
        if (bare_text) {
            take();
            call.type = type_name{};
            call.type->type = db_type::varchar2;
            call.type->length = 4000;
        } else {
            call.type = parse_type();
        }
        return true;
    }
    for (const std::string_view word : {"PRETTY", "ASCII", "STRICT", "LAX", "ORDERED", "EXTENDED", "TRUNCATE"}) {
        if (!accept_word(word)) continue;
        call.clauses.emplace_back(word);
        return true;
    }
    if (accept_words({"FORMAT", "JSON"}) || accept_words({"WITHOUT", "WRAPPER"}) ||
        accept_words({"WITHOUT", "ARRAY", "WRAPPER"}) || accept_words({"WITH", "UNIQUE", "KEYS"})) {
        return true;
    }
    if (accept_word("WITH")) {
        call.clauses.emplace_back(accept_word("CONDITIONAL") ? "WITH CONDITIONAL WRAPPER" : "WITH WRAPPER");
        accept_word("UNCONDITIONAL");
        accept_word("ARRAY");
        expect_word("WRAPPER", ora::missing_keyword);
        return true;
    }
    for (const std::string_view word : {"ERROR", "NULL", "EMPTY", "TRUE", "FALSE", "ABSENT"}) {
        if (!accept_word(word)) continue;
        if (word == "EMPTY" && (is_word("ARRAY") || is_word("OBJECT"))) refuse("EMPTY " + peek().text, position());
        expect_word("ON", ora::missing_keyword);
        if (!is_any_word({"ERROR", "EMPTY", "NULL"})) fail_here(ora::missing_keyword);
        call.clauses.push_back(std::string(word) + " ON " + take().text);
        return true;
    }
    if (is_any_word({"DEFAULT", "TYPE", "PASSING", "ALLOW"})) refuse(call.text + " " + peek().text, position());
    return false;
}

// IS [NOT] JSON [FORMAT OSON] [STRICT | LAX] [WITH UNIQUE KEYS] [(VALUE | ARRAY | OBJECT | SCALAR)]
expression_ptr parser::parse_is_json(expression_ptr tested, bool negated, std::size_t at) {
    auto e = make(expression_kind::is_json, at);
    take();
    if (accept_words({"FORMAT", "OSON"})) e->clauses.emplace_back("FORMAT OSON");
    accept_words({"FORMAT", "JSON"});
    for (const std::string_view word : {"VALUE", "ARRAY", "OBJECT", "SCALAR", "STRICT"}) {
        if (accept_word(word)) e->clauses.emplace_back(word);
    }
    accept_word("LAX");
    if (!accept_words({"WITH", "UNIQUE", "KEYS"})) accept_words({"WITHOUT", "UNIQUE", "KEYS"});
    if (is_symbol("(") || is_word("VALIDATE")) refuse("IS JSON " + peek().text, position());
    e->begin = tested->begin;
    e->args.push_back(std::move(tested));
    e->negated = negated;
    finish(*e);
    return e;
}

// f(x).name and f(x).name(...)
expression_ptr parser::parse_member(expression_ptr of) {
    take();
    auto e = make(expression_kind::attribute, position());
    if (peek().kind != token_kind::quoted_word && peek().kind != token_kind::word) fail_here(ora::missing_expression);
    e->text = take().text;
    e->begin = of->begin;
    e->args.push_back(std::move(of));
    if (accept_symbol("(")) {
        e->kind = expression_kind::method;
        while (!accept_symbol(")")) {
            e->args.push_back(parse_value());
            if (!is_symbol(")") && !accept_symbol(",")) fail_here(ora::missing_right_parenthesis);
        }
    }
    finish(*e);
    return e;
}

}  // namespace oraxx::sandbox::engine
