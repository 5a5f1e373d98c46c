// oraxx::object: a value of an object type, a collection or a PL/SQL record.
//
//   const auto home = row.get<oraxx::object>("HOME");
//   use(home.get<std::string_view>("STREET"), home.get<int>("NUMBER_OF_ROOMS"));
//
//   oraxx::object address(conn.object_type("address_t"));
//   address.set("STREET", "Main Street").set("NUMBER_OF_ROOMS", 3);
//   conn.execute("insert into houses (home) values (:1)", address);
//
// Structs go by their oraxx::mapping or by position, collections as std::vector, index-by tables as
// std::map<std::int32_t, T>, too: row.get<address>(0), home.to<address>(), object::from(type, address).
//
// A value type that owns all it holds and needs no connection: a copy copies the values of attributes or elements;
// objects within it are shared by copies and never changed, set() puts another one in their place. LOBs in it are
// their text or bytes, read together with the object. An object as a whole that is NULL is no oraxx::object: read a
// std::optional, bind std::nullopt by bind_as(). Errors: as each function says. Thread safety: distinct objects may
// be used from distinct threads.
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <oraxx/detail/member_key.hpp>
#include <oraxx/object_type.hpp>
#include <oraxx/result.hpp>
#include <oraxx/value.hpp>

namespace oraxx {

class object;

namespace detail {

// An attribute by position, from 0, or by name without regard to the case of ASCII letters; an element by position.
class attribute_key : public member_key {
public:
    using member_key::member_key;

    // errc::invalid_argument when there is no such attribute or element.
    [[nodiscard]] result<std::size_t> position_in(const object& of) const;
};

}  // namespace detail

class object {
public:
    using attribute_key = detail::attribute_key;

    object() = default;  // of no type, without attributes: to be assigned to
    // All attributes NULL, or an empty collection.
    explicit object(object_type type);

    // From a struct, by its mapping (attributes it does not list are NULL) or else by position; from a std::vector or
    // a std::map<std::int32_t, T>. Throws error: errc::type_mismatch when `type` has no such attribute or is no
    // collection, errc::value_out_of_range for more elements than a VARRAY takes.
    template <class T>
    [[nodiscard]] static object from(const object_type& type, const T& held) {
        return try_from(type, held).value();
    }
    template <class T>
    [[nodiscard]] static result<object> try_from(const object_type& type, const T& held);

    [[nodiscard]] const object_type& type() const noexcept { return type_; }
    // Attributes or elements.
    [[nodiscard]] std::size_t size() const noexcept { return values_.size(); }
    [[nodiscard]] bool empty() const noexcept { return values_.empty(); }
    // In the order of the type's attributes, or of the elements.
    [[nodiscard]] std::span<const value> values() const noexcept { return values_; }
    [[nodiscard]] std::vector<value>::const_iterator begin() const noexcept { return values_.begin(); }
    [[nodiscard]] std::vector<value>::const_iterator end() const noexcept { return values_.end(); }

    // The value as it is held. Throws error(errc::invalid_argument) when there is none, as does is_null().
    [[nodiscard]] const value& operator[](const attribute_key& key) const;
    [[nodiscard]] bool is_null(const attribute_key& key) const { return (*this)[key].is_null(); }
    // The value as T, with the rules of row_view::get(), and also as oraxx::object, struct, std::vector,
    // std::map<std::int32_t, T> or oraxx::value. std::string_view and std::span are views of this object: valid until
    // it is changed or goes.
    template <class T>
    [[nodiscard]] T get(const attribute_key& key) const {
        return try_get<T>(key).value();
    }
    template <class T>
    [[nodiscard]] result<T> try_get(const attribute_key& key) const;
    // The whole as a struct, a std::vector or a std::map<std::int32_t, T>; as from(), and as get() for each value.
    template <class T>
    [[nodiscard]] T to() const {
        return try_to<T>().value();
    }
    template <class T>
    [[nodiscard]] result<T> try_to() const;

    // Whether the value fits the attribute shows when the object is bound. Throws as operator[].
    object& set(const attribute_key& key, value held);
    // Collections only, else error(errc::invalid_argument). Index-by tables: behind the largest key, from 1 on;
    // errc::value_out_of_range when there is none.
    object& append(value held);
    void clear();

    // Index-by tables only, else error(errc::invalid_argument); a key that is there is given another value.
    object& set_key(std::int32_t key, value held);
    // Of the element at a position: they ascend. Throws error(errc::invalid_argument) when there is none.
    [[nodiscard]] std::int32_t key_at(std::size_t position) const;
    // Null: no element has it.
    [[nodiscard]] const value* find_key(std::int32_t key) const noexcept;

    // As SQL makes one: "SCOTT.ADDRESS_T('Main Street', 3, NULL)"; index-by tables with "key => " before each value.
    [[nodiscard]] std::string to_string() const;

    friend bool operator==(const object&, const object&) = default;

private:
    object_type type_{};
    std::vector<value> values_{};
    // Of an index-by table: as many as values. Wide, so that there is one behind the largest.
    std::vector<std::int64_t> keys_{};
};

}  // namespace oraxx

#include <oraxx/detail/object_values.hpp>
