// oraxx value: one value between its bytes and its text.
#pragma once

#include <cstdio>
#include <string>

namespace oraxx::cli {

struct value_streams {
    std::FILE* in = stdin;
    std::FILE* out = stdout;
    std::FILE* err = stderr;
};

// Each prints one line, and for "-" one for each line of `in`. Returns the exit code: exit_database_error with a
// reason on `err` for a value that cannot be converted; the lines behind it are still done.
[[nodiscard]] int run_value_decode(const std::string& type, const std::string& hex,
                                   const value_streams& streams = {});
[[nodiscard]] int run_value_encode(const std::string& type, const std::string& text,
                                   const value_streams& streams = {});

}  // namespace oraxx::cli
