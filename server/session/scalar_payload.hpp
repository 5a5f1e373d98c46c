// Payloads of plain values: numbers, text, bytes, times.
#pragma once

#include "server/engine/engine.hpp"
#include "server/session/text_coding.hpp"

namespace oraxx::sandbox {

// False: the bytes are no value of the type, or it is no type of plain values.
[[nodiscard]] bool decode_scalar(db_type type, base::bytes_view in, const text_coding& text, engine::value& out);
// Appends. False: the value is none of the type; nothing was appended.
[[nodiscard]] bool encode_scalar(db_type type, const engine::value& value, const text_coding& text,
                                 base::byte_buffer& out);

}  // namespace oraxx::sandbox
