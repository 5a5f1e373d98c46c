// Recursive descent over a pattern, straight into a program.
#pragma once

#include "server/engine/regex.hpp"

namespace oraxx::sandbox::engine {

class regex_compiler {
public:
    // Fails with ORA-12733 for a pattern of more than 512 bytes.
    regex_compiler(std::string_view pattern, const regex_options& options, std::size_t position);

    void run();
    [[nodiscard]] std::size_t registers() const noexcept { return next_register_; }

    std::vector<regex::instruction> program{};
    std::vector<regex::character_set> sets{};
    std::size_t groups = 0;

private:
    [[nodiscard]] bool at_end() const noexcept { return at_ >= pattern_.size(); }
    void skip_blanks();
    void emit(regex::code what, std::size_t first = 0, std::size_t second = 0);
    void insert(std::size_t at, regex::instruction i);
    static void move(regex::instruction& i, std::size_t from, std::size_t distance);
    void append(const std::vector<regex::instruction>& body, std::size_t body_start);

    void alternatives(int depth);
    void sequence(int depth);
    void atom(int depth);
    void literal();
    void escape();
    void group(int depth);
    void bracket();
    bool bracket_class(regex::character_set& set);
    char32_t bracket_character();
    bool quantifier(std::size_t start);
    bool interval(std::uint32_t& least, std::uint32_t& most);
    void repeat(std::size_t start, std::uint32_t least, std::uint32_t most, bool lazy);

    std::string_view pattern_;
    regex_options options_;
    std::size_t position_;
    std::size_t at_ = 0;
    std::size_t next_register_ = 2 * regex_match::max_groups;
};

}  // namespace oraxx::sandbox::engine
