#include "server/net/init_script.hpp"

#include "base/ascii.hpp"
#include "config/text.hpp"

namespace oraxx::sandbox {
namespace {

bool is_blank(char c) noexcept {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

class splitter {
public:
    explicit splitter(const std::string& text) noexcept : text_(text) {}

    std::vector<script_statement> split() {
        while (skip_to_statement()) {
            const auto start = at_;
            const auto line = line_;
            const auto end = find_end(starts_block());
            out_.push_back({text_.substr(start, end - start), line});
        }
        return std::move(out_);
    }

private:
    [[nodiscard]] bool more() const noexcept { return at_ < text_.size(); }
    [[nodiscard]] bool looking_at(std::string_view word) const { return text_.compare(at_, word.size(), word) == 0; }
    void step() noexcept {
        if (text_[at_] == '\n') ++line_;
        ++at_;
    }
    void skip_past(std::string_view end) {
        while (more() && !looking_at(end)) step();
        for (std::size_t i = 0; i < end.size() && more(); ++i) step();
    }

    // One comment or quoted text; false when there is none here.
    bool skip_opaque() {
        if (looking_at("--")) {
            skip_past("\n");
        } else if (looking_at("/*")) {
            skip_past("*/");
        } else if (looking_at("q'") || looking_at("Q'")) {
            skip_alternative_quote();
        } else if (text_[at_] == '\'' || text_[at_] == '"') {
            const std::string_view quote(&text_[at_], 1);
            step();
            skip_past(quote);
        } else {
            return false;
        }
        return true;
    }
    void skip_alternative_quote() {
        step();
        step();
        if (!more()) return;
        const char open = text_[at_];
        const char close = open == '[' ? ']' : open == '{' ? '}' : open == '(' ? ')' : open == '<' ? '>' : open;
        step();
        skip_past(std::string{close, '\''});
    }

    bool skip_to_statement() {
        while (more()) {
            const bool is_comment = looking_at("--") || looking_at("/*");
            if (is_comment) {
                skip_opaque();
            } else if (is_blank(text_[at_]) || text_[at_] == ';' || ends_block()) {
                step();
            } else {
                return true;
            }
        }
        return false;
    }

    [[nodiscard]] bool starts_block() const {
        auto end = at_;
        while (end < text_.size() && base::is_letter(text_[end])) ++end;
        const auto word = std::string_view(text_).substr(at_, end - at_);
        return config::equal_ignoring_case(word, "BEGIN") || config::equal_ignoring_case(word, "DECLARE");
    }
    // A slash alone on its line.
    [[nodiscard]] bool ends_block() const {
        if (text_[at_] != '/') return false;
        for (auto i = at_; i > 0 && text_[i - 1] != '\n'; --i) {
            if (!is_blank(text_[i - 1])) return false;
        }
        for (auto i = at_ + 1; i < text_.size() && text_[i] != '\n'; ++i) {
            if (!is_blank(text_[i])) return false;
        }
        return true;
    }

    // Leaves the cursor behind the terminator; the result is where the statement's text ends.
    std::size_t find_end(bool block) {
        while (more()) {
            const bool ends = block ? ends_block() : text_[at_] == ';';
            if (ends) {
                const auto end = at_;
                step();
                return end;
            }
            if (!skip_opaque()) step();
        }
        return text_.size();
    }

    const std::string& text_;
    std::size_t at_ = 0;
    std::size_t line_ = 1;
    std::vector<script_statement> out_;
};

}  // namespace

std::vector<script_statement> split_script(const std::string& text) {
    return splitter(text).split();
}

}  // namespace oraxx::sandbox
