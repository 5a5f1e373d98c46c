// Anonymous PL/SQL blocks: a sequence of calls, assignments to binds, queries of one row and data changes.
#include "server/engine/failure.hpp"
#include "server/engine/parser.hpp"

namespace oraxx::sandbox::engine {
void parser::fail_block(std::string_view what) const {
    const std::string symbol = at_end() ? std::string("end-of-file") : upper_ascii(peek().text);
    fail_compilation("PLS-00103: Encountered the symbol \"" + symbol +
                         "\" when expecting one of the following:\n\n   " + std::string(what),
                     sql_, position());
}

plsql_block parser::parse_block_statement() {
    in_block_ = true;
    if (is_symbol("<")) refuse("block label", position());
    if (is_word("DECLARE")) refuse("DECLARE", position());
    take();
    plsql_block out;
    while (!is_word("END")) {
        if (is_any_word({"EXCEPTION"})) refuse("EXCEPTION", position());
        out.statements.push_back(parse_block_step());
        if (!accept_symbol(";")) fail_block(":= . ( @ % ;");
    }
    if (out.statements.empty())
        fail_block("( begin case declare exit for goto if loop null raise return select update");
    take();
    if (!accept_symbol(";")) fail_block(";");
    if (is_symbol("/")) take();
    return out;
}

block_statement parser::parse_block_step() {
    block_statement step;
    step.position = position();
    if (accept_word("NULL")) return step;
    if (peek().kind == token_kind::bind) {
        auto target = parse_bind(bind_use::assigned);
        if (!accept_symbol(":=")) fail_block(":=");
        step.what = block_statement::action::assign;
        step.bind_index = target->bind_index;
        step.value = dialect_.is_23ai ? parse_or() : parse_value();
        return step;
    }
    if (is_any_word({"INSERT", "UPDATE", "DELETE", "MERGE"})) {
        step.what = block_statement::action::sql;
        if (is_word("MERGE")) {
            step.sql = std::make_unique<sql_text_statement>(parse_merge());
        } else if (is_word("INSERT")) {
            step.sql = std::make_unique<sql_text_statement>(parse_insert());
        } else if (is_word("UPDATE")) {
            step.sql = std::make_unique<sql_text_statement>(parse_update());
        } else {
            step.sql = std::make_unique<sql_text_statement>(parse_delete());
        }
        return step;
    }
    if (is_word("SELECT")) {
        parse_select_into(step);
        return step;
    }
    for (const std::string_view verb :
         {"IF", "FOR", "WHILE", "LOOP", "CASE", "EXECUTE", "OPEN", "FETCH", "CLOSE", "RAISE", "RETURN", "GOTO",
          "FORALL", "BEGIN", "DECLARE", "EXIT", "WITH", "PIPE", "CONTINUE"}) {
        if (is_word(verb)) refuse("PL/SQL " + std::string(verb), position());
    }
    if (is_any_word({"COMMIT", "ROLLBACK", "SAVEPOINT"})) {
        step.what = block_statement::action::sql;
        step.sql = std::make_unique<sql_text_statement>(*parse_transaction());
        return step;
    }
    parse_call_arguments(step);
    if (is_symbol(":=")) refuse("PL/SQL variable", step.position);
    return step;
}

void parser::parse_select_into(block_statement& step) {
    step.what = block_statement::action::select_into;
    takes_into_ = true;
    into_.clear();
    step.query = parse_query();
    step.into = std::move(into_);
    if (step.into.empty()) {
        fail_statement("PLS-00428: an INTO clause is expected in this SELECT statement", sql_, step.position);
    }
}

void parser::parse_into_targets() {
    take();
    do {
        if (peek().kind != token_kind::bind) refuse("PL/SQL variable", position());
        into_.push_back(parse_bind(bind_use::assigned)->bind_index);
    } while (accept_symbol(","));
}

// name[.name...][(argument, name => argument, ...)]
void parser::parse_call_arguments(block_statement& step) {
    step.what = block_statement::action::call;
    if (peek().kind != token_kind::word && peek().kind != token_kind::quoted_word) {
        fail_block("( begin case declare end exit for goto if loop null pragma raise return select update");
    }
    step.procedure = take().text;
    while (accept_symbol(".")) step.procedure += '.' + take().text;
    if (!accept_symbol("(") || accept_symbol(")")) return;
    do {
        const bool named = peek().kind == token_kind::word && is_symbol("=>", 1);
        step.arg_names.push_back(named ? take().text : std::string{});
        if (named) take();
        step.args.push_back(parse_value());
    } while (accept_symbol(","));
    expect_symbol(")", ora::missing_right_parenthesis);
}

plsql_block parser::parse_call() {
    in_block_ = true;
    take();
    if (!is_name()) fail_here(ora::missing_expression);
    plsql_block out;
    out.is_call = true;
    block_statement step;
    step.position = position();
    parse_call_arguments(step);
    if (is_word("INTO")) refuse("CALL ... INTO", position());
    out.statements.push_back(std::move(step));
    return out;
}

}  // namespace oraxx::sandbox::engine
