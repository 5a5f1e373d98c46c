// Recorded sessions as prepared answers.
#pragma once

#include <string>

#include "server/session/replay_book.hpp"

namespace oraxx::sandbox {

// Reads every .trace file of the folder, in the order of their names: whole packets, as `oraxx trace record` writes
// them. What a client sent after its logon becomes a request, what the server sent before the client's next packet
// its answer. Throws std::runtime_error for a folder without requests and for a file that is none.
[[nodiscard]] replay_book read_replay_folder(const std::string& folder);

}  // namespace oraxx::sandbox
