// From arguments and environment to an open connection.
#pragma once

#include <cstdio>
#include <string>

#include <oraxx/connection.hpp>

namespace oraxx::cli {

struct connect_settings {
    std::string connect_string{};
    std::string user{};
    std::string wallet{};  // folder, or file
    bool thick = false;
};

// The password comes from ORAXX_PASSWORD or, when that is not set, from a prompt on the terminal that does not show
// what is typed; without a user there is none. errc::invalid_argument when it is needed and not to be had.
// That of a wallet comes from ORAXX_WALLET_PASSWORD.
[[nodiscard]] result<connect_options> make_connect_options(const connect_settings& settings);

}  // namespace oraxx::cli
