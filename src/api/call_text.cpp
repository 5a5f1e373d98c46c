#include "api/call_text.hpp"

#include <algorithm>

#include "base/ascii.hpp"

namespace oraxx::detail {
namespace {

bool is_name_start(char c) noexcept {
    return base::is_letter(c) || static_cast<unsigned char>(c) >= 0x80;
}

bool is_name_part(char c) noexcept {
    return is_name_start(c) || base::is_digit(c) || c == '_' || c == '$' || c == '#';
}

}  // namespace

std::size_t identifier_size(std::string_view text) noexcept {
    if (text.empty()) return 0;
    if (text.front() == '"') {
        const auto end = text.find('"', 1);
        const bool is_empty = end == 1;
        return end == std::string_view::npos || is_empty ? 0 : end + 1;
    }
    if (!is_name_start(text.front())) return 0;
    return static_cast<std::size_t>(std::find_if_not(text.begin(), text.end(), is_name_part) - text.begin());
}

namespace {

// Identifiers with points between them, and perhaps a database link behind them: nothing else can hide in it.
bool is_callable(std::string_view name) noexcept {
    bool saw_link = false;
    for (;;) {
        const auto size = identifier_size(name);
        if (size == 0) return false;
        name.remove_prefix(size);
        if (name.empty()) return true;
        const bool is_link = name.front() == '@' && !saw_link;
        if (name.front() != '.' && !is_link) return false;
        saw_link = saw_link || is_link;
        name.remove_prefix(1);
    }
}

failure no_name(std::string_view what) {
    return {.code = errc::invalid_argument,
            .message = "the name of the " + std::string(what) + " is none",
            .advice = "names are given as in PL/SQL: letters, digits, _, $ and #, or in double quotes"};
}

}  // namespace

result<std::string> call_text(std::string_view name, std::span<bind_item> items, bool is_function) {
    if (!is_callable(name)) return no_name(is_function ? "function" : "procedure");
    std::string out = is_function ? "begin :1 := " : "begin ";
    out += name;
    const std::size_t first = is_function ? 1 : 0;
    for (std::size_t at = first; at < items.size(); ++at) {
        auto& item = items[at];
        out += at == first ? "(" : ", ";
        if (!item.name.empty()) {
            if (identifier_size(item.name) != item.name.size()) return no_name("argument");
            out.append(item.name).append(" => ");
            item.name = {};
        }
        out += ":" + std::to_string(at + 1);
    }
    out += items.size() > first ? "); end;" : "; end;";
    return out;
}

}  // namespace oraxx::detail
