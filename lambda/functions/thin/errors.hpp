// Failures of the driver and of AWS calls as errors of an invocation.
#pragma once

#include <oraxx/error.hpp>

#include <oraxx/lambda/function.hpp>

namespace oraxx::thin_function {

// "OracleError.ORA01017" when the database gave a number, else "OracleError.ConnectRefused" and the like; the message
// names the phase and the next step.
[[nodiscard]] lambda::function_error to_function_error(const failure& facts);

}  // namespace oraxx::thin_function
