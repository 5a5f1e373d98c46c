#include "server/engine/failure.hpp"

#include <algorithm>
#include <array>

namespace oraxx::sandbox::engine {
namespace {

struct standard_error {
    int code;
    std::string_view text;
};

// Sorted by number; texts with parameters are made where they are raised.
constexpr std::array standard_errors{
    standard_error{ora::too_deep_recursion, "maximum number of recursive SQL levels (50) exceeded"},
    standard_error{ora::resource_busy, "resource busy and acquire with NOWAIT specified or timeout expired"},
    standard_error{ora::deadlock, "deadlock detected while waiting for resource"},
    standard_error{ora::invalid_statement, "invalid SQL statement"},
    standard_error{ora::invalid_create, "invalid CREATE command"},
    standard_error{ora::invalid_datatype, "invalid datatype"},
    standard_error{ora::invalid_table_name, "invalid table name"},
    standard_error{ora::invalid_identifier, "invalid identifier"},
    standard_error{ora::missing_keyword, "missing keyword"},
    standard_error{ora::missing_left_parenthesis, "missing left parenthesis"},
    standard_error{ora::missing_right_parenthesis, "missing right parenthesis"},
    standard_error{ora::missing_null, "missing NULL keyword"},
    standard_error{ora::invalid_argument_count, "invalid number of arguments"},
    standard_error{ora::length_too_long, "specified length too long for its datatype"},
    standard_error{ora::invalid_character, "invalid character"},
    standard_error{ora::too_many_values, "too many values"},
    standard_error{ora::invalid_relational_operator, "invalid relational operator"},
    standard_error{ora::invalid_option, "missing or invalid option"},
    standard_error{ora::missing_from, "FROM keyword not found where expected"},
    standard_error{ora::missing_by, "missing BY keyword"},
    standard_error{ora::missing_into, "missing INTO keyword"},
    standard_error{ora::missing_values, "missing VALUES keyword"},
    standard_error{ora::missing_equal_sign, "missing equal sign"},
    standard_error{ora::missing_select, "missing SELECT keyword"},
    standard_error{ora::not_properly_ended, "SQL command not properly ended"},
    standard_error{ora::aggregate_not_allowed, "group function is not allowed here"},
    standard_error{ora::aggregate_nested, "group function is nested too deeply"},
    standard_error{ora::missing_expression, "missing expression"},
    standard_error{ora::not_single_group, "not a single-group group function"},
    standard_error{ora::not_enough_arguments, "not enough arguments for function"},
    standard_error{ora::too_many_arguments, "too many arguments for function"},
    standard_error{ora::invalid_alter, "invalid ALTER command"},
    standard_error{ora::not_enough_values, "not enough values"},
    standard_error{ora::invalid_drop, "invalid DROP option"},
    standard_error{ora::invalid_index_name, "missing or invalid index name"},
    standard_error{ora::invalid_index_name, "missing or invalid index name"},
    standard_error{ora::name_in_use, "name is already used by an existing object"},
    standard_error{ora::duplicate_column, "duplicate column name"},
    standard_error{ora::missing_on, "missing ON keyword"},
    standard_error{ora::missing_set, "missing SET keyword"},
    standard_error{ora::identifier_too_long, "identifier is too long"},
    standard_error{ora::date_plus_date, "date + date not allowed"},
    standard_error{ora::not_grouped, "not a GROUP BY expression"},
    standard_error{ora::synonym_not_valid, "synonym translation is no longer valid"},
    standard_error{ora::column_not_allowed, "column not allowed here"},
    standard_error{ora::invalid_synonym_name, "missing or invalid synonym identifier"},
    standard_error{ora::column_needs_alias, "must name this expression with a column alias"},
    standard_error{ora::invalid_cursor, "invalid cursor"},
    standard_error{ora::fetch_without_execute, "fetch out of sequence"},
    standard_error{ora::no_statement_parsed, "no statement parsed"},
    standard_error{ora::not_all_bound, "not all variables bound"},
    standard_error{ora::cancelled, "user requested cancel of current operation"},
    standard_error{ora::binds_not_allowed, "bind variables not allowed for data definition operations"},
    standard_error{ora::insufficient_privileges, "insufficient privileges"},
    standard_error{ora::unknown_savepoint, "savepoint never established in this session or is invalid"},
    standard_error{ora::no_data_found, "no data found"},
    standard_error{ora::columns_already_indexed, "such column list already indexed"},
    standard_error{ora::invalid_rowid, "invalid ROWID"},
    standard_error{ora::mutual_outer_join, "two tables cannot be outer-joined to each other"},
    standard_error{ora::no_such_index, "specified index does not exist"},
    standard_error{ora::more_rows_than_requested, "exact fetch returns more than requested number of rows"},
    standard_error{ora::bad_escape, "missing or illegal character following the escape character"},
    standard_error{ora::numeric_overflow, "numeric overflow"},
    standard_error{ora::more_than_one_row, "single-row subquery returns more than one row"},
    standard_error{ora::argument_out_of_range, "argument is out of range"},
    standard_error{ora::column_exists, "column being added already exists in table"},
    standard_error{ora::public_synonym_missing, "public synonym to be dropped does not exist"},
    standard_error{ora::private_synonym_missing, "private synonym to be dropped does not exist"},
    standard_error{ora::must_be_empty_for_type, "column to be modified must be empty to change datatype"},
    standard_error{ora::must_be_empty_for_precision,
                   "column to be modified must be empty to decrease precision or scale"},
    standard_error{ora::value_too_big_for_length, "cannot decrease column length because some value is too big"},
    standard_error{ora::already_not_null, "column to be modified to NOT NULL is already NOT NULL"},
    standard_error{ora::no_rowid_here, "cannot select ROWID from, or sample, a view with DISTINCT, GROUP BY, etc."},
    standard_error{ora::cannot_be_null, "column to be modified to NULL cannot be modified to NULL"},
    standard_error{ora::duplicate_keys_found, "cannot CREATE UNIQUE INDEX; duplicate keys found"},
    standard_error{ora::invalid_hex, "invalid hex number"},
    standard_error{ora::two_outer_tables, "a predicate may reference only one outer-joined table"},
    standard_error{ora::divisor_is_zero, "divisor is equal to zero"},
    standard_error{ora::invalid_number_model, "invalid number format model"},
    standard_error{ora::too_long_concatenation, "result of string concatenation is too long"},
    standard_error{ora::view_not_appropriate, "a view is not appropriate here"},
    standard_error{ora::outer_join_in_or, "outer join operator (+) not allowed in operand of OR or IN"},
    standard_error{ora::invalid_number, "invalid number"},
    standard_error{ora::zero_length_column, "zero-length columns are not allowed"},
    standard_error{ora::precision_out_of_range, "numeric precision specifier is out of range (1 to 38)"},
    standard_error{ora::scale_out_of_range, "numeric scale specifier is out of range (-84 to 127)"},
    standard_error{ora::wrong_number_of_column_names, "invalid number of column names specified"},
    standard_error{ora::circular_view, "circular view definition encountered"},
    standard_error{ora::invalid_alter_table, "invalid ALTER TABLE option"},
    standard_error{ora::missing_double_quote, "missing double quote in identifier"},
    standard_error{ora::zero_length_identifier, "illegal zero-length identifier"},
    standard_error{ora::invalid_bind_name, "invalid host/bind variable name"},
    standard_error{ora::unterminated_string, "quoted string not properly terminated"},
    standard_error{ora::must_be_empty_for_mandatory, "table must be empty to add mandatory (NOT NULL) column"},
    standard_error{ora::illegal_argument, "illegal argument for function"},
    standard_error{ora::no_types_here, "may not specify column datatypes in this CREATE TABLE"},
    standard_error{ora::synonym_loop, "looping chain of synonyms"},
    standard_error{ora::string_literal_required, "string literal required"},
    standard_error{ora::bad_order_position, "ORDER BY item must be the number of a SELECT-list expression"},
    standard_error{ora::for_update_not_allowed, "FOR UPDATE of this query expression is not allowed"},
    standard_error{ora::connect_by_required, "CONNECT BY clause required in this query block"},
    standard_error{ora::wrong_column_count, "query block has incorrect number of result columns"},
    standard_error{ora::types_differ, "expression must have same datatype as corresponding expression"},
    standard_error{ora::not_selected, "not a SELECTed expression"},
    standard_error{ora::outer_join_to_subquery, "a column may not be outer-joined to a subquery"},
    standard_error{ora::format_not_recognized, "date format not recognized"},
    standard_error{ora::picture_ends_early, "date format picture ends before converting entire input string"},
    standard_error{ora::day_not_in_month, "date not valid for month specified"},
    standard_error{ora::input_too_short, "input value not long enough for date format"},
    standard_error{ora::year_out_of_range, "(full) year must be between -4713 and +9999, and not be 0"},
    standard_error{ora::bad_month, "not a valid month"},
    standard_error{ora::bad_weekday, "not a valid day of the week"},
    standard_error{ora::bad_day, "day of month must be between 1 and last day of month"},
    standard_error{ora::bad_day_of_year, "day of year must be between 1 and 365 (366 for leap year)"},
    standard_error{ora::bad_hour12, "hour must be between 1 and 12"},
    standard_error{ora::bad_hour24, "hour must be between 0 and 23"},
    standard_error{ora::bad_minute, "minutes must be between 0 and 59"},
    standard_error{ora::bad_second, "seconds must be between 0 and 59"},
    standard_error{ora::bad_second_of_day, "seconds in day must be between 0 and 86399"},
    standard_error{ora::bad_julian_day, "julian date must be between 1 and 5373484"},
    standard_error{ora::meridian_required, "AM/A.M. or PM/P.M. required"},
    standard_error{ora::era_required, "BC/B.C. or AD/A.D. required"},
    standard_error{ora::not_numeric, "a non-numeric character was found where a numeric was expected"},
    standard_error{ora::literal_mismatch, "literal does not match format string"},
    standard_error{ora::invalid_interval, "the interval is invalid"},
    standard_error{ora::leading_precision_too_small, "the leading precision of the interval is too small"},
    standard_error{ora::bad_zone_hour, "time zone hour must be between -15 and 15"},
    standard_error{ora::bad_zone_minute, "time zone minute must be between -59 and 59"},
    standard_error{ora::field_not_in_datetime, "specified field not found in datetime or interval"},
    standard_error{ora::region_not_found, "timezone region not found"},
    standard_error{ora::too_many_precision_specifiers, "too many precision specifiers"},
    standard_error{ora::missing_using, "missing USING keyword"},
    standard_error{ora::no_lock_on_view, "cannot select FOR UPDATE from view with DISTINCT, GROUP BY, etc."},
    standard_error{ora::sequence_not_allowed, "sequence not allowed here"},
    standard_error{ora::invalid_session_option, "invalid option for ALTER SESSION"},
    standard_error{ora::subquery_not_allowed, "subquery not allowed here"},
    standard_error{ora::reference_count_differs, "number of referencing columns must match referenced columns"},
    standard_error{ora::second_primary_key, "table can have only one primary key"},
    standard_error{ora::key_exists, "such unique or primary key already exists in the table"},
    standard_error{ora::missing_datatype, "need to specify the datatype for this column"},
    standard_error{ora::constraint_in_use, "name already used by an existing constraint"},
    standard_error{ora::referenced_key_in_use, "unique/primary keys in table referenced by enabled foreign keys"},
    standard_error{ora::reference_type_differs, "column type incompatible with referenced column type"},
    standard_error{ora::no_primary_key_to_reference, "referenced table does not have a primary key"},
    standard_error{ora::no_key_to_reference, "no matching unique or primary key for this column-list"},
    standard_error{ora::key_is_referenced, "this unique/primary key is referenced by some foreign keys"},
    standard_error{ora::reference_exists, "such a referential constraint already exists in the table"},
    standard_error{ora::invalid_sequence_name, "invalid sequence name"},
    standard_error{ora::cannot_alter_start, "cannot alter starting sequence number"},
    standard_error{ora::sequence_number_not_allowed, "sequence number not allowed here"},
    standard_error{ora::sequence_not_found, "sequence does not exist"},
    standard_error{ora::type_has_dependents, "cannot drop or replace a type with type or table dependents"},
    standard_error{ora::wrong_constructor_arguments, "incorrect number of arguments for default constructor"},
    standard_error{ora::key_index_in_use, "cannot drop index used for enforcement of unique/primary key"},
    standard_error{ora::bad_check_function, "date or system variable wrongly specified in CHECK constraint"},
    standard_error{ora::check_names_other_column, "Column check constraint cannot reference other columns"},
    standard_error{ora::no_primary_key, "Cannot drop nonexistent primary key"},
    standard_error{ora::no_unique_key, "Cannot drop nonexistent unique key"},
    standard_error{ora::no_such_constraint, "Cannot drop constraint  - nonexistent constraint"},
    standard_error{ora::keys_referenced, "unique/primary keys in table referenced by foreign keys"},
    standard_error{ora::missing_table, "Invalid truncate command - missing CLUSTER or TABLE keyword"},
    standard_error{ora::increment_is_zero, "INCREMENT must be a non-zero integer"},
    standard_error{ora::minimum_over_maximum, "MINVALUE must be less than MAXVALUE"},
    standard_error{ora::increment_too_big, "INCREMENT must be less than MAXVALUE minus MINVALUE"},
    standard_error{ora::start_below_minimum, "START WITH cannot be less than MINVALUE"},
    standard_error{ora::start_above_maximum, "START WITH cannot be more than MAXVALUE"},
    standard_error{ora::sequence_cache_too_small, "the number of values to CACHE must be greater than 1"},
    standard_error{ora::object_not_allowed, "procedure, function, package, or type is not allowed here"},
    standard_error{ora::storage_error, "PL/SQL: storage error"},
    standard_error{ora::numeric_or_value_error, "PL/SQL: numeric or value error"},
    standard_error{ora::function_without_value, "PL/SQL: Function returned without value"},
    standard_error{ora::unhandled_user_exception, "PL/SQL: unhandled user-defined exception"},
    standard_error{ora::cursor_already_open, "PL/SQL: cursor already open"},
    standard_error{ora::array_index_out_of_range,
                   "PL/SQL: index for PL/SQL table out of range for host language array"},
    standard_error{ora::composite_is_null, "Reference to uninitialized composite"},
    standard_error{ora::collection_is_null, "Reference to uninitialized collection"},
    standard_error{ora::subscript_outside_limit, "Subscript outside of limit"},
    standard_error{ora::subscript_beyond_count, "Subscript beyond count"},
    standard_error{ora::case_not_found, "CASE not found while executing CASE statement"},
    standard_error{ora::invalid_nls_argument, "invalid NLS parameter string used in SQL function"},
    standard_error{ora::invalid_nls_value, "Cannot access NLS data files or invalid environment specified"},
    standard_error{ora::regex_parentheses, "unmatched parentheses in regular expression"},
    standard_error{ora::regex_bracket, "unmatched bracket in regular expression"},
    standard_error{ora::regex_back_reference, "invalid back reference in regular expression"},
    standard_error{ora::regex_range, "invalid range in regular expression"},
    standard_error{ora::regex_class, "invalid character class in regular expression"},
    standard_error{ora::regex_collation, "invalid collation class in regular expression"},
    standard_error{ora::regex_interval, "invalid interval value in regular expression"},
    standard_error{ora::regex_too_long, "regular expression too long"},
    standard_error{ora::all_columns_dropped, "cannot drop all columns in a table"},
    standard_error{ora::column_in_constraint, "column is referenced in a multi-column constraint"},
    standard_error{ora::parent_key_column, "cannot drop parent key column"},
    standard_error{ora::lob_invalid_locator, "invalid LOB locator specified"},
    standard_error{ora::lob_read_only, "cannot update a LOB opened in read-only mode"},
    standard_error{ora::invalid_alteration, "invalid alteration of datatype"},
    standard_error{ora::not_a_collection, "cannot access rows from a non-nested table item"},
    standard_error{ora::varray_too_long, "exceeded maximum VARRAY limit"},
    standard_error{ora::lob_not_locked, "row containing the LOB value is not locked"},
    standard_error{ora::trim_beyond_end, "specified trim length is greater than current LOB value's length"},
    standard_error{ora::objects_not_comparable, "cannot ORDER objects without MAP or ORDER method"},
    standard_error{ora::no_constraint_to_rename, "The constraint does not exist"},
    standard_error{ora::array_dml_errors, "error(s) in array DML"},
    standard_error{ora::cast_out_of_range, "Data value out of range"},
    standard_error{ora::using_column_qualified, "column part of USING clause cannot have qualifier"},
    standard_error{ora::natural_column_qualified, "column used in NATURAL join cannot have qualifier"},
    standard_error{ora::mixed_outer_joins, "old style outer join (+) cannot be used with ANSI joins"},
    standard_error{ora::index_organized_without_key, "no PRIMARY KEY constraint found"},
    standard_error{ora::wait_needs_integer, "missing or invalid WAIT interval"},
    standard_error{ora::wait_timed_out, "resource busy; acquire with WAIT timeout expired"},
    standard_error{ora::invalid_extract_field, "invalid extract field for extract source"},
    standard_error{ora::fraction_out_of_range, "datetime/interval precision is out of range"},
    standard_error{ora::invalid_interval_field, "missing or invalid <datetime field>"},
    standard_error{ora::bad_unicode_escape, "'\\' must be followed by four hexadecimal characters or another '\\'"},
    standard_error{ora::distinct_not_allowed, "DISTINCT option not allowed for this function"},
    standard_error{ora::window_not_allowed, "window  functions are not allowed here"},
    standard_error{ora::missing_window, "missing window specification for this function"},
    standard_error{ora::missing_window_order, "missing ORDER BY expression in the window specification"},
    standard_error{ora::invalid_window_group, "invalid window aggregation group in the window specification"},
    standard_error{ora::order_by_not_allowed, "ORDER BY not allowed here"},
    standard_error{ora::outer_join_not_allowed, "outer join operator (+) is not allowed here"},
    standard_error{ora::second_identity, "table can have only one identity column"},
    standard_error{ora::identity_not_numeric, "identity column must be a numeric type"},
    standard_error{ora::unstable_rows, "unable to get a stable set of rows in the source tables"},
    standard_error{ora::duplicate_query_name, "illegal reference of a query name in WITH clause"},
    standard_error{ora::with_column_count,
                   "number of WITH clause column names does not match number of elements in select list"},
    standard_error{ora::recursion_needs_columns, "recursive WITH clause must have column alias list"},
    standard_error{ora::recursion_needs_union_all, "recursive WITH clause must use a UNION ALL operation"},
    standard_error{ora::recursion_is_indirect,
                   "recursive WITH clause must reference itself directly in one of the UNION ALL branches"},
    standard_error{ora::recursion_needs_start, "recursive WITH clause needs an initialization branch"},
    standard_error{ora::recursion_cycle, "cycle detected while executing recursive WITH query"},
    standard_error{ora::recursion_unsupported, "unsupported operation in recursive branch of recursive WITH clause"},
    standard_error{ora::identity_insert, "cannot insert into a generated always identity column"},
    standard_error{ora::identity_update, "cannot update a generated always identity column"},
    standard_error{ora::json_syntax, "JSON syntax error"},
    standard_error{ora::json_value_not_scalar, "JSON_VALUE evaluated to non-scalar value"},
    standard_error{ora::json_value_missing, "JSON_VALUE evaluated to no value"},
    standard_error{ora::json_not_comparable, "invalid comparison operation involving JSON type value"},
    standard_error{ora::view_is_read_only, "cannot perform a DML operation on a read-only view"},
    standard_error{ora::vector_dimensions_unsupported,
                   "VECTOR column type specification has unsupported dimension count"},
    standard_error{ora::vector_format_unsupported,
                   "VECTOR column type specification has unsupported dimension format"},
    standard_error{ora::vector_bits_unsupported,
                   "Vector of BINARY format should have a dimension count that is a multiple of 8."},
    standard_error{ora::vector_binary_mixed,
                   "Vector of BINARY format cannot have any operation performed with vector of any other type."},
};
static_assert(std::is_sorted(standard_errors.begin(), standard_errors.end(),
                             [](const standard_error& a, const standard_error& b) { return a.code < b.code; }),
              "standard_text() searches by halves");

}  // namespace

std::string_view standard_text(int code) noexcept {
    const auto at = std::lower_bound(standard_errors.begin(), standard_errors.end(), code,
                                     [](const standard_error& e, int wanted) { return e.code < wanted; });
    return at != standard_errors.end() && at->code == code ? at->text : std::string_view{};
}

std::string ora_message(int code, std::string_view text) {
    std::string number = std::to_string(code);
    if (number.size() < 5) number.insert(0, 5 - number.size(), '0');
    return "ORA-" + number + ": " + std::string(text);
}

void fail(int code, std::string_view text, std::size_t position) {
    throw sql_failure{{code, ora_message(code, text), position}};
}

void fail(int code, std::size_t position) {
    fail(code, standard_text(code), position);
}

void refuse(std::string_view construct, std::size_t position) {
    fail(ora::not_implemented, "unimplemented feature: " + std::string(construct), position);
}

sql_error make_error(int code, std::size_t position) {
    return {code, ora_message(code, standard_text(code)), position};
}

source_place place_of(std::string_view text, std::size_t position) noexcept {
    source_place out;
    for (const char c : text.substr(0, position)) {
        out.column = c == '\n' ? 1 : out.column + 1;
        if (c == '\n') ++out.line;
    }
    return out;
}

void fail_compilation(std::string_view message, std::string_view text, std::size_t position) {
    const auto at = place_of(text, position);
    fail(ora::compilation_failed,
         "line " + std::to_string(at.line) + ", column " + std::to_string(at.column) + ":\n" + std::string(message),
         position);
}

void fail_statement(const std::string& message, std::string_view text, std::size_t position) {
    const auto at = place_of(text, position);
    fail_compilation(message + "\nORA-06550: line " + std::to_string(at.line) + ", column " +
                         std::to_string(at.column) + ":\nPL/SQL: Statement ignored",
                     text, position);
}

std::string quoted(std::string_view name) {
    return '"' + std::string(name) + '"';
}

}  // namespace oraxx::sandbox::engine
