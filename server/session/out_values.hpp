// Values that a statement gives back through its binds: I/O vector, OUT and IN OUT values of blocks, RETURNING.
#pragma once

#include "server/session/statement_call.hpp"
#include "server/session/value_context.hpp"
#include "wire/ttc/codec.hpp"

namespace oraxx::sandbox {

// Do any binds receive values?
[[nodiscard]] bool has_out_values(const cursor& of);

// Message 11.
void encode_io_vector(wire::ttc::encoder& c, const cursor& of);

// Message 7 of one iteration. False: a value is not of its bind's type, a fault of the engine.
[[nodiscard]] bool encode_out_row(wire::ttc::encoder& c, const cursor& of, const engine::execute_result& row,
                                  const value_context& context);

}  // namespace oraxx::sandbox
