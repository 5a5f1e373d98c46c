// What both backends make of a statement's text.
#pragma once

#include <string_view>

#include "backend/backend.hpp"
#include "sql/sql_text.hpp"

namespace oraxx::backend {

[[nodiscard]] statement_kind kind_of(const sql::sql_text& text) noexcept;

// An error of the server, with the text behind it. Others have nothing to do with it.
[[nodiscard]] failure naming_sql(failure why, std::string_view sql);

}  // namespace oraxx::backend
