// Values that are more than a few bytes, between engine and wire: LOBs by locators, documents, vectors, XML and
// objects as images.
#pragma once

#include "server/session/value_context.hpp"
#include "wire/ttc/row_data.hpp"

namespace oraxx::sandbox {

[[nodiscard]] bool is_large(db_type type) noexcept;

// As append_value() and from_wire() of value_codec.hpp.
[[nodiscard]] bool append_large(wire::ttc::encoder& c, wire::ttc::value_role role,
                                const wire::ttc::bind_metadata& stated, const engine::value& value,
                                const value_context& context);
[[nodiscard]] bool large_from_wire(db_type type, const engine::object_type_ref& object_type,
                                   const wire::ttc::wire_value& in, const value_context& context, engine::value& out);

// The value as text, bytes or a time, for columns that are defined as such; nullopt: it is none.
[[nodiscard]] std::optional<engine::value> as_plain(db_type wanted, const engine::value& value);

}  // namespace oraxx::sandbox
