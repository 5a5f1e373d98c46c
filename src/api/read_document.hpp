// Values that are documents: JSON, VECTOR and XMLTYPE columns.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include <oraxx/detail/cell.hpp>
#include <oraxx/detail/scratch.hpp>

namespace oraxx::detail {

// The JSON text of a JSON column, the text of a VECTOR, the XML of an XMLTYPE.
[[nodiscard]] errc read_json_text(const cell_ref& cell, scratch& text, std::string_view& out);
[[nodiscard]] errc read_vector_text(const cell_ref& cell, scratch& text, std::string_view& out);
[[nodiscard]] errc read_xml_text(const cell_ref& cell, scratch& text, std::string_view& out);
// Of an XMLTYPE that lies in `cell`, a value of another type.
[[nodiscard]] errc read_xml_image(std::span<const std::uint8_t> image, const cell_ref& cell, scratch& text,
                                  std::string_view& out);

}  // namespace oraxx::detail
