// A table's dictionary entry, built from what CREATE TABLE and ALTER TABLE say. Inside of the DDL's transaction.
#pragma once

#include "server/engine/session_core.hpp"

namespace oraxx::sandbox::engine {

class table_builder {
public:
    // `conflicts`: where an error about a constraint's name points; nullopt: at the constraint.
    table_builder(session_core& core, table_info table, std::optional<std::size_t> conflicts = std::nullopt)
        : core_(core), table_(std::move(table)), conflicts_(conflicts) {}

    [[nodiscard]] table_info& table() noexcept { return table_; }

    // The column and its identity sequence; not its constraints. `duplicate`: the error when there is one of the
    // name.
    void add_column(const column_definition& c, int duplicate);
    void set_default(table_column& column, const column_definition& c);
    // Everything the columns and the table say, in the order Oracle numbers it.
    void add_constraints(const std::vector<column_definition>& columns,
                         const std::vector<constraint_definition>& constraints);
    void add_constraint(const constraint_definition& c);
    [[nodiscard]] std::size_t column_index(const column_name& name) const;

private:
    [[nodiscard]] std::vector<std::size_t> column_indexes(const std::vector<column_name>& names) const;
    void check_index_name(const std::string& name, std::size_t position) const;
    void take_domain(table_column& column, const column_definition& c) const;
    void add_identity(table_column& column, const column_definition& c);
    void add_key(const constraint_definition& c, table_constraint& out);
    void add_foreign_key(const constraint_definition& c, table_constraint& out);
    void add_check(const constraint_definition& c, table_constraint& out);
    [[nodiscard]] const table_constraint& find_parent_key(const constraint_definition& c,
                                                          const table_info& parent) const;
    [[nodiscard]] binder expression_binder() const;

    session_core& core_;
    table_info table_;
    std::optional<std::size_t> conflicts_;
};

// DDL is a transaction of its own. Foreign keys are off while tables are made anew; DDL looks after them itself.
template <class Work>
void in_own_transaction(session_core& core, Work work) {
    core.detach_cursors();
    core.run("PRAGMA foreign_keys = OFF");
    try {
        core.begin_write();
        work();
        core.commit();
    } catch (...) {
        core.rollback();
        core.run("PRAGMA foreign_keys = ON");
        throw;
    }
    core.run("PRAGMA foreign_keys = ON");
}

// A sequence as the options describe it. Throws sql_failure.
[[nodiscard]] sequence_info define_sequence(const sequence_options& options, sequence_info base, bool is_new);

// An attribute or element as its declaration says. Throws sql_failure.
[[nodiscard]] type_attribute define_attribute(const binder& b, const attribute_definition& a);
// A binder for names and expressions of definitions, which have no binds.
[[nodiscard]] binder definition_binder(session_core& core, std::string_view text = {});
// Can this be a column's name without double quotes, or is it written with them in `text`?
[[nodiscard]] bool is_column_name(const std::string& name, std::string_view text);
// ORA-00955 unless the name is free.
void check_name_is_free(session_core& core, const std::string& owner, const std::string& name, std::size_t position);
// ORA-00054 when another session holds rows of the table.
void check_rows_are_free(session_core& core, const table_info& table, std::size_t position);
// Marks the views that no longer work, and those that work again.
void revalidate_views(session_core& core);

}  // namespace oraxx::sandbox::engine
