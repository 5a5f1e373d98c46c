// result<T>: a value or a failure, for the try_ functions. Must not be dropped.
// value() throws what the throwing twin of the function would have thrown.
#pragma once

#include <utility>
#include <variant>

#include <oraxx/error.hpp>

namespace oraxx {

template <class T>
class [[nodiscard]] result {
public:
    using value_type = T;

    // NOLINTNEXTLINE(google-explicit-constructor): `return value;` is the point of the type
    result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
    // NOLINTNEXTLINE(google-explicit-constructor): `return failure{...};` likewise
    result(failure facts) : state_(std::in_place_index<1>, std::move(facts)) {}

    [[nodiscard]] bool has_value() const noexcept { return state_.index() == 0; }
    explicit operator bool() const noexcept { return has_value(); }

    [[nodiscard]] T& value() & {
        throw_if_failed();
        return *std::get_if<0>(&state_);
    }
    [[nodiscard]] const T& value() const& {
        const_cast<result*>(this)->throw_if_failed();
        return *std::get_if<0>(&state_);
    }
    [[nodiscard]] T&& value() && {
        throw_if_failed();
        return std::move(*std::get_if<0>(&state_));
    }
    // Undefined unless has_value().
    [[nodiscard]] T& operator*() & noexcept { return *std::get_if<0>(&state_); }
    [[nodiscard]] const T& operator*() const& noexcept { return *std::get_if<0>(&state_); }
    [[nodiscard]] T&& operator*() && noexcept { return std::move(*std::get_if<0>(&state_)); }
    [[nodiscard]] T* operator->() noexcept { return std::get_if<0>(&state_); }
    [[nodiscard]] const T* operator->() const noexcept { return std::get_if<0>(&state_); }

    // Undefined when has_value().
    [[nodiscard]] const oraxx::failure& error() const& noexcept { return *std::get_if<1>(&state_); }
    [[nodiscard]] oraxx::failure&& error() && noexcept { return std::move(*std::get_if<1>(&state_)); }

private:
    void throw_if_failed() {
        if (auto* facts = std::get_if<1>(&state_)) throw_failure(*facts);
    }

    std::variant<T, oraxx::failure> state_;
};

template <>
class [[nodiscard]] result<void> {
public:
    using value_type = void;

    result() = default;
    // NOLINTNEXTLINE(google-explicit-constructor): `return failure{...};` is the point of the type
    result(failure facts) : facts_(std::move(facts)), failed_(true) {}

    [[nodiscard]] bool has_value() const noexcept { return !failed_; }
    explicit operator bool() const noexcept { return !failed_; }
    void value() const {
        if (failed_) throw_failure(facts_);
    }
    [[nodiscard]] const oraxx::failure& error() const& noexcept { return facts_; }
    [[nodiscard]] oraxx::failure&& error() && noexcept { return std::move(facts_); }

private:
    oraxx::failure facts_{};
    bool failed_ = false;
};

}  // namespace oraxx
