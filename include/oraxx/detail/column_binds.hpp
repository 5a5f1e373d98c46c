// Columns of binds as rows, for statement::execute_many(). No promise is made about this header: use bind_columns().
#pragma once

#include <cstddef>
#include <iterator>
#include <tuple>
#include <type_traits>

#include <oraxx/detail/make_binds.hpp>

namespace oraxx::detail {

// The values of a column, without the name and type they are bound by.
template <class T>
[[nodiscard]] const auto& column_values(const T& column) noexcept {
    if constexpr (is_wrapped<T>) {
        return column_values(column.argument);
    } else {
        return column;
    }
}

template <class T>
concept column_like = requires(const T& column) {
    column_values(column)[std::size_t{}];
    std::size(column_values(column));
};

template <class T>
void fill_from_column(const T& column, std::size_t row, bind_item& item) {
    if constexpr (is_wrapped<T>) {
        fill_from_column(column.argument, row, item);
        add_wrapping(column, item);
    } else {
        static_assert(std::is_lvalue_reference_v<decltype(column[row])>,
                      "oraxx: bind_columns() borrows its values: they have to be held by a container, which "
                      "std::vector<bool> does not do.");
        out_target ignored;
        fill_bind(column[row], item, ignored);
    }
}

// One row of them.
template <class... Columns>
class column_row {
public:
    static constexpr std::size_t width = sizeof...(Columns);

    column_row(const std::tuple<Columns...>& columns, std::size_t row) noexcept : columns_(&columns), row_(row) {}

    void fill(bind_item* items) const {
        std::apply([&](const auto&... each) { (fill_from_column(each, row_, *items++), ...); }, *columns_);
    }
    void advance() noexcept { ++row_; }

private:
    const std::tuple<Columns...>* columns_;
    std::size_t row_;
};

template <class T>
inline constexpr bool is_column_row = false;
template <class... Columns>
inline constexpr bool is_column_row<column_row<Columns...>> = true;

// Throws error(errc::bind_mismatch) for columns of different lengths.
[[noreturn]] void refuse_columns(std::size_t column, std::size_t size, std::size_t first_size);

}  // namespace oraxx::detail

namespace oraxx {

// What bind_columns() returns.
template <class... Columns>
class column_binds {
public:
    explicit column_binds(std::tuple<Columns...> columns) : columns_(std::move(columns)) {
        std::size_t column = 0;
        const auto check = [&](std::size_t size) {
            if (column == 0) size_ = size;
            if (size != size_) detail::refuse_columns(column, size, size_);
            ++column;
        };
        std::apply([&](const auto&... each) { (check(std::size(detail::column_values(each))), ...); }, columns_);
    }

    // Rows, as execute_many() takes them.
    class iterator {
    public:
        explicit iterator(const std::tuple<Columns...>& columns) noexcept : row_(columns, 0) {}
        [[nodiscard]] const detail::column_row<Columns...>& operator*() const noexcept { return row_; }
        iterator& operator++() noexcept {
            row_.advance();
            return *this;
        }

    private:
        detail::column_row<Columns...> row_;
    };
    [[nodiscard]] iterator begin() const noexcept { return iterator(columns_); }
    [[nodiscard]] std::size_t size() const noexcept { return size_; }

private:
    std::tuple<Columns...> columns_;
    std::size_t size_ = 0;
};

// The binds of execute_many() by columns instead of rows: a std::vector, std::span, std::array or the like for each
// placeholder, all of one length; within bind() by name, within bind_as() as another type.
//
//   std::vector<std::int64_t> ids = ...;
//   std::vector<std::optional<std::string>> names = ...;
//   conn.execute_many("insert into emp (id, name) values (:1, :2)", oraxx::bind_columns(ids, names));
//
// Values are borrowed: variables have to live until the call returns. Throws error(errc::bind_mismatch) for columns
// of different lengths.
template <class... Columns>
[[nodiscard]] column_binds<detail::held_argument<Columns>...> bind_columns(Columns&&... columns) {
    static_assert(sizeof...(Columns) != 0, "oraxx: bind_columns() needs a column at least.");
    static_assert((detail::column_like<std::remove_cvref_t<Columns>> && ...),
                  "oraxx: bind_columns() takes columns as std::vector, std::span or std::array, within bind() or "
                  "bind_as() or not.");
    using held = std::tuple<detail::held_argument<Columns>...>;
    return column_binds<detail::held_argument<Columns>...>(held(std::forward<Columns>(columns)...));
}

}  // namespace oraxx
