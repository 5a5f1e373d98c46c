#include "server/engine/lexer.hpp"

#include <algorithm>

#include "base/ascii.hpp"
#include "base/charset.hpp"
#include "base/hex.hpp"
#include "server/engine/characters.hpp"
#include "server/engine/failure.hpp"

namespace oraxx::sandbox::engine {
namespace {

constexpr std::size_t code_unit_digits = 4;

bool is_letter(char c) {
    return is_ascii_letter(c) || static_cast<unsigned char>(c) >= 0x80;
}
bool is_word_part(char c) {
    return is_letter(c) || is_digit(c) || c == '_' || c == '$' || c == '#';
}

class scanner {
public:
    explicit scanner(std::string_view sql) : sql_(sql) {}

    std::vector<token> run() {
        for (skip_blanks(); at_ < sql_.size(); skip_blanks()) {
            begin_ = at_;
            next();
        }
        begin_ = at_;
        add(token_kind::end, {});
        return std::move(out_);
    }

private:
    [[nodiscard]] char peek(std::size_t ahead = 0) const {
        return at_ + ahead < sql_.size() ? sql_[at_ + ahead] : '\0';
    }

    void add(token_kind kind, std::string text) { out_.push_back({kind, std::move(text), begin_, at_, false}); }

    void skip_blanks() {
        while (at_ < sql_.size()) {
            if (is_space(sql_[at_]) || sql_[at_] == '\0') {
                ++at_;
            } else if (peek() == '-' && peek(1) == '-') {
                at_ = std::min(sql_.find('\n', at_), sql_.size());
            } else if (peek() == '/' && peek(1) == '*') {
                const auto close = sql_.find("*/", at_ + 2);
                at_ = close == std::string_view::npos ? sql_.size() : close + 2;
            } else {
                return;
            }
        }
    }

    void next() {
        const char c = peek();
        if (is_digit(c) || (c == '.' && is_digit(peek(1)))) return number();
        if (c == '\'') return text(token_kind::text);
        if (c == '"') return add_quoted_word();
        const bool is_colon = c == ':' && peek(1) != '=';
        // 'name' : value, in JSON_OBJECT.
        if (is_colon && is_space(peek(1)) && !out_.empty() && out_.back().kind == token_kind::text) {
            ++at_;
            return add(token_kind::symbol, ":");
        }
        if (is_colon) return bind();
        if (is_letter(c)) {
            if (text_prefix()) return;
            return word();
        }
        symbol();
    }

    void word() {
        while (at_ < sql_.size() && is_word_part(sql_[at_])) ++at_;
        add(token_kind::word, upper_ascii(sql_.substr(begin_, at_ - begin_)));
    }

    void add_quoted_word() {
        const auto close = sql_.find('"', at_ + 1);
        if (close == std::string_view::npos) fail(ora::missing_double_quote, begin_);
        if (close == at_ + 1) fail(ora::zero_length_identifier, begin_);
        std::string name(sql_.substr(at_ + 1, close - at_ - 1));
        at_ = close + 1;
        add(token_kind::quoted_word, std::move(name));
    }

    void number() {
        while (is_digit(peek())) ++at_;
        if (peek() == '.' && !(peek(1) == '.')) {
            ++at_;
            while (is_digit(peek())) ++at_;
        }
        const std::size_t sign = peek(1) == '+' || peek(1) == '-' ? 1 : 0;
        if ((peek() == 'e' || peek() == 'E') && is_digit(peek(1 + sign))) {
            at_ += 1 + sign;
            while (is_digit(peek())) ++at_;
        }
        std::string digits(sql_.substr(begin_, at_ - begin_));
        const char suffix = static_cast<char>(peek() | 0x20);
        if ((suffix == 'f' || suffix == 'd') && !is_word_part(peek(1))) {
            ++at_;
            return add(suffix == 'f' ? token_kind::binary_float : token_kind::binary_double, std::move(digits));
        }
        add(token_kind::number, std::move(digits));
    }

    // U'..', N'..', Q'[..]', NQ'[..]': true when one was read.
    bool text_prefix() {
        if ((peek() | 0x20) == 'u' && peek(1) == '\'') {
            ++at_;
            text(token_kind::national_text);
            replace_code_units(out_.back().text);
            return true;
        }
        std::size_t length = 0;
        const bool national = (peek() | 0x20) == 'n';
        if (national) ++length;
        const bool quoting = (peek(length) | 0x20) == 'q';
        if (quoting) ++length;
        if (length == 0 || peek(length) != '\'') return false;
        at_ += length;
        const auto kind = national ? token_kind::national_text : token_kind::text;
        if (quoting) {
            alternative_text(kind);
        } else {
            text(kind);
        }
        return true;
    }

    void text(token_kind kind) {
        std::string value;
        for (++at_; at_ < sql_.size(); ++at_) {
            if (sql_[at_] == '\'') {
                ++at_;
                if (peek() != '\'') return add(kind, std::move(value));
            }
            value.push_back(sql_[at_]);
        }
        fail(ora::unterminated_string, begin_);
    }

    // \XXXX in U'..' is a UTF-16 code unit, two backslashes are one. Clients write N'..' so where their character set
    // may lack what it holds.
    void replace_code_units(std::string& value) const {
        std::string out;
        base::byte_buffer units;
        const auto flush = [&] {
            if (units.empty()) return;
            const auto text = base::to_utf8(base::charset::utf16be, units);
            if (!text) fail(ora::bad_unicode_escape, begin_);
            out += *text;
            units.clear();
        };
        for (std::size_t i = 0; i < value.size(); ++i) {
            if (value[i] != '\\') {
                flush();
                out.push_back(value[i]);
            } else if (value.compare(i + 1, 1, "\\") == 0) {
                flush();
                out.push_back(value[++i]);
            } else {
                append_code_unit(std::string_view(value).substr(i + 1, code_unit_digits), units);
                i += code_unit_digits;
            }
        }
        flush();
        value = std::move(out);
    }

    void append_code_unit(std::string_view digits, base::byte_buffer& units) const {
        const auto bytes = base::parse_hex(digits);
        if (digits.size() != code_unit_digits || !bytes) fail(ora::bad_unicode_escape, begin_);
        units.insert(units.end(), bytes->begin(), bytes->end());
    }

    // q'<open>...<close>': `at_` is at the quote.
    void alternative_text(token_kind kind) {
        const char open = peek(1);
        if (at_ + 1 >= sql_.size() || is_space(open)) fail(ora::unterminated_string, begin_);
        const char close = open == '[' ? ']' : open == '(' ? ')' : open == '{' ? '}' : open == '<' ? '>' : open;
        const std::string terminator{close, '\''};
        const auto start = at_ + 2;
        const auto stop = sql_.find(terminator, start);
        if (stop == std::string_view::npos) fail(ora::unterminated_string, begin_);
        at_ = stop + 2;
        add(kind, std::string(sql_.substr(start, stop - start)));
    }

    void bind() {
        ++at_;
        if (peek() == '"') {
            const auto close = sql_.find('"', at_ + 1);
            if (close == std::string_view::npos || close == at_ + 1) fail(ora::invalid_bind_name, begin_);
            std::string name(sql_.substr(at_ + 1, close - at_ - 1));
            at_ = close + 1;
            add(token_kind::bind, std::move(name));
            out_.back().quoted_bind = true;
            return;
        }
        const auto start = at_;
        while (at_ < sql_.size() && is_word_part(sql_[at_])) ++at_;
        if (at_ == start) fail(ora::invalid_bind_name, begin_);
        add(token_kind::bind, upper_ascii(sql_.substr(start, at_ - start)));
    }

    void symbol() {
        constexpr std::string_view pairs[] = {"<=", ">=", "<>", "!=", "^=", "||", ":=", "=>", ".."};
        for (const auto pair : pairs) {
            if (sql_.substr(at_, 2) != pair) continue;
            at_ += 2;
            return add(token_kind::symbol, pair == "!=" || pair == "^=" ? "<>" : std::string(pair));
        }
        constexpr std::string_view single = "+-*/()=<>,.;@%|";
        const char c = sql_[at_++];
        add(single.find(c) == std::string_view::npos ? token_kind::invalid_character : token_kind::symbol,
            std::string(1, c));
    }

    std::string_view sql_;
    std::size_t at_ = 0;
    std::size_t begin_ = 0;
    std::vector<token> out_{};
};

}  // namespace

std::vector<token> tokenize(std::string_view sql) {
    return scanner(sql).run();
}

std::string upper_ascii(std::string_view text) {
    return base::upper_case(text);
}

}  // namespace oraxx::sandbox::engine
