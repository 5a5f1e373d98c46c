// PL/SQL: blocks and the statements that others are made of.
#include <utility>

#include "server/engine/failure.hpp"
#include "server/engine/parser.hpp"

namespace oraxx::sandbox::engine {

using action = plsql_statement::kind;

void parser::fail_block(std::string_view what) const {
    const std::string symbol = at_end() ? std::string("end-of-file") : upper_ascii(peek().text);
    fail_compilation("PLS-00103: Encountered the symbol \"" + symbol +
                         "\" when expecting one of the following:\n\n   " + std::string(what),
                     sql_, position());
}

void parser::expect_block_word(std::string_view word) {
    if (!accept_word(word)) fail_block(word);
}

void parser::expect_block_symbol(std::string_view symbol) {
    if (!accept_symbol(symbol)) fail_block(symbol);
}

// PL/SQL reserves fewer words than SQL.
std::string parser::expect_block_name() {
    const bool is_free =
        is_any_word({"ACCESS", "ADD", "AUDIT", "COLUMN", "COMMENT", "FILE", "INCREMENT", "INITIAL", "MODIFY",
                     "OFFLINE", "ONLINE", "RENAME", "ROW", "ROWS", "SESSION", "SET", "SUCCESSFUL", "VALIDATE"});
    if (!is_free && !is_name()) fail_block("<an identifier>");
    return take().text;
}

std::vector<std::string> parser::parse_path() {
    std::vector<std::string> out{expect_block_name()};
    while (is_symbol(".") && (peek(1).kind == token_kind::word || peek(1).kind == token_kind::quoted_word)) {
        take();
        out.push_back(take().text);
    }
    return out;
}

// A condition or value of PL/SQL, where BOOLEAN is a type like any other.
expression_ptr parser::parse_block_value() {
    try {
        return parse_or();
    } catch (const sql_failure& f) {
        if (f.error.code != ora::missing_expression) throw;
        fail_block("( - + case mod new not null <an identifier> <a literal>");
    }
}

plsql_unit_ptr parser::parse_block_statement() {
    in_block_ = true;
    auto out = std::make_shared<plsql_unit>();
    out->block = parse_plsql_block();
    if (is_symbol("/")) take();
    return out;
}

plsql_unit_ptr parser::parse_call() {
    in_block_ = true;
    take();
    if (!is_name()) fail_here(ora::missing_expression);
    auto out = std::make_shared<plsql_unit>();
    out->is_call = true;
    plsql_statement step;
    step.position = position();
    parse_call_or_assignment(step);
    if (accept_word("INTO")) {
        step.what = action::assign;
        step.value = call_expression(step);
        step.target = parse_target();
    }
    if (step.what == action::assign && !step.target) fail_here(ora::missing_expression);
    out->block.statements.push_back(std::move(step));
    return out;
}

std::string parser::parse_label() {
    if (!is_symbol("<") || !is_symbol("<", 1)) return {};
    take();
    take();
    auto name = expect_block_name();
    expect_block_symbol(">");
    expect_block_symbol(">");
    return name;
}

plsql_block parser::parse_plsql_block() {
    plsql_block out;
    out.label = parse_label();
    out.position = position();
    if (accept_word("DECLARE")) parse_declarations(out.declarations);
    parse_block_body(out);
    return out;
}

// BEGIN statements [EXCEPTION handlers] END [name];
void parser::parse_block_body(plsql_block& out) {
    const depth_guard guard(*this);
    expect_block_word("BEGIN");
    out.statements = parse_statements({"END", "EXCEPTION"});
    if (accept_word("EXCEPTION")) {
        if (!is_word("WHEN")) fail_block("pragma when");
        while (is_word("WHEN")) out.handlers.push_back(parse_handler());
    }
    expect_block_word("END");
    if (is_name()) take();
    if (!accept_symbol(";")) fail_block(";");
}

plsql_handler parser::parse_handler() {
    plsql_handler out;
    take();
    if (!accept_word("OTHERS")) {
        do {
            out.exceptions.push_back(parse_path());
        } while (accept_word("OR"));
    }
    expect_block_word("THEN");
    out.statements = parse_statements({"END", "WHEN"});
    return out;
}

std::vector<plsql_statement> parser::parse_statements(std::initializer_list<std::string_view> ends) {
    std::vector<plsql_statement> out;
    while (!is_any_word(ends)) {
        if (at_end()) fail_block("( begin case declare end exception exit for goto if loop mod null pragma");
        out.push_back(parse_step());
    }
    if (out.empty()) fail_block("( begin case declare exit for goto if loop null raise return select update");
    return out;
}

plsql_statement parser::parse_step() {
    plsql_statement step;
    step.label = parse_label();
    step.position = position();
    if (is_any_word({"DECLARE", "BEGIN"})) {
        step.what = action::block;
        step.block = std::make_unique<plsql_block>(parse_plsql_block());
        step.block->label = step.label;
        return step;
    }
    if (is_any_word({"IF", "CASE", "LOOP", "WHILE", "FOR"})) {
        parse_compound(step);
    } else if (!parse_simple(step)) {
        for (const std::string_view verb : {"GOTO", "PIPE", "WITH", "LOCK", "SET"}) {
            if (is_word(verb)) refuse("PL/SQL " + std::string(verb), position());
        }
        parse_call_or_assignment(step);
    }
    if (!accept_symbol(";")) fail_block(":= . ( @ % ;");
    return step;
}

bool parser::parse_simple(plsql_statement& step) {
    if (accept_word("NULL")) return true;
    if (is_any_word({"INSERT", "UPDATE", "DELETE", "MERGE", "COMMIT", "ROLLBACK", "SAVEPOINT"})) {
        step.what = action::sql;
        step.sql = std::make_unique<sql_text_statement>(parse_embedded());
    } else if (is_word("SELECT")) {
        parse_select_into(step);
    } else if (is_any_word({"EXIT", "CONTINUE"})) {
        step.what = take().text == "EXIT" ? action::exit : action::continue_;
        if (is_name() && !is_word("WHEN")) step.name = take().text;
        if (accept_word("WHEN")) step.value = parse_block_value();
    } else if (accept_word("RETURN")) {
        step.what = action::return_;
        if (!is_symbol(";")) step.value = parse_block_value();
    } else if (accept_word("RAISE")) {
        step.what = action::raise;
        if (is_name()) step.path = parse_path();
    } else if (is_any_word({"OPEN", "FETCH", "CLOSE"})) {
        parse_cursor_verb(step);
    } else if (is_word("EXECUTE") && is_word("IMMEDIATE", 1)) {
        parse_execute_immediate(step);
    } else if (is_word("FORALL")) {
        parse_forall(step);
    } else {
        return false;
    }
    return true;
}

sql_text_statement parser::parse_embedded() {
    if (is_word("MERGE")) return parse_merge();
    if (is_word("INSERT")) return parse_insert();
    if (is_word("UPDATE")) return parse_update();
    if (is_word("DELETE")) return parse_delete();
    return *parse_transaction();
}

void parser::parse_select_into(plsql_statement& step) {
    step.what = action::select_into;
    takes_into_ = true;
    into_ = {};
    step.query = parse_query();
    step.into = std::move(into_.targets);
    step.is_bulk = into_.is_bulk;
    if (step.into.empty()) {
        fail_statement("PLS-00428: an INTO clause is expected in this SELECT statement", sql_, step.position);
    }
    if (is_word("FOR") && is_word("UPDATE", 1)) parse_row_locking(*step.query);
}

// [BULK COLLECT] INTO target, ...
bool parser::parse_into(into_clause& out) {
    const bool is_bulk = is_word("BULK") && is_word("COLLECT", 1) && is_word("INTO", 2);
    if (!is_bulk && !is_word("INTO")) return false;
    out.is_bulk = is_bulk;
    for (int words = is_bulk ? 3 : 1; words > 0; --words) take();
    do {
        out.targets.push_back(parse_target());
    } while (accept_symbol(","));
    return true;
}

void parser::parse_compound(plsql_statement& step) {
    const depth_guard guard(*this);
    if (is_word("IF")) return parse_if(step);
    if (is_word("CASE")) return parse_case_statement(step);
    if (accept_word("WHILE")) {
        step.what = action::while_;
        step.value = parse_block_value();
    } else if (accept_word("FOR")) {
        parse_for_header(step);
    } else {
        step.what = action::loop;
    }
    expect_block_word("LOOP");
    step.body = parse_statements({"END"});
    take();
    expect_block_word("LOOP");
    if (is_name()) take();
}

void parser::parse_if(plsql_statement& step) {
    step.what = action::if_;
    do {
        take();
        plsql_branch branch;
        branch.condition = parse_block_value();
        expect_block_word("THEN");
        branch.statements = parse_statements({"ELSIF", "ELSE", "END"});
        step.branches.push_back(std::move(branch));
    } while (is_word("ELSIF"));
    if (accept_word("ELSE")) step.body = parse_statements({"END"});
    take();
    expect_block_word("IF");
}

void parser::parse_case_statement(plsql_statement& step) {
    step.what = action::case_;
    take();
    const auto operand_at = at_;
    const bool is_simple = !is_word("WHEN");
    if (is_simple) (void)parse_block_value();
    if (!is_word("WHEN")) fail_block("when");
    while (accept_word("WHEN")) {
        plsql_branch branch;
        branch.condition = is_simple ? parse_case_comparison(operand_at) : parse_block_value();
        expect_block_word("THEN");
        branch.statements = parse_statements({"WHEN", "ELSE", "END"});
        step.branches.push_back(std::move(branch));
    }
    step.has_else = accept_word("ELSE");
    if (step.has_else) step.body = parse_statements({"END"});
    expect_block_word("END");
    expect_block_word("CASE");
    if (is_name()) take();
}

// CASE a WHEN b: the condition a = b.
expression_ptr parser::parse_case_comparison(std::size_t operand_at) {
    auto out = make(expression_kind::compare, position());
    out->text = "=";
    const auto here = std::exchange(at_, operand_at);
    out->args.push_back(parse_value());
    at_ = here;
    out->args.push_back(parse_value());
    finish(*out);
    return out;
}

// FOR name IN [REVERSE] low .. high | (query) | cursor [(arguments)]
void parser::parse_for_header(plsql_statement& step) {
    step.name = expect_block_name();
    expect_block_word("IN");
    step.is_reverse = accept_word("REVERSE");
    if (is_symbol("(") && starts_query()) {
        step.what = action::for_query;
        take();
        step.query = parse_query();
        expect_block_symbol(")");
        return;
    }
    auto low = parse_value();
    if (accept_symbol("..")) {
        step.what = action::for_range;
        step.low = std::move(low);
        step.high = parse_value();
        return;
    }
    step.what = action::for_query;
    if (low->kind != expression_kind::column && low->kind != expression_kind::function) fail_block("..");
    step.path = low->path;
    for (auto& argument : low->args) step.arguments.push_back({{}, std::move(argument)});
}

// FORALL name IN low .. high | INDICES OF collection | VALUES OF collection [SAVE EXCEPTIONS] one data change
void parser::parse_forall(plsql_statement& step) {
    take();
    step.what = action::forall;
    step.name = expect_block_name();
    expect_block_word("IN");
    step.of_indices = accept_words({"INDICES", "OF"});
    step.of_values = !step.of_indices && accept_words({"VALUES", "OF"});
    step.low = parse_value();
    if (is_word("BETWEEN")) refuse("FORALL ... BETWEEN", position());
    if (!step.of_indices && !step.of_values) {
        expect_block_symbol("..");
        step.high = parse_value();
    }
    step.saves_exceptions = accept_words({"SAVE", "EXCEPTIONS"});
    if (!is_any_word({"INSERT", "UPDATE", "DELETE", "MERGE"})) refuse("FORALL of " + peek().text, position());
    auto& inner = step.body.emplace_back();
    inner.position = position();
    (void)parse_simple(inner);
}

void parser::parse_cursor_verb(plsql_statement& step) {
    const auto verb = take().text;
    const auto name_at = position();
    if (verb == "OPEN") {
        step.what = action::open;
        if (peek().kind == token_kind::bind) {
            step.target = parse_target();
        } else {
            parse_call_or_assignment(step);
            step.what = action::open;
            step.target = make(expression_kind::column, name_at);
            step.target->path = step.path;
        }
        if (!accept_word("FOR")) return;
        if (starts_query()) {
            step.query = parse_query();
            if (is_word("FOR") && is_word("UPDATE", 1)) parse_row_locking(*step.query);
        } else {
            step.value = parse_block_value();
            if (accept_word("USING")) step.arguments = parse_using();
        }
        return;
    }
    step.what = verb == "FETCH" ? action::fetch : action::close;
    step.target = parse_target();
    if (step.what == action::close) return;
    into_clause into;
    if (!parse_into(into)) fail_block("into bulk");
    step.into = std::move(into.targets);
    step.is_bulk = into.is_bulk;
    if (accept_word("LIMIT")) step.value = parse_value();
}

void parser::parse_execute_immediate(plsql_statement& step) {
    take();
    take();
    step.what = action::execute;
    step.value = parse_block_value();
    into_clause into;
    if (parse_into(into)) {
        step.into = std::move(into.targets);
        step.is_bulk = into.is_bulk;
    }
    if (accept_word("USING")) step.arguments = parse_using();
    if (!is_any_word({"RETURNING", "RETURN"})) return;
    take();
    into_clause returning;
    if (!parse_into(returning)) fail_block("into bulk");
    step.returning = std::move(returning.targets);
    step.is_bulk = returning.is_bulk;
}

std::vector<plsql_argument> parser::parse_using() {
    std::vector<plsql_argument> out;
    do {
        plsql_argument argument;
        argument.mode = parse_mode();
        argument.value = argument.mode == parameter_mode::in ? parse_block_value() : parse_target();
        if (argument.mode == parameter_mode::in_out && argument.value->kind == expression_kind::bind) {
            binds_[argument.value->bind_index].is_read = true;
        }
        out.push_back(std::move(argument));
    } while (accept_symbol(","));
    return out;
}

parameter_mode parser::parse_mode() {
    const bool in = accept_word("IN");
    const bool out = accept_word("OUT");
    if (out) accept_word("NOCOPY");
    return !out ? parameter_mode::in : in ? parameter_mode::in_out : parameter_mode::out;
}

// name[.name...][(arguments)] and perhaps := value
void parser::parse_call_or_assignment(plsql_statement& step) {
    if (peek().kind == token_kind::bind) {
        step.target = parse_target();
        if (!is_symbol(":=")) fail_block(":=");
    } else {
        if (peek().kind != token_kind::word && peek().kind != token_kind::quoted_word) {
            fail_block("( begin case declare end exit for goto if loop null pragma raise return select update");
        }
        step.what = action::call;
        const auto begin = position();
        step.path.push_back(take().text);
        while (accept_symbol(".")) step.path.push_back(take().text);
        if (is_symbol("(")) parse_call_arguments(step);
        if (is_symbol(":=") || is_symbol(".") || is_symbol("(")) {
            step.target = call_expression(step);
            step.target->position = step.target->begin = begin;
            step.target = parse_members(std::move(step.target));
        }
    }
    if (!accept_symbol(":=")) return;
    step.what = action::assign;
    step.value = parse_block_value();
}

void parser::parse_call_arguments(plsql_statement& step) {
    take();
    step.has_else = true;  // there are parentheses
    if (accept_symbol(")")) return;
    do {
        plsql_argument argument;
        if (peek().kind == token_kind::word && is_symbol("=>", 1)) {
            argument.name = take().text;
            take();
        }
        // Whether a bind that stands alone is read or assigned is for the parameter to say.
        const bool is_bind = peek().kind == token_kind::bind && (is_symbol(",", 1) || is_symbol(")", 1));
        argument.value = is_bind ? parse_bind(bind_use::argument) : parse_block_value();
        step.arguments.push_back(std::move(argument));
    } while (accept_symbol(","));
    expect_symbol(")", ora::missing_right_parenthesis);
}

// The call as a value, or its name as a variable's.
expression_ptr parser::call_expression(plsql_statement& step) {
    const bool has_arguments = step.has_else;
    auto out = make(has_arguments ? expression_kind::function : expression_kind::column, step.position);
    out->path = std::move(step.path);
    for (const auto& part : out->path) out->text += (out->text.empty() ? "" : ".") + part;
    for (auto& argument : step.arguments) {
        if (argument.value->kind == expression_kind::bind) binds_[argument.value->bind_index].is_read = true;
        out->arg_names.push_back(std::move(argument.name));
        out->args.push_back(std::move(argument.value));
    }
    step.arguments.clear();
    step.path.clear();
    finish(*out);
    return out;
}

// What may follow t(i): .field
expression_ptr parser::parse_members(expression_ptr of) {
    while (is_symbol(".") && peek(1).kind == token_kind::word && !is_symbol("(", 2)) {
        auto member = make(expression_kind::member, of->position);
        take();
        member->text = take().text;
        member->begin = of->begin;
        member->args.push_back(std::move(of));
        finish(*member);
        of = std::move(member);
    }
    return of;
}

}  // namespace oraxx::sandbox::engine
