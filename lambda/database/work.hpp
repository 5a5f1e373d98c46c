// For whom a thread works just now: what the driver's callbacks need to know, which belong to a connection and
// outlive invocations. An invocation runs on one thread, and so does its connection.
#pragma once

#include <chrono>
#include <optional>
#include <string>

#include <oraxx/lambda/log.hpp>
#include <oraxx/lambda/observation.hpp>

namespace oraxx::lambda::database {

struct work {
    const logger& log;
    observation* told = nullptr;                                              // null: nobody
    std::string version{};                                                    // of the secret tried last
    std::optional<std::chrono::steady_clock::time_point> connecting_since{};  // set once a connection is asked for
};

// Makes a piece of work the current one of this thread until it goes.
class work_scope {
public:
    explicit work_scope(work& begun) noexcept;
    work_scope(const work_scope&) = delete;
    work_scope& operator=(const work_scope&) = delete;
    ~work_scope();

private:
    work* before_;
};

// Null on threads that work for nobody.
[[nodiscard]] work* current_work() noexcept;

}  // namespace oraxx::lambda::database
