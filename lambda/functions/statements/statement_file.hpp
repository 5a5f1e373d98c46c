// Statement files: SQL with headers in comments, in the manner of yesql and aiosql. docs/adr/0025 has the grammar.
//
//   -- name: hired_since
//   -- bind: since date
//   -- bind: department number = null
//   select name, hired from employees where hired >= :since and (department_id = :department or :department is null);
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "lambda/functions/statements/statement.hpp"

namespace oraxx::lambda::statements {

// Something in a file that has to be mended. Holds no SQL.
struct mistake {
    std::string file{};
    std::size_t line = 0;  // from 1; 0: the file as a whole
    std::string what{};

    [[nodiscard]] std::string to_string() const;  // "reports.sql:12: ..."
};

// What one file, or all files together, hold.
struct statement_list {
    std::vector<statement> statements{};
    std::vector<mistake> mistakes{};
};

inline constexpr std::size_t max_file_bytes = std::size_t{1} << 20U;

// Appends what `text` holds. Finds all mistakes, not only the first; a statement with a mistake is appended too, so
// that those about its name do not make others.
void parse_statement_file(std::string_view file, std::string_view text, statement_list& into);

// What is to be judged once all files are read: names and defaults that stand there twice.
void check_together(statement_list& list);

}  // namespace oraxx::lambda::statements
