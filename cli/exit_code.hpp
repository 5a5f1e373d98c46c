// What the process says to its caller. Scripts stand on these numbers.
#pragma once

namespace oraxx::cli {

inline constexpr int exit_ok = 0;
inline constexpr int exit_database_error = 1;
inline constexpr int exit_usage = 2;
inline constexpr int exit_no_connection = 3;

}  // namespace oraxx::cli
