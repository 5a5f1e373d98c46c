// oraxx value: one value between its bytes and its text.
#pragma once

#include <cstdio>
#include <string>

namespace oraxx::cli {

// Each prints one line and returns the exit code: exit_database_error with a reason on `err` for a value that cannot
// be converted.
[[nodiscard]] int run_value_decode(const std::string& type, const std::string& hex, std::FILE* out, std::FILE* err);
[[nodiscard]] int run_value_encode(const std::string& type, const std::string& text, std::FILE* out, std::FILE* err);

}  // namespace oraxx::cli
