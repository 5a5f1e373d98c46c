// From the arguments of a call to bind_items, without allocating. No promise is made about this header.
#pragma once

#include <array>
#include <chrono>
#include <concepts>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include <oraxx/bind.hpp>
#include <oraxx/detail/bindable.hpp>

namespace oraxx::detail {

// NULL when the handle is of no LOB.
[[nodiscard]] bind_data lob_to_bind(const lob& handle);
[[nodiscard]] db_type type_to_bind(const lob& handle) noexcept;

template <bindable_scalar T>
[[nodiscard]] bind_data data_to_bind(const T& value) {
    if constexpr (integer<T>) {
        return static_cast<std::conditional_t<std::is_signed_v<T>, std::int64_t, std::uint64_t>>(value);
    } else if constexpr (text_like<T>) {
        if constexpr (std::is_pointer_v<T>) {
            if (value == nullptr) return {};
        }
        const std::string_view text = value;
        return text;
    } else if constexpr (bytes_like<T>) {
        return std::span<const std::byte>(value);
    } else if constexpr (std::same_as<T, std::chrono::sys_seconds>) {
        return date_to_bind(value);
    } else if constexpr (std::same_as<T, lob>) {
        return lob_to_bind(value);
    } else if constexpr (one_of<T, json, vector>) {
        return &value;
    } else if constexpr (vector_numbers<T>) {
        return bound_numbers(std::span<const typename T::value_type>(value));
    } else if constexpr (vector_span<T>) {
        return bound_numbers(value);
    } else {
        return value;
    }
}

// An element of a PL/SQL index-by table.
template <class T>
[[nodiscard]] bind_data element_to_bind(const void* values, std::size_t index) {
    const auto& element = (*static_cast<const std::vector<T>*>(values))[index];
    if constexpr (is_optional<T>) {
        return element ? data_to_bind(*element) : bind_data{};
    } else {
        return data_to_bind(element);
    }
}

// NULL and every alternative of a dynamic value.
void fill_dynamic(const value& bound, bind_item& item);

template <class T>
inline constexpr bool is_named = false;
template <class T>
inline constexpr bool is_named<named_bind<T>> = true;
template <class T>
inline constexpr bool is_typed = false;
template <class T>
inline constexpr bool is_typed<typed_bind<T>> = true;
template <class T>
inline constexpr bool is_wrapped = is_named<T> || is_typed<T>;

// What a wrapper says of the argument within it.
template <class T>
void add_wrapping(const T& wrapper, bind_item& item) {
    if constexpr (is_named<T>) {
        item.name = wrapper.name;
    } else {
        item.type = wrapper.type;
    }
}
template <class T>
inline constexpr bool is_out = false;
template <class T>
inline constexpr bool is_out<out_bind<T>> = true;
template <class T>
inline constexpr bool is_object_out = false;
template <class T>
inline constexpr bool is_object_out<object_out<T>> = true;

// What a variable holds one of.
template <class T>
struct element_or_self {
    using type = T;
};
template <class T>
requires is_list<std::vector<T>>
struct element_or_self<std::vector<T>> {
    using type = T;
};
template <class T>
using received_scalar = typename optional_or_self<typename element_or_self<T>::type>::type;

template <class T>
[[nodiscard]] errc store_out(const out_run& values, scratch& text, void* variable) {
    T received{};
    errc code = errc::ok;
    if constexpr (is_list<T>) {
        received.resize(values.size());
        for (std::uint32_t i = 0; i < values.size() && code == errc::ok; ++i) {
            code = read_cell(values[i], text, received[i]);
        }
    } else {
        code = read_cell(values.size() == 0 ? cell_ref{} : values[0], text, received);
    }
    if (code == errc::ok) *static_cast<T*>(variable) = std::move(received);
    return code;
}

template <class T>
[[nodiscard]] constexpr out_shape shape_of() noexcept {
    if constexpr (is_list<T>) return out_shape::list;
    return is_optional<T> ? out_shape::one_or_none : out_shape::one;
}

template <class T>
void fill_bind(const T& argument, bind_item& item, out_target& target);

// What a variable is declared as that receives a value.
template <class T>
[[nodiscard]] constexpr db_type received_type() noexcept {
    if constexpr (std::same_as<T, result_set>) {
        return db_type::cursor;
    } else if constexpr (std::same_as<T, object>) {
        return db_type::object;
    } else {
        return declared_type<T>();
    }
}

// What goes out of an IN OUT variable; in_out() lets no other in.
template <class T>
void fill_in(const T& variable, bind_item& item, out_target& target) {
    if constexpr (!is_list<T> && !std::same_as<received_scalar<T>, result_set>) fill_bind(variable, item, target);
}

template <class T>
void fill_out(const out_bind<T>& argument, bind_item& item, out_target& target) {
    using scalar = received_scalar<T>;
    static_assert(!std::is_const_v<T>, "oraxx: out() and in_out() need a variable that can be changed.");
    static_assert(!borrowing<scalar>,
                  "oraxx: out() and in_out() need a type that owns what it receives: std::string, not "
                  "std::string_view; std::vector<std::byte>, not std::span.");
    constexpr bool is_receivable = readable_scalar<scalar> || std::same_as<T, object>;
    static_assert(
        is_receivable,
        "oraxx: out() and in_out() cannot receive into this type. Use an integer type, bool, float, double, "
        "oraxx::number, std::string, std::vector<std::byte>, oraxx::date, a timestamp, an interval, "
        "oraxx::rowid, std::chrono::sys_seconds, oraxx::lob, oraxx::json, oraxx::vector, oraxx::object, or "
        "std::optional or (behind RETURNING) std::vector of one of these; structs and collections with their type: "
        "out(variable, conn.object_type(name)).");
    if constexpr (is_receivable && !borrowing<scalar> && !std::is_const_v<T>) {
        if (argument.direction == bind_direction::in_out) fill_in(*argument.variable, item, target);
        item.direction = argument.direction;
        const bool is_told = std::same_as<scalar, lob> && argument.direction == bind_direction::in_out;
        if (!is_told) item.type = received_type<scalar>();
        if constexpr (std::same_as<T, object>) {
            if (argument.variable != nullptr) item.object = &argument.variable->type();
        }
        item.max_bytes = argument.room.count;
        target = {argument.variable, &store_out<T>, type_name<scalar>(), shape_of<T>()};
    }
}

template <class T>
[[nodiscard]] errc store_object(const out_run& values, scratch& text, void* variable) {
    T received{};
    const errc code = read_cell(values.size() == 0 ? cell_ref{} : values[0], text, received);
    if (code == errc::ok) *static_cast<T*>(variable) = std::move(received);
    return code;
}

inline void fill_object(const object_bind& argument, bind_item& item) {
    item.type = db_type::object;
    item.object = &argument.type;
    if (argument.held) item.value = &*argument.held;
}

template <class T>
void fill_object_out(const object_out<T>& argument, bind_item& item, out_target& target) {
    using one = typename optional_or_self<T>::type;
    static_assert(object_like<one> && !std::is_const_v<T>,
                  "oraxx: out(variable, type) receives an object into an oraxx::object, a struct, a std::vector, a "
                  "std::map<std::int32_t, T>, or std::optional of one of these.");
    fill_object(argument.given, item);
    item.direction = argument.direction;
    const auto shape = is_optional<T> ? out_shape::one_or_none : out_shape::one;
    target = {argument.variable, &store_object<T>, type_name<T>(), shape};
}

template <class T>
inline constexpr bool is_plsql_table = false;
template <class T>
inline constexpr bool is_plsql_table<plsql_table<T>> = true;

template <class T>
void fill_table(const plsql_table<T>& argument, bind_item& item, out_target& target) {
    using scalar = typename optional_or_self<T>::type;
    item.direction = argument.direction;
    item.type = declared_type<scalar>();
    item.max_bytes = argument.room.count;
    item.array = &argument.source;
    if (argument.direction == bind_direction::in) return;
    if constexpr (!borrowing<scalar>) {
        target = {argument.variable, &store_out<std::vector<T>>, type_name<scalar>(), out_shape::list};
    }
}

template <class T>
void fill_bind(const T& argument, bind_item& item, out_target& target) {
    if constexpr (is_wrapped<T>) {
        fill_bind(argument.argument, item, target);
        add_wrapping(argument, item);
    } else if constexpr (is_out<T>) {
        fill_out(argument, item, target);
    } else if constexpr (is_plsql_table<T>) {
        fill_table(argument, item, target);
    } else if constexpr (std::same_as<T, object_bind>) {
        fill_object(argument, item);
    } else if constexpr (is_object_out<T>) {
        fill_object_out(argument, item, target);
    } else if constexpr (std::same_as<T, object>) {
        item.type = db_type::object;
        item.value = &argument;
    } else if constexpr (std::same_as<T, std::nullopt_t>) {
        item.type = db_type::varchar2;
    } else if constexpr (is_optional<T>) {
        // Not through a temporary: text is borrowed from the argument itself.
        if (argument) {
            fill_bind(*argument, item, target);
        } else {
            item.type = received_type<typename T::value_type>();
        }
    } else if constexpr (std::same_as<T, value>) {
        fill_dynamic(argument, item);
    } else {
        static_assert(!std::same_as<T, bind_list>, "oraxx: a bind_list has to be the only bind of a call.");
        static_assert(
            bindable_scalar<T> || std::same_as<T, bind_list>,
            "oraxx: this type cannot be bound. Use an integer type, bool, float, double, oraxx::number, text, "
            "bytes, oraxx::date, a timestamp, an interval, oraxx::rowid, std::chrono::sys_seconds, "
            "oraxx::lob, oraxx::json, oraxx::vector, its numbers, oraxx::object, oraxx::value, std::nullopt or "
            "std::optional of one of these; structs and collections with their type: "
            "bind_as(conn.object_type(name), value).");
        if constexpr (bindable_scalar<T>) {
            if constexpr (std::same_as<T, lob>) {
                item.type = type_to_bind(argument);
            } else {
                item.type = declared_type<T>();
            }
            item.value = data_to_bind(argument);
        }
    }
}

// How many binds an argument of a call is.
template <class T>
inline constexpr std::size_t bind_width = 1;
template <class T>
inline constexpr std::size_t bind_width<member_binds<T>> = member_count_of<std::remove_cvref_t<T>>;

// Each member of `object` as a bind of its own.
template <has_members T>
void fill_members(const T& object, bind_item* items, out_target* targets) {
    if constexpr (mapped<T>) {
        for_each_mapped(object, [&](std::string_view name, const auto& member) {
            fill_bind(member, *items, *targets++);
            items->name = name;
            items->is_optional = true;
            ++items;
        });
    } else {
        std::apply([&](const auto&... members) { (fill_bind(members, *items++, *targets++), ...); },
                   members_of(object));
    }
}

// The binds of one call on the caller's stack.
template <std::size_t Count>
class stack_binds {
public:
    template <class... Arguments>
    explicit stack_binds(const Arguments&... arguments) {
        [[maybe_unused]] std::size_t at = 0;
        ((fill(arguments, at), at += bind_width<Arguments>), ...);
    }
    [[nodiscard]] bind_span span() const noexcept { return {items_, targets_}; }
    // For calls by name, which put the names into their text.
    [[nodiscard]] std::span<bind_item> items() noexcept { return items_; }
    [[nodiscard]] std::span<const out_target> targets() const noexcept { return targets_; }

private:
    template <class T>
    void fill(const T& argument, std::size_t at) {
        fill_bind(argument, items_[at], targets_[at]);
    }
    template <class T>
    void fill(const member_binds<T>& argument, std::size_t at) {
        fill_members(argument.object, items_.data() + at, targets_.data() + at);
    }

    std::array<bind_item, Count> items_{};
    std::array<out_target, Count> targets_{};
};

// The same for a bind_list, which it borrows from.
class list_binds {
public:
    // `leading` binds are left free before the list's own.
    explicit list_binds(const bind_list& list, std::size_t leading = 0);
    [[nodiscard]] bind_span span() const noexcept { return {items_, targets_}; }
    [[nodiscard]] std::span<bind_item> items() noexcept { return items_; }
    [[nodiscard]] std::span<out_target> targets() noexcept { return targets_; }

private:
    friend class batch_binds;
    static void fill_entry(const bind_list::entry& entry, bind_item& item);
    [[nodiscard]] static out_target target_of(const bind_list::entry& entry);

    std::vector<bind_item> items_{};
    std::vector<out_target> targets_{};
    std::vector<array_source> arrays_{};  // one for each entry: items point at them
};

template <class... Arguments>
[[nodiscard]] auto make_binds(const Arguments&... arguments) {
    return stack_binds<(bind_width<Arguments> + ... + std::size_t{0})>(arguments...);
}
[[nodiscard]] inline list_binds make_binds(const bind_list& list) {
    return list_binds(list);
}

}  // namespace oraxx::detail
