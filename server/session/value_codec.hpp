// Values of the engine to wire values and back. The engine knows no wire form and the codecs know no SQL: they meet
// here.
#pragma once

#include <string>

#include "server/engine/engine.hpp"
#include "server/session/value_context.hpp"
#include "wire/ttc/row_data.hpp"

namespace oraxx::sandbox {

// Can a bind have this type?
[[nodiscard]] bool is_bindable(db_type type) noexcept;

// The type and room of a bind without its value.
void declare(const wire::ttc::bind_metadata& declared, engine::bind_value& out);

// One value of a bind, or one element of an array, as it arrived; `object_type`: of an object. False: the bytes are
// no value of the declared type (ORA-01461 and its kin).
[[nodiscard]] bool from_wire(const wire::ttc::bind_metadata& declared, const engine::object_type_ref& object_type,
                             const wire::ttc::wire_value& in, const value_context& context, engine::value& out);

// Appends one value, framed for its role. False: the value cannot be of the stated type; nothing was appended.
[[nodiscard]] bool append_value(wire::ttc::encoder& c, wire::ttc::value_role role,
                                const wire::ttc::bind_metadata& stated, const engine::value& value,
                                const value_context& context, base::byte_buffer& scratch);

}  // namespace oraxx::sandbox
