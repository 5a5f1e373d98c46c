// Making a connection: from a connect string to a session that is logged on.
#pragma once

#include "backend/backend.hpp"
#include "session/environment.hpp"

namespace oraxx::backend::thin {

// The identity, randomness and time zone of this process; empty fields of `options.identity` are filled in.
[[nodiscard]] session::environment process_environment(const connect_options& options);

// As connect_thin(), in a given environment: what tests use to reproduce a recorded session.
[[nodiscard]] result<std::unique_ptr<connection>> connect(const connect_options& options,
                                                          const session::environment& world);

}  // namespace oraxx::backend::thin
