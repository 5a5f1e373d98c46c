// Values of the engine to wire values and back. The engine knows no wire form and the codecs know no SQL: they meet
// here.
#pragma once

#include <string>

#include "server/engine/engine.hpp"
#include "server/session/text_coding.hpp"
#include "wire/ttc/row_data.hpp"

namespace oraxx::sandbox {

// Can a bind have this type?
[[nodiscard]] bool is_bindable(db_type type) noexcept;

// A bind value as it arrived. False: the bytes are no value of the declared type (ORA-01461 and its kin).
[[nodiscard]] bool from_wire(const wire::ttc::bind_metadata& declared, const wire::ttc::wire_value& in,
                             const text_coding& text, engine::bind_value& out);

// Appends one value, framed for its role. False: the value cannot be of the stated type; nothing was appended.
[[nodiscard]] bool append_value(wire::ttc::encoder& c, wire::ttc::value_role role,
                                const wire::ttc::bind_metadata& stated, const engine::value& value,
                                const text_coding& text, base::byte_buffer& scratch);

}  // namespace oraxx::sandbox
