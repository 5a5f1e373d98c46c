// oraxx ping: is the database there, and what does it take to reach it?
#pragma once

#include <cstdio>

#include <oraxx/connection.hpp>

namespace oraxx::cli {

// One line: server version, round trips and time of each phase of connecting, then of a ping. Returns the exit code.
[[nodiscard]] int run_ping(connection& conn, std::FILE* out, std::FILE* err);

}  // namespace oraxx::cli
