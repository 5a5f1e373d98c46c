// What a client has to know of a statement's text: its kind and its placeholders.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace oraxx::sql {

enum class sql_kind : std::uint8_t { query, dml, plsql, ddl, other };

struct sql_text {
    sql_kind kind = sql_kind::other;
    // SQL: one entry per occurrence; PL/SQL: one per distinct name. Upper case unless quoted in the text.
    std::vector<std::string> binds{};
    // Index of the first placeholder behind RETURNING ... INTO; binds.size() when there is none.
    std::size_t first_returning = 0;
    // Offset of the first semicolon outside quotes and comments; npos when there is none. Not looked for in DDL.
    std::size_t first_semicolon = std::string_view::npos;
};

// Never fails: a text that makes no sense has kind `other` and whatever placeholders were seen; the
// server is the judge.
[[nodiscard]] sql_text scan_sql(std::string_view text);

}  // namespace oraxx::sql
