// A prepared statement: parsed once, bound anew for every combination of bind types, run on SQLite.
#pragma once

#include <deque>
#include <memory>

#include "server/engine/change.hpp"
#include "server/engine/session_core.hpp"

namespace oraxx::sandbox::engine {

class statement_impl final : public statement, private open_cursor {
public:
    // Throws sql_failure: parses and type-checks.
    statement_impl(std::shared_ptr<session_core> core, std::string_view sql);
    ~statement_impl() override;

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
        // queries
        sqlite::statement compiled{};
        std::vector<sql_type> output{};
        std::size_t row_counters = 0;
        std::vector<std::uint32_t> locked_tables{};  // FOR UPDATE: their row ids follow the output
        std::size_t lock_position = 0;
        std::vector<column_origin> lob_origins{};  // of the columns in `writable_lobs`
        std::vector<std::size_t> writable_lobs{};  // LOB columns whose row ids follow all that
        // data changes
        compiled_change change{};
    };

    void detach() override;
    void check_block();
    // `are_declared`: the types are those of an execution, not stand-ins.
    void make_plan(const std::vector<sql_type>& types, bool are_declared);
    void use_plan(const std::vector<bind_value>& binds);
    execute_result run(const std::vector<bind_value>& binds);
    execute_result run_definition();
    void start_query();
    void note_facts(const bound_query& q, std::vector<column_info>& described, std::vector<object_type_ref>& types);
    void attach_lobs(std::vector<value>& row);
    bool step_row(std::vector<value>& row);
    // FOR UPDATE: reads the rows into memory and locks them.
    void lock_rows();
    bool lock_read_rows(const row_locking& locking, row_wait& patience);
    void close() noexcept;
    // Gives the running statement its own clock and ROWNUM counters.
    void swap_state() noexcept;

    std::shared_ptr<session_core> core_;
    parsed_statement parsed_;
    statement_kind kind_ = statement_kind::other;
    std::vector<column_info> columns_{};
    std::vector<object_type_ref> object_types_{};
    std::vector<bind_slot> slots_{};
    plan plan_{};

    bool is_open_ = false;
    instant clock_{};
    std::vector<std::int64_t> row_numbers_{};
    std::vector<recursion_row> recursion_{};
    std::deque<std::vector<value>> detached_rows_{};
    std::optional<sql_error> detached_error_{};
};

// One SQL statement inside a block, bound and run at once.
execute_result run_embedded(session_core& core, const sql_text_statement& s, std::string_view text,
                            const std::vector<bind_value>& binds);
void run_transaction_verb(session_core& core, const transaction_statement& t);

// block.cpp
void check_block_names(const plsql_block& block, std::string_view text, const binder_settings& settings,
                       session_core& core, std::size_t bind_count);
execute_result run_block(session_core& core, const plsql_block& block, std::string_view text,
                         std::vector<bind_value> binds, const std::vector<bind_slot>& slots);

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

void run_alter_session(session_core& core, const alter_session_statement& s);

}  // namespace oraxx::sandbox::engine
