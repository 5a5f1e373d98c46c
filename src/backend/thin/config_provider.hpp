// Connect strings that a configuration provider stands behind: config-file://, and what connect_options::fetch_config
// knows.
#pragma once

#include <oraxx/config.hpp>

namespace oraxx::backend::thin {

[[nodiscard]] bool names_a_provider(const connect_options& options) noexcept;

// The options with what the document says. What they already say themselves (user, password, wallet) counts before
// it.
[[nodiscard]] result<connect_options> with_provided(const connect_options& options);

}  // namespace oraxx::backend::thin
