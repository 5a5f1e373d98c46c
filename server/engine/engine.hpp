// The sandbox's database: Oracle SQL in, typed rows out. Knows nothing of the wire.
//
// One database per file; one session per connection. Sessions of one database may be used from different
// threads (each session from one at a time); writers wait for each other up to the session's lock timeout.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <oraxx/datetime.hpp>
#include <oraxx/number.hpp>
#include <oraxx/rowid.hpp>
#include <oraxx/type.hpp>

#include "server/engine/large_value.hpp"

namespace oraxx::sandbox::engine {

class statement;
// REF CURSOR, CURSOR(...): a query that was executed and has rows to fetch.
using result_cursor = std::shared_ptr<statement>;

// A value as a column, bind or expression holds it. Character data is UTF-8; an empty string is NULL.
using raw_bytes = std::vector<std::uint8_t>;
using value = std::variant<std::monostate, number, std::string, raw_bytes, date, timestamp, timestamp_tz,
                           timestamp_ltz, interval_ds, interval_ym, float, double, bool, rowid, result_cursor, lob,
                           document, embedding, xml, instance>;

[[nodiscard]] inline bool is_null(const value& v) noexcept {
    return v.index() == 0;
}

// An object, record or collection. A NULL one is a NULL value.
struct object_value {
    object_type_ref type{};
    std::vector<value> items{};        // attributes in their order, or elements
    std::vector<std::int64_t> keys{};  // index-by tables: one of 32 bits for each element, ascending
};

// The answer to a statement that failed: an ORA- number, its text and where in the SQL it happened.
struct sql_error {
    int code = 0;
    std::string message{};     // "ORA-00942: table or view \"SCOTT\".\"NOWHERE\" does not exist"
    std::size_t position = 0;  // 0-based byte offset in the SQL
};

enum class statement_kind : std::uint8_t {
    query,
    insert,
    update,
    delete_,
    merge,
    ddl,
    plsql,
    commit,
    rollback,
    other
};

struct bind_slot {
    std::string name{};      // as written, upper case unless quoted
    bool is_output = false;  // assigned by a PL/SQL block, or behind RETURNING ... INTO
    bool is_input = true;
    bool is_returning = false;  // behind RETURNING ... INTO of a data change: never read
};

struct bind_value {
    value data{};
    db_type type = db_type::varchar2;  // as the client declared it; of arrays the type of an element
    std::uint32_t max_bytes = 0;       // room in an OUT bind, or in each element of one

    // A PL/SQL index-by table: elements 1, 2, ...; `data` is not used.
    bool is_array = false;
    std::uint32_t max_elements = 0;  // room in an OUT bind
    std::vector<value> elements{};

    object_type_ref object_type{};  // db_type::object: as the client declared it
};

struct execute_result {
    std::uint64_t row_count = 0;  // rows affected by DML
    std::optional<rowid> last_rowid{};
    bool has_compilation_errors = false;  // CREATE of stored code that is kept all the same
    std::vector<value> out_values{};      // per bind slot; NULL for pure IN binds
    // Per bind slot: the elements of OUT binds that are arrays. Empty when no bind is one.
    std::vector<std::vector<value>> array_values{};
    // Per bind slot that is_returning, in the order of the slots: one value for each row affected.
    std::vector<std::vector<value>> returned{};
    std::vector<result_cursor> implicit_results{};  // DBMS_SQL.RETURN_RESULT
};

// A session setting that a client may have to know.
struct changed_setting {
    std::string name{};   // "NLS_DATE_FORMAT", ... (as in NLS_SESSION_PARAMETERS), "TIME_ZONE", "CURRENT_SCHEMA"
    std::string value{};  // as the dictionary shows it: "+02:00", "SCOTT"
};

// Asked now and then during long work; true ends it with ORA-01013.
using cancel_check = std::function<bool()>;

class session {
public:
    virtual ~session() = default;

    struct prepared {
        std::unique_ptr<engine::statement> statement;  // null when `error` is set
        std::optional<sql_error> error{};
    };
    // Parses and type-checks. Errors come with their position.
    [[nodiscard]] virtual prepared prepare(std::string_view sql) = 0;

    virtual std::optional<sql_error> commit() = 0;
    virtual std::optional<sql_error> rollback() = 0;
    [[nodiscard]] virtual bool in_transaction() const noexcept = 0;
    virtual void set_cancel_check(cancel_check check) = 0;
    virtual void set_time_zone(std::int16_t offset_minutes) = 0;
    // CURRENT_SCHEMA, as ALTER SESSION sets it.
    virtual void set_schema(std::string_view name) = 0;
    // What SYS_CONTEXT(name_space, attribute) says; an empty value takes it away. In USERENV it stands for what the
    // session knows of its client.
    virtual void set_context(std::string_view name_space, std::string_view attribute, std::string_view value) = 0;
    virtual void clear_context(std::string_view name_space) = 0;
    // What ALTER SESSION set since the last call, also when it failed later on: each setting once with its
    // latest value, in the order they were set, with those that follow from a language or territory.
    [[nodiscard]] virtual std::vector<changed_setting> take_changed_settings() = 0;
    [[nodiscard]] virtual const std::string& user() const noexcept = 0;

    // An empty one: clob, nclob or blob.
    [[nodiscard]] virtual lob create_temporary_lob(db_type type) = 0;
    // A type by its name as SQL writes it: [schema.][package.]type, in quotes where it needs them; or by its OID.
    // Null when there is none.
    [[nodiscard]] virtual object_type_ref find_type(std::string_view name) = 0;
    [[nodiscard]] virtual object_type_ref find_type(const type_oid& oid) = 0;
};

class statement {
public:
    virtual ~statement() = default;

    [[nodiscard]] virtual statement_kind kind() const noexcept = 0;
    [[nodiscard]] virtual const std::vector<column_info>& columns() const noexcept = 0;  // queries
    // One for each column: its type, or null when it is no object. Empty when no column is one.
    [[nodiscard]] virtual const std::vector<object_type_ref>& object_types() const noexcept = 0;
    [[nodiscard]] virtual const std::vector<bind_slot>& binds() const noexcept = 0;

    // Runs the statement with one value per bind slot. DML takes effect at once (inside the transaction);
    // a query is positioned before its first row. A failed statement leaves no effect.
    virtual std::variant<execute_result, sql_error> execute(const std::vector<bind_value>& binds) = 0;
    // The next row of an executed query into `row` (one value per column); false at the end.
    virtual std::variant<bool, sql_error> fetch(std::vector<value>& row) = 0;
};

class database {
public:
    virtual ~database() = default;

    // A folder whose files BFILEs may read: a directory object of this name. CREATE DIRECTORY takes it and what lies
    // below.
    struct directory {
        std::string name{};
        std::string path{};
    };
    // `path`: a file, or ":memory:" for a private temporary file that goes with the object.
    // Throws std::runtime_error when it cannot be opened.
    [[nodiscard]] static std::unique_ptr<database> open(const std::string& path,
                                                        std::vector<directory> directories = {});

    // `version`: what v$version and SELECTs on it tell, e.g. "23.26.1.0.0".
    struct session_options {
        std::string user{};
        std::string version{};
        std::string service_name{};
        std::chrono::milliseconds lock_timeout{10'000};
        bool has_boolean = true;                 // SQL BOOLEAN, VECTOR, domains: from 23ai on
        bool has_json = true;                    // the JSON type: from 21c on
        std::int16_t database_zone_minutes = 0;  // DBTIMEZONE
    };
    [[nodiscard]] virtual std::unique_ptr<session> open_session(session_options options) = 0;
};

}  // namespace oraxx::sandbox::engine
