// Rows: row_view borrows from a result set, row owns.
//
// Columns are addressed by position, from 0, or by name without regard to the case of ASCII letters.
// Which C++ types a column can be read into:
//
//   NUMBER, FLOAT, BINARY_INTEGER   oraxx::number; any integer type (only whole values in its range); double, float
//                                   (the nearest value); bool (only 0 and 1); text (all digits)
//   BINARY_DOUBLE, BINARY_FLOAT     double; float and integers when nothing is lost
//   BOOLEAN                         bool
//   VARCHAR2, CHAR, NVARCHAR2, ...  std::string, std::string_view (UTF-8; CHAR keeps its trailing blanks); bytes as
//                                   they came
//   RAW, LONG RAW                   std::vector<std::byte>, std::span<const std::byte>
//   DATE                            date, timestamp, std::chrono::sys_seconds (as if UTC)
//   TIMESTAMP                       timestamp; date and sys_seconds when the fraction is zero
//   TIMESTAMP WITH TIME ZONE        timestamp_tz; sys_seconds when the fraction is zero
//   TIMESTAMP WITH LOCAL TIME ZONE  timestamp_ltz, in the session's time zone
//   INTERVAL ...                    interval_ds, interval_ym
//   ROWID, UROWID                   rowid (UROWID: of a heap table), text
//   CLOB, NCLOB                     text, all of it; lob (a handle)
//   BLOB, BFILE                     bytes, all of them; lob
//   JSON                            json, text (JSON text); also columns of text and bytes into json
//   VECTOR                          vector, text; its numbers: std::vector and std::span of float, double,
//                                   std::int8_t, and std::uint8_t (eight bits each), in its own format only
//   XMLTYPE                         text
//   object types, collections       oraxx::object; structs by a mapping or by position; std::vector and (index-by
//                                   tables) std::map<std::int32_t, T> of what their elements are read into
//
// Everything else is errc::type_mismatch; row_view::text() gives the text of any of them. A type that no column could
// be read into does not compile.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include <oraxx/detail/read_cell.hpp>
#include <oraxx/detail/record_columns.hpp>
#include <oraxx/detail/row_source.hpp>
#include <oraxx/result.hpp>
#include <oraxx/type.hpp>
#include <oraxx/value.hpp>

namespace oraxx {

class row;
template <class... Ts>
class typed_rows;

// The current row of a result set. Cheap to copy. It and every std::string_view and std::span read through it are
// valid until the result set moves to its next row or goes.
// Thread safety: as the connection, one thread at a time.
class row_view {
public:
    using column_key = detail::column_key;

    [[nodiscard]] std::size_t size() const noexcept { return source_->columns->size(); }
    [[nodiscard]] const std::vector<column_info>& columns() const noexcept { return *source_->columns; }

    // The value as T. Throws error: errc::unexpected_null (NULL, and T is no std::optional),
    // errc::value_out_of_range (the value does not fit T), errc::type_mismatch (the column cannot be read as T),
    // errc::invalid_argument (no such column).
    template <class T>
    [[nodiscard]] T get(const column_key& key) const {
        return try_get<T>(key).value();
    }
    template <class T>
    [[nodiscard]] result<T> try_get(const column_key& key) const {
        const std::size_t at = key.position_in(*source_->columns);
        if (at >= size()) return detail::no_such_column(*source_, key);
        T out{};
        const errc code = detail::read_cell(cell(at), source_->text, out);
        if (code != errc::ok) return detail::cannot_read(code, *source_, at, detail::type_name<T>());
        return out;
    }

    // Throws error(errc::invalid_argument) when there is no such column, as do the others below.
    [[nodiscard]] bool is_null(const column_key& key) const;
    // The value in the type that loses nothing: NUMBER as oraxx::number, text as std::string, ...
    [[nodiscard]] oraxx::value value(const column_key& key) const;
    // The canonical text of a value of any type (see oraxx::value::to_string()); empty for NULL. Borrowed.
    [[nodiscard]] std::string_view text(const column_key& key) const;
    [[nodiscard]] result<bool> try_is_null(const column_key& key) const;
    [[nodiscard]] result<oraxx::value> try_value(const column_key& key) const;
    [[nodiscard]] result<std::string_view> try_text(const column_key& key) const;

    // All columns at once, as a struct, tuple or pair: by the names of its oraxx::mapping, or else in their order. A
    // wrong number of columns, or no column of a mapped name, is errc::type_mismatch. A mapping is looked up among
    // the columns at each call; connection::query<T>() does so once.
    template <class T>
    [[nodiscard]] T to() const {
        return try_to<T>().value();
    }
    template <class T>
    [[nodiscard]] result<T> try_to() const {
        static_assert(detail::record<T>,
                      "oraxx: a row cannot be read into this type. Use a struct with public members and no "
                      "constructor, one with an oraxx::mapping, std::tuple or std::pair; for one column use get().");
        const auto found = detail::record_columns<T>::among(columns());
        if (!found) return found.error();
        return read(*found);
    }
    template <class... Ts>
    [[nodiscard]] std::tuple<Ts...> to_tuple() const {
        return to<std::tuple<Ts...>>();
    }
    template <class... Ts>
    [[nodiscard]] result<std::tuple<Ts...>> try_to_tuple() const {
        return try_to<std::tuple<Ts...>>();
    }

    // A row of its own, which holds its own values and nothing of the rows it was fetched with.
    [[nodiscard]] row copy() const;

protected:
    friend class result_set;
    friend class scrollable_result;
    row_view(const detail::row_source& source, std::uint32_t index) noexcept : source_(&source), index_(index) {}

    [[nodiscard]] detail::cell_ref cell(std::size_t column) const noexcept {
        return source_->batch->ref(index_, static_cast<std::uint32_t>(column), source_->link.get());
    }

private:
    template <class... Ts>
    friend class typed_rows;

    template <class T>
    [[nodiscard]] result<T> read(const detail::record_columns<T>& from) const {
        static_assert(std::is_default_constructible_v<T>,
                      "oraxx: a row is read into a struct that can be made without arguments.");
        T out{};
        std::size_t failed = 0;
        const errc code = read_members(from, detail::members_of(out), failed,
                                       std::make_index_sequence<detail::record_columns<T>::width>{});
        if (code == errc::ok) return out;
        return std::apply(
            [&](auto&... members) {
                const std::string_view names[] = {detail::type_name<std::remove_reference_t<decltype(members)>>()...};
                return detail::cannot_read(code, *source_, from.position(failed), names[failed]);
            },
            detail::members_of(out));
    }

    template <class Columns, class Members, std::size_t... Positions>
    [[nodiscard]] errc read_members(const Columns& from, Members members, std::size_t& failed,
                                    std::index_sequence<Positions...> /*of members*/) const {
        errc code = errc::ok;
        const auto read_one = [&](auto& member, std::size_t at) {
            code = detail::read_cell(cell(from.position(at)), source_->text, member);
            if (code != errc::ok) failed = at;
            return code == errc::ok;
        };
        (void)(read_one(std::get<Positions>(members), Positions) && ...);
        return code;
    }

    const detail::row_source* source_;
    std::uint32_t index_;
};

// A row that owns what it needs: it outlives its result set and its connection. What is read from it is valid as
// long as the row or a copy of it lives. Copies share their memory: use them from one thread at a time.
class row : public row_view {
private:
    friend class row_view;
    row(std::shared_ptr<const detail::row_source> source, std::uint32_t index) noexcept
        : row_view(*source, index), source_owner_(std::move(source)) {}

    std::shared_ptr<const detail::row_source> source_owner_;
};

}  // namespace oraxx
