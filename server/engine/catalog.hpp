// The data dictionary: which tables exist, with which columns and keys. It lives in tables of the same
// database file, so that DDL is as durable as the data.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

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
};

struct table_key {
    std::string name{};
    bool is_primary = false;
    std::vector<std::size_t> columns{};  // indexes, 0-based
};

// A table, or a dictionary view when `view_sql` is set. In SQLite, a table's name is "t" + object_id, and
// its columns are c1, c2, ...: no name of Oracle's meets SQLite's rules for names.
struct table_info {
    std::uint32_t object_id = 0;
    std::string owner{};
    std::string name{};
    std::vector<table_column> columns{};
    std::vector<table_key> keys{};
    std::string view_sql{};

    [[nodiscard]] std::string storage_name() const { return "t" + std::to_string(object_id); }
    [[nodiscard]] std::string label() const { return '"' + owner + "\".\"" + name + '"'; }
};
using table_ref = std::shared_ptr<const table_info>;

[[nodiscard]] inline std::string storage_column(std::size_t index) {
    return "c" + std::to_string(index + 1);
}

class catalog {
public:
    explicit catalog(sqlite::connection& db) : db_(db) {}

    // Creates the dictionary's own tables in a new file. Throws std::runtime_error.
    static void install(sqlite::connection& db);

    // nullptr: there is none.
    [[nodiscard]] table_ref find(const std::string& owner, const std::string& name);
    // Inside of a transaction. Gives the table its number and unnamed keys their names.
    void create(table_info& table);
    void drop(const table_info& table);
    // Changes with every DDL of any session.
    [[nodiscard]] std::int64_t version();
    [[nodiscard]] bool has_constraint(const std::string& owner, const std::string& name);

private:
    [[nodiscard]] table_ref load(const std::string& owner, const std::string& name);
    [[nodiscard]] std::int64_t next_number(const char* counter);
    void execute(const std::string& sql);

    sqlite::connection& db_;
    sqlite::statement version_statement_{};
    std::int64_t cached_version_ = -1;
    std::map<std::pair<std::string, std::string>, table_ref> cache_{};
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
