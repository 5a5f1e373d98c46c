// Values that are documents: JSON, VECTOR and XMLTYPE columns.
#pragma once

#include <string_view>

#include <oraxx/detail/cell.hpp>
#include <oraxx/detail/scratch.hpp>

namespace oraxx::detail {

// The JSON text of a JSON column, the text of a VECTOR, the XML of an XMLTYPE.
[[nodiscard]] errc read_json_text(const cell_ref& cell, scratch& text, std::string_view& out);
[[nodiscard]] errc read_vector_text(const cell_ref& cell, scratch& text, std::string_view& out);
[[nodiscard]] errc read_xml_text(const cell_ref& cell, scratch& text, std::string_view& out);

}  // namespace oraxx::detail
