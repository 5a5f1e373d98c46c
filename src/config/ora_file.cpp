#include "config/ora_file.hpp"

#include <algorithm>

#include "config/text.hpp"

namespace oraxx::config {
namespace {

constexpr std::string_view blanks = " \t\r\n";

std::string without_comments(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    bool in_comment = false;
    for (const char c : text) {
        if (c == '#') in_comment = true;
        if (c == '\n') in_comment = false;
        if (!in_comment) out.push_back(c);
    }
    return out;
}

}  // namespace

ora_file::ora_file(std::string_view text) : text_(without_comments(text)) {}

ora_file::found ora_file::next(ora_entry& out) {
    const std::string_view text(text_);
    at_ = start_ = std::min(text.find_first_not_of(blanks, at_), text.size());
    if (at_ == text.size()) return found::end;
    const auto equals = text.find('=', at_);
    if (equals == std::string_view::npos) return pass_over_line();
    out.names = trimmed(text.substr(at_, equals - at_));
    if (out.names.empty() || out.names.find_first_of("()\n") != std::string_view::npos) return pass_over_line();
    at_ = equals + 1;
    return take_value(out.value) ? found::entry : pass_over_line();
}

std::size_t ora_file::line() const noexcept {
    const auto* const begin = text_.data();
    return 1 + static_cast<std::size_t>(std::count(begin, begin + start_, '\n'));
}

ora_file::found ora_file::pass_over_line() noexcept {
    at_ = std::min(text_.find('\n', start_), text_.size());
    return found::nonsense;
}

bool ora_file::take_value(std::string_view& out) {
    const std::string_view text(text_);
    const auto start = text.find_first_not_of(blanks, at_);
    if (start != std::string_view::npos && text[start] == '(') return take_parentheses(start, out);
    const auto end = std::min(text.find('\n', at_), text.size());
    out = trimmed(text.substr(at_, end - at_));
    at_ = end;
    return !out.empty();
}

// False when they never balance: what follows may still hold entries.
bool ora_file::take_parentheses(std::size_t start, std::string_view& out) {
    const std::string_view text(text_);
    std::size_t depth = 0;
    char quote = '\0';
    for (std::size_t i = start; i < text.size(); ++i) {
        const char c = text[i];
        if (quote != '\0') {
            if (c == quote) quote = '\0';
            continue;
        }
        if (c == '"' || c == '\'') quote = c;
        if (c == '(') ++depth;
        if (c != ')' || --depth != 0) continue;
        out = text.substr(start, i + 1 - start);
        at_ = i + 1;
        return true;
    }
    return false;
}

}  // namespace oraxx::config
