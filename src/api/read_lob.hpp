// The values of LOB columns: what came with the row, and the rest of it from the server.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>

#include <oraxx/detail/cell.hpp>
#include <oraxx/detail/scratch.hpp>

namespace oraxx::detail {

// Of a CLOB or NCLOB.
[[nodiscard]] errc read_lob_text(const cell_ref& cell, scratch& text, std::string_view& out);
// Of a BLOB or BFILE.
[[nodiscard]] errc read_lob_bytes(const cell_ref& cell, scratch& text, std::span<const std::byte>& out);

}  // namespace oraxx::detail
