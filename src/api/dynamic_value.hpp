// Conversions for which the type is known at run time only, and what errors say about them.
#pragma once

#include <string_view>

#include <oraxx/detail/read_cell.hpp>
#include <oraxx/value.hpp>

namespace oraxx::detail {

// NULL too.
[[nodiscard]] errc read_dynamic(const cell_ref& cell, scratch& text, value& out);

// Completes `out.message`, which names the value already, with what went wrong, and sets the advice.
void explain_conversion(errc code, std::string_view type_name, failure& out);

}  // namespace oraxx::detail
