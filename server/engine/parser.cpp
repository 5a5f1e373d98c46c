#include "server/engine/parser.hpp"

#include <algorithm>
#include <charconv>
#include <iterator>

#include "server/engine/failure.hpp"

namespace oraxx::sandbox::engine {
namespace {

constexpr int max_depth = 200;
constexpr std::size_t max_identifier_bytes = 128;

// Oracle's reserved words, sorted.
constexpr std::string_view reserved_words[] = {
    "ACCESS",    "ADD",        "ALL",       "ALTER",    "AND",        "ANY",      "AS",       "ASC",        "AUDIT",
    "BETWEEN",   "BY",         "CHAR",      "CHECK",    "CLUSTER",    "COLUMN",   "COMMENT",  "COMPRESS",   "CONNECT",
    "CREATE",    "CURRENT",    "DATE",      "DECIMAL",  "DEFAULT",    "DELETE",   "DESC",     "DISTINCT",   "DROP",
    "ELSE",      "EXCLUSIVE",  "EXISTS",    "FILE",     "FLOAT",      "FOR",      "FROM",     "GRANT",      "GROUP",
    "HAVING",    "IDENTIFIED", "IMMEDIATE", "IN",       "INCREMENT",  "INDEX",    "INITIAL",  "INSERT",     "INTEGER",
    "INTERSECT", "INTO",       "IS",        "LEVEL",    "LIKE",       "LOCK",     "LONG",     "MAXEXTENTS", "MINUS",
    "MLSLABEL",  "MODE",       "MODIFY",    "NOAUDIT",  "NOCOMPRESS", "NOT",      "NOWAIT",   "NULL",       "NUMBER",
    "OF",        "OFFLINE",    "ON",        "ONLINE",   "OPTION",     "OR",       "ORDER",    "PCTFREE",    "PRIOR",
    "PUBLIC",    "RAW",        "RENAME",    "RESOURCE", "REVOKE",     "ROW",      "ROWID",    "ROWNUM",     "ROWS",
    "SELECT",    "SESSION",    "SET",       "SHARE",    "SIZE",       "SMALLINT", "START",    "SUCCESSFUL", "SYNONYM",
    "SYSDATE",   "TABLE",      "THEN",      "TO",       "TRIGGER",    "UID",      "UNION",    "UNIQUE",     "UPDATE",
    "USER",      "VALIDATE",   "VALUES",    "VARCHAR",  "VARCHAR2",   "VIEW",     "WHENEVER", "WHERE",      "WITH"};

// What 23ai quotes in ORA-03048: the text before the offending word, cut at a blank when it is long.
std::string preceding_text(std::string_view sql, std::size_t position) {
    constexpr std::size_t shown = 30;
    if (position <= shown) return std::string(sql.substr(0, position));
    std::size_t start = position - shown;
    while (start < position && sql[start] != ' ' && sql[start] != '\n') ++start;
    if (start + 1 < position) ++start;
    return "..." + std::string(sql.substr(start, position - start));
}

}  // namespace

depth_guard::depth_guard(parser& owner) : owner_(owner) {
    if (++owner_.depth_ > max_depth) {
        --owner_.depth_;
        refuse("statement nested deeper than 200 levels", owner_.position());
    }
}

const token& parser::peek(std::size_t ahead) const {
    return tokens_[std::min(at_ + ahead, tokens_.size() - 1)];
}

bool parser::is_word(std::string_view word, std::size_t ahead) const {
    const auto& t = peek(ahead);
    return t.kind == token_kind::word && t.text == word;
}

bool parser::is_any_word(std::initializer_list<std::string_view> words) const {
    return std::any_of(words.begin(), words.end(), [this](std::string_view w) { return is_word(w); });
}

bool parser::is_symbol(std::string_view symbol, std::size_t ahead) const {
    const auto& t = peek(ahead);
    return t.kind == token_kind::symbol && t.text == symbol;
}

bool parser::accept_word(std::string_view word) {
    if (!is_word(word)) return false;
    take();
    return true;
}

bool parser::accept_words(std::initializer_list<std::string_view> words) {
    std::size_t ahead = 0;
    for (const auto word : words) {
        if (!is_word(word, ahead++)) return false;
    }
    for (std::size_t i = 0; i < words.size(); ++i) take();
    return true;
}

bool parser::accept_symbol(std::string_view symbol) {
    if (!is_symbol(symbol)) return false;
    take();
    return true;
}

void parser::expect_word(std::string_view word, int code) {
    if (!accept_word(word)) fail_here(code);
}

void parser::expect_symbol(std::string_view symbol, int code) {
    if (!accept_symbol(symbol)) fail_here(code);
}

void parser::fail_here(int code) const {
    if (peek().kind == token_kind::invalid_character) fail(ora::invalid_character, position());
    fail(code, position());
}

void parser::fail_not_ended() const {
    const bool is_semicolon = is_symbol(";");
    if (is_semicolon && !dialect_.is_23ai) fail(ora::invalid_character, position());
    const bool is_reserved_word = peek().kind == token_kind::word && is_reserved(peek().text);
    if (dialect_.is_23ai && (is_semicolon || is_reserved_word)) {
        fail(ora::reserved_word_not_valid,
             "SQL reserved word '" + peek().text + "' is not syntactically valid following '" +
                 preceding_text(sql_, position()) + "'",
             position());
    }
    fail_here(ora::not_properly_ended);
}

bool parser::is_reserved(std::string_view word) {
    return std::binary_search(std::begin(reserved_words), std::end(reserved_words), word);
}

bool parser::is_name() const {
    return peek().kind == token_kind::quoted_word || (peek().kind == token_kind::word && !is_reserved(peek().text));
}

std::string parser::expect_name(int code) {
    if (!is_name()) fail_here(code);
    if (peek().text.size() > max_identifier_bytes) fail_here(ora::identifier_too_long);
    return take().text;
}

column_name parser::expect_column_name() {
    const auto at = position();
    if (!is_name()) {
        if (peek().kind != token_kind::word) fail_here(ora::invalid_identifier);
        fail(ora::invalid_identifier, ": invalid identifier", at);
    }
    return {expect_name(ora::invalid_identifier), at};
}

std::int64_t parser::expect_integer(int code) {
    const auto& text = peek().text;
    std::int64_t integer = 0;
    if (peek().kind != token_kind::number) fail_here(code);
    const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), integer);
    if (error != std::errc{} || stop != text.data() + text.size()) fail_here(code);
    take();
    return integer;
}

parsed_statement parser::parse() {
    parsed_statement out;
    out.text = std::string(sql_);
    if (starts_query()) {
        select_statement select{parse_query()};
        if (is_word("FOR") && is_word("UPDATE", 1)) parse_row_locking(*select.body);
        out.body = std::move(select);
    } else if (is_word("INSERT")) {
        out.body = parse_insert();
    } else if (is_word("UPDATE")) {
        out.body = parse_update();
    } else if (is_word("DELETE")) {
        out.body = parse_delete();
    } else if (is_word("MERGE")) {
        out.body = parse_merge();
    } else if (is_word("CREATE")) {
        out.body = parse_create();
    } else if (is_word("DROP")) {
        out.body = parse_drop();
    } else if (is_word("TRUNCATE")) {
        out.body = parse_truncate();
    } else if (is_word("ALTER")) {
        out.body = parse_alter();
    } else if (is_word("COMMENT")) {
        out.body = parse_comment();
    } else if (is_word("RENAME")) {
        out.body = parse_rename();
    } else if (is_any_word({"BEGIN", "DECLARE"}) || is_symbol("<")) {
        out.body = parse_block_statement();
    } else if (is_word("CALL")) {
        out.body = parse_call();
    } else if (auto transaction = parse_transaction()) {
        out.body = std::move(*transaction);
    } else {
        refuse_statement();
    }
    if (!at_end()) fail_not_ended();
    out.binds = std::move(binds_);
    return out;
}

void parser::forget_positions() {
    for (auto& t : tokens_) t.begin = t.end = 0;
}

expression_ptr parser::parse_stored_value(std::string_view sql, dialect flavour) {
    parser p(sql, flavour);
    p.forget_positions();
    return flavour.is_23ai ? p.parse_or() : p.parse_value();
}

expression_ptr parser::parse_stored_condition(std::string_view sql, dialect flavour) {
    parser p(sql, flavour);
    p.forget_positions();
    return p.parse_condition();
}

type_name parser::parse_stored_type(std::string_view sql, dialect flavour) {
    parser p(sql, flavour);
    auto out = p.parse_type();
    if (!p.at_end()) p.fail_here(ora::invalid_datatype);
    return out;
}

query_ptr parser::parse_stored_query(std::string_view sql, dialect flavour) {
    parser p(sql, flavour);
    p.forget_positions();
    return p.parse_query();
}

void parser::refuse_statement() const {
    for (const std::string_view verb : {"GRANT", "REVOKE", "EXPLAIN", "LOCK", "ANALYZE", "AUDIT", "NOAUDIT", "PURGE",
                                        "FLASHBACK", "ASSOCIATE", "DISASSOCIATE", "ADMINISTER"}) {
        if (is_word(verb)) refuse(verb, position());
    }
    fail(ora::invalid_statement, position());
}

}  // namespace oraxx::sandbox::engine
