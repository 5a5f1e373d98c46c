// Configuration files of a connection.
#pragma once

#include <oraxx/config.hpp>

#include "config/names.hpp"

namespace oraxx::backend::thin {

// Where configuration files are: the option, a wallet's zip file, TNS_ADMIN, the client home that ORACLE_HOME names,
// or the wallet's folder.
[[nodiscard]] config::config_files configuration_of(const connect_options& options);

}  // namespace oraxx::backend::thin
