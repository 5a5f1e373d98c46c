// oraxx resolve: what a connect string means, without connecting.
#pragma once

#include <cstdio>
#include <string>
#include <vector>

namespace oraxx::cli {

struct resolve_request {
    std::vector<std::string> connect_strings{};
    std::string config_directory{};  // empty: TNS_ADMIN, ORACLE_HOME
    bool json = false;
};

// Prints the descriptor each connect string stands for, all defaults and settings of sqlnet.ora applied; as JSON
// every field by name. exit_usage when one cannot be understood: what is wrong goes to `err`, or into its line of
// JSON.
[[nodiscard]] int run_resolve(const resolve_request& request, std::FILE* out, std::FILE* err);

}  // namespace oraxx::cli
