#include "sql/sql_text.hpp"

#include <algorithm>
#include <array>
#include <unordered_set>
#include <utility>

#include "base/ascii.hpp"
#include "sql/sql_lexer.hpp"

namespace oraxx::sql {
namespace {

sql_kind kind_of(std::string_view word) {
    static constexpr std::array<std::pair<std::string_view, sql_kind>, 19> table{{
        {"SELECT", sql_kind::query},  {"WITH", sql_kind::query},  {"INSERT", sql_kind::dml},
        {"UPDATE", sql_kind::dml},    {"DELETE", sql_kind::dml},  {"MERGE", sql_kind::dml},
        {"DECLARE", sql_kind::plsql}, {"BEGIN", sql_kind::plsql}, {"CALL", sql_kind::plsql},
        {"CREATE", sql_kind::ddl},    {"ALTER", sql_kind::ddl},   {"DROP", sql_kind::ddl},
        {"GRANT", sql_kind::ddl},     {"REVOKE", sql_kind::ddl},  {"ANALYZE", sql_kind::ddl},
        {"AUDIT", sql_kind::ddl},     {"COMMENT", sql_kind::ddl}, {"TRUNCATE", sql_kind::ddl},
        {"RENAME", sql_kind::ddl},
    }};
    for (const auto& [name, kind] : table) {
        if (name == word) return kind;
    }
    return sql_kind::other;
}

class scanner {
public:
    explicit scanner(std::string_view text) : text_(text), lexer_(text) {}

    sql_text run() {
        for (auto token = lexer_.next(); token.kind != sql_token_kind::end && !stop_; token = lexer_.next()) {
            if (token.kind == sql_token_kind::word) word(token.text);
            if (token.kind == sql_token_kind::placeholder) placeholder(token.text);
            if (token.kind == sql_token_kind::symbol && token.text == ";") semicolon(token.text);
        }
        if (!saw_returning_bind_) out_.first_returning = out_.binds.size();
        return std::move(out_);
    }

private:
    void word(std::string_view text) {
        const auto name = base::upper_case(text);
        if (!saw_word_) {
            saw_word_ = true;
            out_.kind = kind_of(name);
            stop_ = out_.kind == sql_kind::ddl;  // DDL has no binds; a trigger's :NEW is none
        } else if (out_.kind == sql_kind::dml) {
            if (name == "RETURNING" || name == "RETURN") {
                returning_ = true;
            } else if (name == "INTO" && returning_) {
                into_ = true;
            }
        }
    }

    void semicolon(std::string_view text) {
        out_.first_semicolon = std::min(out_.first_semicolon, static_cast<std::size_t>(text.data() - text_.data()));
    }

    // Text from the colon on; there may be blanks before the name.
    void placeholder(std::string_view text) {
        text.remove_prefix(std::min(text.find_first_not_of(" \t\n\r\f\v", 1), text.size()));
        if (text.empty()) return;
        if (text.front() != '"') return add(base::upper_case(text));
        if (text.size() > 2) add(std::string(text.substr(1, text.size() - 2)));
    }

    void add(std::string name) {
        if (out_.kind == sql_kind::plsql && !names_.insert(name).second) return;
        if (into_ && !saw_returning_bind_) {
            saw_returning_bind_ = true;
            out_.first_returning = out_.binds.size();
        }
        out_.binds.push_back(std::move(name));
    }

    std::string_view text_;
    sql_lexer lexer_;
    sql_text out_;
    std::unordered_set<std::string> names_;  // PL/SQL: those in out_.binds
    bool saw_word_ = false;
    bool returning_ = false;
    bool into_ = false;
    bool saw_returning_bind_ = false;
    bool stop_ = false;
};

}  // namespace

sql_text scan_sql(std::string_view text) {
    return scanner(text).run();
}

}  // namespace oraxx::sql
