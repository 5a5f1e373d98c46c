// Sizes of strings that do not depend on the database's MAX_STRING_SIZE.
#pragma once

#include <cstdint>

namespace oraxx::backend {

inline constexpr std::uint32_t plsql_string_limit = 32767;  // of PL/SQL's own variables, bytes
inline constexpr std::uint32_t rowid_text_size = 5267;      // a ROWID as text, as official drivers declare it

}  // namespace oraxx::backend
