// Files that variables of the environment point to: certificates, tokens.
#pragma once

#include <cstddef>
#include <string>

namespace oraxx::lambda::aws {

// The whole file. Throws aws_error of type `error_type` with a message that says `what` it was to be, when the file
// cannot be read or is larger than `max_bytes`.
[[nodiscard]] std::string read_small_file(const std::string& path, std::size_t max_bytes, const char* error_type,
                                          const char* what);

}  // namespace oraxx::lambda::aws
