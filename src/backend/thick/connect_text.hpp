// Connect strings as Oracle's client is to see them.
#pragma once

#include <chrono>
#include <string>
#include <string_view>

namespace oraxx::backend::thick {

// The same with a limit on the time connecting may take, in whole seconds, rounded up. An alias stays as it is (its
// description says what holds), and so does a text that has a CONNECT_TIMEOUT.
[[nodiscard]] std::string with_connect_timeout(std::string_view connect_string, std::chrono::milliseconds timeout);

}  // namespace oraxx::backend::thick
