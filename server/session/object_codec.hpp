// Objects and collections as images.
#pragma once

#include "server/session/value_context.hpp"

namespace oraxx::sandbox {

inline constexpr std::uint32_t top_level_object = 1;
// SYS.XMLTYPE.
inline constexpr engine::type_oid xmltype_oid = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 1, 0};

// The 36 bytes that name the type of a value.
void append_type_id(const engine::type_oid& oid, base::byte_buffer& out);

// False: a value is none of its type, a fault of the engine.
[[nodiscard]] bool encode_object(const engine::object_value& value, const value_context& context,
                                 base::byte_buffer& out);
// False: the image is none of the type.
[[nodiscard]] bool decode_object(base::bytes_view image, const engine::object_type_ref& type,
                                 const value_context& context, engine::value& out);

}  // namespace oraxx::sandbox
