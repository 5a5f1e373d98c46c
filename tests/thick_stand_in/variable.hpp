// How rows and OUT values come into variables.
#pragma once

#include "handles.hpp"

namespace oraxx::stand_in {

// Puts a value of the thin backend into a place of a variable. As ODPI-C's functions: the error is that of `call`.
int store(dpiVar& var, dpiVar::values& into, std::size_t at, const detail::cell_ref& cell, entry& call);

}  // namespace oraxx::stand_in
