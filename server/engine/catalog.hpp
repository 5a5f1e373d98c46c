// The data dictionary: which objects exist and what they are. It lives in tables of the same database file,
// so that DDL is as durable as the data.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server/engine/ast.hpp"
#include "server/engine/sqlite.hpp"
#include "server/engine/types.hpp"

namespace oraxx::sandbox::engine {

struct table_column {
    std::string name{};
    sql_type type{};
    bool in_chars = false;  // length counted in characters
    bool is_float = false;
    bool nullable = true;
    std::string default_text{};  // SQL expression; empty: none
    default_rule rule = default_rule::when_absent;
    bool is_identity = false;
    std::string comment{};
    std::uint32_t domain = 0;  // its number; 0: none
    std::vector<column_annotation> annotations{};
};

struct table_constraint {
    constraint_kind kind = constraint_kind::check;
    std::string name{};
    bool is_generated = false;           // the name is
    std::uint32_t number = 0;            // its own in the dictionary
    std::vector<std::size_t> columns{};  // indexes, 0-based; CHECK: those its condition names
    std::string condition{};             // CHECK, as written
    std::uint32_t parent_table = 0;      // FOREIGN KEY: the table and the constraint it refers to
    std::uint32_t parent_key = 0;
    delete_rule on_delete = delete_rule::no_action;

    [[nodiscard]] bool is_key() const noexcept {
        return kind == constraint_kind::primary_key || kind == constraint_kind::unique;
    }
};

struct index_column {
    std::size_t column = 0;  // 0-based
    bool descending = false;
};

struct table_index {
    std::uint32_t object_id = 0;
    std::string name{};
    bool is_unique = false;
    bool serves_key = false;  // made for a constraint of the same name
    std::vector<index_column> columns{};

    [[nodiscard]] bool covers(const std::vector<std::size_t>& list) const noexcept;
};

// A table, a view of a user's (`view_text`) or a dictionary view (`view_sql`). In SQLite, a table's name is
// "t" + object_id, and its columns are c1, c2, ...: no name of Oracle's meets SQLite's rules for names.
struct table_info {
    std::uint32_t object_id = 0;
    std::string owner{};
    std::string name{};
    std::vector<table_column> columns{};
    std::vector<table_constraint> constraints{};
    std::vector<table_index> indexes{};
    std::string comment{};
    bool is_referenced = false;  // by a foreign key, perhaps its own
    std::string view_sql{};      // in SQLite's SQL
    std::string view_text{};     // in Oracle's, under the owner's schema
    bool is_read_only = false;   // views
    bool is_index_organized = false;

    [[nodiscard]] bool is_table() const noexcept { return view_sql.empty() && view_text.empty(); }
    [[nodiscard]] std::string storage_name() const { return "t" + std::to_string(object_id); }
    [[nodiscard]] std::string label() const { return '"' + owner + "\".\"" + name + '"'; }
    [[nodiscard]] const table_constraint* find_constraint(const std::string& wanted) const noexcept;
    [[nodiscard]] const table_constraint* primary_key() const noexcept;
    // The unique or primary key over exactly these columns.
    [[nodiscard]] const table_constraint* key_over(const std::vector<std::size_t>& columns) const noexcept;
    [[nodiscard]] bool has_foreign_keys() const noexcept;
};
using table_ref = std::shared_ptr<const table_info>;

struct sequence_info {
    std::uint32_t object_id = 0;
    std::string owner{};
    std::string name{};
    decimal increment{1};
    decimal minimum{1};
    decimal maximum{};
    decimal next{1};  // what NEXTVAL gives first when the file is opened
    std::int64_t cache = 20;
    bool cycles = false;
    bool ordered = false;
};
using sequence_ref = std::shared_ptr<const sequence_info>;

// The text of a procedure, function or package, from its first word on.
struct stored_code {
    std::string text{};
    std::string body{};  // of a package
    bool has_body = false;
    bool is_valid = true;
};

// What the compiler had to say; line and column from 1.
struct code_error {
    std::size_t line = 1;
    std::size_t column = 1;
    std::string text{};
};

struct synonym_target {
    std::string schema{};
    std::string name{};
};

// An entry of the namespace that tables, views, sequences and private synonyms share; indexes have their own.
struct catalog_object {
    std::uint32_t object_id = 0;
    object_kind kind = object_kind::table;
    std::string owner{};
    std::string name{};
};

struct domain_info {
    std::uint32_t object_id = 0;
    std::string owner{};
    std::string name{};
    sql_type type{};
    bool in_chars = false;
    bool is_float = false;
    std::vector<column_annotation> annotations{};
};

// Object types by number, shared by the sessions. What is in it stays, because plans point to it. Usable from any
// thread.
class type_registry {
public:
    [[nodiscard]] object_type_ref find(std::uint32_t number) const;
    // What is known under the number stays as it is.
    object_type_ref keep(object_type_ref type);

private:
    mutable std::mutex mutex_;
    std::map<std::uint32_t, object_type_ref> known_{};
};

// Does CHECK (column IS JSON) say that the column holds JSON?
[[nodiscard]] bool is_json_column(const table_info& table, std::size_t column);

[[nodiscard]] inline std::string storage_column(std::size_t index) {
    return "c" + std::to_string(index + 1);
}

class catalog {
public:
    explicit catalog(sqlite::connection& db, type_registry* types = nullptr) : db_(db), types_(types) {}

    // Creates the dictionary's own tables in a new file. Throws std::runtime_error, also for a file whose
    // dictionary has another form.
    static void install(sqlite::connection& db);

    // What has exactly this name; nullopt: nothing.
    [[nodiscard]] std::optional<catalog_object> find_object(const std::string& owner, const std::string& name);
    [[nodiscard]] std::optional<catalog_object> find_index(const std::string& owner, const std::string& name);
    [[nodiscard]] std::optional<synonym_target> find_synonym(const std::string& owner, const std::string& name);
    // nullptr: there is none.
    [[nodiscard]] table_ref find(const std::string& owner, const std::string& name);
    [[nodiscard]] table_ref table(std::uint32_t object_id);
    [[nodiscard]] sequence_ref sequence(std::uint32_t object_id);
    // The table an index belongs to.
    [[nodiscard]] table_ref table_of_index(std::uint32_t object_id);
    // Tables with a foreign key to this one, itself included.
    [[nodiscard]] std::vector<table_ref> children(const table_info& parent);
    [[nodiscard]] std::vector<table_ref> tables_with_foreign_keys();
    [[nodiscard]] std::vector<table_ref> views();
    [[nodiscard]] bool has_constraint(const std::string& owner, const std::string& name);
    // Types by name (package empty: the schema's own), number or OID; null: there is none.
    [[nodiscard]] object_type_ref find_type(const std::string& owner, const std::string& package,
                                            const std::string& name);
    [[nodiscard]] object_type_ref type(std::uint32_t type_id);
    [[nodiscard]] object_type_ref find_type(const type_oid& oid);
    [[nodiscard]] std::optional<std::string> directory_path(const std::string& name);
    [[nodiscard]] std::optional<domain_info> find_domain(const std::string& owner, const std::string& name);
    [[nodiscard]] std::optional<domain_info> domain(std::uint32_t object_id);
    // Does a table's column, or another type, use the type?
    [[nodiscard]] bool has_dependents(std::uint32_t type_id);
    // Changes with every DDL of any session.
    [[nodiscard]] std::int64_t version();

    // Inside of a transaction; each throws std::runtime_error when the file does not take it.
    void create(const table_info& table);
    void drop(const table_info& table);
    // Puts `to` in the place of `from`, the same table before. `fill`: per column of `to`, SQLite's expression
    // over the old row.
    void rebuild(const table_info& from, const table_info& to, const std::vector<std::string>& fill);
    // The dictionary's part of it alone, for what storage does not know: names, comments, CHECK.
    void update(const table_info& table);
    // Both keep `table`, which is the state before, to the dictionary as it is.
    void create_index(const table_info& table, const table_index& index);
    void drop_index(const table_index& index);
    void create_view(const table_info& view);
    void set_valid(std::uint32_t object_id, bool valid);
    void create_sequence(const sequence_info& sequence);
    void update_sequence(const sequence_info& sequence);
    void create_synonym(const std::string& owner, const std::string& name, const synonym_target& target);
    // Writes a type; its OID follows from its name. Types of the schema's own become objects, those of packages are
    // listed with their package.
    void create_type(const object_type& type);
    void drop_type(std::uint32_t type_id);
    // The types of a package, when it is dropped or made anew.
    void drop_package_types(const std::string& owner, const std::string& package);
    void create_directory(const std::string& name, const std::string& path);
    void drop_directory(const std::string& name);
    void create_domain(const domain_info& domain);
    [[nodiscard]] stored_code code(std::uint32_t object_id);
    [[nodiscard]] std::uint32_t create_code(object_kind kind, const std::string& owner, const std::string& name);
    // Takes its errors away, too.
    void set_code(std::uint32_t object_id, bool is_body, std::string_view text);
    void set_code_error(std::uint32_t object_id, bool is_body, const code_error& error);
    void drop_body(std::uint32_t object_id);
    void drop_object(std::uint32_t object_id);
    void rename_object(std::uint32_t object_id, const std::string& name);
    // `column_id`: from 1; 0: of the object itself. Empty text takes the comment away.
    void set_comment(std::uint32_t object_id, std::size_t column_id, const std::string& text);
    // After every change: makes all sessions look anew.
    void note_change();
    [[nodiscard]] std::uint32_t next_object_id() { return next_number("object"); }
    [[nodiscard]] std::uint32_t next_constraint_number() { return next_number("constraint"); }

private:
    [[nodiscard]] table_ref load(std::uint32_t object_id);
    void load_columns(table_info& table);
    void load_constraints(table_info& table);
    void load_indexes(table_info& table);
    void load_view(table_info& view);
    void load_column_extras(table_info& table);
    void insert_column_extras(const table_info& table);
    void insert_annotations(std::uint32_t object_id, std::int64_t column_id,
                            const std::vector<column_annotation>& annotations);
    [[nodiscard]] object_type_ref load_type(std::uint32_t type_id);
    [[nodiscard]] std::optional<domain_info> load_domain(sqlite::statement& row);
    [[nodiscard]] std::optional<catalog_object> find_entry(const std::string& owner, const std::string& name,
                                                           bool is_index);
    [[nodiscard]] std::vector<table_ref> tables_of(const char* sql, std::int64_t parameter);
    void insert_object(std::uint32_t object_id, object_kind kind, const std::string& owner, const std::string& name,
                       const std::string& comment);
    void insert_columns(const table_info& table);
    void insert_constraints(const table_info& table);
    void insert_index(const table_info& table, const table_index& index);
    void delete_details(std::uint32_t object_id);
    void create_storage(const table_info& table, const std::string& storage);
    void create_index_storage(const table_info& table, const table_index& index);
    [[nodiscard]] std::uint32_t next_number(const char* counter);
    void execute(const std::string& sql);

    sqlite::connection& db_;
    type_registry* types_;  // null: object types are not asked for
    sqlite::statement version_statement_{};
    std::int64_t cached_version_ = -1;
    std::map<std::uint32_t, table_ref> cache_{};
};

// Release-dependent facts the dictionary views show.
struct dictionary_facts {
    std::string version{};
    bool is_23ai = true;
    std::string user{};
};

// ALL_TABLES, V$VERSION, ...; nullptr when `name` is none of them. DUAL too.
[[nodiscard]] table_ref dictionary_view(std::string_view name, const dictionary_facts& facts);

}  // namespace oraxx::sandbox::engine
