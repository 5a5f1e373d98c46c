// Configuration files of a connection.
#pragma once

#include <oraxx/config.hpp>

#include "config/names.hpp"

namespace oraxx::backend::thin {

// Where configuration files are: the option, TNS_ADMIN, or the client home that ORACLE_HOME names.
[[nodiscard]] config::config_files configuration_of(const connect_options& options);

}  // namespace oraxx::backend::thin
