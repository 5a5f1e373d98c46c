// What may go wrong around a function, and what its caller should then see.
#pragma once

#include <functional>
#include <string_view>
#include <vector>

#include "surroundings.hpp"

namespace oraxx::lambda::faults {

struct situation {
    std::string_view name{};
    std::string_view expected{};  // errorType, or the answer's text
    bool lives = true;            // the process goes on and answers the next invocation
    std::function<local::invocation_result(surroundings&)> run{};
};

[[nodiscard]] const std::vector<situation>& situations();

}  // namespace oraxx::lambda::faults
