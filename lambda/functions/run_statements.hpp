// What the functions `bootstrap` and `bootstrap-thick` have in common.
#pragma once

#include <oraxx/config.hpp>

namespace oraxx::lambda {

// Runs the statements the function was deployed with until Lambda ends the process; `mode` counts unless
// ORAXX_DRIVER_MODE says otherwise. Gives the process's exit code.
[[nodiscard]] int run_statements(driver_mode mode);

}  // namespace oraxx::lambda
