// oraxx::value: one value of any scalar type, for programs that do not know their columns in advance.
//
// Owns what it holds. A value type: distinct objects may be used from distinct threads.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include <oraxx/datetime.hpp>
#include <oraxx/number.hpp>
#include <oraxx/rowid.hpp>

namespace oraxx {

class value {
public:
    // std::monostate is NULL. Character data of any kind is UTF-8.
    using variant = std::variant<std::monostate, bool, number, double, float, std::string, std::vector<std::byte>,
                                 date, timestamp, timestamp_tz, timestamp_ltz, interval_ds, interval_ym, rowid>;

    value() = default;  // NULL
    template <class T>
    requires(!std::is_same_v<std::remove_cvref_t<T>, value> && std::is_constructible_v<variant, T>)
        // NOLINTNEXTLINE(google-explicit-constructor): a value stands for whatever it holds
        value(T&& held)
        : held_(std::forward<T>(held)) {}
    // NOLINTNEXTLINE(google-explicit-constructor): text, not bool
    value(const char* text) : held_(std::string(text)) {}
    // NOLINTNEXTLINE(google-explicit-constructor): likewise
    value(std::string_view text) : held_(std::string(text)) {}

    [[nodiscard]] bool is_null() const noexcept { return held_.index() == 0; }
    template <class T>
    [[nodiscard]] bool holds() const noexcept {
        return std::holds_alternative<T>(held_);
    }
    // The value when it is held as exactly T, else null.
    template <class T>
    [[nodiscard]] const T* get_if() const noexcept {
        return std::get_if<T>(&held_);
    }
    // For std::visit.
    [[nodiscard]] const variant& alternatives() const noexcept { return held_; }

    // The canonical text: all digits of a number, ISO 8601 dates, upper-case hexadecimal for bytes, "true"
    // and "false"; empty for NULL.
    [[nodiscard]] std::string to_string() const;

    friend bool operator==(const value&, const value&) = default;

private:
    variant held_{};
};

}  // namespace oraxx
