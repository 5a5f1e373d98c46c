#include "sql/sql_lexer.hpp"

#include "base/ascii.hpp"

namespace oraxx::sql {
namespace {

// ASCII only, on purpose: the process's locale must not decide what a bind name is.
using base::is_digit;
using base::is_letter;

bool is_space(char c) noexcept {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v';
}
// Bytes above ASCII belong to letters of other scripts, which identifiers may hold.
bool is_name_start(char c) noexcept {
    return is_letter(c) || static_cast<unsigned char>(c) >= 0x80;
}
bool is_name_part(char c) noexcept {
    return is_name_start(c) || is_digit(c) || c == '_' || c == '$' || c == '#';
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

bool is_one_of(std::string_view word, std::string_view letters) noexcept {
    return word.size() == 1 && letters.find(word.front()) != std::string_view::npos;
}

// q'...' and nq'...', where the delimiter is the writer's choice.
bool opens_alternative(std::string_view word) noexcept {
    return is_one_of(word, "qQ") ||
           (word.size() == 2 && is_one_of(word.substr(0, 1), "nN") && opens_alternative(word.substr(1)));
}

}  // namespace

sql_token sql_lexer::next() noexcept {
    while (is_space(peek())) ++at_;
    if (at_ >= text_.size()) return {};
    const auto start = at_;
    const auto kind = take();
    if (kind != sql_token_kind::comment) after_string_ = kind == sql_token_kind::string;
    return {.kind = kind, .text = text_.substr(start, at_ - start)};
}

sql_token_kind sql_lexer::take() noexcept {
    const char c = peek();
    if (c == '-' && peek(1) == '-') {
        skip_past("\n");
        return sql_token_kind::comment;
    }
    if (c == '/' && peek(1) == '*') {
        at_ += 2;
        skip_past("*/");
        return sql_token_kind::comment;
    }
    if (c == '\'') {
        take_string();
        return sql_token_kind::string;
    }
    if (c == '"') {
        ++at_;
        skip_past("\"");
        return sql_token_kind::quoted_name;
    }
    if (c == ':') return take_colon();
    if (is_name_start(c)) return take_word();
    if (is_digit(c) || (c == '.' && is_digit(peek(1)))) {
        take_number();
        return sql_token_kind::number;
    }
    ++at_;
    return sql_token_kind::symbol;
}

sql_token_kind sql_lexer::take_word() noexcept {
    const auto start = at_;
    while (is_name_part(peek())) ++at_;
    if (peek() != '\'') return sql_token_kind::word;
    const auto word = text_.substr(start, at_ - start);
    if (opens_alternative(word)) {
        take_alternative_string();
        return sql_token_kind::string;
    }
    if (!is_one_of(word, "nNuU")) return sql_token_kind::word;
    take_string();
    return sql_token_kind::string;
}

sql_token_kind sql_lexer::take_colon() noexcept {
    ++at_;
    if (peek() == ':') {
        ++at_;
        return sql_token_kind::symbol;
    }
    if (after_string_) return sql_token_kind::symbol;  // JSON syntax, not a placeholder
    const auto behind_colon = at_;
    while (is_space(peek())) ++at_;
    if (peek() == '"') {
        ++at_;
        skip_past("\"");
    } else if (is_digit(peek())) {
        take_digits();
    } else if (is_name_start(peek())) {
        while (is_name_part(peek())) ++at_;
    } else {
        at_ = behind_colon;
        return sql_token_kind::symbol;
    }
    return sql_token_kind::placeholder;
}

// A doubled quote stands for itself.
void sql_lexer::take_string() noexcept {
    do {
        ++at_;
        skip_past("'");
    } while (peek() == '\'');
}

void sql_lexer::take_alternative_string() noexcept {
    ++at_;
    if (at_ >= text_.size()) return;
    const char end[] = {closing_quote(peek()), '\''};
    ++at_;
    skip_past(std::string_view(end, 2));
}

// "1..2" is a range, not a number with two points; "1e5" and "2.5f" are numbers.
void sql_lexer::take_number() noexcept {
    take_digits();
    if (peek() == '.' && peek(1) != '.') {
        ++at_;
        take_digits();
    }
    const bool has_sign = (peek() == 'e' || peek() == 'E') && (peek(1) == '+' || peek(1) == '-') && is_digit(peek(2));
    if (has_sign) at_ += 2;
    while (is_name_part(peek())) ++at_;
}

void sql_lexer::take_digits() noexcept {
    while (is_digit(peek())) ++at_;
}

void sql_lexer::skip_past(std::string_view end) noexcept {
    const auto found = text_.find(end, at_);
    at_ = found == std::string_view::npos ? text_.size() : found + end.size();
}

}  // namespace oraxx::sql
