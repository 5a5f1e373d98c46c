// A struct, a tuple or a pair as its members. No promise is made about this header.
#pragma once

#include <concepts>
#include <tuple>
#include <type_traits>
#include <utility>

#include <oraxx/detail/aggregate.hpp>
#include <oraxx/mapping.hpp>

namespace oraxx::detail {

template <class T>
inline constexpr bool is_tuple = false;
template <class... Ts>
inline constexpr bool is_tuple<std::tuple<Ts...>> = true;
template <class First, class Second>
inline constexpr bool is_tuple<std::pair<First, Second>> = true;

// What can be taken apart below. Values of their own (dates, numbers) may fit, too: ask whether T is one first.
template <class T>
concept has_members = mapped<T> || is_tuple<std::remove_cv_t<T>> ||
    (std::is_class_v<T>&& std::is_aggregate_v<std::remove_cv_t<T>>);

// References to the members: of a tuple, as the mapping lists them, or as the struct declares them.
template <has_members T>
[[nodiscard]] constexpr auto members_of(T& object) noexcept {
    if constexpr (mapped<T>) {
        return std::apply([&](const auto&... each) { return std::tie(object.*each.pointer...); }, mapping_of<T>());
    } else if constexpr (is_tuple<std::remove_cv_t<T>>) {
        return std::apply([](auto&... each) { return std::tie(each...); }, object);
    } else {
        return tie_members(object);
    }
}

template <has_members T>
inline constexpr std::size_t member_count_of = std::tuple_size_v<decltype(members_of(std::declval<T&>()))>;

}  // namespace oraxx::detail
