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

// A path that is a wallet file itself, by its ending, and no folder.
[[nodiscard]] bool is_wallet_file(const std::string& path);

// The login that the wallet keeps for a connect string or alias (secure external password store); nullopt: none.
[[nodiscard]] std::optional<wallet::stored_credential> login_for(wallet::contents& found,
                                                                 std::string_view connect_string);

}  // namespace oraxx::backend::thin
