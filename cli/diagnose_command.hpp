// oraxx diagnose: where does connecting stop, why, and what is to be done?
#pragma once

#include <cstdio>

#include <oraxx/connection.hpp>

namespace oraxx::cli {

struct diagnose_request {
    int timeout_seconds = 20;
    bool json = false;
};

// Connects, and prints every step with its time and what the peer did; at the end what is wrong, its likely cause and
// the next step. Without a user the walk ends well before the logon. Returns the exit code.
[[nodiscard]] int run_diagnose(connect_options options, const diagnose_request& request, std::FILE* out);

}  // namespace oraxx::cli
