// What the sessions of one database share beside the file.
#pragma once

#include "server/engine/row_locks.hpp"
#include "server/engine/sequences.hpp"

namespace oraxx::sandbox::engine {

struct shared_state {
    row_locks locks{};
    sequence_store sequences{};
};

}  // namespace oraxx::sandbox::engine
