// What can be bound, and as which type of the database. No promise is made about this header.
#pragma once

#include <chrono>
#include <concepts>
#include <cstddef>
#include <span>
#include <string_view>

#include <oraxx/detail/convert.hpp>
#include <oraxx/type.hpp>

namespace oraxx::detail {

template <class T>
concept text_like = std::convertible_to<const T&, std::string_view>;
template <class T>
concept bytes_like = std::convertible_to<const T&, std::span<const std::byte>>;

template <class T>
concept bindable_scalar = integer<T> || text_like<T> || bytes_like<T> || vector_numbers<T> || vector_span<T> ||
    one_of<T, bool, double, float, number, date, timestamp, timestamp_tz, timestamp_ltz, interval_ds, interval_ym,
           rowid, std::chrono::sys_seconds, lob, json, vector>;

// What a C++ type is declared as when nothing else is asked for.
template <bindable_scalar T>
[[nodiscard]] constexpr db_type declared_type() noexcept {
    if constexpr (integer<T> || std::same_as<T, number>) {
        return db_type::number;
    } else if constexpr (text_like<T>) {
        return db_type::varchar2;
    } else if constexpr (bytes_like<T>) {
        return db_type::raw;
    } else if constexpr (std::same_as<T, bool>) {
        return db_type::boolean;
    } else if constexpr (std::same_as<T, double>) {
        return db_type::binary_double;
    } else if constexpr (std::same_as<T, float>) {
        return db_type::binary_float;
    } else if constexpr (one_of<T, date, std::chrono::sys_seconds>) {
        return db_type::date;
    } else if constexpr (std::same_as<T, timestamp>) {
        return db_type::timestamp;
    } else if constexpr (std::same_as<T, timestamp_tz>) {
        return db_type::timestamp_tz;
    } else if constexpr (std::same_as<T, timestamp_ltz>) {
        return db_type::timestamp_ltz;
    } else if constexpr (std::same_as<T, interval_ds>) {
        return db_type::interval_ds;
    } else if constexpr (std::same_as<T, interval_ym>) {
        return db_type::interval_ym;
    } else if constexpr (std::same_as<T, lob>) {
        return db_type::clob;  // where there is no handle to tell
    } else if constexpr (std::same_as<T, json>) {
        return db_type::json;
    } else if constexpr (std::same_as<T, vector> || vector_numbers<T> || vector_span<T>) {
        return db_type::vector;
    } else {
        return db_type::rowid;
    }
}

// Never throws: a time that no DATE can say becomes an invalid date, which the call then refuses.
[[nodiscard]] date date_to_bind(std::chrono::sys_seconds time) noexcept;

}  // namespace oraxx::detail
