// Which names the members of a struct go by in the database. Rows are read into such structs by name, their members
// bound by name, and object types converted to and from them:
//
//   struct employee {
//       std::int64_t id = 0;
//       std::optional<std::string> boss{};
//   };
//   template <>
//   struct oraxx::mapping<employee> {
//       static constexpr auto members =
//           oraxx::members(oraxx::member("ID", &employee::id), oraxx::member("MANAGER_NAME", &employee::boss));
//   };
//
// The case of ASCII letters counts for nothing in names. Members that are not listed are left as the struct
// initialises them. Private members can be listed where the struct declares the specialisation its friend.
//
// A struct without a mapping is read by position, when all it has are public members (see connection::query()).
#pragma once

#include <cstddef>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>

namespace oraxx {

// To be specialised, before its first use, with a static constexpr `members`.
template <class T>
struct mapping;

// One member and its name.
template <class Owner, class Member>
struct mapped_member {
    static_assert(!std::is_function_v<Member>, "oraxx: a mapping lists data members, not functions.");
    static_assert(!std::is_const_v<Member>, "oraxx: a mapping cannot list a member that is const.");

    std::string_view name{};
    Member Owner::*pointer = nullptr;
};

template <class Owner, class Member>
[[nodiscard]] constexpr mapped_member<Owner, Member> member(std::string_view name, Member Owner::*pointer) noexcept {
    return {name, pointer};
}
template <class... Owners, class... Members>
[[nodiscard]] constexpr std::tuple<mapped_member<Owners, Members>...> members(
    mapped_member<Owners, Members>... all) noexcept {
    return {all...};
}

// Has T, const or not, a mapping?
template <class T>
concept mapped = requires {
    mapping<std::remove_cv_t<T>>::members;
};

namespace detail {

[[nodiscard]] constexpr bool equal_names(std::string_view a, std::string_view b) noexcept {
    const auto upper = [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; };
    if (a.size() != b.size()) return false;
    for (std::size_t i = 0; i < a.size(); ++i) {
        if (upper(a[i]) != upper(b[i])) return false;
    }
    return true;
}

template <class... Members>
[[nodiscard]] constexpr bool names_are_good(const std::tuple<Members...>& all) noexcept {
    return std::apply(
        [](const auto&... each) {
            const std::string_view names[] = {each.name...};
            for (std::size_t i = 0; i < sizeof...(Members); ++i) {
                if (names[i].empty()) return false;
                for (std::size_t k = 0; k < i; ++k) {
                    if (equal_names(names[i], names[k])) return false;
                }
            }
            return true;
        },
        all);
}

// The mapping of T, looked at before anything is made of it.
template <mapped T>
[[nodiscard]] constexpr const auto& mapping_of() noexcept {
    constexpr const auto& all = mapping<std::remove_cv_t<T>>::members;
    static_assert(std::tuple_size_v<std::remove_cvref_t<decltype(all)>> != 0,
                  "oraxx: this mapping lists no member: make it of oraxx::members(oraxx::member(...), ...).");
    static_assert(names_are_good(all), "oraxx: two members of this mapping have the same name, or one has none.");
    return mapping<std::remove_cv_t<T>>::members;
}

// visit(name, member) for each member of `object`, in the order of the mapping.
template <mapped T, class Visitor>
constexpr void for_each_mapped(T& object, Visitor&& visit) {
    std::apply([&](const auto&... each) { (visit(each.name, object.*each.pointer), ...); }, mapping_of<T>());
}

}  // namespace detail

}  // namespace oraxx
