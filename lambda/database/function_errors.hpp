// Failures of the driver as errors of an invocation.
#pragma once

#include <oraxx/error.hpp>

#include <oraxx/lambda/function_error.hpp>

namespace oraxx::lambda::database {

// "OracleError.ORA01017" when the database gave a number, else "OracleError.ConnectionRefused" and the like; the
// message names the phase and the next step. Work that may have been committed when the connection was lost is
// "OracleError.OutcomeUnknown", whatever broke: it must not look like work that failed.
[[nodiscard]] function_error to_function_error(const failure& facts);

}  // namespace oraxx::lambda::database
