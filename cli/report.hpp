// Failures as people read them, and the exit code that goes with each.
#pragma once

#include <chrono>
#include <cstdio>
#include <string>
#include <string_view>

#include <oraxx/error.hpp>

namespace oraxx::cli {

// The message, then the line of `sql` that is at fault with a caret below the place, then the likely cause.
void report_failure(const failure& facts, std::string_view sql, std::FILE* err);

// "1.234 ms"
[[nodiscard]] std::string milliseconds_text(std::chrono::microseconds time);

[[nodiscard]] int exit_code_for(const failure& facts);
// Of a connection that could not be opened.
[[nodiscard]] int exit_code_of_connecting(const failure& facts);

}  // namespace oraxx::cli
