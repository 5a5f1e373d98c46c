// Bind variables: what the functions that run a statement accept after the SQL text.
//
//   conn.query("select * from emp where dept = :1 and sal > :2", 10, oraxx::number(2500));      by position
//   conn.execute("update emp set sal = :sal where id = :id", oraxx::bind("sal", 3000), oraxx::bind("id", 7));
//   conn.execute("begin :total := f(:x); end;", oraxx::out("total", total), oraxx::bind("x", 5));
//
//   conn.execute("insert into emp (id, name) values (:id, :name)", oraxx::bind_members(employee));
//
// Positions and names are not mixed in one call. In SQL every occurrence of a placeholder is a position of its
// own; in PL/SQL a name that is used twice is one position. Names are matched without regard to case.
//
// Integers and oraxx::number are bound as NUMBER, bool as BOOLEAN (servers from 23ai, and PL/SQL), double and
// float as BINARY_DOUBLE and BINARY_FLOAT, text as VARCHAR2 (UTF-8), bytes as RAW, std::chrono::sys_seconds as
// DATE in UTC. std::nullopt and an empty std::optional bind NULL; so do an empty text and empty bytes, which Oracle
// does not tell from NULL. bind_as() declares another type. An oraxx::object is bound as its own type.
//
// Values are borrowed: they have to live until the call returns, and no longer.
#pragma once

#include <array>
#include <chrono>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <oraxx/detail/bind_item.hpp>
#include <oraxx/detail/members.hpp>
#include <oraxx/detail/read_cell.hpp>
#include <oraxx/object.hpp>
#include <oraxx/result_set.hpp>
#include <oraxx/type.hpp>
#include <oraxx/value.hpp>

namespace oraxx {

// What bind(), bind_as(), out() and in_out() return. Made to be passed on at once: a temporary is held by
// value, a variable by reference.
template <class T>
struct named_bind {
    std::string_view name;
    T argument;
};
template <class T>
struct typed_bind {
    db_type type;
    T argument;
};
// Room for a text or RAW that is received, as the server is told: out(name, oraxx::max_bytes{100}). 0 = as much as it
// can send, 32767 in PL/SQL. A longer value is ORA-06502 or errc::value_out_of_range.
struct max_bytes {
    std::uint32_t count = 0;
};
template <class T>
struct out_bind {
    T* variable = nullptr;
    detail::bind_direction direction = detail::bind_direction::out;
    max_bytes room{};
};

// What bind_as(), out() and in_out() return for an object type.
struct object_bind {
    object_type type{};
    std::optional<object> held{};  // nullopt: NULL
};
template <class T>
struct object_out {
    T* variable = nullptr;
    object_bind given{};  // IN OUT: what goes out
    detail::bind_direction direction = detail::bind_direction::out;
};

template <class T>
struct member_binds {
    T object;
};

namespace detail {
class list_binds;
class batch_binds;

template <class T>
[[nodiscard]] bind_data element_to_bind(const void* values, std::size_t index);

// An lvalue stays a reference, a temporary is moved in.
template <class T>
using held_argument = std::conditional_t<std::is_lvalue_reference_v<T>, const std::remove_reference_t<T>&, T>;
}  // namespace detail

// A value for the placeholder `name` (without the colon).
template <class T>
[[nodiscard]] named_bind<detail::held_argument<T>> bind(std::string_view name, T&& value) {
    return {name, std::forward<T>(value)};
}

// All members of a struct, tuple or pair. By the names of its oraxx::mapping, where it has one; those that the
// statement has no placeholder for are left out. Otherwise by position, in their order.
//
//   conn.execute("update emp set name = :name where id = :id", oraxx::bind_members(employee));
template <class T>
[[nodiscard]] member_binds<detail::held_argument<T>> bind_members(T&& object) {
    static_assert(detail::has_members<std::remove_reference_t<T>>,
                  "oraxx: bind_members() takes a struct with public members and no constructor, one with an "
                  "oraxx::mapping, a std::tuple or a std::pair.");
    return {std::forward<T>(object)};
}

// Declares `type` instead of the value's own type: bind_as(db_type::nvarchar2, "text"),
// bind_as(db_type::number, 0.1), bind("c", bind_as(db_type::char_, code)).
template <class T>
[[nodiscard]] typed_bind<detail::held_argument<T>> bind_as(db_type type, T&& value) {
    return {type, std::forward<T>(value)};
}

// The same for an object type: a struct, a std::vector, a std::map<std::int32_t, T>, an oraxx::object, or NULL by
// std::nullopt or an empty std::optional. Throws what object::from() does.
//
//   conn.execute("insert into houses (home) values (:1)", oraxx::bind_as(conn.object_type("address_t"), home));
template <class T>
[[nodiscard]] object_bind bind_as(const object_type& type, const T& value) {
    object_bind out{.type = type};
    if constexpr (detail::is_optional<T>) {
        if (value) out.held = object::from(type, *value);
    } else if constexpr (!std::same_as<T, std::nullopt_t>) {
        out.held = object::from(type, value);
    }
    return out;
}

// Receives an OUT value. `variable` keeps its value when the call fails; it has to be a std::optional where the
// answer may be NULL. Behind RETURNING ... INTO it takes the value of the one row affected, or of none when it is a
// std::optional; a std::vector takes a value for each row.
template <class T>
[[nodiscard]] out_bind<T> out(T& variable, max_bytes room = {}) noexcept {
    return {&variable, detail::bind_direction::out, room};
}
template <class T>
[[nodiscard]] named_bind<out_bind<T>> out(std::string_view name, T& variable, max_bytes room = {}) noexcept {
    return {name, out(variable, room)};
}

// Sends the variable's value and receives the answer into it.
template <class T>
[[nodiscard]] out_bind<T> in_out(T& variable, max_bytes room = {}) noexcept {
    static_assert(!detail::is_list<T>,
                  "oraxx: in_out() sends one value; an index-by table is in_out(plsql_array(variable, n)).");
    static_assert(!std::same_as<typename detail::optional_or_self<T>::type, result_set>,
                  "oraxx: a cursor is received by out().");
    return {&variable, detail::bind_direction::in_out, room};
}
template <class T>
[[nodiscard]] named_bind<out_bind<T>> in_out(std::string_view name, T& variable, max_bytes room = {}) noexcept {
    return {name, in_out(variable, room)};
}

// The same for an object type, collection or PL/SQL record, which the server has to be told: into an oraxx::object, a
// struct, a std::vector, a std::map<std::int32_t, T>, or a std::optional of one where the answer may be NULL. An
// oraxx::object that has its type already needs no other: out(variable).
//
//   std::vector<std::string> names;
//   conn.execute("begin :1 := emp_api.names(:2); end;", oraxx::out(names, conn.object_type("names_t")), 10);
template <class T>
[[nodiscard]] object_out<T> out(T& variable, const object_type& type) {
    return {&variable, {type, std::nullopt}, detail::bind_direction::out};
}
template <class T>
[[nodiscard]] named_bind<object_out<T>> out(std::string_view name, T& variable, const object_type& type) {
    return {name, out(variable, type)};
}
// Throws what object::from() does.
template <class T>
[[nodiscard]] object_out<T> in_out(T& variable, const object_type& type) {
    return {&variable, bind_as(type, variable), detail::bind_direction::in_out};
}
template <class T>
[[nodiscard]] named_bind<object_out<T>> in_out(std::string_view name, T& variable, const object_type& type) {
    return {name, in_out(variable, type)};
}

// A PL/SQL index-by table (TABLE OF ... INDEX BY PLS_INTEGER) of the elements of a vector, with keys from 1 on:
//   conn.execute("begin pkg.add_all(:1); end;", oraxx::plsql_array(ids));
//   conn.execute("begin pkg.names(:1); end;", oraxx::out(oraxx::plsql_array(names, 100)));
// `capacity`: the most elements that may come back (more is ORA-06513); `room`: of each text or RAW, as for out().
template <class T>
struct plsql_table {
    std::vector<T>* variable = nullptr;
    detail::array_source source{};
    max_bytes room{};
    detail::bind_direction direction = detail::bind_direction::in;
};
template <class T>
[[nodiscard]] plsql_table<T> plsql_array(const std::vector<T>& values) noexcept {
    return {.source = {.values = &values, .size = values.size(), .at = &detail::element_to_bind<T>}};
}
template <class T>
[[nodiscard]] plsql_table<T> plsql_array(std::vector<T>& variable, std::uint32_t capacity,
                                         max_bytes room = {}) noexcept {
    return {.variable = &variable,
            .source = {.values = &variable,
                       .size = variable.size(),
                       .at = &detail::element_to_bind<T>,
                       .capacity = capacity},
            .room = room};
}
template <class T>
[[nodiscard]] plsql_table<T> out(plsql_table<T> table) noexcept {
    static_assert(!detail::borrowing<typename detail::optional_or_self<T>::type>,
                  "oraxx: out() and in_out() need elements that own what they receive.");
    table.direction = detail::bind_direction::out;
    return table;
}
template <class T>
[[nodiscard]] plsql_table<T> in_out(plsql_table<T> table) noexcept {
    static_assert(!detail::borrowing<typename detail::optional_or_self<T>::type>,
                  "oraxx: out() and in_out() need elements that own what they receive.");
    table.direction = detail::bind_direction::in_out;
    return table;
}
template <class T>
[[nodiscard]] named_bind<plsql_table<T>> out(std::string_view name, plsql_table<T> table) noexcept {
    return {name, out(table)};
}
template <class T>
[[nodiscard]] named_bind<plsql_table<T>> in_out(std::string_view name, plsql_table<T> table) noexcept {
    return {name, in_out(table)};
}

// Binds whose number, or whose types, are known at run time only. Owns names and IN values; passed as the only bind
// of a call.
class bind_list {
public:
    // All entries by position or all by name; an empty name is a position.
    bind_list& add(value bound) { return add(std::string(), std::move(bound)); }
    bind_list& add(std::string name, value bound) {
        entries_.push_back({.name = std::move(name), .bound = std::move(bound)});
        return *this;
    }
    // Declares `type` instead of the value's own, as bind_as() does; gives NULL a type.
    bind_list& add(std::string name, db_type type, value bound) {
        entries_.push_back({.name = std::move(name), .type = type, .bound = std::move(bound)});
        return *this;
    }
    // Receives an OUT value of `type`; NULL too. `variable` is borrowed: it has to live until the calls the list is
    // used for have returned, and keeps its value when a call fails. `room`: as for out().
    bind_list& add_out(std::string name, db_type type, value& variable, max_bytes room = {}) {
        return add_variable(std::move(name), type, variable, detail::bind_direction::out, room);
    }
    // Sends what the variable holds when the call is made and receives the answer into it.
    bind_list& add_in_out(std::string name, db_type type, value& variable, max_bytes room = {}) {
        return add_variable(std::move(name), type, variable, detail::bind_direction::in_out, room);
    }
    // Receives a value for each row that DML with RETURNING affects.
    bind_list& add_out_list(std::string name, db_type type, std::vector<value>& variable) {
        entries_.push_back(
            {.name = std::move(name), .type = type, .direction = detail::bind_direction::out, .list = &variable});
        return *this;
    }
    // Of an object type: IN (an oraxx::object, or NULL), OUT, IN OUT, and behind RETURNING.
    bind_list& add(std::string name, object_type type, value bound) {
        entries_.push_back({.name = std::move(name), .object = std::move(type), .bound = std::move(bound)});
        return *this;
    }
    bind_list& add_out(std::string name, object_type type, value& variable) {
        add_variable(std::move(name), db_type::object, variable, detail::bind_direction::out, {});
        entries_.back().object = std::move(type);
        return *this;
    }
    bind_list& add_in_out(std::string name, object_type type, value& variable) {
        add_variable(std::move(name), db_type::object, variable, detail::bind_direction::in_out, {});
        entries_.back().object = std::move(type);
        return *this;
    }
    bind_list& add_out_list(std::string name, object_type type, std::vector<value>& variable) {
        add_out_list(std::move(name), db_type::object, variable);
        entries_.back().object = std::move(type);
        return *this;
    }
    // A PL/SQL index-by table, see plsql_array(). `variable` is borrowed; `capacity` and `room` are for what comes
    // out.
    bind_list& add_array(std::string name, db_type type, std::vector<value>& variable,
                         detail::bind_direction direction, std::uint32_t capacity = 0, max_bytes room = {}) {
        entries_.push_back({.name = std::move(name),
                            .type = type,
                            .direction = direction,
                            .list = &variable,
                            .is_array = true,
                            .capacity = capacity,
                            .room = room});
        return *this;
    }
    // Receives a REF CURSOR.
    bind_list& add_out_cursor(std::string name, std::optional<result_set>& variable) {
        entries_.push_back({.name = std::move(name),
                            .type = db_type::cursor,
                            .direction = detail::bind_direction::out,
                            .cursor = &variable});
        return *this;
    }
    void clear() noexcept { entries_.clear(); }
    [[nodiscard]] std::size_t size() const noexcept { return entries_.size(); }
    [[nodiscard]] bool empty() const noexcept { return entries_.empty(); }

private:
    friend class detail::list_binds;
    friend class detail::batch_binds;
    struct entry {
        std::string name{};
        db_type type = db_type::unknown;  // unknown: the value's own
        object_type object{};             // where it has to be told
        detail::bind_direction direction = detail::bind_direction::in;
        value bound{};              // IN
        value* variable = nullptr;  // OUT and IN OUT
        std::vector<value>* list = nullptr;
        bool is_array = false;       // `list` is an index-by table
        std::uint32_t capacity = 0;  // of it
        max_bytes room{};            // OUT and IN OUT
        std::optional<result_set>* cursor = nullptr;

        [[nodiscard]] bool is_in() const noexcept { return direction == detail::bind_direction::in; }
    };
    bind_list& add_variable(std::string name, db_type type, value& variable, detail::bind_direction direction,
                            max_bytes room) {
        entries_.push_back(
            {.name = std::move(name), .type = type, .direction = direction, .variable = &variable, .room = room});
        return *this;
    }
    std::vector<entry> entries_{};
};

}  // namespace oraxx

#include <oraxx/detail/make_binds.hpp>
