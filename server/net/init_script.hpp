// SQL scripts for filling a database before it is served.
#pragma once

#include <string>
#include <vector>

namespace oraxx::sandbox {

struct script_statement {
    std::string text{};    // without the semicolon or slash that ended it; a block keeps its own semicolons
    std::size_t line = 1;  // 1-based, where it starts
};

// Statements end with a semicolon, blocks (BEGIN, DECLARE) with a slash on a line of its own, as in SQL*Plus. Quotes
// and comments are seen through.
[[nodiscard]] std::vector<script_statement> split_script(const std::string& text);

}  // namespace oraxx::sandbox
