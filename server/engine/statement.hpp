// A prepared statement: parsed once, bound anew for every combination of bind types, run on SQLite.
#pragma once

#include <memory>

#include "server/engine/query_run.hpp"

namespace oraxx::sandbox::engine {

struct code_unit;

class statement_impl final : public statement {
public:
    // Throws sql_failure: parses and type-checks.
    statement_impl(std::shared_ptr<session_core> core, std::string_view sql);

    [[nodiscard]] statement_kind kind() const noexcept override { return kind_; }
    [[nodiscard]] const std::vector<column_info>& columns() const noexcept override { return columns_; }
    [[nodiscard]] const std::vector<object_type_ref>& object_types() const noexcept override { return object_types_; }
    [[nodiscard]] const std::vector<bind_slot>& binds() const noexcept override { return slots_; }
    std::variant<execute_result, sql_error> execute(const std::vector<bind_value>& binds) override;
    std::variant<bool, sql_error> fetch(std::vector<value>& row) override;

private:
    // The statement bound for one combination of types.
    struct plan {
        std::vector<sql_type> bind_types{};
        bool are_declared = false;
        std::int64_t catalog_version = -1;
        compiled_query query{};
        compiled_change change{};
    };

    void check_block();
    [[nodiscard]] execute_result run_block(const std::vector<bind_value>& binds);
    // `are_declared`: the types are those of an execution, not stand-ins.
    void make_plan(const std::vector<sql_type>& types, bool are_declared);
    void use_plan(const std::vector<bind_value>& binds);
    execute_result run(const std::vector<bind_value>& binds);
    execute_result run_definition();
    void note_facts(const std::vector<output_column>& output, std::vector<column_info>& described,
                    std::vector<object_type_ref>& types);

    std::shared_ptr<session_core> core_;
    parsed_statement parsed_;
    std::shared_ptr<const code_unit> code_{};  // of a block
    statement_kind kind_ = statement_kind::other;
    std::vector<column_info> columns_{};
    std::vector<object_type_ref> object_types_{};
    std::vector<bind_slot> slots_{};
    plan plan_{};
    query_run run_;  // of `plan_`: goes before it
};

void run_transaction_verb(session_core& core, const transaction_statement& t);

// definition.cpp, definition_alter.cpp, definition_object.cpp: DDL. Each commits before and after.
execute_result run_definition(session_core& core, const create_table_statement& s, std::string_view text);
execute_result run_definition(session_core& core, const alter_table_statement& s, std::string_view text);
execute_result run_definition(session_core& core, const truncate_statement& s, std::string_view text);
execute_result run_definition(session_core& core, const drop_statement& s, std::string_view text);
execute_result run_definition(session_core& core, const create_view_statement& s, std::string_view text);
execute_result run_definition(session_core& core, const create_sequence_statement& s, std::string_view text);
execute_result run_definition(session_core& core, const create_synonym_statement& s, std::string_view text);
execute_result run_definition(session_core& core, const create_index_statement& s, std::string_view text);
execute_result run_definition(session_core& core, const comment_statement& s, std::string_view text);
execute_result run_definition(session_core& core, const create_type_statement& s, std::string_view text);
execute_result run_definition(session_core& core, const create_directory_statement& s, std::string_view text);
execute_result run_definition(session_core& core, const create_domain_statement& s, std::string_view text);
execute_result run_definition(session_core& core, const rename_statement& s, std::string_view text);

void drop_type_or_domain(session_core& core, const drop_statement& s);
void drop_directory(session_core& core, const drop_statement& s);

// The type that SQL would find under this name; null: none.
[[nodiscard]] object_type_ref named_type(session_core& core, std::string_view name);
// definition_code.cpp
execute_result run_definition(const std::shared_ptr<session_core>& core, const create_code_statement& s,
                              std::string_view text);

void run_alter_session(session_core& core, const alter_session_statement& s);

}  // namespace oraxx::sandbox::engine
