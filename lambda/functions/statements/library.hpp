// All statements a function was deployed with.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "lambda/functions/statements/statement_file.hpp"

namespace oraxx::lambda::statements {

// Thread safety: does not change once it is made.
class library {
public:
    // The one statement of a function without files: the names of all tables the user can see.
    library();
    explicit library(statement_list list);

    // Reads every file whose name ends in .sql, in the order of their names; folders below are not looked at.
    [[nodiscard]] static library from_folder(const std::string& folder);

    [[nodiscard]] static bool is_folder(const std::string& path) noexcept;

    // Null: no statement has that name. An empty name is the default: the statement marked so, else the only one.
    [[nodiscard]] const statement* find(std::string_view name) const noexcept;
    [[nodiscard]] std::size_t size() const noexcept { return list_.statements.size(); }
    [[nodiscard]] const std::vector<mistake>& mistakes() const noexcept { return list_.mistakes; }

private:
    statement_list list_;
};

}  // namespace oraxx::lambda::statements
