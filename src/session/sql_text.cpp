#include "session/sql_text.hpp"

#include <algorithm>
#include <array>
#include <unordered_set>
#include <utility>

namespace oraxx::session {
namespace {

// ASCII only, on purpose: the process's locale must not decide what a bind name is.
bool is_letter(char c) noexcept {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool is_digit(char c) noexcept {
    return c >= '0' && c <= '9';
}
bool is_space(char c) noexcept {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v';
}
// Bytes above ASCII belong to letters of other scripts, which identifiers may hold.
bool is_name_part(char c) noexcept {
    return is_letter(c) || is_digit(c) || c == '_' || c == '$' || c == '#' || static_cast<unsigned char>(c) >= 0x80;
}
bool is_name_start(char c) noexcept {
    return is_letter(c) || static_cast<unsigned char>(c) >= 0x80;
}

char upper(char c) noexcept {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
}

std::string upper(std::string_view text) {
    std::string out(text);
    std::transform(out.begin(), out.end(), out.begin(), [](char c) { return upper(c); });
    return out;
}

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

char closing_quote(char opener) noexcept {
    switch (opener) {
    case '[': return ']';
    case '{': return '}';
    case '<': return '>';
    case '(': return ')';
    default: return opener;
    }
}

class scanner {
public:
    explicit scanner(std::string_view text) : text_(text) {}

    sql_text run() {
        while (at_ < text_.size() && !stop_) step();
        if (!saw_returning_bind_) out_.first_returning = out_.binds.size();
        return std::move(out_);
    }

private:
    [[nodiscard]] char peek(std::size_t ahead = 0) const noexcept {
        return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0';
    }

    void step() {
        const char c = peek();
        if (is_space(c)) {
            ++at_;
        } else if (c == '-' && peek(1) == '-') {
            skip_past("\n");
        } else if (c == '/' && peek(1) == '*') {
            at_ += 2;
            skip_past("*/");
        } else if (c == '\'') {
            ++at_;
            skip_past("'");
            after_string_ = true;
        } else if (c == '"') {
            ++at_;
            skip_past("\"");
            after_string_ = false;
        } else if (c == ':') {
            colon();
        } else if (is_name_start(c)) {
            word();
        } else if (is_digit(c)) {
            while (is_name_part(peek())) ++at_;
            after_string_ = false;
        } else {
            if (c == ';') out_.first_semicolon = std::min(out_.first_semicolon, at_);
            ++at_;
            after_string_ = false;
        }
    }

    void skip_past(std::string_view end) {
        const auto found = text_.find(end, at_);
        at_ = found == std::string_view::npos ? text_.size() : found + end.size();
    }

    // q'[...]' with any delimiter; the caller stands on the quote.
    void skip_alternative_quote() {
        at_ += 1;
        if (at_ >= text_.size()) return;
        const char end[] = {closing_quote(peek()), '\''};
        ++at_;
        skip_past(std::string_view(end, 2));
        after_string_ = true;
    }

    void word() {
        const auto start = at_;
        while (is_name_part(peek())) ++at_;
        const auto name = upper(text_.substr(start, at_ - start));
        if (peek() == '\'' && (name == "Q" || name == "NQ")) {
            skip_alternative_quote();
            return;
        }
        after_string_ = false;
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

    void colon() {
        ++at_;
        // 'key' : value is JSON syntax, not a placeholder.
        if (std::exchange(after_string_, false)) return;
        while (is_space(peek())) ++at_;
        const auto start = at_;
        if (peek() == '"') {
            ++at_;
            skip_past("\"");
            if (at_ - start > 2) add(std::string(text_.substr(start + 1, at_ - start - 2)));
        } else if (is_digit(peek())) {
            while (is_digit(peek())) ++at_;
            add(std::string(text_.substr(start, at_ - start)));
        } else if (is_name_start(peek())) {
            while (is_name_part(peek())) ++at_;
            add(upper(text_.substr(start, at_ - start)));
        } else if (peek() == ':') {
            ++at_;  // "::" is an operator
        }
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
    std::size_t at_ = 0;
    sql_text out_;
    std::unordered_set<std::string> names_;  // PL/SQL: those in out_.binds
    bool saw_word_ = false;
    bool after_string_ = false;
    bool returning_ = false;
    bool into_ = false;
    bool saw_returning_bind_ = false;
    bool stop_ = false;
};

}  // namespace

sql_text scan_sql(std::string_view text) {
    return scanner(text).run();
}

}  // namespace oraxx::session
