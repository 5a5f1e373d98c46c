// REGEXP_LIKE, _REPLACE, _SUBSTR, _INSTR, _COUNT. Every call passes all arguments, the position last.
#include <string>

#include "server/engine/regex.hpp"
#include "server/engine/runtime.hpp"
#include "server/engine/unicode.hpp"

namespace oraxx::sandbox::engine {
namespace {

[[noreturn]] void fail_argument(std::int64_t argument, std::size_t position) {
    fail(ora::argument_out_of_range, "argument '" + std::to_string(argument) + "' is out of range", position);
}

// Argument `at` as a number of at least `least`.
std::int64_t counted(const call& c, std::size_t at, std::int64_t least) {
    const auto number = c.whole(at);
    if (number < least) fail_argument(number, c.position());
    return number;
}

// The matches of a text one after the other.
class match_walk {
public:
    match_walk(const call& c, std::string_view pattern, std::string_view options, std::int64_t first_character)
        : regex_(c.state().compiled_regex(pattern, options, c.position())),
          text_(c.text(0)),
          position_(c.position()),
          at_(byte_offset(text_, static_cast<std::size_t>(first_character - 1))),
          done_(static_cast<std::size_t>(first_character - 1) > character_count(text_)) {}

    std::optional<regex_match> next() {
        if (done_ || at_ > text_.size()) return std::nullopt;
        auto found = regex_.search(text_, at_, budget_, position_);
        if (!found) return std::nullopt;
        // After an empty match the next one begins a character later.
        at_ = found->end[0];
        if (found->begin[0] == at_) at_ += at_ < text_.size() ? character_at(text_, at_).size : 1;
        return found;
    }
    // The `n`-th from here.
    std::optional<regex_match> nth(std::int64_t n) {
        auto found = next();
        for (; n > 1 && found; --n) found = next();
        return found;
    }
    [[nodiscard]] std::string_view text() const noexcept { return text_; }

private:
    const regex& regex_;
    std::string_view text_;
    std::size_t position_;
    std::size_t at_;
    std::size_t budget_ = regex_budget;
    bool done_;
};

// (text, pattern, options, position)
void like(call& c) {
    if (c.is_null(0) || c.is_null(1)) return c.result_null();
    match_walk walk(c, c.text(1), c.is_null(2) ? std::string_view{} : c.text(2), 1);
    c.result(std::int64_t{walk.next() ? 1 : 0});
}

// (text, pattern, start, options, position)
void count(call& c) {
    if (c.is_null(0) || c.is_null(1) || c.is_null(2)) return c.result_null();
    match_walk walk(c, c.text(1), c.is_null(3) ? std::string_view{} : c.text(3), counted(c, 2, 1));
    std::int64_t matches = 0;
    while (walk.next()) ++matches;
    c.result(decimal(matches));
}

// (text, pattern, start, occurrence, options, group, position)
void substring(call& c) {
    if (c.is_null(0) || c.is_null(1) || c.is_null(2) || c.is_null(3) || c.is_null(5)) return c.result_null();
    match_walk walk(c, c.text(1), c.is_null(4) ? std::string_view{} : c.text(4), counted(c, 2, 1));
    const auto found = walk.nth(counted(c, 3, 1));
    const auto group = static_cast<std::size_t>(counted(c, 5, 0));
    if (!found || group >= regex_match::max_groups || found->end[group] == regex_match::none) return c.result_null();
    c.result(walk.text().substr(found->begin[group], found->end[group] - found->begin[group]));
}

// (text, pattern, start, occurrence, after the end, options, group, position)
void find(call& c) {
    for (const std::size_t at : {0U, 1U, 2U, 3U, 4U, 6U}) {
        if (c.is_null(at)) return c.result_null();
    }
    match_walk walk(c, c.text(1), c.is_null(5) ? std::string_view{} : c.text(5), counted(c, 2, 1));
    const auto found = walk.nth(counted(c, 3, 1));
    const auto group = static_cast<std::size_t>(counted(c, 6, 0));
    const bool after = counted(c, 4, 0) != 0;
    if (!found || group >= regex_match::max_groups || found->end[group] == regex_match::none)
        return c.result(decimal(0));
    const auto byte = after ? found->end[group] : found->begin[group];
    c.result(decimal(static_cast<std::int64_t>(character_count(walk.text().substr(0, byte))) + 1));
}

// \1 to \9 are groups, \\ is a backslash.
void append_replacement(std::string& out, std::string_view replacement, const regex_match& m, std::string_view text) {
    for (std::size_t i = 0; i < replacement.size(); ++i) {
        const char next = i + 1 < replacement.size() ? replacement[i + 1] : '\0';
        if (replacement[i] != '\\' || (next != '\\' && (next < '1' || next > '9'))) {
            out += replacement[i];
            continue;
        }
        ++i;
        if (next == '\\') {
            out += '\\';
            continue;
        }
        const auto group = static_cast<std::size_t>(next - '0');
        if (m.end[group] != regex_match::none) out += text.substr(m.begin[group], m.end[group] - m.begin[group]);
    }
}

// (text, pattern, replacement, start, occurrence or 0 for all, options, position)
void replace(call& c) {
    if (c.is_null(0)) return c.result_null();
    if (c.is_null(1)) return c.result_argument(0);
    if (c.is_null(3) || c.is_null(4)) return c.result_null();
    match_walk walk(c, c.text(1), c.is_null(5) ? std::string_view{} : c.text(5), counted(c, 3, 1));
    const auto wanted = counted(c, 4, 0);
    const auto replacement = c.is_null(2) ? std::string_view{} : c.text(2);
    std::string out;
    std::size_t copied = 0;
    for (std::int64_t number = 1; const auto found = walk.next(); ++number) {
        if (wanted != 0 && number < wanted) continue;
        out += walk.text().substr(copied, found->begin[0] - copied);
        append_replacement(out, replacement, *found, walk.text());
        copied = found->end[0];
        if (out.size() > max_text_bytes) fail(ora::too_long_concatenation, c.position());
        if (wanted != 0) break;
    }
    out += walk.text().substr(copied);
    if (out.size() > max_text_bytes) fail(ora::too_long_concatenation, c.position());
    c.result(std::string_view(out));
}

constexpr function_entry entries[] = {
    {"re_like", 4, like, null_rule::accepts_null},        {"re_count", 5, count, null_rule::accepts_null},
    {"re_substr", 7, substring, null_rule::accepts_null}, {"re_instr", 8, find, null_rule::accepts_null},
    {"re_replace", 7, replace, null_rule::accepts_null},
};

}  // namespace

std::span<const function_entry> regexp_functions() {
    return entries;
}

}  // namespace oraxx::sandbox::engine
