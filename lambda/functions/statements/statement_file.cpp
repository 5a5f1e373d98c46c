#include "lambda/functions/statements/statement_file.hpp"

#include <algorithm>
#include <map>

#include "base/utf.hpp"
#include "lambda/functions/statements/header_line.hpp"
#include "sql/sql_text.hpp"

namespace oraxx::lambda::statements {
namespace {

// Takes the first line off, without its end.
std::string_view take_line(std::string_view& text) noexcept {
    const auto end = std::min(text.find('\n'), text.size());
    const auto line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    return line;
}

bool is_slash(std::string_view line) noexcept {
    return trimmed(line) == "/";
}

// Neither SQL nor anything else: lines that may follow a statement's end.
bool says_nothing(std::string_view text) noexcept {
    while (!text.empty()) {
        const auto line = take_line(text);
        if (!trimmed(line).empty() && !is_comment(line)) return false;
    }
    return true;
}

std::string_view without_blank_ends(std::string_view text) noexcept {
    const auto is_blank = [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; };
    while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
    while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
    return text;
}

// A comment behind the text is likely to be about the statement that follows.
std::string_view without_last_comments(std::string_view text) noexcept {
    for (;;) {
        text = without_blank_ends(text);
        const auto start = text.rfind('\n') + 1;  // npos + 1: the only line
        if (!is_comment(text.substr(start)) || start == 0) return text;
        text = text.substr(0, start);
    }
}

bool has_inner_semicolons(const sql::sql_text& scanned, std::string_view text) {
    switch (scanned.kind) {
    case sql::sql_kind::plsql:
    case sql::sql_kind::ddl: return true;
    default: break;
    }
    // A query may bring functions along: WITH FUNCTION f ... END; SELECT ...
    auto rest = without_blank_ends(text);
    const auto take = [&] {
        const auto end = std::min(rest.find_first_of(" \t\r\n"), rest.size());
        const auto word = rest.substr(0, end);
        rest = without_blank_ends(rest.substr(end));
        return word;
    };
    if (!is_same_name(take(), "with")) return false;
    const auto second = take();
    return is_same_name(second, "function") || is_same_name(second, "procedure");
}

class file_parser {
public:
    file_parser(std::string_view file, std::string_view text, statement_list& into)
        : file_(file), rest_(text), list_(into) {}

    void run() {
        while (!rest_.empty()) {
            const auto line = take_line(rest_);
            ++line_;
            take(line);
        }
        end_statement();
        if (!saw_name_) complain(0, "holds no statement: each begins with a line '-- name: NAME'");
    }

private:
    enum class place : std::uint8_t { before_first, header, body, behind_slash };

    void complain(std::size_t line, std::string what) {
        list_.mistakes.push_back({std::string(file_), line, std::move(what)});
    }

    void take(std::string_view line) {
        const auto header = read_header_line(line);
        if (header && header->key == "name") return begin_statement(header->rest);
        const bool is_text = !trimmed(line).empty() && !is_comment(line);
        switch (place_) {
        case place::before_first:
            if (is_text) complain_once("text before the first '-- name: NAME'");
            return;
        case place::header:
            if (!is_text) return take_header(header);
            place_ = place::body;
            body_line_ = line_;
            [[fallthrough]];
        case place::body:
            if (is_slash(line)) {
                place_ = place::behind_slash;
                return;
            }
            if (header && is_known_key(header->key)) {
                complain(line_, "'" + std::string(header->key) + "' belongs before the statement's text");
            }
            body_ += line;
            body_ += '\n';
            return;
        case place::behind_slash:
            if (is_text && !is_slash(line)) complain_once("text behind the '/' that ends the statement");
            return;
        }
    }

    // The same mistake goes on for as many lines as it likes.
    void complain_once(std::string what) {
        if (!std::exchange(complained_, true)) complain(line_, std::move(what));
    }

    void begin_statement(std::string_view name) {
        end_statement();
        saw_name_ = true;
        complained_ = false;
        place_ = place::header;
        current_ = {};
        current_.name = name;
        current_.file = file_;
        current_.line = line_;
        if (auto wrong = judge_name(name); !wrong.empty()) complain(line_, std::move(wrong));
    }

    void take_header(const std::optional<header_line>& header) {
        if (!header) return;
        if (auto wrong = apply_header_line(*header, current_); !wrong.empty()) complain(line_, std::move(wrong));
    }

    void end_statement() {
        if (place_ == place::before_first) return;
        end_text();
        judge_text(current_);
        if (current_.text.empty()) {
            complain(current_.line, "the statement has no text");
        } else {
            check_placeholders();
            check_conduct();
        }
        body_.clear();
        list_.statements.push_back(std::move(current_));
    }

    // Cuts the terminator off; what needs its semicolons keeps them.
    void end_text() {
        auto text = without_last_comments(body_);
        const auto scanned = sql::scan_sql(text);
        const auto first = scanned.kind == sql::sql_kind::ddl ? text.find(';') : scanned.first_semicolon;
        const bool is_last = first != std::string_view::npos && first + 1 == text.size();
        if (is_last) {
            text.remove_suffix(1);
        } else if (first != std::string_view::npos && !has_inner_semicolons(scanned, text)) {
            if (!says_nothing(text.substr(first + 1))) {
                const auto lines = std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(first), '\n');
                complain(body_line_ + static_cast<std::size_t>(lines),
                         "something follows the ';' that ends the statement: each statement needs a name of its own");
            }
            text = text.substr(0, first);
        }
        current_.text = without_blank_ends(text);
    }

    void check_placeholders() {
        for (const auto& name : current_.placeholders) {
            if (name.front() >= '0' && name.front() <= '9') {
                complain(current_.line,
                         "placeholder :" + name + " has no name, so that no event could give it a value");
            } else if (!current_.binds.empty() && current_.find_bind(name) == nullptr) {
                complain(current_.line, "placeholder :" + name + " is not declared, others are");
            }
        }
        for (const auto& bind : current_.binds) {
            const auto& used = current_.placeholders;
            const bool is_used = std::any_of(used.begin(), used.end(),
                                             [&](const auto& name) { return is_same_name(name, bind.name); });
            if (!is_used) complain(current_.line, "bind '" + bind.name + "' is declared and not used");
        }
    }

    void check_conduct() {
        const bool is_query = current_.kind == statement_kind::query;
        const bool has_out =
            std::any_of(current_.binds.begin(), current_.binds.end(), [](const auto& b) { return b.is_out; });
        const auto said = [&](bool is_said, std::string_view what, bool is_for_queries) {
            if (!is_said || is_for_queries == is_query) return;
            complain(current_.line,
                     "'" + std::string(what) + (is_query ? "' is not for queries" : "' is for queries only"));
        };
        said(current_.streams, "stream", true);
        said(current_.format.has_value(), "format", true);
        said(current_.max_rows != 0, "max_rows", true);
        said(current_.transaction != transaction_end::unsaid, "commit or rollback", false);
        if (has_out && current_.kind != statement_kind::block) {
            complain(current_.line, "'out' is for blocks only: put a change that returns values into one");
        }
        if (current_.kind == statement_kind::change && current_.transaction == transaction_end::unsaid) {
            complain(current_.line, "a change needs '-- commit', or '-- rollback' when it is to be taken back");
        }
    }

    std::string_view file_;
    std::string_view rest_;
    statement_list& list_;
    std::size_t line_ = 0;
    std::size_t body_line_ = 0;
    place place_ = place::before_first;
    bool saw_name_ = false;
    bool complained_ = false;
    statement current_{};
    std::string body_{};
};

}  // namespace

std::string mistake::to_string() const {
    return file + ":" + (line > 0 ? std::to_string(line) + ": " : " ") + what;
}

void parse_statement_file(std::string_view file, std::string_view text, statement_list& into) {
    const auto refuse = [&](std::string what) { into.mistakes.push_back({std::string(file), 0, std::move(what)}); };
    if (text.size() > max_file_bytes) return refuse("holds more than 1 MiB");
    if (!base::is_valid_utf8(text)) return refuse("is not UTF-8");
    constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
    if (text.starts_with(byte_order_mark)) text.remove_prefix(byte_order_mark.size());
    file_parser(file, text, into).run();
}

void check_together(statement_list& list) {
    std::map<std::string_view, const statement*> seen;
    const statement* chosen = nullptr;
    const auto place_of = [](const statement& one) { return one.file + ":" + std::to_string(one.line); };
    for (const auto& one : list.statements) {
        const auto [at, is_new] = seen.emplace(one.name, &one);
        if (!is_new && !one.name.empty()) {
            list.mistakes.push_back(
                {one.file, one.line, "'" + one.name + "' has been defined at " + place_of(*at->second)});
        }
        if (!one.is_default) continue;
        if (chosen != nullptr) {
            list.mistakes.push_back(
                {one.file, one.line, "the default is '" + chosen->name + "' already, at " + place_of(*chosen)});
        }
        chosen = &one;
    }
}

}  // namespace oraxx::lambda::statements
