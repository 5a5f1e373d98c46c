// Asking for a password on the terminal.
#pragma once

#include <optional>
#include <string>

#include <oraxx/config.hpp>

namespace oraxx::cli {

// Asks on the controlling terminal, whatever standard input and output are, without showing what is typed. nullopt
// when there is no terminal or the input ends.
[[nodiscard]] std::optional<secret> prompt_password(const std::string& prompt);

}  // namespace oraxx::cli
