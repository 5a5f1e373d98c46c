// Cells to C++ values. No promise is made about this header: use row_view::get().
//
// Each read_value() answers errc::ok, type_mismatch (the column's type has no such C++ form),
// value_out_of_range (it has, but not this value) or unsupported. The cell is never NULL.
#pragma once

#include <chrono>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include <oraxx/datetime.hpp>
#include <oraxx/detail/cell.hpp>
#include <oraxx/detail/scratch.hpp>
#include <oraxx/error.hpp>
#include <oraxx/json.hpp>
#include <oraxx/lob.hpp>
#include <oraxx/number.hpp>
#include <oraxx/rowid.hpp>
#include <oraxx/vector.hpp>

namespace oraxx {
class object;
class result_set;
}  // namespace oraxx

namespace oraxx::detail {

[[nodiscard]] errc read_value(const cell_ref& cell, scratch& text, std::int64_t& out);
[[nodiscard]] errc read_value(const cell_ref& cell, scratch& text, std::uint64_t& out);
[[nodiscard]] errc read_value(const cell_ref& cell, scratch& text, double& out);
[[nodiscard]] errc read_value(const cell_ref& cell, scratch& text, float& out);
[[nodiscard]] errc read_value(const cell_ref& cell, scratch& text, bool& out);
[[nodiscard]] errc read_value(const cell_ref& cell, scratch& text, number& out);
[[nodiscard]] errc read_value(const cell_ref& cell, scratch& text, date& out);
[[nodiscard]] errc read_value(const cell_ref& cell, scratch& text, timestamp& out);
[[nodiscard]] errc read_value(const cell_ref& cell, scratch& text, timestamp_tz& out);
[[nodiscard]] errc read_value(const cell_ref& cell, scratch& text, timestamp_ltz& out);
[[nodiscard]] errc read_value(const cell_ref& cell, scratch& text, interval_ds& out);
[[nodiscard]] errc read_value(const cell_ref& cell, scratch& text, interval_ym& out);
[[nodiscard]] errc read_value(const cell_ref& cell, scratch& text, rowid& out);
[[nodiscard]] errc read_value(const cell_ref& cell, scratch& text, std::chrono::sys_seconds& out);
[[nodiscard]] errc read_value(const cell_ref& cell, scratch& text, std::span<const std::byte>& out);
[[nodiscard]] errc read_value(const cell_ref& cell, scratch& text, lob& out);
// The rows of a cursor; it is read once, whoever opens it.
[[nodiscard]] errc read_value(const cell_ref& cell, scratch& text, result_set& out);
[[nodiscard]] errc read_value(const cell_ref& cell, scratch& text, json& out);
[[nodiscard]] errc read_value(const cell_ref& cell, scratch& text, vector& out);
[[nodiscard]] errc read_value(const cell_ref& cell, scratch& text, object& out);
// The numbers of a dense VECTOR of that format.
[[nodiscard]] errc read_value(const cell_ref& cell, scratch& text, std::span<const float>& out);
[[nodiscard]] errc read_value(const cell_ref& cell, scratch& text, std::span<const double>& out);
[[nodiscard]] errc read_value(const cell_ref& cell, scratch& text, std::span<const std::int8_t>& out);
[[nodiscard]] errc read_value(const cell_ref& cell, scratch& text, std::span<const std::uint8_t>& out);
// Text that is not simply the cell's bytes: national characters, digits, row addresses.
[[nodiscard]] errc read_made_text(const cell_ref& cell, scratch& text, std::string_view& out);

// The canonical text of any scalar: what row_view::text() answers.
[[nodiscard]] errc read_canonical_text(const cell_ref& cell, scratch& text, std::string_view& out);

// Character data in the client's character set: the bytes are the text.
[[nodiscard]] inline bool is_plain_text(const cell_ref& cell) noexcept {
    return cell.type == db_type::varchar2 || cell.type == db_type::char_ || cell.type == db_type::long_text;
}

[[nodiscard]] inline errc read_value(const cell_ref& cell, scratch& text, std::string_view& out) {
    if (!is_plain_text(cell)) return read_made_text(cell, text, out);
    out = {reinterpret_cast<const char*>(cell.data), cell.size};
    return errc::ok;
}

template <class T>
inline constexpr bool is_optional = false;
template <class T>
inline constexpr bool is_optional<std::optional<T>> = true;

// Integers proper; characters and bool are not.
template <class T>
concept integer = std::integral<T> && sizeof(T) <= 8 && !std::same_as<T, bool> && !std::same_as<T, char> &&
                  !std::same_as<T, wchar_t> && !std::same_as<T, char8_t> && !std::same_as<T, char16_t> &&
                  !std::same_as<T, char32_t>;

template <class T>
inline constexpr bool is_list = false;
template <class T>
inline constexpr bool is_list<std::vector<T>> = !std::same_as<T, std::byte>;  // a vector of bytes is one value

template <class T, class... Ts>
concept one_of = (std::same_as<T, Ts> || ...);

// The numbers of a dense VECTOR: to be kept, or borrowed.
template <class T>
concept vector_numbers =
    one_of<T, std::vector<float>, std::vector<double>, std::vector<std::int8_t>, std::vector<std::uint8_t>>;
template <class T>
concept vector_span = one_of<T, std::span<const float>, std::span<const double>, std::span<const std::int8_t>,
                             std::span<const std::uint8_t>>;

// Types whose value stays in the result set: good to read, not to keep.
template <class T>
concept borrowing = vector_span<T> || one_of<T, std::string_view, std::span<const std::byte>>;

// Every C++ type a column can be read into, apart from std::optional of it.
template <class T>
concept readable_scalar = integer<T> || borrowing<T> || vector_numbers<T> ||
    one_of<T, bool, double, float, number, std::string, std::vector<std::byte>, date, timestamp, timestamp_tz,
           timestamp_ltz, interval_ds, interval_ym, rowid, std::chrono::sys_seconds, lob, json, vector, result_set>;

template <readable_scalar T>
[[nodiscard]] errc read_scalar(const cell_ref& cell, scratch& text, T& out) {
    if constexpr (integer<T>) {
        std::conditional_t<std::is_signed_v<T>, std::int64_t, std::uint64_t> wide = 0;
        const errc code = read_value(cell, text, wide);
        if (code != errc::ok) return code;
        if (wide < std::numeric_limits<T>::min() || wide > std::numeric_limits<T>::max()) {
            return errc::value_out_of_range;
        }
        out = static_cast<T>(wide);
        return errc::ok;
    } else if constexpr (std::same_as<T, std::string>) {
        std::string_view view;
        const errc code = read_value(cell, text, view);
        if (code == errc::ok) out.assign(view);
        return code;
    } else if constexpr (std::same_as<T, std::vector<std::byte>>) {
        std::span<const std::byte> view;
        const errc code = read_value(cell, text, view);
        if (code == errc::ok) out.assign(view.begin(), view.end());
        return code;
    } else if constexpr (vector_numbers<T>) {
        std::span<const typename T::value_type> view;
        const errc code = read_value(cell, text, view);
        if (code == errc::ok) out.assign(view.begin(), view.end());
        return code;
    } else {
        return read_value(cell, text, out);
    }
}

template <class T>
struct optional_or_self {
    using type = T;
};
template <class T>
struct optional_or_self<std::optional<T>> {
    using type = T;
};

// How error messages call a C++ type.
template <class T>
[[nodiscard]] constexpr std::string_view type_name() noexcept {
    if constexpr (is_optional<T>) {
        return type_name<typename T::value_type>();
    } else if constexpr (integer<T>) {
        constexpr bool is_signed = std::is_signed_v<T>;
        switch (sizeof(T)) {
        case 1: return is_signed ? "std::int8_t" : "std::uint8_t";
        case 2: return is_signed ? "std::int16_t" : "std::uint16_t";
        case 4: return is_signed ? "std::int32_t" : "std::uint32_t";
        default: return is_signed ? "std::int64_t" : "std::uint64_t";
        }
    } else if constexpr (std::same_as<T, bool>) {
        return "bool";
    } else if constexpr (std::same_as<T, double>) {
        return "double";
    } else if constexpr (std::same_as<T, float>) {
        return "float";
    } else if constexpr (std::same_as<T, number>) {
        return "oraxx::number";
    } else if constexpr (std::same_as<T, date>) {
        return "oraxx::date";
    } else if constexpr (std::same_as<T, timestamp>) {
        return "oraxx::timestamp";
    } else if constexpr (std::same_as<T, timestamp_tz>) {
        return "oraxx::timestamp_tz";
    } else if constexpr (std::same_as<T, timestamp_ltz>) {
        return "oraxx::timestamp_ltz";
    } else if constexpr (std::same_as<T, interval_ds>) {
        return "oraxx::interval_ds";
    } else if constexpr (std::same_as<T, interval_ym>) {
        return "oraxx::interval_ym";
    } else if constexpr (std::same_as<T, rowid>) {
        return "oraxx::rowid";
    } else if constexpr (std::same_as<T, std::chrono::sys_seconds>) {
        return "std::chrono::sys_seconds";
    } else if constexpr (std::same_as<T, lob>) {
        return "oraxx::lob";
    } else if constexpr (std::same_as<T, result_set>) {
        return "oraxx::result_set";
    } else if constexpr (std::same_as<T, json>) {
        return "oraxx::json";
    } else if constexpr (std::same_as<T, vector>) {
        return "oraxx::vector";
    } else if constexpr (vector_numbers<T> || vector_span<T>) {
        return "numbers of a vector";
    } else if constexpr (one_of<T, std::string, std::string_view>) {
        return "text";
    } else if constexpr (one_of<T, std::vector<std::byte>, std::span<const std::byte>>) {
        return "bytes";
    } else if constexpr (std::same_as<T, object>) {
        return "oraxx::object";
    } else if constexpr (is_list<T>) {
        return "a std::vector";
    } else {
        return "a struct";
    }
}

}  // namespace oraxx::detail
