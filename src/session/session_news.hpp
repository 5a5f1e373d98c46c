// What servers tell about the session on the side: message 23, and the pairs in the answer to an execution.
#pragma once

#include <span>

#include "session/state.hpp"
#include "wire/ttc/server_piggyback.hpp"

namespace oraxx::session {

void take_session_pairs(std::span<const wire::ttc::keyword_value> pairs, state& session);

// Message 23 of every code. What means nothing to this client (a result cache, traces, replay of calls) is dropped.
void take_piggyback(const wire::ttc::server_piggyback& news, state& session);

}  // namespace oraxx::session
