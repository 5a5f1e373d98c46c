// UTF-8 <-> UTF-16 (big endian), as national character data travels. Invalid input never throws.
#pragma once

#include <optional>

#include "base/bytes.hpp"

namespace oraxx::base {

// nullopt when `text` is not valid UTF-8.
[[nodiscard]] std::optional<byte_buffer> utf8_to_utf16be(std::string_view text);

enum class bad_text : std::uint8_t { refuse, replace };  // replace: U+FFFD for each bad unit

// nullopt when `bytes` has an odd length, or holds an unpaired surrogate and `policy` is refuse.
[[nodiscard]] std::optional<std::string> utf16be_to_utf8(bytes_view bytes, bad_text policy = bad_text::refuse);
// As above into caller's memory of at least utf8_room_for_utf16(bytes.size()) characters; the length used.
[[nodiscard]] std::optional<std::size_t> utf16be_to_utf8(bytes_view bytes, std::span<char> out,
                                                         bad_text policy) noexcept;
// A code unit of two bytes becomes three at most.
[[nodiscard]] constexpr std::size_t utf8_room_for_utf16(std::size_t bytes) noexcept {
    return bytes / 2 * 3;
}

[[nodiscard]] bool is_valid_utf8(std::string_view text) noexcept;
// Code points in valid UTF-8 text.
[[nodiscard]] std::size_t utf8_length(std::string_view text) noexcept;

}  // namespace oraxx::base
