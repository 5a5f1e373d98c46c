// What a client says in front of its next call, without a round trip of its own.
#pragma once

#include "session/state.hpp"
#include "wire/ttc/codec.hpp"

namespace oraxx::session {

// Writes what waits in the state, and forgets it: schema, application contexts, cursors to close, tags.
void write_piggybacks(wire::ttc::encoder& out, state& session);

}  // namespace oraxx::session
