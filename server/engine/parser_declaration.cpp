// PL/SQL: declarations, types and subprograms.
#include "server/engine/failure.hpp"
#include "server/engine/parser.hpp"

namespace oraxx::sandbox::engine {
namespace {

using kind = plsql_declaration::kind;

constexpr std::uint32_t max_plsql_text_bytes = 32767;

}  // namespace

void parser::parse_declarations(std::vector<plsql_declaration>& out) {
    while (!is_any_word({"BEGIN", "END"})) {
        if (at_end()) fail_block("begin function pragma procedure subtype type <an identifier> current cursor");
        out.push_back(parse_declaration());
    }
}

plsql_declaration parser::parse_declaration() {
    plsql_declaration out;
    out.position = position();
    if (is_any_word({"PROCEDURE", "FUNCTION"})) {
        out.what = kind::subprogram;
        auto subprogram = parse_subprogram();
        out.name = subprogram->name;
        out.subprogram = std::move(subprogram);
        return out;
    }
    if (is_word("PRAGMA")) {
        parse_pragma(out);
    } else if (accept_word("TYPE")) {
        parse_type_declaration(out);
    } else if (accept_word("SUBTYPE")) {
        out.what = kind::subtype;
        out.name = expect_block_name();
        expect_block_word("IS");
        out.type = parse_plsql_type();
        if (accept_words({"NOT", "NULL"})) out.is_not_null = true;
        if (is_word("RANGE")) refuse("SUBTYPE ... RANGE", position());
    } else if (accept_word("CURSOR")) {
        out.what = kind::cursor;
        out.name = expect_block_name();
        if (is_symbol("(")) out.parameters = parse_parameters();
        if (is_word("RETURN")) refuse("CURSOR ... RETURN", position());
        expect_block_word("IS");
        out.query = parse_query();
        if (is_word("FOR") && is_word("UPDATE", 1)) parse_row_locking(*out.query);
    } else {
        parse_variable(out);
    }
    if (!accept_symbol(";")) fail_block(":= ( ; not null range default character");
    return out;
}

void parser::parse_variable(plsql_declaration& out) {
    out.name = expect_block_name();
    if (accept_word("EXCEPTION")) {
        out.what = kind::exception;
        return;
    }
    out.is_constant = accept_word("CONSTANT");
    out.type = parse_plsql_type();
    if (accept_words({"NOT", "NULL"})) out.is_not_null = true;
    if (accept_symbol(":=") || accept_word("DEFAULT")) out.initial = parse_block_value();
}

// PRAGMA EXCEPTION_INIT(name, number)
void parser::parse_pragma(plsql_declaration& out) {
    take();
    if (!is_word("EXCEPTION_INIT")) refuse("PRAGMA " + peek().text, position());
    take();
    out.what = kind::exception_number;
    expect_block_symbol("(");
    out.name = expect_block_name();
    expect_block_symbol(",");
    const std::int64_t sign = accept_symbol("-") ? -1 : 1;
    out.number = sign * expect_integer(ora::missing_expression);
    expect_block_symbol(")");
}

// TYPE name IS RECORD (...) | TABLE OF type [INDEX BY type] | VARRAY(n) OF type | REF CURSOR
void parser::parse_type_declaration(plsql_declaration& out) {
    out.name = expect_block_name();
    expect_block_word("IS");
    if (accept_word("RECORD")) {
        out.what = kind::record_type;
        expect_block_symbol("(");
        do {
            plsql_declaration field;
            parse_variable(field);
            out.fields.push_back(
                {std::move(field.name), std::move(field.type), std::move(field.initial), field.is_not_null});
        } while (accept_symbol(","));
        expect_block_symbol(")");
        return;
    }
    if (accept_words({"REF", "CURSOR"})) {
        out.what = kind::cursor_type;
        if (accept_word("RETURN")) (void)parse_plsql_type();
        return;
    }
    out.what = kind::table_type;
    if (is_any_word({"VARRAY", "VARYING"})) {
        if (take().text == "VARYING") expect_block_word("ARRAY");
        expect_block_symbol("(");
        out.limit = expect_integer(ora::missing_expression);
        expect_block_symbol(")");
    } else {
        expect_block_word("TABLE");
    }
    expect_block_word("OF");
    out.type = parse_plsql_type();
    if (accept_words({"NOT", "NULL"})) out.is_not_null = true;
    if (!accept_word("INDEX")) return;
    expect_block_word("BY");
    out.is_index_by = true;
    const auto key = parse_plsql_type();
    out.is_by_text = key.what == plsql_type::form::scalar && key.scalar.type != db_type::number;
}

plsql_type parser::parse_plsql_type() {
    using form = plsql_type::form;
    plsql_type out;
    out.position = position();
    if (is_any_word({"PLS_INTEGER", "BINARY_INTEGER", "NATURAL", "NATURALN", "POSITIVE", "POSITIVEN", "SIGNTYPE",
                     "SIMPLE_INTEGER"})) {
        take();
        out.what = form::integer;
        out.scalar = {db_type::number, 38, 0, 0, false, false};
        return out;
    }
    if (accept_word("BOOLEAN")) {
        out.scalar.type = db_type::boolean;
        return out;
    }
    if (accept_word("STRING")) {
        out.scalar = {db_type::varchar2, 0, -127, max_plsql_text_bytes, false, false};
        if (accept_symbol("(")) {
            out.scalar.length = static_cast<std::uint32_t>(expect_integer(ora::invalid_datatype));
            expect_block_symbol(")");
        }
        return out;
    }
    if (accept_word("SYS_REFCURSOR")) {
        out.what = form::ref_cursor;
        return out;
    }
    const bool is_scalar =
        !is_symbol(".", 1) && !is_symbol("%", 1) &&
        is_any_word({"NUMBER",       "DECIMAL",       "NUMERIC",  "DEC",      "FLOAT",     "REAL",     "DOUBLE",
                     "INTEGER",      "INT",           "SMALLINT", "VARCHAR2", "VARCHAR",   "CHAR",     "CHARACTER",
                     "NCHAR",        "NVARCHAR2",     "RAW",      "DATE",     "TIMESTAMP", "INTERVAL", "LONG",
                     "BINARY_FLOAT", "BINARY_DOUBLE", "ROWID",    "UROWID",   "CLOB",      "NCLOB",    "BLOB",
                     "BFILE",        "JSON",          "VECTOR",   "XMLTYPE"});
    if (is_scalar) {
        out.scalar = parse_type();
        return out;
    }
    out.what = form::named;
    out.path = parse_path();
    if (!accept_symbol("%")) return out;
    if (accept_word("ROWTYPE")) {
        out.what = form::of_row;
    } else {
        expect_block_word("TYPE");
        out.what = form::of_column;
    }
    return out;
}

std::vector<plsql_parameter> parser::parse_parameters() {
    std::vector<plsql_parameter> out;
    expect_block_symbol("(");
    do {
        plsql_parameter parameter;
        parameter.position = position();
        parameter.name = expect_block_name();
        parameter.mode = parse_mode();
        parameter.type = parse_plsql_type();
        if (accept_symbol(":=") || accept_word("DEFAULT")) parameter.fallback = parse_block_value();
        out.push_back(std::move(parameter));
    } while (accept_symbol(","));
    expect_block_symbol(")");
    return out;
}

// PROCEDURE name [(parameters)] | FUNCTION name [(parameters)] RETURN type, then ; or IS and its block.
std::shared_ptr<plsql_subprogram> parser::parse_subprogram() {
    const depth_guard guard(*this);
    auto out = std::make_shared<plsql_subprogram>();
    out->position = position();
    out->is_function = take().text == "FUNCTION";
    (void)accept_if_not_exists();
    out->name = parse_path().back();
    if (is_symbol("(")) out->parameters = parse_parameters();
    if (out->is_function) {
        expect_block_word("RETURN");
        out->returns = parse_plsql_type();
    }
    while (is_any_word({"DETERMINISTIC", "PARALLEL_ENABLE", "AUTHID"})) {
        if (take().text == "AUTHID") take();
    }
    if (is_any_word({"PIPELINED", "RESULT_CACHE", "AGGREGATE", "LANGUAGE", "EXTERNAL"})) {
        refuse("PL/SQL " + peek().text, position());
    }
    if (accept_symbol(";")) return out;
    if (!accept_word("IS")) expect_block_word("AS");
    if (is_any_word({"LANGUAGE", "EXTERNAL", "MLE"})) refuse("PL/SQL " + peek().text, position());
    out->body = std::make_unique<plsql_block>();
    out->body->position = position();
    parse_declarations(out->body->declarations);
    parse_block_body(*out->body);
    return out;
}

}  // namespace oraxx::sandbox::engine
