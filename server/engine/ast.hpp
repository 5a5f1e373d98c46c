// What a statement says, before anyone knows what its names mean.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "server/engine/ast_types.hpp"

namespace oraxx::sandbox::engine {

struct query;
struct expression;
using expression_ptr = std::unique_ptr<expression>;
using query_ptr = std::unique_ptr<query>;

enum class expression_kind : std::uint8_t {
    number,         // text: digits
    binary_float,   // text: digits
    binary_double,  // text: digits
    text,           // text: value
    national_text,  // text: value
    null,
    boolean,            // text: "TRUE" or "FALSE"
    date_literal,       // text: value
    timestamp_literal,  // text: value
    interval_ym,        // text: value; fields in `field`, precision in `digits`
    interval_ds,
    bind,           // bind_index
    column,         // path: [schema.][table.]column; pseudo columns too
    all_columns,    // * or t.*; path: the qualifier
    negate,         // args[0]
    arithmetic,     // text: + - * /; args[0], args[1]
    concat,         // args[0], args[1]
    function,       // text: name (with package), args; `distinct`, `star`
    simple_case,    // args: operand, when, then, ..., [else]; `has_else`
    searched_case,  // args: condition, then, ..., [else]; `has_else`
    cast,           // args[0], `type`
    extract,        // text: field; args[0]
    trim,           // text: LEADING, TRAILING or BOTH; args: source, [set]
    at_time_zone,   // args: value, zone (absent: LOCAL)
    subquery,       // scalar subquery
    list,           // (a, b, c) on the right of IN
    attribute,      // text: name; args[0]: an object
    method,         // text: name; args[0]: an object; more args
    member,         // text: field; args[0]: an element of a collection of records; blocks only
    cursor,         // CURSOR(subquery)
    // conditions
    compare,      // text: = <> < > <= >=; args[0], args[1]
    between,      // args: value, low, high; `negated`
    in_list,      // args: value, items...; `negated`
    in_subquery,  // args: value; subquery; `negated`
    like,         // args: value, pattern, [escape]; `negated`
    is_null,      // args[0]; `negated`
    is_boolean,   // text: "TRUE" or "FALSE"; args[0]; `negated`
    exists,       // subquery
    is_json,      // args[0]; `negated`; clauses: "FORMAT OSON", "STRICT", ...
    logical_and,
    logical_or,
    logical_not,
};

struct call_suffix;

struct expression {
    expression_kind kind = expression_kind::null;
    std::size_t position = 0;  // of the operator or first token: where errors point
    std::size_t begin = 0;     // source range
    std::size_t end = 0;
    std::string text{};
    std::vector<std::string> path{};
    std::vector<expression_ptr> args{};
    std::vector<std::string>
        arg_names{};  // function of a block: name => value; shorter than args or empty: positional
    query_ptr subquery{};
    std::unique_ptr<call_suffix> suffix{};  // function: OVER and its like; null: none
    std::optional<type_name> type{};
    std::size_t bind_index = 0;
    std::string first_field{};  // INTERVAL literals: YEAR, DAY, ...
    std::string last_field{};
    std::vector<std::string> clauses{};  // JSON functions: what follows the arguments: "PRETTY", "WITH WRAPPER", ...
    int leading_digits = -1;             // INTERVAL literals; -1 = not given
    int fraction_digits = -1;
    bool negated = false;
    bool distinct = false;
    bool star = false;
    bool has_else = false;
    bool outer_joined = false;  // column(+)
};

struct table_source;
using table_source_ptr = std::unique_ptr<table_source>;

enum class join_kind : std::uint8_t { cross, inner, left, right, full };

struct table_source {
    // A table or view ...
    std::string schema{};
    std::string name{};
    // ... or a subquery ...
    query_ptr subquery{};
    // ... or TABLE(collection) ...
    expression_ptr collection{};
    // ... or a join of two.
    table_source_ptr left{};
    table_source_ptr right{};
    join_kind join = join_kind::inner;
    expression_ptr on{};
    std::vector<std::string> using_columns{};
    bool natural = false;

    std::string alias{};
    std::size_t position = 0;
};

struct select_item {
    expression_ptr value{};
    std::string alias{};
};

struct order_item {
    expression_ptr value{};
    bool descending = false;
    std::optional<bool> nulls_first{};
};

// One end of a window's frame.
struct frame_bound {
    enum class place : std::uint8_t { unbounded_preceding, preceding, current_row, following, unbounded_following };
    place where = place::current_row;
    expression_ptr offset{};  // preceding, following
};

struct window {
    enum class unit : std::uint8_t { none, rows, range };
    std::vector<expression_ptr> partition_by{};
    std::vector<order_item> order_by{};
    unit frame = unit::none;  // none: what goes without saying
    frame_bound first{};
    frame_bound last{};
    std::size_t position = 0;
};

// What a function call has besides plain arguments.
struct call_suffix {
    std::vector<order_item> within_group{};
    std::optional<window> over{};
    std::vector<order_item> keep{};  // KEEP (DENSE_RANK FIRST ORDER BY ...)
    bool keep_last = false;
    bool ignore_nulls = false;
    bool from_last = false;  // NTH_VALUE ... FROM LAST
    bool truncates = false;  // LISTAGG ... ON OVERFLOW TRUNCATE
    expression_ptr filler{};
    bool with_count = true;
};

struct query_block {
    bool distinct = false;
    std::vector<select_item> items{};
    std::vector<table_source_ptr> from{};  // empty: FROM left out (23ai)
    expression_ptr where{};
    expression_ptr connect_by{};
    std::vector<expression_ptr> group_by{};
    expression_ptr having{};
    std::size_t position = 0;
};

enum class set_operator : std::uint8_t { none, union_all, union_, intersect, minus, intersect_all, minus_all };

struct named_query {
    std::string name{};
    std::vector<std::string> columns{};
    query_ptr body{};
    std::size_t position = 0;
};

// FOR UPDATE at the end of a query.
struct row_locking {
    enum class when_held : std::uint8_t { wait, fail, skip };
    when_held rule = when_held::wait;
    std::optional<std::int64_t> wait_seconds{};  // WAIT n
    std::vector<expression_ptr> of{};            // columns of the tables to lock; empty: every table
    std::size_t position = 0;
};

// Either a block, or two queries joined by a set operator; then ORDER BY and the row limit.
struct query {
    std::vector<named_query> with{};
    std::optional<query_block> block{};
    set_operator operation = set_operator::none;
    query_ptr left{};
    query_ptr right{};
    std::vector<order_item> order_by{};
    expression_ptr offset{};
    expression_ptr limit{};
    std::optional<row_locking> for_update{};
    std::size_t position = 0;
};

struct select_statement {
    query_ptr body{};
};

// RETURNING values INTO targets, which are binds or variables of a block.
struct returning_clause {
    std::vector<expression_ptr> values{};
    std::vector<expression_ptr> into{};
    bool is_bulk = false;  // BULK COLLECT INTO
    std::size_t position = 0;
};

struct insert_statement {
    table_name table{};
    std::string alias{};
    std::vector<column_name> columns{};
    std::vector<std::vector<expression_ptr>> rows{};  // VALUES; a null pointer stands for DEFAULT
    expression_ptr record{};                          // blocks: VALUES record
    query_ptr source{};
    std::size_t values_position = 0;
    std::optional<returning_clause> returning{};
};

struct assignment {
    column_name column{};
    bool is_row = false;     // blocks: ROW = record
    expression_ptr value{};  // null: DEFAULT
};

struct update_statement {
    table_name table{};
    std::string alias{};
    std::vector<assignment> assignments{};
    expression_ptr where{};
    std::optional<returning_clause> returning{};
};

struct delete_statement {
    table_name table{};
    std::string alias{};
    expression_ptr where{};
    std::optional<returning_clause> returning{};
};

struct merge_statement {
    table_name table{};
    std::string alias{};
    table_source_ptr source{};
    expression_ptr on{};
    std::vector<assignment> assignments{};  // empty: no WHEN MATCHED
    expression_ptr update_where{};
    expression_ptr delete_where{};
    bool inserts = false;
    std::vector<column_name> columns{};
    std::vector<expression_ptr> values{};  // a null pointer stands for DEFAULT
    expression_ptr insert_where{};
    std::size_t values_position = 0;
};

enum class constraint_kind : std::uint8_t { primary_key, unique, foreign_key, check, not_null };
enum class delete_rule : std::uint8_t { no_action, cascade, set_null };

struct constraint_definition {
    constraint_kind kind = constraint_kind::check;
    std::string name{};                         // empty: the database chooses one
    std::size_t position = 0;                   // where errors about it point
    bool is_inline = false;                     // part of a column's definition
    std::vector<column_name> columns{};         // keys
    expression_ptr condition{};                 // CHECK
    std::string condition_text{};               // as written
    table_name parent{};                        // FOREIGN KEY
    std::vector<column_name> parent_columns{};  // empty: its primary key
    delete_rule on_delete = delete_rule::no_action;
};

struct sequence_options {
    // Numbers as written; absent: not said.
    std::optional<std::string> start{};
    std::optional<std::string> increment{};
    std::optional<std::string> minimum{};  // empty text: NOMINVALUE
    std::optional<std::string> maximum{};  // empty text: NOMAXVALUE
    std::optional<std::int64_t> cache{};   // 0: NOCACHE
    std::optional<bool> cycles{};
    std::optional<bool> ordered{};
    bool restarts = false;
    std::size_t position = 0;
};

// What fills a column when a statement does not.
enum class default_rule : std::uint8_t {
    when_absent,  // DEFAULT e; GENERATED BY DEFAULT AS IDENTITY
    on_null,      // DEFAULT ON NULL e; GENERATED BY DEFAULT ON NULL AS IDENTITY
    always        // GENERATED ALWAYS AS IDENTITY: statements give no value
};

struct column_definition {
    column_name name{};
    std::optional<type_name> type{};  // MODIFY and CREATE TABLE AS SELECT leave it out
    std::size_t type_position = 0;
    expression_ptr default_value{};
    std::string default_text{};
    default_rule rule = default_rule::when_absent;
    std::optional<sequence_options> identity{};
    std::vector<constraint_definition> constraints{};
    bool allows_null = false;  // NULL, said aloud
    table_name domain{};       // 23ai
    std::vector<column_annotation> annotations{};
};

struct create_table_statement {
    table_name table{};
    bool if_not_exists = false;
    std::vector<column_definition> columns{};
    std::vector<constraint_definition> constraints{};
    query_ptr source{};
    bool is_index_organized = false;
};

struct alter_table_action {
    enum class kind : std::uint8_t {
        add_column,
        add_constraint,
        modify_column,
        drop_columns,
        drop_constraint,
        drop_key,  // by its columns; none: the primary key
        rename_column,
        rename_constraint,
        rename_table
    };
    kind what = kind::add_column;
    std::size_t position = 0;
    column_definition column{};
    constraint_definition constraint{};
    std::vector<column_name> names{};  // columns, or the constraint
    std::string new_name{};
    bool cascades = false;
};

struct alter_table_statement {
    table_name table{};
    std::vector<alter_table_action> actions{};
};

// The numbers stand in database files.
enum class object_kind : std::uint8_t {
    table = 0,
    view = 1,
    sequence = 2,
    synonym = 3,
    index = 4,
    type = 5,
    directory = 6,
    domain = 7,
    procedure = 10,
    function = 11,
    package = 12,
    package_body = 13
};

[[nodiscard]] constexpr bool is_code(object_kind kind) noexcept {
    return kind >= object_kind::procedure && kind <= object_kind::package_body;
}

// DROP TABLE, VIEW, SEQUENCE, SYNONYM, INDEX, PROCEDURE, FUNCTION, PACKAGE.
struct drop_statement {
    object_kind kind = object_kind::table;
    table_name name{};
    bool if_exists = false;
    bool cascades = false;   // CASCADE CONSTRAINTS
    bool is_public = false;  // synonyms
    bool forces = false;     // types: FORCE
};

struct create_view_statement {
    table_name name{};
    bool replaces = false;
    bool if_not_exists = false;
    bool is_read_only = false;
    std::vector<column_name> columns{};
    query_ptr body{};
    std::size_t body_begin = 0;
    std::size_t body_end = 0;
};

struct create_sequence_statement {
    table_name name{};
    bool if_not_exists = false;
    bool alters = false;
    sequence_options options{};
};

struct create_synonym_statement {
    table_name name{};
    bool replaces = false;
    bool if_not_exists = false;
    bool is_public = false;
    table_name target{};
};

struct index_item {
    column_name column{};
    bool descending = false;
};

struct create_index_statement {
    table_name name{};
    bool if_not_exists = false;
    bool unique = false;
    table_name table{};
    std::vector<index_item> items{};
};

struct comment_statement {
    table_name table{};
    std::optional<column_name> column{};
    std::string text{};
};

struct rename_statement {
    table_name from{};
    std::string to{};
};

struct truncate_statement {
    table_name table{};
};

enum class transaction_verb : std::uint8_t { commit, rollback, savepoint, rollback_to, set_transaction };

struct transaction_statement {
    transaction_verb verb = transaction_verb::commit;
    std::string savepoint{};
};

struct session_setting {
    std::string name{};
    std::string value{};
    std::size_t position = 0;
};

struct alter_session_statement {
    std::vector<session_setting> settings{};
};

using sql_text_statement =
    std::variant<insert_statement, update_statement, delete_statement, merge_statement, transaction_statement>;

// PL/SQL: plsql_ast.hpp.
struct plsql_unit;
using plsql_unit_ptr = std::shared_ptr<const plsql_unit>;
struct plsql_subprogram;

// CREATE PROCEDURE, FUNCTION, PACKAGE, PACKAGE BODY: its text is kept, and compiled when it is needed.
struct create_code_statement {
    table_name name{};
    object_kind kind = object_kind::procedure;
    bool replaces = false;
    bool if_not_exists = false;
    std::size_t source_begin = 0;  // "PROCEDURE name ..."
};

using statement_body =
    std::variant<select_statement, insert_statement, update_statement, delete_statement, merge_statement,
                 create_table_statement, alter_table_statement, truncate_statement, create_view_statement,
                 create_sequence_statement, create_synonym_statement, create_index_statement, drop_statement,
                 create_type_statement, create_directory_statement, create_domain_statement, comment_statement,
                 rename_statement, transaction_statement, alter_session_statement, plsql_unit_ptr,
                 create_code_statement>;

struct bind_reference {
    std::string name{};
    std::size_t position = 0;
    bool is_read = false;       // occurs as a value, not only as the target of assignments
    bool is_assigned = false;   // ... or as such a target
    bool is_returning = false;  // behind RETURNING ... INTO of a statement that is no block
};

struct parsed_statement {
    std::string text{};
    statement_body body{};
    std::vector<bind_reference> binds{};  // SQL: one per occurrence; blocks: one per distinct name
};

}  // namespace oraxx::sandbox::engine
