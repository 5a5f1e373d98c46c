// Texts of known syntax with what is private in them replaced, character by character. Private to this folder.
#pragma once

#include <string>
#include <string_view>

namespace oraxx::trace {

// What stands for a character that is taken out.
inline constexpr char redacted_character = 'x';

// SQL: literals, comments, and what follows IDENTIFIED BY.
[[nodiscard]] std::string redacted_sql(std::string_view sql);

// A descriptor "(NAME=value)(NAME=(NAME=value))": all values but protocol names, versions and error numbers.
[[nodiscard]] std::string redacted_descriptor(std::string_view text);

// A server's message: everything but the "ORA-12345: " in front of its lines.
[[nodiscard]] std::string redacted_message(std::string_view text);

}  // namespace oraxx::trace
