// What a session does with a vandal's server, with every result known beforehand.
#pragma once

#include <oraxx/oraxx.hpp>

#include <string>

namespace oraxx::test {

// Tables and rows the workload stands on.
[[nodiscard]] std::string workload_script();

struct workload_outcome {
    int right = 0;          // steps with exactly the right result
    int failed = 0;         // steps that failed with an error
    std::string wrong{};    // a step that returned something else: what
    std::string unclear{};  // an error without a code or a text
    std::string last_error{};
    std::chrono::milliseconds slowest{0};  // step
};

// Logs on and goes through all steps, as far as the connection carries.
[[nodiscard]] workload_outcome run_workload(connect_options to);

}  // namespace oraxx::test
