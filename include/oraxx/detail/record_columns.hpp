// Rows as structs, tuples and pairs. No promise is made about this header: use connection::query() and
// row_view::to().
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include <oraxx/detail/members.hpp>
#include <oraxx/detail/read_cell.hpp>
#include <oraxx/detail/row_source.hpp>
#include <oraxx/result.hpp>
#include <oraxx/type.hpp>

namespace oraxx::detail {

// What a row as a whole is read into. A mapping makes a row of a struct even where it could be a value of one column.
template <class T>
concept record = mapped<T> ||(has_members<T> && !readable_scalar<typename optional_or_self<T>::type>);

// Where each of `names` stands among the columns. Columns that nobody asks for are left alone; a name that no column
// has, or several have, is errc::type_mismatch.
[[nodiscard]] result<void> find_columns(const std::vector<column_info>& columns,
                                        std::span<const std::string_view> names, std::span<std::uint32_t> positions);

// Which column each member of T is read from; made once for a result set.
template <record T>
class record_columns {
public:
    static constexpr std::size_t width = member_count_of<T>;

    [[nodiscard]] static result<record_columns> among(const std::vector<column_info>& columns) {
        record_columns out;
        if constexpr (mapped<T>) {
            const auto names =
                std::apply([](const auto&... each) { return std::array<std::string_view, width>{each.name...}; },
                           mapping_of<T>());
            if (auto found = find_columns(columns, names, out.positions_); !found) return std::move(found).error();
        } else if (columns.size() != width) {
            return wrong_column_count(columns.size(), width);
        }
        return out;
    }

    [[nodiscard]] std::size_t position(std::size_t member) const noexcept {
        if constexpr (mapped<T>) {
            return positions_[member];
        } else {
            return member;
        }
    }

private:
    struct in_order {};
    using found_positions = std::conditional_t<mapped<T>, std::array<std::uint32_t, width>, in_order>;

    [[no_unique_address]] found_positions positions_{};
};

// What a query of these types answers a row as: a struct, tuple or pair that is the only type, else a tuple of all.
template <class... Ts>
struct row_form {
    using type = std::tuple<Ts...>;
};
template <class T>
struct row_form<T> {
    static_assert(
        record<T> || readable_column<typename optional_or_self<T>::type>,
        "oraxx: neither a column nor a row can be read into this type. A struct for rows has public members "
        "and no constructor, or an oraxx::mapping; for the types of columns see oraxx/row.hpp.");
    using type = std::conditional_t<record<T>, T, std::tuple<T>>;
};

}  // namespace oraxx::detail
