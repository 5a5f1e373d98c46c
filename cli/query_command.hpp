// oraxx query: one statement, its rows to standard output.
#pragma once

#include <cstdio>
#include <string>
#include <vector>

#include <oraxx/connection.hpp>

#include "cli/row_writer.hpp"

namespace oraxx::cli {

struct query_request {
    std::string sql{};
    std::vector<std::string> binds{};  // "name=value"; an empty value is NULL
    output_format format = output_format::table;
};

// Any statement may be given; one that returns no rows is committed. Returns the exit code; failures go to `err`.
[[nodiscard]] int run_query(connection& conn, const query_request& request, std::FILE* out, std::FILE* err);

}  // namespace oraxx::cli
