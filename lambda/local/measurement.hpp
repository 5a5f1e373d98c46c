// Times and memory of a function over many starts, as JSON.
#pragma once

#include <chrono>
#include <string>

#include "lambda/local/local_lambda.hpp"

namespace oraxx::lambda::local {

struct measurement_plan {
    local_lambda_options lambda{};
    std::string event = "{}";
    unsigned starts = 1;
    unsigned invocations = 1;  // of each start; those after the first are the warm ones
    std::chrono::milliseconds timeout{};
};

// Starts the function so often and invokes it. The object returned (times in microseconds, memory in KiB, of the
// process and its descendants) has
//   starts, failed_invocations
//   start_to_first_next_us  how long initialisation takes
//   start_to_first_answer_us, first_invocation_us  with and without it
//   warm_invocation_us      absent when there are none
//   peak_memory_kib
//   usage                   of the last start: [invocations, KiB resident, descriptors], some dozens over its life
// with median, p99, min and max where there are several values.
// Throws std::runtime_error when the function never asks for an event, std::system_error when it cannot be started.
[[nodiscard]] std::string measure(const measurement_plan& plan);

}  // namespace oraxx::lambda::local
