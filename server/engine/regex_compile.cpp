// Patterns to programs.
#include <algorithm>

#include "server/engine/characters.hpp"
#include "server/engine/failure.hpp"
#include "server/engine/regex.hpp"
#include "server/engine/regex_compiler.hpp"
#include "server/engine/unicode.hpp"

namespace oraxx::sandbox::engine {
namespace {

constexpr std::size_t max_pattern_bytes = 512;
constexpr std::size_t max_program = 20'000;
constexpr int max_depth = 100;
constexpr std::uint32_t unlimited = static_cast<std::uint32_t>(-1);

std::optional<regex::char_class> find_class(std::string_view name) noexcept {
    using c = regex::char_class;
    constexpr std::pair<std::string_view, c> names[] = {
        {"alpha", c::alpha}, {"digit", c::digit}, {"alnum", c::alnum}, {"upper", c::upper},
        {"lower", c::lower}, {"punct", c::punct}, {"space", c::space}, {"blank", c::blank},
        {"cntrl", c::cntrl}, {"graph", c::graph}, {"print", c::print}, {"xdigit", c::xdigit}};
    for (const auto& [text, what] : names) {
        if (text == name) return what;
    }
    return std::nullopt;
}

// \d and its like; nullopt: a plain character.
std::optional<regex::class_use> find_escape(char letter) noexcept {
    using c = regex::char_class;
    const bool negated = letter >= 'A' && letter <= 'Z';
    switch (letter | 0x20) {
    case 'd': return regex::class_use{c::digit, negated};
    case 'w': return regex::class_use{c::word, negated};
    case 's': return regex::class_use{c::space, negated};
    default: return std::nullopt;
    }
}

}  // namespace

regex_options parse_regex_options(std::string_view letters, std::size_t position) {
    regex_options out;
    for (const char letter : letters) {
        switch (letter) {
        case 'i': out.ignore_case = true; break;
        case 'c': out.ignore_case = false; break;
        case 'n': out.dot_matches_newline = true; break;
        case 'm': out.multiple_lines = true; break;
        case 'x': out.ignore_blanks = true; break;
        default: fail(ora::illegal_argument, position);
        }
    }
    return out;
}

regex_compiler::regex_compiler(std::string_view pattern, const regex_options& options, std::size_t position)
    : pattern_(pattern), options_(options), position_(position) {
    if (pattern.size() > max_pattern_bytes) fail(ora::regex_too_long, position);
}

void regex_compiler::run() {
    emit(regex::code::save, 0);
    alternatives(0);
    if (!at_end()) fail(ora::regex_parentheses, position_);  // a ) too many
    emit(regex::code::save, 1);
}

void regex_compiler::emit(regex::code what, std::size_t first, std::size_t second) {
    if (program.size() >= max_program) fail(ora::regex_too_long, position_);
    program.push_back({what, static_cast<std::uint32_t>(first), static_cast<std::uint32_t>(second)});
}

void regex_compiler::skip_blanks() {
    while (options_.ignore_blanks && !at_end() && is_space(pattern_[at_])) ++at_;
}

// a|b|c: each branch but the last begins with a choice between itself and the next, and ends with a jump.
void regex_compiler::alternatives(int depth) {
    if (depth > max_depth) fail(ora::regex_too_long, position_);
    std::vector<std::size_t> jumps;
    for (;;) {
        const auto start = program.size();
        sequence(depth);
        if (at_end() || pattern_[at_] != '|') break;
        ++at_;
        insert(start, {regex::code::split, static_cast<std::uint32_t>(start + 1), 0});
        jumps.push_back(program.size());
        emit(regex::code::jump);
        program[start].second = static_cast<std::uint32_t>(program.size());
    }
    for (const auto jump : jumps) program[jump].first = static_cast<std::uint32_t>(program.size());
}

void regex_compiler::sequence(int depth) {
    for (skip_blanks(); !at_end() && pattern_[at_] != '|' && pattern_[at_] != ')'; skip_blanks()) {
        const auto start = program.size();
        atom(depth);
        for (skip_blanks(); quantifier(start); skip_blanks()) {
        }
    }
}

// Puts an instruction before what was made since; its own jumps move along.
void regex_compiler::insert(std::size_t at, regex::instruction i) {
    if (program.size() >= max_program) fail(ora::regex_too_long, position_);
    program.insert(program.begin() + static_cast<std::ptrdiff_t>(at), i);
    for (auto later = at + 1; later < program.size(); ++later) move(program[later], at, 1);
}

void regex_compiler::move(regex::instruction& i, std::size_t from, std::size_t distance) {
    const auto shift = [&](std::uint32_t& target) {
        if (target >= from) target += static_cast<std::uint32_t>(distance);
    };
    if (i.what == regex::code::split) shift(i.second);
    if (i.what == regex::code::split || i.what == regex::code::jump) shift(i.first);
}

void regex_compiler::atom(int depth) {
    const char c = pattern_[at_];
    switch (c) {
    case '(': return group(depth);
    case '[': return bracket();
    case '.': ++at_; return emit(regex::code::any);
    case '^': ++at_; return emit(options_.multiple_lines ? regex::code::begin_line : regex::code::begin_text);
    case '$': ++at_; return emit(options_.multiple_lines ? regex::code::end_line : regex::code::end_text);
    case '\\':
        if (at_ + 1 < pattern_.size()) return escape();
        break;
    default: break;
    }
    literal();
}

void regex_compiler::literal() {
    const auto c = character_at(pattern_, at_);
    const auto text = pattern_.substr(at_, c.size);
    at_ += c.size;
    emit(regex::code::character, options_.ignore_case ? character_at(to_lower(text), 0).value : c.value);
}

void regex_compiler::escape() {
    const char c = pattern_[++at_];
    if (c >= '1' && c <= '9') {
        ++at_;
        const auto index = static_cast<std::size_t>(c - '0');
        if (index > groups) fail(ora::regex_back_reference, position_);
        return emit(regex::code::back_reference, index);
    }
    if (c == 'A' || c == 'Z' || c == 'z') {
        ++at_;
        return emit(c == 'A' ? regex::code::begin_text : regex::code::end_text);
    }
    if (const auto use = find_escape(c)) {
        ++at_;
        sets.push_back({{}, {*use}, false});
        return emit(regex::code::set, sets.size() - 1);
    }
    literal();
}

void regex_compiler::group(int depth) {
    ++at_;
    const auto index = ++groups;
    const bool is_kept = index < regex_match::max_groups;
    if (is_kept) emit(regex::code::save, 2 * index);
    alternatives(depth + 1);
    if (at_end()) fail(ora::regex_parentheses, position_);
    ++at_;
    if (is_kept) emit(regex::code::save, 2 * index + 1);
}

void regex_compiler::bracket() {
    regex::character_set set;
    ++at_;
    if (!at_end() && pattern_[at_] == '^') {
        set.negated = true;
        ++at_;
    }
    for (bool is_first = true; at_end() || is_first || pattern_[at_] != ']'; is_first = false) {
        if (at_end()) fail(ora::regex_bracket, position_);
        if (bracket_class(set)) continue;
        const auto low = bracket_character();
        auto high = low;
        if (at_ + 1 < pattern_.size() && pattern_[at_] == '-' && pattern_[at_ + 1] != ']') {
            ++at_;
            high = bracket_character();
        }
        if (high < low) fail(ora::regex_range, position_);
        set.ranges.push_back({low, high});
    }
    ++at_;
    sets.push_back(std::move(set));
    emit(regex::code::set, sets.size() - 1);
}

// [:alpha:]
bool regex_compiler::bracket_class(regex::character_set& set) {
    if (pattern_.compare(at_, 2, "[:") != 0) return false;
    const auto close = pattern_.find(":]", at_ + 2);
    if (close == std::string_view::npos) fail(ora::regex_bracket, position_);
    const auto found = find_class(pattern_.substr(at_ + 2, close - at_ - 2));
    if (!found) fail(ora::regex_class, position_);
    set.classes.push_back({*found, false});
    at_ = close + 2;
    return true;
}

// A character, or one written as [.x.] or [=x=].
char32_t regex_compiler::bracket_character() {
    const bool is_collation = pattern_.compare(at_, 2, "[.") == 0 || pattern_.compare(at_, 2, "[=") == 0;
    if (is_collation) {
        const std::string end{pattern_[at_ + 1], ']'};
        const auto close = pattern_.find(end, at_ + 2);
        if (close == std::string_view::npos) fail(ora::regex_bracket, position_);
        const auto c = character_at(pattern_, at_ + 2);
        if (at_ + 2 + c.size != close) fail(ora::regex_collation, position_);
        at_ = close + 2;
        return c.value;
    }
    const auto c = character_at(pattern_, at_);
    at_ += c.size;
    return c.value;
}

// {m}, {m,}, {m,n}: false when the brace is a plain character.
bool regex_compiler::interval(std::uint32_t& least, std::uint32_t& most) {
    auto at = at_ + 1;
    constexpr std::uint32_t limit = 65'535;
    const auto number = [&](std::uint32_t& out) {
        const auto begin = at;
        for (out = 0; at < pattern_.size() && is_digit(pattern_[at]); ++at) {
            out = std::min<std::uint32_t>(out * 10 + static_cast<std::uint32_t>(pattern_[at] - '0'), limit + 1);
        }
        return at > begin;
    };
    if (!number(least)) return false;
    most = least;
    if (at < pattern_.size() && pattern_[at] == ',') {
        ++at;
        if (!number(most)) most = unlimited;
    }
    if (at >= pattern_.size() || pattern_[at] != '}') return false;
    if (least > limit || (most != unlimited && (most > limit || most < least))) fail(ora::regex_interval, position_);
    at_ = at + 1;
    return true;
}

bool regex_compiler::quantifier(std::size_t start) {
    if (at_end()) return false;
    std::uint32_t least = 0;
    std::uint32_t most = unlimited;
    switch (pattern_[at_]) {
    case '*': ++at_; break;
    case '+':
        ++at_;
        least = 1;
        break;
    case '?':
        ++at_;
        most = 1;
        break;
    case '{':
        if (!interval(least, most)) return false;
        break;
    default: return false;
    }
    const bool lazy = !at_end() && pattern_[at_] == '?';
    if (lazy) ++at_;
    repeat(start, least, most, lazy);
    return true;
}

void regex_compiler::append(const std::vector<regex::instruction>& body, std::size_t body_start) {
    const auto here = program.size();
    for (auto i : body) {
        if (i.what == regex::code::split || i.what == regex::code::jump) {
            i.first = static_cast<std::uint32_t>(i.first - body_start + here);
            if (i.what == regex::code::split) i.second = static_cast<std::uint32_t>(i.second - body_start + here);
        }
        emit(i.what, i.first, i.second);
    }
}

// The body `least` times, then as often as it may: copies of the body for a few, a loop for any number.
void regex_compiler::repeat(std::size_t start, std::uint32_t least, std::uint32_t most, bool lazy) {
    const std::vector<regex::instruction> body(program.begin() + static_cast<std::ptrdiff_t>(start), program.end());
    program.resize(start);
    const auto choose = [&](std::size_t inside, std::size_t outside) {
        emit(regex::code::split, lazy ? outside : inside, lazy ? inside : outside);
    };
    for (std::uint32_t i = 0; i < least; ++i) append(body, start);
    if (most == unlimited) {
        const auto loop = program.size();
        const auto mark = next_register_++;
        choose(loop + 1, loop + body.size() + 4);
        emit(regex::code::save, mark);
        append(body, start);
        emit(regex::code::check_moved, mark);
        emit(regex::code::jump, loop);
        return;
    }
    const auto copies = std::size_t{most} - least;
    const auto end = program.size() + copies * (body.size() + 1);
    for (std::size_t i = 0; i < copies; ++i) {
        choose(program.size() + 1, end);
        append(body, start);
    }
}

regex::regex(std::string_view pattern, const regex_options& options, std::size_t position) : options_(options) {
    regex_compiler compiler(pattern, options, position);
    compiler.run();
    program_ = std::move(compiler.program);
    sets_ = std::move(compiler.sets);
    registers_ = compiler.registers();
}

}  // namespace oraxx::sandbox::engine
