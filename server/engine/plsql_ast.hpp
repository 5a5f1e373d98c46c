// PL/SQL as it is written: blocks, declarations, statements, subprograms.
#pragma once

#include "server/engine/ast.hpp"

namespace oraxx::sandbox::engine {

struct plsql_block;
struct plsql_subprogram;
struct plsql_statement;

// A type as a declaration names it.
struct plsql_type {
    enum class form : std::uint8_t {
        scalar,      // `scalar`
        integer,     // PLS_INTEGER and its like: `scalar`, within 32 bits
        named,       // `path`: a type of the block, of a package, or SYS_REFCURSOR
        of_column,   // `path`%TYPE: a variable or a column
        of_row,      // `path`%ROWTYPE: a table, a view, a cursor
        ref_cursor,  // SYS_REFCURSOR
    };
    form what = form::scalar;
    type_name scalar{};
    std::vector<std::string> path{};
    std::size_t position = 0;
};

enum class parameter_mode : std::uint8_t { in, out, in_out };

struct plsql_parameter {
    std::string name{};
    parameter_mode mode = parameter_mode::in;
    plsql_type type{};
    expression_ptr fallback{};  // DEFAULT
    std::size_t position = 0;
};

struct plsql_field {
    std::string name{};
    plsql_type type{};
    expression_ptr initial{};
    bool is_not_null = false;
};

struct plsql_declaration {
    enum class kind : std::uint8_t {
        variable,
        cursor,
        exception,
        exception_number,  // PRAGMA EXCEPTION_INIT
        record_type,
        table_type,
        cursor_type,
        subtype,
        subprogram,
    };
    kind what = kind::variable;
    std::string name{};
    std::size_t position = 0;
    plsql_type type{};  // of a variable, of the elements of a table, of a subtype
    bool is_constant = false;
    bool is_not_null = false;
    expression_ptr initial{};
    std::vector<plsql_field> fields{};          // record_type
    bool is_index_by = false;                   // table_type: INDEX BY; else a nested table or VARRAY
    bool is_by_text = false;                    // INDEX BY VARCHAR2
    std::int64_t limit = 0;                     // VARRAY; 0: none
    std::int64_t number = 0;                    // exception_number
    std::vector<plsql_parameter> parameters{};  // cursor
    query_ptr query{};                          // cursor
    std::shared_ptr<const plsql_subprogram> subprogram{};
};

// WHEN condition THEN statements.
struct plsql_branch {
    expression_ptr condition{};
    std::vector<plsql_statement> statements;  // of a type that is not complete yet: no {}
};

struct plsql_argument {
    std::string name{};  // name => value; empty for positional ones
    expression_ptr value{};
    parameter_mode mode = parameter_mode::in;  // USING
};

struct plsql_statement {
    enum class kind : std::uint8_t {
        nothing,
        assign,       // target := value
        call,         // value: a column (no arguments) or function expression; arguments
        sql,          // sql
        select_into,  // query, into
        if_,          // branches, otherwise
        case_,        // branches, otherwise; CASE a WHEN b has the condition a = b
        loop,         // body
        while_,       // value, body
        for_range,    // name, low, high, is_reverse, body
        for_query,    // name, query or (cursor, arguments), body
        forall,       // name, low, high or (of_indices, of_values) low, a collection; body: one SQL statement
        exit,         // name: the loop's label; value: WHEN
        continue_,    // the same
        return_,      // value
        raise,        // path; empty: again
        block,        // block
        open,         // target, query, or value (dynamic) and arguments; a declared cursor: path, arguments
        fetch,        // target, into, value: LIMIT
        close,        // target
        execute,      // value, into, arguments, returning
    };
    kind what = kind::nothing;
    std::size_t position = 0;
    std::string label{};
    std::string name{};
    expression_ptr target{};
    expression_ptr value{};
    expression_ptr low{};
    expression_ptr high{};
    bool is_reverse = false;
    bool of_indices = false;        // forall
    bool of_values = false;         // forall
    bool saves_exceptions = false;  // forall
    bool is_bulk = false;           // BULK COLLECT INTO
    bool has_else = false;          // case_
    std::vector<std::string> path{};
    std::vector<expression_ptr> into{};
    std::vector<expression_ptr> returning{};  // execute: RETURNING INTO
    std::vector<plsql_argument> arguments{};
    std::vector<plsql_branch> branches{};
    std::vector<plsql_statement> body{};  // loops; of if_ and case_ the ELSE
    std::unique_ptr<sql_text_statement> sql{};
    query_ptr query{};
    std::unique_ptr<plsql_block> block{};
};

struct plsql_handler {
    std::vector<std::vector<std::string>> exceptions{};  // none: OTHERS
    std::vector<plsql_statement> statements{};
};

struct plsql_block {
    std::string label{};
    std::vector<plsql_declaration> declarations{};
    std::vector<plsql_statement> statements{};
    std::vector<plsql_handler> handlers{};
    std::size_t position = 0;
};

struct plsql_subprogram {
    std::string name{};
    bool is_function = false;
    std::vector<plsql_parameter> parameters{};
    plsql_type returns{};
    std::unique_ptr<plsql_block> body{};  // absent: announced only
    std::size_t position = 0;
};

// What a statement of PL/SQL runs.
struct plsql_unit {
    plsql_block block{};
    bool is_call = false;  // CALL p(...) [INTO :b]
};

}  // namespace oraxx::sandbox::engine
