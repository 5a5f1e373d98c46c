// TDS, the type descriptors DBMS_PICKLER.GET_TYPE_SHAPE gives: types, sizes and kinds of collections, no names.
//
//     u32 length of the rest, 26, u8 version, u16, u16 count of attributes, u8, 29, u16, u32 place of the index
//     for each attribute a code and its operands, 2A, then the index: u16 place of each attribute
#pragma once

#include "wire/types/object_shape.hpp"
#include "wire/types/scalar_buffer.hpp"

namespace oraxx::wire::types {

// What a descriptor cannot say: objects and collections within the type are of db_type::object without `nested`;
// BOOLEAN, PLS_INTEGER and BINARY_INTEGER have one code and come as boolean; a CLOB may be an NCLOB. Embedded
// descriptions come as nested shapes. unsupported: a code that is not known.
decode_errc decode_type_descriptor(bytes_view in, object_shape& out);

enum class descriptor_kind : std::uint8_t { sql_type = 1, plsql_record = 2 };
// Appends. False: a value has a type that descriptors have no code for; nothing was written.
[[nodiscard]] bool encode_type_descriptor(const object_shape& shape, descriptor_kind kind, byte_buffer& out);

}  // namespace oraxx::wire::types
