// Variables of PL/SQL and their types.
#pragma once

#include <compare>
#include <string>
#include <vector>

#include "server/engine/plsql_ast.hpp"
#include "server/engine/types.hpp"

namespace oraxx::sandbox::engine {

struct data_type;
using data_type_ref = std::shared_ptr<const data_type>;

struct data_field {
    std::string name{};
    data_type_ref type{};
    const expression* initial = nullptr;
    bool is_not_null = false;
};

struct data_type {
    enum class form : std::uint8_t { scalar, record, table };
    form what = form::scalar;
    sql_type sql{};            // scalar; of a cursor variable its kind is `cursor`; of SQL's own types theirs
    object_type_ref object{};  // record, table: the dictionary's type; null: the block's own
    bool is_integer = false;   // within 32 bits
    bool is_not_null = false;
    std::vector<data_field> fields{};  // record
    data_type_ref element{};           // table
    bool is_index_by = false;
    bool is_by_text = false;
    std::int64_t limit = 0;  // VARRAY; 0: none

    // Objects, nested tables and VARRAYs are NULL as a whole until they are made.
    [[nodiscard]] bool begins_null() const noexcept {
        if (what == form::table) return !is_index_by;
        return what == form::record && object != nullptr && object->form == type_form::object;
    }
    // A type that SQL knows, too.
    [[nodiscard]] bool is_of_sql() const noexcept {
        return object != nullptr && object->package.empty() && object->form != type_form::record;
    }
};

[[nodiscard]] data_type_ref scalar_type(const sql_type& sql);
[[nodiscard]] data_type_ref integer_type();        // PLS_INTEGER
[[nodiscard]] data_type_ref text_variable_type();  // VARCHAR2(32767)
// Of an object, collection or record of the dictionary.
[[nodiscard]] data_type_ref structured_type(const object_type& type);

struct table_key {
    std::int64_t number = 0;
    std::string text{};
    friend auto operator<=>(const table_key&, const table_key&) = default;
};

struct table_element;

struct variable {
    data_type_ref type{};
    value data{};                         // scalar
    std::vector<variable> fields{};       // record
    std::vector<table_element> elements;  // table, in the order of their keys; not complete yet: no {}
    bool is_made = true;                  // false: NULL as a whole
    bool is_constant = false;
};

struct table_element {
    table_key key{};
    variable data{};
};

// A variable of the type, NULL throughout.
[[nodiscard]] variable make_variable(const data_type_ref& type);
// Between variables and values of the dictionary's types. A variable of another type has no value.
[[nodiscard]] variable variable_of(const data_type_ref& type, const value& from);
[[nodiscard]] value value_of(const variable& from);
// nullptr: no such element, no such field.
[[nodiscard]] variable* find_element(variable& table, const table_key& key);
[[nodiscard]] variable* find_field(variable& record, std::string_view name);
// The element, made when it is not there.
[[nodiscard]] variable& make_element(variable& table, const table_key& key);

}  // namespace oraxx::sandbox::engine
