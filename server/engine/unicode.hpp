// UTF-8 by characters, and the case of the alphabets that have one letter per character both ways.
#pragma once

#include <string>
#include <string_view>

namespace oraxx::sandbox::engine {

// Bytes of the character that starts with `lead`; 1 for a byte that starts none.
[[nodiscard]] constexpr std::size_t utf8_size(char lead) noexcept {
    const auto b = static_cast<unsigned char>(lead);
    return b < 0xC0 ? 1 : b < 0xE0 ? 2 : b < 0xF0 ? 3 : 4;
}
[[nodiscard]] std::size_t character_count(std::string_view text) noexcept;
// Byte offset of the character with this 0-based index; the size of the text when there are fewer.
[[nodiscard]] std::size_t byte_offset(std::string_view text, std::size_t character) noexcept;

[[nodiscard]] std::string to_upper(std::string_view text);
[[nodiscard]] std::string to_lower(std::string_view text);
[[nodiscard]] std::string to_initial_capitals(std::string_view text);

}  // namespace oraxx::sandbox::engine
