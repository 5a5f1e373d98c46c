// The JSON documents the function reads: the secret and the event.
#pragma once

#include <string_view>

#include "lambda/functions/thin/database.hpp"

namespace oraxx::thin_function {

// Reads a secret in one of these shapes (docs/guide/lambda.md):
//   {host, port, sid | service_name | dbname, username, password}     port as text or number, default 1521
//   {connect_string, username, password}
// `dbname` is what RDS calls the database; it is used as the service name. Throws lambda::failed_invocation
// ("SecretError.BadShape") that names the field at fault, never a value.
[[nodiscard]] logon parse_secret(std::string_view text);

// The function runs one statement, so an event has nothing to say: {}, null or nothing at all is accepted, anything
// else is refused (lambda::failed_invocation, "EventError.Unsupported") rather than ignored.
void check_event(std::string_view event);

}  // namespace oraxx::thin_function
