// The one way value types refuse a conversion.
#pragma once

#include <oraxx/error.hpp>

namespace oraxx::values {

[[noreturn]] inline void throw_out_of_range(const char* message) {
    throw_failure(failure{.code = errc::value_out_of_range, .message = message});
}

}  // namespace oraxx::values
