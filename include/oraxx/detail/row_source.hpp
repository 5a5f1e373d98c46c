// What rows borrow from. No promise is made about this header.
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include <oraxx/detail/cell.hpp>
#include <oraxx/detail/member_key.hpp>
#include <oraxx/detail/scratch.hpp>
#include <oraxx/detail/value_link.hpp>
#include <oraxx/error.hpp>
#include <oraxx/result.hpp>
#include <oraxx/type.hpp>

namespace oraxx::detail {

struct row_source {
    column_list columns{};
    std::shared_ptr<const column_batch> batch{};
    std::shared_ptr<value_link> link{};  // null: nothing can be asked of the server
    mutable scratch text{};              // made by reading, which is const to the user
};

// A column by position or by name.
class column_key : public member_key {
public:
    using member_key::member_key;

    // The position, or a position past the end when there is no such column.
    [[nodiscard]] std::size_t position_in(const std::vector<column_info>& columns) const noexcept {
        return by_name_ ? find_column(columns, name_) : index_;
    }

private:
    friend failure no_such_column(const row_source& source, const column_key& key);

    // Case counts for nothing in ASCII letters; the first of several columns with one name is found.
    [[nodiscard]] static std::size_t find_column(const std::vector<column_info>& columns,
                                                 std::string_view name) noexcept;
};

[[nodiscard]] failure no_such_column(const row_source& source, const column_key& key);
// Why the value of a column cannot be had as `type_name`; never contains the value.
[[nodiscard]] failure cannot_read(errc code, const row_source& source, std::size_t column,
                                  std::string_view type_name);
[[nodiscard]] failure wrong_column_count(std::size_t columns, std::size_t types);

}  // namespace oraxx::detail
