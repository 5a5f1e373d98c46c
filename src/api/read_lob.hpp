// The values of LOB columns: what came with the row, and the rest of it from the server.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include <oraxx/detail/cell.hpp>
#include <oraxx/detail/scratch.hpp>

namespace oraxx::detail {

// Of a CLOB or NCLOB.
[[nodiscard]] errc read_lob_text(const cell_ref& cell, scratch& text, std::string_view& out);
// Of a BLOB or BFILE.
[[nodiscard]] errc read_lob_bytes(const cell_ref& cell, scratch& text, std::span<const std::byte>& out);

// Of a CLOB that a value names by its locator.
[[nodiscard]] errc read_located_text(std::span<const std::uint8_t> locator, const cell_ref& cell, scratch& text,
                                     std::string_view& out);

}  // namespace oraxx::detail
