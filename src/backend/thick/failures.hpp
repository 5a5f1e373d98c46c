// ODPI-C's errors as failures of the library.
#pragma once

#include <dpi.h>

#include <oraxx/error.hpp>

namespace oraxx::backend::thick {

// What ODPI-C (DPI-nnnn) or Oracle's client and server (ORA-nnnnn) say about a call that failed.
[[nodiscard]] failure failure_of(const dpiErrorInfo& info, oraxx::phase phase);
// Of the last call of this thread.
[[nodiscard]] failure last_failure(const dpiContext* context, oraxx::phase phase);

// DPI-1047, and whatever else keeps Oracle's client library from being loaded. `directory`: where it was looked for
// first, empty when nobody said; `search_path`: LD_LIBRARY_PATH as the process has it now.
[[nodiscard]] failure load_failure(std::string_view message, std::string_view directory,
                                   std::string_view search_path);

}  // namespace oraxx::backend::thick
