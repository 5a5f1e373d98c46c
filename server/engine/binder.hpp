// From the parsed statement to SQLite's SQL, with every type decided on the way: names are resolved,
// conversions that Oracle makes implicitly become calls, and errors point into the Oracle text.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "server/engine/ast.hpp"
#include "server/engine/catalog.hpp"
#include "server/engine/types.hpp"

namespace oraxx::sandbox::engine {

// The column of a table that an expression is nothing but.
struct column_origin {
    std::uint32_t table = 0;  // 0: none
    std::size_t column = 0;
    std::string row_id{};  // SQLite's row id, where it is in reach
};

// An expression in SQLite's SQL and what Oracle would say about it.
struct typed {
    std::string sql{};
    sql_type type{};
    bool nullable = true;
    std::size_t position = 0;
    std::string label{};             // in ORA-00932: "T"."C" or 'text'; empty for larger expressions
    std::string column_name{};       // in ORA-01722; columns only
    std::string rowid_sql{};         // ROWID pseudo columns: SQLite's row id ...
    std::uint32_t rowid_object = 0;  // ... and the table's number
    std::string concat_list{};       // a || b || ...: the arguments so far
    int concat_parts = 0;
    column_origin origin{};
};

struct output_column {
    std::string name{};
    sql_type type{};
    bool nullable = true;
    std::size_t position = 0;  // of its expression
    column_origin origin{};
};

// CURSOR(query) in a select list: a query of its own for each row.
struct bound_cursor {
    std::size_t column = 0;  // where it stands
    std::string sql{};
    std::vector<output_column> columns{};
    std::size_t first_taken = 0;  // the columns behind those of the query that it takes as parameters ...
    std::size_t taken = 0;        // ... how many: first_taken_parameter and on
};
inline constexpr std::size_t first_taken_parameter = 2000;

struct bound_query {
    std::string sql{};
    std::vector<output_column> columns{};
    // FOR UPDATE: the tables whose row ids follow the columns, and where the first of them stands in the text.
    std::vector<std::uint32_t> locked_tables{};
    std::size_t lock_position = 0;
    // LOB columns through which their row can be written: their row ids follow all that.
    std::vector<std::size_t> writable_lobs{};
    std::vector<bound_cursor> cursors{};
};

// A data change in SQLite's SQL.
struct bound_change {
    table_ref target{};
    std::string sql{};
    bool many_rows = false;               // or a condition to look at when rows are in: may fail half-way
    std::vector<std::size_t> assigned{};  // UPDATE: the columns it sets
    std::vector<sql_type> returned{};     // RETURNING: the last columns of the rows that `sql` gives
    std::size_t first_returned = 0;

    // MERGE: `sql` gives the rows to work on: the target's row id or NULL; whether to update, delete, insert;
    // values for the update; values for the insert. The others take them as parameters behind the row id.
    std::string update_sql{};
    std::string delete_sql{};
    std::string insert_sql{};
    std::size_t update_values = 0;
    std::size_t insert_values = 0;
};

// A query of a WITH clause while the statement that may use it is bound.
struct with_entry {
    const named_query* named = nullptr;
    std::string sqlite_name{};
    std::vector<output_column> columns{};
    std::size_t weight = 1;  // how many table sources SQLite makes of a reference
    std::size_t references = 0;
    bool is_open = false;                      // its own text is being bound: a reference is a recursion
    bool is_settled = false;                   // recursive: the types of its columns are known
    std::vector<std::size_t> cycle_columns{};  // recursive: those whose repetition is a cycle
};

struct scope_column {
    std::string name{};
    typed value{};
    bool hidden = false;   // the other copy of a USING column
    bool merged = false;   // a USING column; stands first in *
    bool natural = false;  // merged or hidden by NATURAL JOIN
};

struct scope_table {
    std::string alias{};   // what qualifies its columns
    std::string schema{};  // empty when an alias was given
    std::vector<scope_column> columns{};
    std::string sqlite_alias{};
    std::uint32_t object_id = 0;  // 0: no ROWID
    bool is_index_organized = false;
};

// The names one query block sees, and what it learns while its expressions are bound.
struct scope {
    std::vector<scope_table> tables{};
    scope* outer = nullptr;

    const with_entry* recursion = nullptr;  // the recursive branch of that query ...
    std::string parent_row{};               // ... and the number of the row it goes on from
    std::string level_sql{};                // CONNECT BY: the level as an SQLite integer
    int row_counter = -1;                   // ROWNUM: index of its counter
    bool counts_rows = false;               // ROWNUM was used
    bool is_candidate = false;              // in WHERE: ROWNUM is the number the row would get
    bool rownum_is_level = false;           // inside of CONNECT BY
    bool correlated = false;                // used a column of an outer block

    bool aggregates_allowed = false;
    bool windows_allowed = false;
    bool in_window = false;
    bool in_old_join = false;     // in a condition with (+)
    bool numbers_output = false;  // ROWNUM stands in the select list or after
    bool in_aggregate = false;
    bool saw_aggregate = false;
    bool is_grouped = false;
    bool matching = false;  // binding a piece only to compare it with the GROUP BY list
    std::vector<typed> group_by{};
    std::optional<typed> bare_column{};  // first column outside of an aggregate

    bool sequences_allowed = false;  // NEXTVAL and CURRVAL
    bool cursors_allowed = false;    // CURSOR(...)
    // Between the query of a CURSOR(...) and the row around it: the values it takes from there.
    std::vector<typed>* taken = nullptr;
};

// What the names and calls in a statement of a block mean: values that are known before the statement runs.
class block_names {
public:
    block_names() = default;
    block_names(const block_names&) = delete;
    block_names& operator=(const block_names&) = delete;
    virtual ~block_names() = default;

    struct parameter {
        std::size_t number = 0;  // SQLite's, from 0
        sql_type type{};
    };
    // nullopt: it means nothing to the block.
    [[nodiscard]] virtual std::optional<parameter> find(const expression& e) = 0;
    // Of a record variable: its fields in their order. Empty: it is none.
    [[nodiscard]] virtual std::vector<parameter> fields_of(const expression& e) = 0;
};

struct binder_settings {
    std::string schema{};  // CURRENT_SCHEMA
    dictionary_facts facts{};
    bool is_23ai = true;
    bool has_json = true;   // the JSON type: from 21c on
    bool in_block = false;  // PL/SQL: there are no columns
    block_names* names = nullptr;
};

class binder {
public:
    // `binds`: type of every bind slot; the SQLite parameter of slot i is ?(i+1).
    binder(catalog& tables, const binder_settings& settings, const std::vector<sql_type>& binds,
           std::string_view text)
        : catalog_(tables), settings_(settings), binds_(binds), text_(text) {}

    [[nodiscard]] bound_query bind_query(const query& q, scope* outer);
    // The select list of this query, which bind_query() binds later, may use sequences.
    void allow_sequences(const query& q) noexcept { sequence_query_ = &q; }
    // The LOBs that this query selects shall know their rows.
    void note_lob_rows(const query& q) noexcept { lob_query_ = &q; }
    [[nodiscard]] bound_change bind_insert(const insert_statement& s);
    [[nodiscard]] bound_change bind_update(const update_statement& s);
    [[nodiscard]] bound_change bind_delete(const delete_statement& s);
    [[nodiscard]] bound_change bind_merge(const merge_statement& s);
    // Definitions: check an expression against the table it is for.
    void check_default(const expression& e, const table_column& column);
    void check_check(const expression& condition, const table_info& t);
    // A CHECK condition over rows of the table, which stands in the SQL under its own name.
    [[nodiscard]] std::string bind_check(const table_info& t, const table_constraint& c);
    // What a new column holds in rows that are there already, or a changed column instead of its old value.
    [[nodiscard]] std::string bind_new_column(const table_info& t, std::size_t column);
    [[nodiscard]] std::string bind_changed_column(const table_info& from, const table_info& to, std::size_t column);
    // Throws what a query of the view would.
    void check_view(const table_source& view);
    // CREATE VIEW: the query with every * written out.
    [[nodiscard]] std::string expanded_text(std::size_t begin, std::size_t end) const;
    // "SELECT expression" for an assignment in a block, converted to `target`; the length of text is not looked at.
    [[nodiscard]] std::string bind_assignment(const expression& e, const sql_type& target);
    [[nodiscard]] typed bind_value(const expression& e, scope& s);

    // What a name means, synonyms followed; nullopt: nothing of a user's.
    [[nodiscard]] std::optional<catalog_object> resolve(const std::string& schema, const std::string& name,
                                                        std::size_t position);
    // Fails with ORA-00942.
    [[nodiscard]] table_ref find_table(const std::string& schema, const std::string& name, std::size_t position);
    // The table that DML changes.
    [[nodiscard]] table_ref find_base_table(const table_name& name);
    // The table that DDL changes: synonyms do not count.
    [[nodiscard]] table_ref find_own_table(const table_name& name);
    [[nodiscard]] const std::string& owner_of(const table_name& name) const noexcept {
        return name.schema.empty() ? settings_.schema : name.schema;
    }
    [[noreturn]] void fail_not_found(const std::string& schema, const std::string& name, std::size_t position) const;

    // Values behind RETURNING take the types of the binds they go into.
    void return_into_binds() noexcept { returns_into_binds_ = true; }
    [[nodiscard]] std::size_t row_counters() const noexcept { return row_counters_; }

    // Conversions and operators; also used by the function table.
    [[nodiscard]] typed convert(typed e, const sql_type& target) const;
    // The type that a declaration names. Throws ORA-00902 for a user's type that is not there.
    [[nodiscard]] sql_type resolve_type(const type_name& name, std::size_t position) const;
    // [schema.][package.]type; null: none.
    [[nodiscard]] object_type_ref find_object_type(const std::vector<std::string>& path) const;
    // A function takes character LOBs as they are, everything else as text.
    [[nodiscard]] typed to_text_or_lob(typed e) const;
    // Throws what Oracle says when values of this type are compared, sorted or grouped.
    void check_comparable(const typed& e) const;
    [[nodiscard]] typed to_number(typed e) const;
    [[nodiscard]] typed to_text(typed e) const;
    [[nodiscard]] typed cast(typed e, const type_name& name, const std::string& column_label) const;
    [[nodiscard]] std::string compare(typed a, std::string_view op, typed b) const;
    [[nodiscard]] typed arithmetic(const std::string& op, typed a, typed b, std::size_t position) const;
    [[nodiscard]] typed concat(const typed& a, const typed& b, std::size_t position) const;
    // The type all values of a CASE, COALESCE or set operator column are brought to.
    [[nodiscard]] sql_type common_type(const std::vector<typed>& values) const;
    [[nodiscard]] bool is_23ai() const noexcept { return settings_.is_23ai; }
    [[noreturn]] void fail_type(const typed& e, const std::string& expected) const;

private:
    // values
    [[nodiscard]] typed bind_literal(const expression& e) const;
    [[nodiscard]] typed bind_interval_literal(const expression& e) const;
    [[nodiscard]] typed bind_timestamp_literal(const expression& e) const;
    [[nodiscard]] typed bind_variable(const expression& e) const;
    typed bind_column(const expression& e, scope& s);
    std::optional<typed> bind_pseudo_column(const expression& e, scope& s);
    [[nodiscard]] typed bind_rownum(scope& s, std::size_t position) const;
    [[noreturn]] void fail_identifier(const expression& e) const;
    typed bind_negation(const expression& e, scope& s);
    typed bind_case(const expression& e, scope& s);
    typed bind_cast(const expression& e, scope& s);
    typed bind_extract(const expression& e, scope& s);
    typed bind_trim(const expression& e, scope& s);
    typed bind_at_time_zone(const expression& e, scope& s);
    typed bind_subquery(const expression& e, scope& s);
    // LOBs, JSON, VECTOR, objects: binder_large.cpp, binder_json.cpp, binder_vector.cpp, binder_structure.cpp
    [[nodiscard]] std::optional<std::string> large_conversion(const typed& e, const sql_type& target) const;
    [[nodiscard]] std::optional<std::string> conversion_to_large(const typed& e, db_type to) const;
    [[nodiscard]] std::optional<std::string> conversion_from_large(const typed& e, const sql_type& target) const;
    [[nodiscard]] std::string store_large_sql(const typed& e, const sql_type& type) const;
    [[nodiscard]] std::string lob_row_ids(const query& q, const scope& s, const std::vector<typed>& values,
                                          bound_query& out) const;
    [[nodiscard]] typed as_document(typed e) const;
    [[nodiscard]] std::string as_scalar(const typed& e) const;
    [[nodiscard]] typed returned_document(const expression& e, std::string sql, db_type otherwise) const;
    typed bind_json_value(const expression& e, scope& s);
    typed bind_json_query(const expression& e, scope& s);
    typed bind_json_made(const expression& e, scope& s);
    typed bind_json_function(const expression& e, scope& s);
    [[nodiscard]] std::string bind_is_json(const expression& e, scope& s);
    typed bind_to_vector(const expression& e, scope& s);
    typed bind_vector_function(const expression& e, scope& s);
    typed bind_constructor(const expression& e, const object_type& type, scope& s);
    [[nodiscard]] std::string attribute_value(const typed& given, const type_attribute& attribute) const;
    [[nodiscard]] typed part_of(const typed& whole, const std::string& name, std::size_t position) const;
    typed bind_attribute(const expression& e, scope& s);
    [[nodiscard]] typed call_method(const std::string& name, const typed& object, std::size_t position) const;
    typed bind_method(const expression& e, scope& s);
    std::optional<typed> bind_column_part(const expression& e, scope& s);
    std::optional<typed> bind_structured(const expression& e, scope& s);
    std::string bind_collection(const table_source& t, scope& s);
    // The column of a table in sight; nullopt: none of that name.
    std::optional<typed> find_column(const expression& e, scope& s);
    [[nodiscard]] std::optional<typed> bind_block_name(const expression& e) const;
    // The fields of a record variable, where a row of values is expected.
    [[nodiscard]] std::vector<typed> bind_record(const expression& e) const;
    typed bind_function(const expression& e, scope& s);
    typed bind_aggregate(const expression& e, scope& s);
    typed bind_analytic(const expression& e, scope& s);
    [[noreturn]] static void fail_suffix(const expression& e);
    // The aggregate itself; `over`: " OVER (...)" or nothing.
    typed aggregate_call(const expression& e, scope& s, const std::string& over);
    typed listagg_call(const expression& e, scope& s, const std::string& over);
    typed keep_call(const expression& e, scope& s, const std::string& over);
    typed ranking_call(const expression& e, scope& s);
    typed neighbour_call(const expression& e, scope& s, const std::string& over);
    typed value_call(const expression& e, scope& s, const std::string& over);
    // ", key, flags" for every item: what collecting aggregates sort by.
    std::string sort_arguments(const std::vector<order_item>& items, scope& s);
    std::string window_sql(const window& w, scope& s);
    [[nodiscard]] std::string frame_sql(const window& w, const std::vector<typed>& keys) const;
    [[nodiscard]] std::string frame_offset(const frame_bound& bound, const window& w, const sql_type& key) const;
    std::optional<typed> match_group(const expression& e, scope& s);
    typed bind_kind(const expression& e, scope& s);

    // conditions
    std::string bind_condition(const expression& e, scope& s);
    std::string bind_logical(const expression& e, scope& s);
    std::string bind_in_list(const expression& e, scope& s);
    std::string bind_in_subquery(const expression& e, scope& s);
    std::string bind_like(const expression& e, scope& s);
    std::string bind_between(const expression& e, scope& s);
    void balance(typed& a, typed& b) const;

    // conversions
    [[nodiscard]] std::optional<std::string> conversion_sql(const typed& e, const sql_type& target) const;
    [[nodiscard]] std::optional<std::string> from_text_sql(const typed& e, db_type target) const;
    [[nodiscard]] std::optional<std::string> to_text_sql(const typed& e) const;
    [[nodiscard]] typed date_arithmetic(const std::string& op, typed a, typed b, std::size_t position) const;
    [[nodiscard]] typed interval_arithmetic(const std::string& op, typed a, typed b, std::size_t position) const;
    [[nodiscard]] std::string store_sql(const typed& e, const sql_type& type, bool in_chars, bool is_float,
                                        const std::string& label) const;

    // queries
    bound_query bind_block(const query& q, scope* outer);
    bound_query bind_set(const query& q, scope* outer);
    bound_query bind_operands(const query& q, scope* outer);
    bound_query bind_counted(const query& q, scope* outer);
    [[nodiscard]] std::vector<output_column> operand_columns(const std::vector<bound_query>& operands,
                                                             std::size_t position) const;
    [[nodiscard]] std::string operand_items(const bound_query& operand, const std::string& alias,
                                            const std::vector<output_column>& columns, std::size_t position) const;
    [[nodiscard]] sql_type operand_type(const std::vector<bound_query>& operands, std::size_t column,
                                        std::size_t position) const;
    std::string bind_from(const query_block& b, scope& s);
    std::string bind_source(const table_source& t, scope& s);
    std::string bind_join(const table_source& t, scope& s);
    void merge_using(const table_source& t, scope& s, std::size_t left_from, std::size_t right_from, std::string& on);
    // FROM a, b WHERE a.x = b.x(+)
    std::string bind_old_joins(const query_block& b, scope& s);
    std::string bind_level_source(const query_block& b, scope& s);
    // `limit` gets the LIMIT that a plain ROWNUM <= n comes to, when `simple_limit` allows one.
    std::string bind_where(const expression* where, bool counts_elsewhere, scope& s, std::string& limit,
                           bool simple_limit);
    static const expression* resolve_alias(const query_block& b, const expression& e, const scope& s);
    void bind_items(const query_block& b, scope& s, bound_query& out, std::vector<typed>& values,
                    std::vector<typed>& taken);
    void bind_cursor(const select_item& item, scope& s, bound_query& out, std::vector<typed>& values,
                     std::vector<typed>& taken);
    [[nodiscard]] typed take(std::vector<typed>& list, const typed& e) const;
    void expand_star(const expression& e, const scope& s, bound_query& out, std::vector<typed>& values);
    std::string bind_order(const query& q, scope& s, const bound_query& out, const std::vector<typed>& values,
                           bool distinct);
    std::string bind_limit(const query& q, const std::string& rownum_limit);
    [[nodiscard]] std::string item_name(const expression& e) const;

    // WITH
    std::string bind_with(const query& q, scope* outer);
    std::string bind_named(const named_query& named, scope* outer);
    std::string bind_recursive(const named_query& named, scope* outer);
    [[nodiscard]] std::string recursive_branch(const query& right, scope* outer, with_entry& entry);
    [[nodiscard]] with_entry* find_named(const std::string& name) noexcept;
    scope_table use_named(with_entry& entry, const table_source& t, scope& s);
    // The items of a recursive branch: in the types of the first one, and the number of the row.
    [[nodiscard]] std::string recursive_items(const std::vector<typed>& values, const scope& s) const;

    std::string bind_view(const table_info& view, const table_source& t, scope& s);
    [[nodiscard]] std::string bind_row_locks(const query& q, const scope& s, bound_query& out) const;

    // sequences
    typed bind_sequence(const expression& e, const scope& s);
    void note_nextval(const expression& e);

    // DML
    typed stored_value(const expression* e, const table_info& t, std::size_t column, scope& s);
    [[nodiscard]] std::string fitted(const typed& source, const table_info& t, std::size_t column,
                                     int null_error) const;
    [[nodiscard]] std::string noted(const std::string& sql, const table_info& t, std::size_t column) const;
    [[nodiscard]] std::string stored(const typed& source, const table_info& t, std::size_t column, int null_error) {
        return noted(fitted(with_default(source, t, column), t, column, null_error), t, column);
    }
    typed with_default(typed source, const table_info& t, std::size_t column);
    [[nodiscard]] std::size_t target_column(const table_info& t, const column_name& name) const;
    [[nodiscard]] std::vector<std::size_t> insert_columns(const table_info& t, const std::vector<column_name>& names,
                                                          std::vector<std::size_t>& others) const;
    static void refuse_identity(const table_info& t, std::size_t column, int code, std::size_t position);
    [[nodiscard]] std::vector<std::string> bind_checks(const table_info& t, const std::vector<std::size_t>* changed);
    std::string bind_returning(const std::optional<returning_clause>& returning, const std::string& alias,
                               std::vector<std::string> checks, bound_change& out);
    scope_table table_scope(const table_info& t, const std::string& alias);
    scope_table own_scope(const table_info& t);
    typed default_value(const table_column& column);
    // What the query of a MERGE selects behind the row id.
    struct merge_list {
        std::string flags{};
        std::string values{};
    };
    void bind_merge_update(const merge_statement& m, const scope& s, bound_change& out, merge_list& list);
    void bind_merge_insert(const merge_statement& m, scope& s, bound_change& out, merge_list& list);
    void check_merge_on(const merge_statement& m, const table_info& t) const;

    std::string next_alias() { return "t" + std::to_string(++aliases_) + "_"; }

    catalog& catalog_;
    const binder_settings& settings_;
    const std::vector<sql_type>& binds_;
    std::string_view text_;
    std::vector<std::unique_ptr<with_entry>> with_{};  // those in sight, the latest last
    std::size_t weight_ = 0;                           // of the query of a WITH clause that is being bound
    std::size_t aliases_ = 0;
    std::size_t row_counters_ = 0;
    std::size_t sequence_sites_ = 0;
    bool returns_into_binds_ = false;
    const query* sequence_query_ = nullptr;
    const query* lob_query_ = nullptr;
    std::vector<std::string> advanced_{};      // sequences whose NEXTVAL the statement uses, as written
    std::vector<std::uint32_t> open_views_{};  // views this text is inside of
    struct star {
        std::size_t begin;
        std::size_t end;
        std::string columns;
    };
    std::vector<star> stars_{};  // every * that was written out
};

// "name(a,b,+position)": the plus marks the position, so that expressions can be compared without it.
[[nodiscard]] std::string call_sql(std::string_view name, std::initializer_list<std::string_view> arguments);
[[nodiscard]] std::string call_at(std::string_view name, std::initializer_list<std::string_view> arguments,
                                  std::size_t position);
// The SQL without the positions in it: equal for equal expressions.
[[nodiscard]] std::string without_positions(std::string_view sql);
[[nodiscard]] std::string text_literal(std::string_view text);
[[nodiscard]] std::string bytes_literal(std::span<const std::uint8_t> bytes);
[[nodiscard]] std::string number_literal(const decimal& constant);
// `column` = its stored form; CHAR sorts and groups blank-padded, time zones by instant.
[[nodiscard]] std::string sort_key(const typed& e);
[[nodiscard]] bool is_vector_function(std::string_view name) noexcept;
// The next column of a table in scope.
void add_column(scope_table& table, const output_column& column);
// " ASC NULLS LAST" and so on.
[[nodiscard]] std::string order_suffix(const order_item& item);
[[nodiscard]] std::string path_text(const std::vector<std::string>& path);

}  // namespace oraxx::sandbox::engine
