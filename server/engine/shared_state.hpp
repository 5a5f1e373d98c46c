// What the sessions of one database share beside the file.
#pragma once

#include "server/engine/catalog.hpp"
#include "server/engine/engine.hpp"
#include "server/engine/row_locks.hpp"
#include "server/engine/sequences.hpp"

namespace oraxx::sandbox::engine {

struct shared_state {
    row_locks locks{};
    sequence_store sequences{};
    type_registry types{};
    std::vector<database::directory> directories{};  // folders that BFILEs may read; constant
};

}  // namespace oraxx::sandbox::engine
