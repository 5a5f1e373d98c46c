// Failures after which there is no connection to go on with.
#pragma once

#include <string>
#include <utility>

#include <oraxx/error.hpp>

namespace oraxx::values {

[[nodiscard]] inline failure unusable_failure(errc code, oraxx::phase phase, std::string message,
                                              std::string advice = {}) {
    failure out;
    out.code = code;
    out.phase = phase;
    out.message = std::move(message);
    out.advice = std::move(advice);
    out.connection_usable = false;
    return out;
}

}  // namespace oraxx::values
