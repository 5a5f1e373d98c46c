// Objects, collections and PL/SQL records as binds.
#pragma once

#include <optional>

#include <oraxx/object.hpp>

#include "backend/thin/large_binds.hpp"
#include "session/state.hpp"

namespace oraxx::backend::thin {

// Appends an object as it stands in a bind row; null: a NULL. `lobs` holds the locators of LOBs within it. The
// failure names the attribute, not the bind.
[[nodiscard]] std::optional<failure> append_object(const object* value, const session::state& session,
                                                   const call_lobs* lobs, base::byte_buffer& out);

}  // namespace oraxx::backend::thin
