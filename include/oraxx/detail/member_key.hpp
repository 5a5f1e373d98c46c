// What names one of several values. No promise is made about this header.
#pragma once

#include <concepts>
#include <cstddef>
#include <string_view>

namespace oraxx::detail {

// A position, from 0, or a name; made where a function is called, never kept: it borrows the name.
class member_key {
public:
    template <std::integral T>
    // NOLINTNEXTLINE(google-explicit-constructor): row.get<T>(2)
    constexpr member_key(T index) noexcept : index_(static_cast<std::size_t>(index)) {}
    template <std::convertible_to<std::string_view> T>
    // NOLINTNEXTLINE(google-explicit-constructor): row.get<T>("name")
    constexpr member_key(const T& name) noexcept : name_(name), by_name_(true) {}

protected:
    std::size_t index_ = 0;
    std::string_view name_{};
    bool by_name_ = false;
};

}  // namespace oraxx::detail
