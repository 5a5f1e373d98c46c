// Cells of rows and of OUT values to the C++ types they are asked for. No promise is made about this header.
#pragma once

#include <oraxx/detail/convert.hpp>
#include <oraxx/object.hpp>

namespace oraxx::detail {

// What a column is read into, apart from std::optional of it.
template <class T>
concept readable_column = readable_scalar<T> || object_like<T>;

template <readable_column T>
[[nodiscard]] errc read_present(const cell_ref& cell, scratch& text, T& out) {
    if constexpr (object_like<T> && !std::same_as<T, object>) {
        // Numbers of a VECTOR, or the elements of a collection.
        if constexpr (readable_scalar<T>) {
            if (cell.type != db_type::object) return read_scalar(cell, text, out);
        }
        object held;
        const errc code = read_value(cell, text, held);
        return code == errc::ok ? read_object(held, text, out) : code;
    } else if constexpr (std::same_as<T, object>) {
        return read_value(cell, text, out);
    } else {
        return read_scalar(cell, text, out);
    }
}

// Reads NULL too: into std::optional, or errc::unexpected_null.
template <class T>
[[nodiscard]] errc read_cell(const cell_ref& cell, scratch& text, T& out) {
    static_assert(readable_column<typename optional_or_self<T>::type>,
                  "oraxx: a column cannot be read into this type. Use an integer type, bool, float, double, "
                  "oraxx::number, std::string, std::string_view, std::vector<std::byte>, std::span<const std::byte>, "
                  "oraxx::date, a timestamp, an interval, oraxx::rowid, std::chrono::sys_seconds, oraxx::lob, "
                  "oraxx::json, oraxx::vector, its numbers, oraxx::object, a struct or std::vector for it, "
                  "oraxx::result_set, or std::optional of one of these.");
    if constexpr (!readable_column<typename optional_or_self<T>::type>) {
        return errc::type_mismatch;  // one error is enough: the assertion has said it
    } else if constexpr (is_optional<T>) {
        if (cell.is_null()) {
            out.reset();
            return errc::ok;
        }
        const errc code = read_present(cell, text, out.emplace());
        if (code != errc::ok) out.reset();
        return code;
    } else {
        return cell.is_null() ? errc::unexpected_null : read_present(cell, text, out);
    }
}

}  // namespace oraxx::detail
