// What both backends make of a statement's text, and say of its rows.
#pragma once

#include <string_view>

#include "backend/backend.hpp"
#include "sql/sql_text.hpp"

namespace oraxx::backend {

[[nodiscard]] statement_kind kind_of(const sql::sql_text& text) noexcept;

// An error of the server, with the text behind it. Others have nothing to do with it.
[[nodiscard]] failure naming_sql(failure why, std::string_view sql);

// What went wrong in one row of a batch; `row` counts those of `args` from 0. Other calls have no rows to name.
[[nodiscard]] failure naming_row(failure why, const execute_args& args, std::size_t row);

}  // namespace oraxx::backend
