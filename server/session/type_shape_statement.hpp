// The blocks by which drivers ask for an object type: DBMS_PICKLER.GET_TYPE_SHAPE, and for python-oracledb and
// node-oracledb the names of what it found. The engine knows no type descriptors, so that this one block is answered
// here.
#pragma once

#include <string_view>

#include "server/engine/engine.hpp"

namespace oraxx::sandbox {

// Null: another statement. The session outlives what is made.
[[nodiscard]] std::shared_ptr<engine::statement> make_type_shape_statement(std::string_view sql,
                                                                           engine::session& session);

}  // namespace oraxx::sandbox
