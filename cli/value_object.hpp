// Object images, type descriptors, locators and XML images between bytes and the texts of `oraxx value`.
#pragma once

#include "cli/value_json.hpp"
#include "wire/types/object_shape.hpp"

namespace oraxx::cli {

// What stands behind "object_image:": "X NUMBER, S VARCHAR2", "VARRAY OF NUMBER", "TABLE OF NUMBER INDEX BY
// PLS_INTEGER". Two types may be named, too: POINT, an object of two numbers X and Y, and NUMS, a collection of
// numbers.
//
// Objects show as JSON objects, or, when a type says its size ("VARCHAR2(30)") or attributes have no names, as arrays
// of their values; index-by tables as {"$assoc":[[key, value], ...]}.
[[nodiscard]] std::string decode_object_image(std::string_view shape, base::bytes_view image);
// The same for a shape without names, as type descriptors give it: objects show as arrays.
[[nodiscard]] std::string decode_object_image(const wire::types::object_shape& shape, base::bytes_view image);
[[nodiscard]] base::byte_buffer encode_object_image(std::string_view shape, std::string_view text);

// ["NUMBER p=0 s=-127", "DATE"]
[[nodiscard]] std::string decode_type_descriptor(base::bytes_view bytes);
// {"total_length":40,"version":1,"flags":[130,8,128,3],"clob":true, ...}
[[nodiscard]] std::string decode_lob_locator(base::bytes_view bytes);
// BFILE only.
[[nodiscard]] base::byte_buffer encode_lob_locator(std::string_view text);
[[nodiscard]] std::string decode_xml(base::bytes_view image);
[[nodiscard]] base::byte_buffer encode_xml(std::string_view text);

}  // namespace oraxx::cli
