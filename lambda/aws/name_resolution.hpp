// Host names of AWS endpoints to addresses, by the resolver of the driver's transport.
#pragma once

#include <string>
#include <vector>

#include "lambda/http/http.hpp"

namespace oraxx::lambda::aws {

// An http::resolve_function.
[[nodiscard]] std::vector<std::string> resolve_name(const std::string& host, http::clock::time_point deadline);

}  // namespace oraxx::lambda::aws
