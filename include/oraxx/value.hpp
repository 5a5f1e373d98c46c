// oraxx::value: one value of any type, for programs that do not know their columns in advance.
//
// Owns what it holds. A value type: distinct objects may be used from distinct threads.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include <oraxx/datetime.hpp>
#include <oraxx/json.hpp>
#include <oraxx/number.hpp>
#include <oraxx/rowid.hpp>
#include <oraxx/vector.hpp>

namespace oraxx {

class object;

namespace detail {

// What is too large to be copied with each value: shared, and never changed.
template <class T>
class shared_value {
public:
    explicit shared_value(T held) : held_(std::make_shared<const T>(std::move(held))) {}

    [[nodiscard]] const T& operator*() const noexcept { return *held_; }
    friend bool operator==(const shared_value& a, const shared_value& b) { return *a == *b; }

private:
    std::shared_ptr<const T> held_;
};

}  // namespace detail

class value {
public:
    // std::monostate is NULL. Character data of any kind is UTF-8.
    using variant =
        std::variant<std::monostate, bool, number, double, float, std::string, std::vector<std::byte>, date,
                     timestamp, timestamp_tz, timestamp_ltz, interval_ds, interval_ym, rowid,
                     detail::shared_value<json>, detail::shared_value<vector>, detail::shared_value<object>>;

    value() = default;  // NULL
    template <class T>
    requires(!std::is_same_v<std::remove_cvref_t<T>, value> && std::is_constructible_v<variant, T>)
        // A value stands for whatever it holds; what is required keeps it from being taken for a copy.
        // NOLINTNEXTLINE(google-explicit-constructor,bugprone-forwarding-reference-overload)
        value(T&& held)
        : held_(std::forward<T>(held)) {}
    // NOLINTNEXTLINE(google-explicit-constructor): text, not bool
    value(const char* text) : held_(std::string(text)) {}
    // NOLINTNEXTLINE(google-explicit-constructor): likewise
    value(std::string_view text) : held_(std::string(text)) {}
    // NOLINTNEXTLINE(google-explicit-constructor): likewise
    value(json document) : held_(detail::shared_value<json>(std::move(document))) {}
    // NOLINTNEXTLINE(google-explicit-constructor): likewise
    value(vector numbers) : held_(detail::shared_value<vector>(std::move(numbers))) {}
    value(object held);  // NOLINT(google-explicit-constructor): likewise

    [[nodiscard]] bool is_null() const noexcept { return held_.index() == 0; }
    template <class T>
    [[nodiscard]] bool holds() const noexcept {
        return get_if<T>() != nullptr;
    }
    // The value when it is held as exactly T, else null.
    template <class T>
    [[nodiscard]] const T* get_if() const noexcept {
        if constexpr (std::is_same_v<T, json> || std::is_same_v<T, vector> || std::is_same_v<T, object>) {
            const auto* shared = std::get_if<detail::shared_value<T>>(&held_);
            return shared == nullptr ? nullptr : &**shared;
        } else {
            return std::get_if<T>(&held_);
        }
    }
    // For std::visit; JSON, VECTOR and objects stand in it behind one indirection.
    [[nodiscard]] const variant& alternatives() const noexcept { return held_; }

    // The canonical text: all digits of a number, ISO 8601 dates, upper-case hexadecimal for bytes, "true"
    // and "false", JSON text, "[1.5,2]" for vectors, "SCOTT.POINT_T(1, 2)" for objects; empty for NULL.
    [[nodiscard]] std::string to_string() const;

    friend bool operator==(const value& a, const value& b);

private:
    variant held_{};
};

}  // namespace oraxx
