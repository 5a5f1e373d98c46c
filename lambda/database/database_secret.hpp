// The secret that says how to log on, as JSON, and the variables that add to it.
#pragma once

#include <string>
#include <string_view>

#include <oraxx/config.hpp>

namespace oraxx::lambda::database {

// What variables of the function say about the way to the database: each counts before the secret's own field.
// Secrets that RDS manages hold user and password alone and need them.
struct database_place {
    std::string connect_string{};    // ORAXX_CONNECT_STRING
    std::string host{};              // ORAXX_HOST
    std::string port{};              // ORAXX_PORT
    std::string service{};           // ORAXX_SERVICE
    std::string wallet_directory{};  // ORAXX_WALLET_DIRECTORY

    [[nodiscard]] static database_place from_environment();
};

// Reads a secret in one of these shapes (docs/guide/lambda.md):
//   {host, port, sid | service_name | dbname, username, password}     port as text or number, default 1521
//   {connect_string, username, password}
//   {username, password}                                              with variables that say where
// each also with {wallet, wallet_password}, the wallet in base64. `dbname` is what RDS calls the database; it is used
// as the service name. The result has what is in the secret and the variables, and nothing else. Throws
// failed_invocation, "SecretError.BadShape" or "ConfigurationError.BadVariable": the message names the field or the
// variable at fault, never a value.
[[nodiscard]] connect_options parse_secret(std::string_view text, const database_place& place = {});

}  // namespace oraxx::lambda::database
