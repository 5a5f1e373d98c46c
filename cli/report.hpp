// Failures as people read them, and the exit code that goes with each.
#pragma once

#include <cstdio>
#include <string_view>

#include <oraxx/error.hpp>

namespace oraxx::cli {

// The message, then the line of `sql` that is at fault with a caret below the place, then the likely cause.
void report_failure(const failure& facts, std::string_view sql, std::FILE* err);

[[nodiscard]] int exit_code_for(const failure& facts);

}  // namespace oraxx::cli
