#include "trace/redact_text.hpp"

#include <algorithm>
#include <array>

#include "base/ascii.hpp"

namespace oraxx::trace {
namespace {

constexpr std::string_view digits = "0123456789";

using base::is_digit;

// Letters, digits, _ $ # and everything beyond ASCII.
constexpr bool is_word(char c) noexcept {
    return base::is_letter(c) || is_digit(c) || c == '_' || c == '$' || c == '#' ||
           static_cast<unsigned char>(c) >= 0x80;
}
bool equals_ignoring_case(std::string_view a, std::string_view upper) noexcept {
    return std::equal(a.begin(), a.end(), upper.begin(), upper.end(),
                      [](char x, char y) { return base::to_upper(x) == y; });
}

void blank(std::string& text, std::size_t from, std::size_t to, char with = redacted_character) {
    for (auto i = from; i < to && i < text.size(); ++i) text[i] = with;
}

// One pass over a statement. Each function starts at at_ and leaves it behind what it took.
class sql_redactor {
public:
    explicit sql_redactor(std::string_view sql) : text_(sql) {}

    std::string run() {
        while (at_ < text_.size()) step();
        return std::move(text_);
    }

private:
    void step() {
        const char c = text_[at_];
        if (c == '\'') return literal(at_ + 1, '\'', true);
        if (c == '"') return quoted_name();
        if (starts("--")) return blank_to(text_.find('\n', at_), 2);
        if (starts("/*")) return comment();
        if (c == ':') return placeholder();
        if (is_digit(c) || (c == '.' && at_ + 1 < text_.size() && is_digit(text_[at_ + 1]))) return number();
        if (is_word(c)) return word();
        ++at_;
    }
    [[nodiscard]] bool starts(std::string_view with) const { return text_.compare(at_, with.size(), with) == 0; }

    // Keeps the first `kept` characters and takes out those up to `end`.
    void blank_to(std::size_t end, std::size_t kept) {
        end = std::min(end, text_.size());
        blank(text_, at_ + kept, end);
        at_ = end;
    }
    void comment() {
        // A hint keeps its mark, so that it stays what it is.
        const std::size_t kept = text_.compare(at_, 3, "/*+") == 0 ? 3 : 2;
        const auto end = text_.find("*/", at_ + 2);
        blank_to(end, kept);
        at_ = std::min(at_ + 2, text_.size());
    }
    // From the first character after the opening quote; a doubled quote stands for itself.
    void literal(std::size_t start, char close, bool doubles) {
        auto end = text_.find(close, start);
        while (doubles && end != std::string::npos && end + 1 < text_.size() && text_[end + 1] == close) {
            end = text_.find(close, end + 2);
        }
        end = std::min(end, text_.size());
        blank(text_, start, end);
        at_ = std::min(end + 1, text_.size());
    }
    // q'[it's]': the closing bracket and a quote end it.
    void alternative_literal(std::size_t quote) {
        if (quote + 1 >= text_.size()) {
            at_ = text_.size();
            return;
        }
        constexpr std::string_view opening = "[({<";
        constexpr std::string_view closing = "])}>";
        const auto open = text_[quote + 1];
        const auto kind = opening.find(open);
        const char ending[] = {kind == std::string_view::npos ? open : closing[kind], '\''};
        const auto end = std::min(text_.find(std::string_view(ending, 2), quote + 2), text_.size());
        blank(text_, quote + 2, end);
        at_ = std::min(end + 2, text_.size());
    }
    void quoted_name() {
        const auto end = std::min(text_.find('"', at_ + 1), text_.size());
        if (is_secret_next_) blank(text_, at_ + 1, end);
        is_secret_next_ = false;
        at_ = std::min(end + 1, text_.size());
    }
    void placeholder() {
        ++at_;
        while (at_ < text_.size() && is_word(text_[at_])) ++at_;
    }
    void number() {
        auto end = at_;
        while (end < text_.size() && (is_digit(text_[end]) || text_[end] == '.')) ++end;
        for (auto i = at_; i < end; ++i) {
            if (is_digit(text_[i])) text_[i] = '1';
        }
        at_ = end;
    }
    void word() {
        auto end = at_;
        while (end < text_.size() && is_word(text_[end])) ++end;
        const auto word = std::string_view(text_).substr(at_, end - at_);
        const bool is_quoted = end < text_.size() && text_[end] == '\'';
        if (is_quoted && (equals_ignoring_case(word, "Q") || equals_ignoring_case(word, "NQ"))) {
            return alternative_literal(end);
        }
        if (is_secret_next_) blank(text_, at_, end);
        is_secret_next_ = was_identified_ && equals_ignoring_case(word, "BY");
        was_identified_ = equals_ignoring_case(word, "IDENTIFIED");
        at_ = end;
    }

    std::string text_;
    std::size_t at_ = 0;
    bool was_identified_ = false;
    bool is_secret_next_ = false;
};

// Names whose values say nothing about the place where a session was recorded.
constexpr std::array<std::string_view, 14> public_names{
    "PROTOCOL", "SERVER", "VSNNUM",       "ERR",     "CODE",        "EMFI",        "ARGS",
    "FAILOVER", "SDU",    "LOAD_BALANCE", "COMMAND", "RETRY_COUNT", "RETRY_DELAY", "VERSION"};

bool is_public(std::string_view name) noexcept {
    return std::any_of(public_names.begin(), public_names.end(),
                       [name](auto known) { return equals_ignoring_case(name, known); });
}

}  // namespace

std::string redacted_sql(std::string_view sql) {
    return sql_redactor(sql).run();
}

std::string redacted_descriptor(std::string_view text) {
    std::string out(text);
    if (text.find('(') == std::string_view::npos) blank(out, 0, out.size());
    for (auto equals = text.find('='); equals != std::string_view::npos; equals = text.find('=', equals + 1)) {
        const auto start = equals + 1;
        if (start >= text.size() || text[start] == '(') continue;
        const auto before = text.substr(0, equals);
        const auto name = before.substr(before.find_last_of("( ") + 1);
        if (!is_public(name)) blank(out, start, std::min(text.find(')', start), text.size()));
    }
    return out;
}

std::string redacted_message(std::string_view text) {
    std::string out(text);
    for (std::size_t start = 0; start < text.size();) {
        const auto end = std::min(text.find('\n', start), text.size());
        const auto line = text.substr(start, end - start);
        const auto dash = line.find('-');
        const auto after = dash == std::string_view::npos ? dash : line.find_first_not_of(digits, dash + 1);
        // "ORA-00942: ", "PLS-00201: "
        const bool has_number = dash == 3 && after != std::string_view::npos && line[after] == ':';
        blank(out, start + (has_number ? std::min(after + 2, line.size()) : 0), end);
        start = end + 1;
    }
    return out;
}

}  // namespace oraxx::trace
