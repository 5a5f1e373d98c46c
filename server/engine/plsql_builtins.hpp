// Parts of the table of Oracle's packages.
#pragma once

#include <vector>

#include "server/engine/plsql_executor.hpp"

namespace oraxx::sandbox::engine {

// Of a builtin_parameter: of the type that the argument has.
inline constexpr db_type any_type = db_type::blob;

[[nodiscard]] const std::vector<builtin>& lob_builtins();

}  // namespace oraxx::sandbox::engine
