// Object types of the engine as the wire's codecs describe them.
#pragma once

#include "server/engine/engine.hpp"
#include "wire/types/object_shape.hpp"

namespace oraxx::sandbox {

[[nodiscard]] std::shared_ptr<const wire::types::object_shape> shape_of(const engine::object_type& type);

}  // namespace oraxx::sandbox
