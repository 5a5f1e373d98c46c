#include "lambda/observe/statement_text.hpp"

#include <algorithm>
#include <array>

#include "base/ascii.hpp"
#include "sql/sql_lexer.hpp"

namespace oraxx::lambda::observe {
namespace {

using sql::sql_token;
using sql::sql_token_kind;

// The longest prefix of whole UTF-8 characters.
std::string_view cut(std::string_view text, std::size_t max_bytes) noexcept {
    if (text.size() <= max_bytes) return text;
    while (max_bytes > 0 && (static_cast<unsigned char>(text[max_bytes]) & 0xC0U) == 0x80U) --max_bytes;
    return text.substr(0, max_bytes);
}

// Passwords that are no string literals: IDENTIFIED BY tiger [REPLACE lion], in DDL.
class password_watch {
public:
    // Whether `token` is one.
    bool sees(const sql_token& token) {
        const bool may_be =
            (token.kind == sql_token_kind::word || token.kind == sql_token_kind::quoted_name) && expected_;
        const auto word = token.kind == sql_token_kind::word ? base::upper_case(token.text) : std::string{};
        if (may_be && word != "VALUES") {
            expected_ = false;
            return true;
        }
        if (word == "IDENTIFIED") identified_ = true;
        expected_ = identified_ && (word == "BY" || word == "REPLACE");
        return false;
    }

private:
    bool identified_ = false;
    bool expected_ = false;
};

// Finds operation and first table.
class summary {
public:
    void see(const sql_token& token) {
        const bool is_name = token.kind == sql_token_kind::word || token.kind == sql_token_kind::quoted_name;
        if (state_ == state::in_name) {
            name_part(token, is_name);
        } else if (state_ == state::before_name) {
            state_ = is_name ? state::in_name : state::done;
            if (is_name) collection_ += token.text;
        } else if (token.kind == sql_token_kind::symbol) {
            if (token.text == "(") ++depth_;
            if (token.text == ")") --depth_;
        } else if (token.kind == sql_token_kind::word && depth_ == 0 && state_ == state::looking) {
            keyword(base::upper_case(token.text));
        }
    }
    void finish(statement_text& out) && {
        out.is_call = operation_ == "BEGIN" || operation_ == "DECLARE" || operation_ == "CALL";
        out.operation = std::move(operation_);
        out.collection = std::move(collection_);
    }

private:
    enum class state : std::uint8_t { looking, before_name, in_name, done };

    void keyword(const std::string& word) {
        const bool is_first = operation_.empty();
        if (is_first || operation_ == "WITH") {
            if (is_first || is_operation(word)) operation_ = word;
            if (word == "BEGIN" || word == "DECLARE") state_ = state::done;
            if (word == "UPDATE" || word == "CALL") state_ = state::before_name;
        } else if (word == (operation_ == "INSERT" || operation_ == "MERGE" ? "INTO" : "FROM")) {
            state_ = state::before_name;
        }
    }
    static bool is_operation(std::string_view word) noexcept {
        constexpr std::array<std::string_view, 5> names{"SELECT", "INSERT", "UPDATE", "DELETE", "MERGE"};
        return std::find(names.begin(), names.end(), word) != names.end();
    }
    // "owner" "." "name"
    void name_part(const sql_token& token, bool is_name) {
        const bool continues = collection_.back() == '.' ? is_name : token.text == ".";
        if (continues) {
            collection_ += token.text;
        } else {
            state_ = state::done;
        }
    }

    std::string operation_{};
    std::string collection_{};
    state state_ = state::looking;
    int depth_ = 0;
};

}  // namespace

statement_text sanitize_statement(std::string_view sql) {
    statement_text out;
    sql::sql_lexer lexer(sql);
    password_watch passwords;
    summary found;
    const char* behind = nullptr;  // the end of the last token that was kept
    bool cut_off = false;
    for (auto token = lexer.next(); token.kind != sql_token_kind::end; token = lexer.next()) {
        if (token.kind == sql_token_kind::comment) continue;
        found.see(token);
        const bool is_password = passwords.sees(token);
        const bool is_value =
            is_password || token.kind == sql_token_kind::string || token.kind == sql_token_kind::number;
        const auto text = is_value ? std::string_view("?") : token.text;
        cut_off = cut_off || out.sanitized.size() + text.size() >= max_sanitized_bytes;
        if (cut_off) continue;
        if (behind != nullptr && behind != token.text.data()) out.sanitized += ' ';
        out.sanitized += text;
        behind = token.text.data() + token.text.size();
    }
    if (cut_off) out.sanitized = std::string(cut(out.sanitized, max_sanitized_bytes - 4)) + " ...";
    std::move(found).finish(out);
    return out;
}

std::shared_ptr<const statement_text> statement_texts::of(std::string_view sql) {
    const std::lock_guard lock(mutex_);
    if (const auto found = kept_.find(sql); found != kept_.end()) return found->second;
    auto made = std::make_shared<const statement_text>(sanitize_statement(sql));
    if (sql.size() > max_key_bytes) return made;
    if (kept_.size() >= max_kept_) kept_.clear();
    kept_.emplace(std::string(sql), made);
    return made;
}

}  // namespace oraxx::lambda::observe
