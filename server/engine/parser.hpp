// Recursive descent over the tokens of one statement. The member functions are spread over parser_*.cpp by
// topic: expressions, queries, DML, DDL, blocks.
#pragma once

#include <initializer_list>
#include <string_view>

#include "server/engine/ast.hpp"
#include "server/engine/lexer.hpp"
#include "server/engine/plsql_ast.hpp"

namespace oraxx::sandbox::engine {

// What depends on the server's release.
struct dialect {
    bool is_23ai =
        true;  // BOOLEAN, SELECT without FROM, IF EXISTS, several rows in VALUES, newer error texts; VECTOR, domains
    bool has_json = true;  // the JSON type: from 21c on
};

// JSON_VALUE and its like, whose arguments are not a plain list.
[[nodiscard]] bool takes_json_clauses(std::string_view function) noexcept;

// How a placeholder stands in a block: read, assigned to, or an argument, whose parameter says which.
enum class bind_use : std::uint8_t { read, assigned, argument };

class parser {
public:
    parser(std::string_view sql, dialect flavour) : sql_(sql), dialect_(flavour), tokens_(tokenize(sql)) {}

    // Throws sql_failure.
    [[nodiscard]] parsed_statement parse();

    // Text the dictionary keeps (defaults, CHECK conditions, views): its errors point to the start of the statement
    // that uses it.
    [[nodiscard]] static expression_ptr parse_stored_value(std::string_view sql, dialect flavour);
    [[nodiscard]] static expression_ptr parse_stored_condition(std::string_view sql, dialect flavour);
    [[nodiscard]] static type_name parse_stored_type(std::string_view sql, dialect flavour);
    [[nodiscard]] static query_ptr parse_stored_query(std::string_view sql, dialect flavour);

    // "PROCEDURE name ...", "FUNCTION name ...".
    [[nodiscard]] static std::shared_ptr<const plsql_subprogram> parse_code(std::string_view source, dialect flavour);
    // "PACKAGE name ...", "PACKAGE BODY name ...": a block of declarations, and of statements that start it.
    [[nodiscard]] static std::shared_ptr<const plsql_block> parse_package(std::string_view source, dialect flavour);

private:
    // tokens
    [[nodiscard]] const token& peek(std::size_t ahead = 0) const;
    [[nodiscard]] std::size_t position() const { return peek().begin; }
    [[nodiscard]] std::size_t last_end() const { return at_ == 0 ? 0 : tokens_[at_ - 1].end; }
    const token& take() { return tokens_[at_ + 1 < tokens_.size() ? at_++ : at_]; }
    [[nodiscard]] bool at_end() const { return peek().kind == token_kind::end; }
    [[nodiscard]] bool is_word(std::string_view word, std::size_t ahead = 0) const;
    [[nodiscard]] bool is_any_word(std::initializer_list<std::string_view> words) const;
    [[nodiscard]] bool is_symbol(std::string_view symbol, std::size_t ahead = 0) const;
    bool accept_word(std::string_view word);
    bool accept_words(std::initializer_list<std::string_view> words);
    bool accept_symbol(std::string_view symbol);
    void expect_word(std::string_view word, int code);
    void expect_symbol(std::string_view symbol, int code);
    [[noreturn]] void fail_here(int code) const;
    // ORA-00933, or what 23ai says in its place.
    [[noreturn]] void fail_not_ended() const;
    [[nodiscard]] static bool is_reserved(std::string_view word);
    [[nodiscard]] bool is_name() const;
    std::string expect_name(int code);
    column_name expect_column_name();
    std::int64_t expect_integer(int code);

    // expressions
    [[nodiscard]] expression_ptr make(expression_kind kind, std::size_t at) const;
    expression_ptr parse_condition();
    expression_ptr parse_or();
    expression_ptr parse_and();
    expression_ptr parse_not();
    expression_ptr parse_comparison();
    expression_ptr parse_predicate(expression_ptr left);
    expression_ptr parse_in(expression_ptr left, bool negated);
    expression_ptr parse_value();
    expression_ptr parse_additive();
    expression_ptr parse_multiplicative();
    expression_ptr parse_unary();
    expression_ptr parse_postfix();
    expression_ptr parse_member(expression_ptr of);
    expression_ptr parse_is_json(expression_ptr tested, bool negated, std::size_t at);
    expression_ptr parse_primary();
    expression_ptr parse_parenthesised();
    expression_ptr parse_parenthesised_query(expression_ptr e);
    expression_ptr parse_word_primary();
    expression_ptr parse_literal_after_word();
    expression_ptr parse_interval();
    expression_ptr parse_case();
    expression_ptr parse_cast();
    expression_ptr parse_extract();
    expression_ptr parse_trim();
    expression_ptr parse_name_or_function();
    expression_ptr parse_arguments(expression_ptr function);
    void parse_null_treatment(expression& call);
    void parse_overflow(expression& call);
    void parse_call_suffix(expression& call);
    void parse_keep(expression& call);
    window parse_window();
    void parse_frame(window& w);
    frame_bound parse_frame_bound();
    expression_ptr parse_bind(bind_use use = bind_use::read);
    void finish(expression& e) const { e.end = last_end(); }
    void check_is_condition(const expression& e) const;
    type_name parse_type();
    type_name parse_number_type(bool as_float);
    type_name parse_text_type(db_type type, bool length_required);
    type_name parse_timestamp_type();
    type_name parse_interval_type();
    type_name parse_vector_type();
    std::optional<type_name> parse_large_type();
    type_name parse_user_type();
    // JSON functions: their arguments and clauses, from behind the parenthesis.
    void parse_json_arguments(expression& call);
    void parse_json_member(expression& call);
    bool parse_json_clause(expression& call);
    void mark_as_json(expression_ptr& value) const;
    int parse_optional_digits(int fallback, int maximum);

    // queries
    query_ptr parse_query();
    query_ptr parse_set_operand();
    void parse_with(query& q);
    query_block parse_block();
    select_item parse_select_item();
    table_source_ptr parse_table_source();
    table_source_ptr parse_table_primary();
    bool parse_join(table_source_ptr& left);
    std::vector<order_item> parse_order_items();
    void parse_row_limit(query& q);
    [[nodiscard]] bool starts_query() const;

    // data
    table_name parse_table_name();
    insert_statement parse_insert();
    std::vector<expression_ptr> parse_value_row();
    std::vector<assignment> parse_assignments();
    std::optional<returning_clause> parse_returning();
    expression_ptr parse_target();
    update_statement parse_update();
    delete_statement parse_delete();
    std::string parse_table_alias();

    merge_statement parse_merge();
    void parse_merge_update(merge_statement& out);
    void parse_merge_insert(merge_statement& out);
    void parse_row_locking(query& q);

    // tables and their constraints
    create_table_statement parse_create_table();
    column_definition parse_column_definition(bool is_new);
    void parse_column_default(column_definition& column);
    void parse_identity(column_definition& column);
    void parse_column_constraints(column_definition& column);
    bool parse_inline_constraint(column_definition& column);
    [[nodiscard]] bool starts_table_constraint() const;
    constraint_definition parse_table_constraint();
    void parse_reference(constraint_definition& out);
    void parse_check(constraint_definition& out);
    void parse_constraint_state();
    std::vector<column_name> parse_column_list();
    void skip_storage_options(create_table_statement& out);
    alter_table_statement parse_alter_table();
    void parse_alter_add(alter_table_statement& out);
    void parse_alter_modify(alter_table_statement& out);
    alter_table_action parse_alter_drop();
    alter_table_action parse_alter_rename();

    // other objects
    statement_body parse_create();
    create_view_statement parse_create_view(bool replaces);
    create_sequence_statement parse_sequence(bool alters);
    sequence_options parse_sequence_options();
    std::string expect_sequence_number();
    create_synonym_statement parse_create_synonym(bool replaces);
    create_index_statement parse_create_index();
    void skip_index_options();
    drop_statement parse_drop();
    comment_statement parse_comment();
    create_type_statement parse_create_type(bool replaces);
    attribute_definition parse_attribute();
    create_directory_statement parse_create_directory(bool replaces);
    create_domain_statement parse_create_domain();
    std::vector<column_annotation> parse_annotations();
    rename_statement parse_rename();
    truncate_statement parse_truncate();
    table_name parse_object_name(int code);
    bool accept_if_not_exists();
    bool accept_if_exists();

    // sessions, transactions
    statement_body parse_alter();
    alter_session_statement parse_alter_session();
    std::optional<transaction_statement> parse_transaction();
    [[noreturn]] void refuse_statement() const;

    // blocks
    struct into_clause {
        std::vector<expression_ptr> targets{};
        bool is_bulk = false;
    };
    create_code_statement parse_create_code(bool replaces, std::size_t at);
    std::vector<std::string> parse_code_name();
    void expect_end_of_code();
    void refuse_binds() const;
    plsql_unit_ptr parse_block_statement();
    plsql_unit_ptr parse_call();
    plsql_block parse_plsql_block();
    void parse_block_body(plsql_block& out);
    plsql_handler parse_handler();
    std::vector<plsql_statement> parse_statements(std::initializer_list<std::string_view> ends);
    plsql_statement parse_step();
    bool parse_simple(plsql_statement& step);
    sql_text_statement parse_embedded();
    void parse_select_into(plsql_statement& step);
    bool parse_into(into_clause& out);
    void parse_compound(plsql_statement& step);
    void parse_if(plsql_statement& step);
    void parse_case_statement(plsql_statement& step);
    expression_ptr parse_case_comparison(std::size_t operand_at);
    void parse_for_header(plsql_statement& step);
    void parse_forall(plsql_statement& step);
    void parse_cursor_verb(plsql_statement& step);
    void parse_execute_immediate(plsql_statement& step);
    std::vector<plsql_argument> parse_using();
    parameter_mode parse_mode();
    void parse_call_or_assignment(plsql_statement& step);
    void parse_call_arguments(plsql_statement& step);
    expression_ptr call_expression(plsql_statement& step);
    expression_ptr parse_members(expression_ptr of);
    expression_ptr parse_block_value();
    std::vector<std::string> parse_path();
    std::string parse_label();
    void parse_declarations(std::vector<plsql_declaration>& out);
    plsql_declaration parse_declaration();
    void parse_variable(plsql_declaration& out);
    void parse_pragma(plsql_declaration& out);
    void parse_type_declaration(plsql_declaration& out);
    plsql_type parse_plsql_type();
    std::vector<plsql_parameter> parse_parameters();
    std::shared_ptr<plsql_subprogram> parse_subprogram();
    void expect_block_word(std::string_view word);
    void expect_block_symbol(std::string_view symbol);
    std::string expect_block_name();
    // BOOLEAN is a type of SQL from 23ai on, and of PL/SQL always.
    [[nodiscard]] bool has_boolean() const noexcept { return dialect_.is_23ai || in_block_; }
    [[noreturn]] void fail_block(std::string_view what) const;

    void forget_positions();

    std::string_view sql_;
    dialect dialect_;
    std::vector<token> tokens_;
    std::size_t at_ = 0;
    bool in_block_ = false;
    bool takes_into_ = false;  // the next query block is that of a SELECT INTO
    into_clause into_{};       // its targets
    int depth_ = 0;            // of nested expressions and queries
    std::vector<bind_reference> binds_{};

    friend class depth_guard;
};

// Refuses statements nested so deep that recursion would exhaust the stack.
class depth_guard {
public:
    explicit depth_guard(parser& owner);
    depth_guard(const depth_guard&) = delete;
    depth_guard& operator=(const depth_guard&) = delete;
    ~depth_guard() { --owner_.depth_; }

private:
    parser& owner_;
};

}  // namespace oraxx::sandbox::engine
