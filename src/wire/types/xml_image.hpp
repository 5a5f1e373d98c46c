// XMLTYPE values: images as of objects, whose body is u8 version, u32 flags and the text or a locator of it.
#pragma once

#include "wire/types/scalar_buffer.hpp"

namespace oraxx::wire::types {

struct xml_view {
    bytes_view text{};     // in the database's character set
    bytes_view locator{};  // of a CLOB that holds the text; empty: the text is here
};

// Views of the image. unsupported: binary XML, to be asked for as text in SQL.
decode_errc decode_xml_image(bytes_view in, xml_view& out) noexcept;
// Append the images of text and of a locator.
void encode_xml_text(bytes_view text, byte_buffer& out);
void encode_xml_locator(bytes_view locator, byte_buffer& out);

}  // namespace oraxx::wire::types
