// The wallet of a connection, from memory or a folder. Private to this folder.
#pragma once

#include <oraxx/config.hpp>

#include "config/names.hpp"
#include "wallet/wallet.hpp"

namespace oraxx::backend::thin {

// The wallet of the options, else the one in `directory` (of the connect string or sqlnet.ora; '?' at its start is
// the client home, and the configuration directory where there is none). nullopt: neither names one. errc::tls_error:
// it is not there or cannot be opened.
[[nodiscard]] result<std::optional<wallet::contents>> find_wallet(const connect_options& options,
                                                                  const std::string& directory,
                                                                  const config::config_files& files);

}  // namespace oraxx::backend::thin
