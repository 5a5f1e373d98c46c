// Looks after the end of the process: asks for SIGTERM, and interrupts invocations that do not end by themselves.
#pragma once

#include <functional>
#include <thread>

#include "lambda/runtime/extension.hpp"
#include "lambda/runtime/runtime.hpp"

namespace oraxx::lambda {

class shutdown_watch {
public:
    // Enlists the extension. `interrupt` is called from a thread of its own when the stop was requested and this
    // object still lives `interrupt_after` later. A refusal is logged: the process is then ended without a signal.
    shutdown_watch(http::endpoint api, const runtime_options& options, const logger& log, stop_event& stop,
                   std::function<void()> interrupt);
    shutdown_watch(const shutdown_watch&) = delete;
    shutdown_watch& operator=(const shutdown_watch&) = delete;
    ~shutdown_watch();  // requests the stop, too

private:
    void watch();

    internal_extension extension_;
    const runtime_options& options_;
    const logger& log_;
    stop_event& stop_;
    std::function<void()> interrupt_;
    stop_event is_over_{};
    std::thread thread_{};
};

}  // namespace oraxx::lambda
