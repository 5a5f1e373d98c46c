// Running a program over a text.
#include <algorithm>

#include "server/engine/characters.hpp"
#include "server/engine/failure.hpp"
#include "server/engine/regex.hpp"
#include "server/engine/unicode.hpp"

namespace oraxx::sandbox::engine {
namespace {

constexpr std::size_t max_saved = 1'000'000;

bool is_ascii_in(char32_t c, char low, char high) {
    return c >= static_cast<char32_t>(low) && c <= static_cast<char32_t>(high);
}
std::string as_text(char32_t c) {
    if (c < 0x80) return std::string(1, static_cast<char>(c));
    if (c >= 0x800) return {};  // no letters with two cases
    return {static_cast<char>(0xC0U | (c >> 6U)), static_cast<char>(0x80U | (c & 0x3FU))};
}
bool has_case(char32_t c, bool upper) {
    const auto text = as_text(c);
    return !text.empty() && (upper ? to_lower(text) : to_upper(text)) != text;
}
char32_t in_upper(char32_t c) {
    const auto text = as_text(c);
    return text.empty() ? c : character_at(to_upper(text), 0).value;
}

bool is_in(regex::char_class what, char32_t c) {
    using k = regex::char_class;
    constexpr char32_t first_foreign_letter = 0xC0;
    const bool digit = is_ascii_in(c, '0', '9');
    const bool alpha = is_ascii_in(c, 'a', 'z') || is_ascii_in(c, 'A', 'Z') || c >= first_foreign_letter;
    const bool space = c == ' ' || is_ascii_in(c, '\t', '\r');
    const bool control = c < 0x20 || c == 0x7F;
    switch (what) {
    case k::alpha: return alpha;
    case k::digit: return digit;
    case k::alnum: return alpha || digit;
    case k::upper: return has_case(c, true);
    case k::lower: return has_case(c, false);
    case k::space: return space;
    case k::blank: return c == ' ' || c == '\t';
    case k::cntrl: return control;
    case k::graph: return !control && !space;
    case k::print: return !control;
    case k::punct: return !control && !space && !alpha && !digit;
    case k::xdigit: return digit || is_ascii_in(c, 'a', 'f') || is_ascii_in(c, 'A', 'F');
    case k::word: return alpha || digit || c == '_';
    }
    return false;
}

bool holds(const regex::character_set& set, char32_t c) {
    return std::any_of(set.ranges.begin(), set.ranges.end(),
                       [c](const regex::range& r) { return c >= r.low && c <= r.high; }) ||
           std::any_of(set.classes.begin(), set.classes.end(),
                       [c](const regex::class_use& u) { return is_in(u.what, c) != u.negated; });
}

// One search; remembers what to take back when it has to try something else.
class machine {
public:
    machine(const std::vector<regex::instruction>& program, const std::vector<regex::character_set>& sets,
            const regex_options& options, std::size_t registers, std::string_view text, std::size_t& budget,
            std::size_t position)
        : program_(program),
          sets_(sets),
          options_(options),
          text_(text),
          budget_(budget),
          position_(position),
          registers_(registers, regex_match::none) {}

    bool run(std::size_t start) {
        std::fill(registers_.begin(), registers_.end(), regex_match::none);
        saved_.clear();
        at_ = start;
        pc_ = 0;
        for (;;) {
            if (budget_ == 0 || saved_.size() > max_saved) refuse("regular expression this costly", position_);
            --budget_;
            if (pc_ == program_.size()) return true;
            if (!step(program_[pc_]) && !back()) return false;
        }
    }
    [[nodiscard]] const std::vector<std::size_t>& registers() const noexcept { return registers_; }

private:
    struct saved {
        bool is_choice = false;
        std::size_t first = 0;   // choice: program counter; else the register
        std::size_t second = 0;  // choice: position; else what it held
    };

    bool back() {
        while (!saved_.empty()) {
            const auto last = saved_.back();
            saved_.pop_back();
            if (last.is_choice) {
                pc_ = last.first;
                at_ = last.second;
                return true;
            }
            registers_[last.first] = last.second;
        }
        return false;
    }

    [[nodiscard]] bool at_line_end() const {
        return at_ == text_.size() || (options_.multiple_lines && text_[at_] == '\n');
    }

    bool take(bool matches, std::size_t size) {
        if (!matches) return false;
        at_ += size;
        ++pc_;
        return true;
    }
    bool move_on(bool condition) {
        if (condition) ++pc_;
        return condition;
    }

    bool step(const regex::instruction& i) {
        using c = regex::code;
        switch (i.what) {
        case c::split:
            saved_.push_back({true, i.second, at_});
            pc_ = i.first;
            return true;
        case c::jump: pc_ = i.first; return true;
        case c::save:
            saved_.push_back({false, i.first, registers_[i.first]});
            registers_[i.first] = at_;
            return move_on(true);
        case c::check_moved: return move_on(registers_[i.first] != at_);
        case c::begin_text: return move_on(at_ == 0);
        case c::end_text: return move_on(at_ == text_.size());
        case c::begin_line: return move_on(at_ == 0 || text_[at_ - 1] == '\n');
        case c::end_line: return move_on(at_line_end());
        case c::back_reference: return repeat_group(i.first);
        default: return consume(i);
        }
    }

    bool repeat_group(std::size_t group) {
        const auto from = registers_[2 * group];
        const auto to = registers_[2 * group + 1];
        if (from == regex_match::none || to == regex_match::none) return false;
        const auto taken = text_.substr(from, to - from);
        return take(text_.compare(at_, taken.size(), taken) == 0, taken.size());
    }

    bool consume(const regex::instruction& i) {
        if (at_ >= text_.size()) return false;
        const auto c = character_at(text_, at_);
        switch (i.what) {
        case regex::code::character: return take(c.value == i.first, c.size);
        case regex::code::any: return take(options_.dot_matches_newline || c.value != '\n', c.size);
        default: {
            const auto& set = sets_[i.first];
            const bool inside = holds(set, c.value) || (options_.ignore_case && holds(set, in_upper(c.value)));
            return take(inside != set.negated, c.size);
        }
        }
    }

    const std::vector<regex::instruction>& program_;
    const std::vector<regex::character_set>& sets_;
    const regex_options& options_;
    std::string_view text_;
    std::size_t& budget_;
    std::size_t position_;
    std::vector<std::size_t> registers_;
    std::vector<saved> saved_{};
    std::size_t at_ = 0;
    std::size_t pc_ = 0;
};

}  // namespace

text_character character_at(std::string_view text, std::size_t at) noexcept {
    const auto lead = static_cast<unsigned char>(text[at]);
    const auto size = std::min(utf8_size(text[at]), text.size() - at);
    if (size == 1) return {lead, 1};
    char32_t point = lead & (0xFFU >> (size + 1));
    for (std::size_t i = 1; i < size; ++i) point = (point << 6U) | (static_cast<unsigned char>(text[at + i]) & 0x3FU);
    return {point, size};
}

std::optional<regex_match> regex::search(std::string_view text, std::size_t from, std::size_t& budget,
                                         std::size_t position) const {
    // Letters keep their size when their case changes, so positions stay.
    const auto folded = options_.ignore_case ? to_lower(text) : std::string{};
    const auto searched = options_.ignore_case ? std::string_view(folded) : text;
    machine m(program_, sets_, options_, registers_, searched, budget, position);
    for (auto at = from; at <= searched.size(); at += at < searched.size() ? character_at(searched, at).size : 1) {
        if (!m.run(at)) continue;
        regex_match out;
        for (std::size_t i = 0; i < regex_match::max_groups; ++i) {
            out.begin[i] = m.registers()[2 * i];
            out.end[i] = m.registers()[2 * i + 1];
        }
        return out;
    }
    return std::nullopt;
}

}  // namespace oraxx::sandbox::engine
