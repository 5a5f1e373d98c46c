// The text of LOBs: from the server's encoding to UTF-8 and back, counted as the server counts it.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <oraxx/detail/lob_record.hpp>

namespace oraxx::detail {

// nullopt: bytes that are no text in that encoding, an unpaired surrogate among them.
[[nodiscard]] std::optional<std::string> lob_text_to_utf8(lob_text encoding, std::span<const std::uint8_t> bytes);
// nullopt: `text` is not UTF-8.
[[nodiscard]] std::optional<std::vector<std::uint8_t>> utf8_to_lob_text(lob_text encoding, std::string_view text);
// Bytes, or UTF-16 code units. Of bytes that are no such text a count that is no more than theirs.
[[nodiscard]] std::uint64_t lob_units(lob_text encoding, std::span<const std::uint8_t> bytes) noexcept;
// Bytes at the end of `bytes` that begin a character whose rest is still to come.
[[nodiscard]] std::size_t unfinished_bytes(lob_text encoding, std::span<const std::uint8_t> bytes) noexcept;

}  // namespace oraxx::detail
