// The current time as dates need it.
#pragma once

#include <chrono>

#include <oraxx/datetime.hpp>

namespace oraxx::sandbox {

// UTC, whole seconds.
[[nodiscard]] inline date current_date() {
    return date::from_sys(std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()));
}

}  // namespace oraxx::sandbox
