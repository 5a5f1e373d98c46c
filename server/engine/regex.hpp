// Regular expressions as Oracle's REGEXP_ functions read them: POSIX extended syntax over UTF-8 characters, with
// \d \w \s and their opposites, *? +? ?? {m,n}?, and back references.
//
// Alternatives are tried from the left and repetitions greedily, by backtracking on a stack of our own; the work of
// one search is limited, so that no pattern can hold a session up.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace oraxx::sandbox::engine {

struct regex_options {
    bool ignore_case = false;
    bool dot_matches_newline = false;
    bool multiple_lines = false;  // ^ and $ match at every line
    bool ignore_blanks = false;   // in the pattern
};

// Of REGEXP_'s match parameter: letters i, c, n, m, x. Fails with ORA-01760.
[[nodiscard]] regex_options parse_regex_options(std::string_view letters, std::size_t position);

struct regex_match {
    static constexpr std::size_t max_groups = 10;
    static constexpr std::size_t none = static_cast<std::size_t>(-1);

    // Bytes of the whole match (0) and of its groups; `none` for a group that took no part.
    std::array<std::size_t, max_groups> begin{};
    std::array<std::size_t, max_groups> end{};
};

// Steps that one call of a REGEXP_ function may take: some tenths of a second.
inline constexpr std::size_t regex_budget = 5'000'000;

class regex {
public:
    // Fails with ORA-12725 to ORA-12733 at `position`.
    regex(std::string_view pattern, const regex_options& options, std::size_t position);

    // The first match that begins at `from` or later. Takes the steps it needed from `budget` and fails with
    // ORA-03001 when that is used up.
    [[nodiscard]] std::optional<regex_match> search(std::string_view text, std::size_t from, std::size_t& budget,
                                                    std::size_t position) const;

    enum class code : std::uint8_t {
        character,
        any,
        set,
        begin_line,
        end_line,
        begin_text,
        end_text,
        back_reference,
        split,       // try `first`, then `second`
        jump,        // to `first`
        save,        // register `first` = position
        check_moved  // fail when the position is still that in register `first`
    };
    struct instruction {
        code what = code::character;
        std::uint32_t first = 0;
        std::uint32_t second = 0;
    };
    struct range {
        char32_t low = 0;
        char32_t high = 0;
    };
    enum class char_class : std::uint8_t {
        alpha,
        digit,
        alnum,
        upper,
        lower,
        punct,
        space,
        blank,
        cntrl,
        graph,
        print,
        xdigit,
        word
    };
    struct class_use {
        char_class what = char_class::alpha;
        bool negated = false;
    };
    struct character_set {
        std::vector<range> ranges{};
        std::vector<class_use> classes{};
        bool negated = false;
    };

private:
    std::vector<instruction> program_{};
    std::vector<character_set> sets_{};
    regex_options options_;
    std::size_t registers_ = 0;
};

// A character with its size in bytes; broken UTF-8 counts byte by byte.
struct text_character {
    char32_t value = 0;
    std::size_t size = 1;
};
[[nodiscard]] text_character character_at(std::string_view text, std::size_t at) noexcept;

}  // namespace oraxx::sandbox::engine
