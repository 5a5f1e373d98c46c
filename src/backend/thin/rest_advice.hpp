// What a rest has to do with the loss of a connection.
#pragma once

#include <oraxx/error.hpp>

#include "transport/rest_watch.hpp"

namespace oraxx::backend::thin {

// Adds to the failure of a call why a connection that was there before the rest may be gone after it. Failures that
// have nothing to do with that, and short rests, are left alone.
void explain_rest(failure& why, const transport::rest_period& rest);

}  // namespace oraxx::backend::thin
