// The Lambda runtime: asks the Runtime API for events, lets a function answer them, reports what went wrong.
#pragma once

#include <chrono>
#include <memory>
#include <string>

#include <oraxx/lambda/run.hpp>
#include "lambda/http/stop_event.hpp"

namespace oraxx::lambda {

// The value of an environment variable, empty when it is not set.
[[nodiscard]] std::string environment_variable(const char* name);
// Does it hold "yes"? Anything else leaves a feature off.
[[nodiscard]] bool is_switched_on(const char* name);
// The number it holds; `otherwise` when it holds none between 1 and `largest`.
[[nodiscard]] std::size_t number_in(const char* name, std::size_t largest, std::size_t otherwise);

struct runtime_options {
    std::string api{};                        // host:port of the Runtime API
    log_level least_level = log_level::info;  // lines below it are not written
    int log_descriptor = 1;                   // where log lines go
    log_framing framing = log_framing::lines;
    // Set with Powertools' variable: every line then carries Powertools' keys, too.
    std::string service{};
    std::string function_name{};
    unsigned concurrency = 1;  // so many invocations are served at once, each in a thread
    // Asks the platform for SIGTERM before it ends the process, so that sessions are logged off: one call more while
    // the function starts.
    bool wants_shutdown = false;
    // How long after SIGTERM an invocation under way may go on before it is interrupted: Lambda ends the process 500
    // ms after the signal, 300 ms where other extensions run.
    std::chrono::milliseconds interrupt_after{100};
    std::chrono::milliseconds post_timeout{10'000};  // for everything but the wait for the next event
    // Largest response that is posted, in bytes: the platform refuses more.
    std::size_t max_response_bytes = (std::size_t{6} << 20U) + 100;
    connection_source* connections = nullptr;  // what context::connection() leases from; null: no database
    observer* watching = nullptr;              // null: nobody

    // From the variables that docs/guide/lambda.md lists.
    [[nodiscard]] static runtime_options from_environment();
};

// Serves events until `stop` is requested (returns 0) or the Runtime API is lost (returns 1, and requests the stop
// for the other slots).
int run(function& served, const runtime_options& options, stop_event& stop);

}  // namespace oraxx::lambda
