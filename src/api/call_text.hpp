// The block that calls a procedure or function by its name.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include <oraxx/detail/bind_item.hpp>
#include <oraxx/result.hpp>

namespace oraxx::detail {

// Of one identifier at the beginning of `text`, quoted or not; 0: there is none.
[[nodiscard]] std::size_t identifier_size(std::string_view text) noexcept;

// Takes the names of arguments out of `items`: they stand in the text, and what is bound is bound by position. The
// first item of a function receives its value. errc::invalid_argument: `name`, or that of an argument, is none.
[[nodiscard]] result<std::string> call_text(std::string_view name, std::span<bind_item> items, bool is_function);

}  // namespace oraxx::detail
