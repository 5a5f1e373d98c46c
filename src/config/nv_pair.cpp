#include "config/nv_pair.hpp"

#include <algorithm>

#include "config/text.hpp"

namespace oraxx::config {
namespace {

bool is_name_character(char c) noexcept {
    return is_letter(c) || is_digit(c) || c == '_' || c == '.' || c == '-';
}

class nv_parser {
public:
    nv_parser(std::string_view text, nv_strictness strictness) noexcept
        : text_(text), lenient_end_(strictness == nv_strictness::lenient_end) {}

    result<nv_pair> parse_all() {
        if (text_.size() > max_nv_text) return bad_text_at(text_, max_nv_text, "the end (the text is too long)");
        skip_blanks();
        auto pair = parse_pair(1);
        if (!pair) return pair;
        skip_blanks();
        if (!at_end()) return expected("the end of the text");
        return pair;
    }

private:
    result<nv_pair> parse_pair(int depth) {
        if (depth > max_nv_depth) return expected("no deeper nesting");
        if (!skip('(')) return expected("'('");
        skip_blanks();
        nv_pair pair;
        pair.position = at_;
        while (!at_end() && is_name_character(text_[at_])) pair.name.push_back(text_[at_++]);
        if (pair.name.empty()) return expected("a name");
        skip_blanks();
        if (!skip('=')) return expected("'='");
        skip_blanks();
        if (auto failed = parse_value(pair, depth); !failed) return std::move(failed).error();
        skip_blanks();
        if (!skip(')') && !(lenient_end_ && at_end())) {
            return expected(pair.children.empty() ? "')'" : "'(' or ')'");
        }
        return pair;
    }

    result<void> parse_value(nv_pair& pair, int depth) {
        if (!at_end() && text_[at_] == '(') return parse_children(pair, depth);
        if (!at_end() && (text_[at_] == '"' || text_[at_] == '\'')) return parse_quoted(pair);
        const auto end = std::min(text_.find_first_of("()", at_), text_.size());
        pair.value = trimmed(text_.substr(at_, end - at_));
        at_ = end;
        return {};
    }

    result<void> parse_children(nv_pair& pair, int depth) {
        while (!at_end() && text_[at_] == '(') {
            auto child = parse_pair(depth + 1);
            if (!child) return std::move(child).error();
            pair.children.push_back(*std::move(child));
            skip_blanks();
        }
        return {};
    }

    result<void> parse_quoted(nv_pair& pair) {
        const char quote = text_[at_++];
        const auto end = text_.find(quote, at_);
        if (end == std::string_view::npos) {
            at_ = text_.size();
            return expected("a closing quote");
        }
        pair.value = text_.substr(at_, end - at_);
        at_ = end + 1;
        return {};
    }

    [[nodiscard]] bool at_end() const noexcept { return at_ == text_.size(); }
    void skip_blanks() noexcept {
        while (!at_end() && is_blank(text_[at_])) ++at_;
    }
    bool skip(char c) noexcept {
        if (at_end() || text_[at_] != c) return false;
        ++at_;
        return true;
    }
    [[nodiscard]] failure expected(std::string_view what) const { return bad_text_at(text_, at_, what); }

    std::string_view text_;
    std::size_t at_ = 0;
    bool lenient_end_;
};

bool needs_quotes(std::string_view value) noexcept {
    if (value.empty()) return false;
    return value.find_first_of("()") != std::string_view::npos || is_blank(value.front()) || is_blank(value.back()) ||
           value.front() == '"' || value.front() == '\'';
}

}  // namespace

bool nv_pair::is_named(std::string_view other) const noexcept {
    return equal_ignoring_case(name, other);
}

const nv_pair* nv_pair::find(std::string_view child) const noexcept {
    for (const auto& candidate : children) {
        if (candidate.is_named(child)) return &candidate;
    }
    return nullptr;
}

bool operator==(const nv_pair& a, const nv_pair& b) noexcept {
    return a.is_named(b.name) && a.value == b.value && a.children == b.children;
}

result<nv_pair> parse_nv(std::string_view text, nv_strictness strictness) {
    return nv_parser(text, strictness).parse_all();
}

void append_nv(std::string& out, std::string_view name, std::string_view value) {
    out.append("(").append(name).append("=");
    if (needs_quotes(value)) {
        const char quote = value.find('"') == std::string_view::npos ? '"' : '\'';
        out.append(1, quote).append(value).append(1, quote);
    } else {
        out.append(value);
    }
    out.append(")");
}

void append_nv(std::string& out, const nv_pair& pair) {
    if (pair.children.empty()) {
        append_nv(out, pair.name, pair.value);
        return;
    }
    out.append("(").append(pair.name).append("=");
    for (const auto& child : pair.children) append_nv(out, child);
    out.append(")");
}

std::string_view nv_value(const nv_pair& root, std::initializer_list<std::string_view> path) noexcept {
    const nv_pair* at = nullptr;
    for (const auto name : path) {
        if (at == nullptr) {
            at = root.is_named(name) ? &root : nullptr;
        } else {
            at = at->find(name);
        }
        if (at == nullptr) return {};
    }
    return at == nullptr ? std::string_view{} : std::string_view(at->value);
}

}  // namespace oraxx::config
