// Attributes and elements of objects to C++ values and back. No promise is made about this header: it is part of
// oraxx/object.hpp.
#pragma once

#include <array>
#include <concepts>
#include <cstdint>
#include <map>
#include <optional>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include <oraxx/detail/bindable.hpp>
#include <oraxx/detail/convert.hpp>
#include <oraxx/detail/members.hpp>
#include <oraxx/object.hpp>

namespace oraxx::detail {

template <class T>
inline constexpr bool is_key_map = false;
template <class T>
inline constexpr bool is_key_map<std::map<std::int32_t, T>> = true;

// Structs, tuples and pairs, by a mapping or by position.
template <class T>
concept struct_of_object = mapped<T> ||(has_members<T> && !readable_scalar<T>);

// What a whole object, collection or PL/SQL record is read into and bound from.
template <class T>
concept object_like = std::same_as<T, object> || is_list<T> || is_key_map<T> || struct_of_object<T>;

// What an attribute or element is read into, apart from std::optional of it. LOBs come as their text or bytes.
template <class T>
concept readable_in_object = std::same_as<T, value> || object_like<T> ||
    (readable_scalar<T> && !vector_span<T> && !one_of<T, lob, result_set>);
template <class T>
concept bindable_in_object = one_of<T, value, std::nullopt_t> || object_like<T> ||
    (bindable_scalar<T> && !vector_span<T> && !std::same_as<T, lob>);

// A cell that the value could have come in, so that conversions are those of rows. Borrows from both.
[[nodiscard]] cell_ref cell_of(const value& held, scratch& text);

// Why a value of an object cannot be had: what `text` keeps, or what the code says.
[[nodiscard]] failure cannot_read_held(errc code, const object_type& type, std::size_t position,
                                       std::string_view type_name, scratch& text);
[[nodiscard]] failure no_attribute(const object_type& type, std::string_view name);
[[nodiscard]] failure wrong_attribute_count(const object_type& type, std::size_t members);
// `type` is no collection, or has no keys.
[[nodiscard]] failure no_collection(const object_type& type, bool wants_keys);
[[nodiscard]] failure another_type(const object_type& wanted, const object_type& given);
// More elements than the type takes, or none.
[[nodiscard]] std::optional<failure> wrong_element_count(const object_type& type, std::size_t count);

// -- reading ------------------------------------------------------------------------------------------------

template <class T>
[[nodiscard]] errc read_object(const object& from, scratch& text, T& out);

template <class T>
[[nodiscard]] errc read_present(const value& held, scratch& text, T& out) {
    if constexpr (object_like<T>) {
        const auto* nested = held.get_if<object>();
        return nested == nullptr ? errc::type_mismatch : read_object(*nested, text, out);
    } else if constexpr (std::same_as<T, std::string_view>) {
        const auto* own = held.get_if<std::string>();
        if (own != nullptr) out = *own;
        return own == nullptr ? errc::type_mismatch : errc::ok;
    } else if constexpr (std::same_as<T, std::span<const std::byte>>) {
        const auto* own = held.get_if<std::vector<std::byte>>();
        if (own != nullptr) out = *own;
        return own == nullptr ? errc::type_mismatch : errc::ok;
    } else if constexpr (one_of<T, json, vector>) {
        if (const auto* own = held.get_if<T>()) {
            out = *own;
            return errc::ok;
        }
        return read_scalar(cell_of(held, text), text, out);
    } else {
        return read_scalar(cell_of(held, text), text, out);
    }
}

// NULL too: into std::optional, or errc::unexpected_null.
template <class T>
[[nodiscard]] errc read_held(const value& held, scratch& text, T& out) {
    using one = typename optional_or_self<T>::type;
    static_assert(readable_in_object<one>,
                  "oraxx: an attribute of an object cannot be read into this type. Use a type that a column can be "
                  "read into (LOBs are text or bytes in objects), oraxx::object, a struct, std::vector, "
                  "std::map<std::int32_t, T>, oraxx::value, or std::optional of one of these.");
    if constexpr (!readable_in_object<one>) {
        return errc::type_mismatch;  // one error is enough: the assertion has said it
    } else if constexpr (std::same_as<T, value>) {
        out = held;
        return errc::ok;
    } else if constexpr (is_optional<T>) {
        out.reset();
        if (held.is_null()) return errc::ok;
        const errc code = read_held(held, text, out.emplace());
        if (code != errc::ok) out.reset();
        return code;
    } else {
        return held.is_null() ? errc::unexpected_null : read_present(held, text, out);
    }
}

// The value at a position; what is wrong with it is kept in `text`.
template <class T>
[[nodiscard]] errc read_at(const object& from, std::size_t position, scratch& text, T& out) {
    const errc code = read_held(from.values()[position], text, out);
    return code == errc::ok ? code : text.fail(cannot_read_held(code, from.type(), position, type_name<T>(), text));
}

template <class T>
[[nodiscard]] errc read_elements(const object& from, scratch& text, T& out) {
    if (!from.type().is_collection()) return text.fail(no_collection(from.type(), false));
    out.clear();
    out.reserve(from.size());
    for (std::size_t at = 0; at < from.size(); ++at) {
        typename T::value_type element{};
        if (const errc code = read_at(from, at, text, element); code != errc::ok) return code;
        out.push_back(std::move(element));
    }
    return errc::ok;
}

template <class T>
[[nodiscard]] errc read_keyed_elements(const object& from, scratch& text, T& out) {
    if (from.type().form() != object_form::index_by) return text.fail(no_collection(from.type(), true));
    out.clear();
    for (std::size_t at = 0; at < from.size(); ++at) {
        typename T::mapped_type element{};
        if (const errc code = read_at(from, at, text, element); code != errc::ok) return code;
        out.emplace_hint(out.end(), from.key_at(at), std::move(element));
    }
    return errc::ok;
}

template <class T>
[[nodiscard]] errc read_members(const object& from, scratch& text, T& out) {
    errc code = errc::ok;
    const auto read_one = [&](std::size_t position, auto& member) {
        code = read_at(from, position, text, member);
        return code == errc::ok;
    };
    if constexpr (mapped<T>) {
        const auto read_named = [&](std::string_view name, auto& member) {
            const auto position = from.type().find(name);
            if (!position) code = text.fail(no_attribute(from.type(), name));
            return position && read_one(*position, member);
        };
        std::apply([&](const auto&... each) { (void)(read_named(each.name, out.*each.pointer) && ...); },
                   mapping_of<T>());
    } else {
        constexpr auto count = member_count_of<T>;
        if (from.type().is_collection() || from.size() != count) {
            return text.fail(wrong_attribute_count(from.type(), count));
        }
        std::size_t position = 0;
        std::apply([&](auto&... members) { (void)(read_one(position++, members) && ...); }, members_of(out));
    }
    return code;
}

template <class T>
errc read_object(const object& from, scratch& text, T& out) {
    if constexpr (std::same_as<T, object>) {
        out = from;
        return errc::ok;
    } else if constexpr (is_list<T>) {
        return read_elements(from, text, out);
    } else if constexpr (is_key_map<T>) {
        return read_keyed_elements(from, text, out);
    } else {
        return read_members(from, text, out);
    }
}

// -- making -------------------------------------------------------------------------------------------------

// A C++ value as what an attribute or element holds.
template <class T>
[[nodiscard]] result<value> hold(const object_attribute& place, const T& from) {
    static_assert(
        bindable_in_object<typename optional_or_self<T>::type>,
        "oraxx: an attribute of an object cannot be made from this type. Use a type that can be bound (text "
        "or bytes for LOBs), oraxx::object, a struct, std::vector, std::map<std::int32_t, T>, "
        "oraxx::value, std::nullopt, or std::optional of one of these.");
    // Of what cannot be bound one error is enough: the assertion has said it.
    if constexpr (!bindable_in_object<typename optional_or_self<T>::type> || std::same_as<T, std::nullopt_t>) {
        return value();
    } else if constexpr (std::same_as<T, value>) {
        return from;
    } else if constexpr (is_optional<T>) {
        return from ? hold(place, *from) : result<value>(value());
    } else if constexpr (object_like<T>) {
        if (place.type != db_type::object) return another_type(place.object, {});
        auto nested = object::try_from(place.object, from);
        if (!nested) return std::move(nested).error();
        return value(*std::move(nested));
    } else if constexpr (integer<T>) {
        return value(number(static_cast<std::conditional_t<std::is_signed_v<T>, std::int64_t, std::uint64_t>>(from)));
    } else if constexpr (text_like<T>) {
        if constexpr (std::is_pointer_v<T>) {
            if (from == nullptr) return value();
        }
        return value(std::string_view(from));
    } else if constexpr (bytes_like<T>) {
        const std::span<const std::byte> bytes(from);
        return value(std::vector<std::byte>(bytes.begin(), bytes.end()));
    } else if constexpr (std::same_as<T, std::chrono::sys_seconds>) {
        return value(date_to_bind(from));
    } else {
        return value(from);
    }
}

template <class T>
[[nodiscard]] std::optional<failure> hold_elements(const T& from, object& out) {
    const auto& type = out.type();
    if (!type.is_collection()) return no_collection(type, false);
    if (auto why = wrong_element_count(type, from.size())) return why;
    for (const auto& element : from) {
        auto held = hold<typename T::value_type>(type.element(), element);
        if (!held) return std::move(held).error();
        out.append(*std::move(held));
    }
    return std::nullopt;
}

template <class T>
[[nodiscard]] std::optional<failure> hold_keyed_elements(const T& from, object& out) {
    const auto& type = out.type();
    if (type.form() != object_form::index_by) return no_collection(type, true);
    for (const auto& [key, element] : from) {
        auto held = hold(type.element(), element);
        if (!held) return std::move(held).error();
        out.set_key(key, *std::move(held));
    }
    return std::nullopt;
}

template <class T>
[[nodiscard]] std::optional<failure> hold_members(const T& from, object& out) {
    const auto& type = out.type();
    std::optional<failure> why;
    const auto hold_one = [&](std::size_t position, const auto& member) {
        auto held = hold(type.attributes()[position], member);
        if (held) {
            out.set(position, *std::move(held));
        } else {
            why = std::move(held).error();
        }
        return !why;
    };
    if constexpr (mapped<T>) {
        const auto hold_named = [&](std::string_view name, const auto& member) {
            const auto position = type.find(name);
            if (!position) why = no_attribute(type, name);
            return position && hold_one(*position, member);
        };
        std::apply([&](const auto&... each) { (void)(hold_named(each.name, from.*each.pointer) && ...); },
                   mapping_of<T>());
    } else {
        constexpr auto count = member_count_of<const T>;
        if (type.is_collection() || type.attributes().size() != count) return wrong_attribute_count(type, count);
        std::size_t position = 0;
        std::apply([&](const auto&... members) { (void)(hold_one(position++, members) && ...); }, members_of(from));
    }
    return why;
}

}  // namespace oraxx::detail

namespace oraxx {

template <class T>
result<object> object::try_from(const object_type& type, const T& held) {
    static_assert(detail::object_like<T>,
                  "oraxx: an object is made from a struct with public members and no constructor, one with an "
                  "oraxx::mapping, a tuple, a std::vector or a std::map<std::int32_t, T>.");
    if (!type) return detail::another_type(type, {});
    object out(type);
    std::optional<failure> why;
    if constexpr (std::same_as<T, object>) {
        if (!(held.type() == type)) return detail::another_type(type, held.type());
        out = held;
    } else if constexpr (detail::is_list<T>) {
        why = detail::hold_elements(held, out);
    } else if constexpr (detail::is_key_map<T>) {
        why = detail::hold_keyed_elements(held, out);
    } else if constexpr (detail::object_like<T>) {
        why = detail::hold_members(held, out);
    }
    if (why) return *std::move(why);
    return out;
}

template <class T>
result<T> object::try_get(const attribute_key& key) const {
    const auto position = key.position_in(*this);
    if (!position) return position.error();
    detail::scratch text;
    T out{};
    const errc code = detail::read_held(values_[*position], text, out);
    if (code == errc::ok) return out;
    return detail::cannot_read_held(code, type_, *position, detail::type_name<T>(), text);
}

template <class T>
result<T> object::try_to() const {
    static_assert(detail::object_like<T>,
                  "oraxx: an object is read into a struct with public members and no constructor, one with an "
                  "oraxx::mapping, a tuple, a std::vector or a std::map<std::int32_t, T>.");
    if (!type_) return detail::another_type(type_, {});
    detail::scratch text;
    T out{};
    if constexpr (detail::object_like<T>) {
        if (detail::read_object(*this, text, out) != errc::ok) return *text.take_failure();
    }
    return out;
}

}  // namespace oraxx
