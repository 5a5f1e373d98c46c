// What an object image's bytes cannot say: the types of its attributes or elements. Client and server each make it
// from their own description of a type.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include <oraxx/type.hpp>

namespace oraxx::wire::types {

// The numbers of the collections are those of type descriptors.
enum class shape_form : std::uint8_t { object = 0, index_by = 1, nested_table = 2, varray = 3 };

struct object_shape;

// The place of one value: an attribute, or an element of a collection.
struct value_shape {
    // db_type::object: an object or collection. boolean and binary_integer have a form of their own in images.
    db_type type = db_type::unknown;
    int precision = 0;       // NUMBER: decimal digits; FLOAT: binary digits
    int scale = 0;           // NUMBER: -127 = not declared; fraction digits of times
    std::uint16_t size = 0;  // bytes; character and RAW types
    bool is_float = false;   // a NUMBER declared as FLOAT
    // Of db_type::object; null when only a name says what it is (type descriptors).
    std::shared_ptr<const object_shape> nested{};
};

// Objects and PL/SQL records have any number of attributes, collections one: their element.
struct object_shape {
    shape_form form = shape_form::object;
    std::vector<value_shape> values{};
    std::uint32_t max_elements = 0;  // VARRAY; 0 = without limit

    [[nodiscard]] bool is_collection() const noexcept { return form != shape_form::object; }
};

}  // namespace oraxx::wire::types
