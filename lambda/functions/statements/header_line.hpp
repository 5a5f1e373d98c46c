// Lines of a statement's header.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "lambda/functions/statements/statement.hpp"

namespace oraxx::lambda::statements {

// "-- key: rest", or "-- key" for the words that need no more.
struct header_line {
    std::string_view key{};
    std::string_view rest{};
};

[[nodiscard]] std::string_view trimmed(std::string_view text) noexcept;
[[nodiscard]] bool is_comment(std::string_view line) noexcept;
// nullopt for a line that is no comment, or a comment that is only a comment.
[[nodiscard]] std::optional<header_line> read_header_line(std::string_view line) noexcept;
// Is it one of the words a header may have?
[[nodiscard]] bool is_known_key(std::string_view key) noexcept;

// Takes the line over into `target`. What is wrong with it; empty when nothing is.
[[nodiscard]] std::string apply_header_line(const header_line& line, statement& target);

// What is wrong with a statement's name; empty when nothing is.
[[nodiscard]] std::string judge_name(std::string_view name);

}  // namespace oraxx::lambda::statements
