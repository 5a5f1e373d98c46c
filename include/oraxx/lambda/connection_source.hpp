// Where the connections of a function come from. The runtime knows only this seam; `lambda/database` is what stands
// behind it in functions that use a database, so that others do not link the driver.
#pragma once

#include <memory>

#include <oraxx/lambda/log.hpp>

namespace oraxx {
class connection;
}

namespace oraxx::lambda {

class context;
class observer;

// A connection for the length of one invocation; given back when it goes. A transaction still open is rolled back
// then: the process may be frozen next, and would keep its locks.
class connection_lease {
public:
    connection_lease() = default;
    connection_lease(const connection_lease&) = delete;
    connection_lease& operator=(const connection_lease&) = delete;
    virtual ~connection_lease() = default;

    [[nodiscard]] virtual oraxx::connection& get() noexcept = 0;
    // Cancels the call under way on the connection, and those to come. From any thread, while the lease lives.
    virtual void cancel() noexcept {}
};

// Thread safety: all functions may be called from any thread.
class connection_source {
public:
    connection_source() = default;
    connection_source(const connection_source&) = delete;
    connection_source& operator=(const connection_source&) = delete;
    virtual ~connection_source() = default;

    // Who is told of what happens while the function starts. Before start(), if at all; outlives this object's use.
    virtual void watch(observer&) {}
    // Logs on while the function starts, so that the first invocation finds a session. What fails is logged and left
    // to the invocations.
    virtual void start(const logger& log) = 0;
    // A usable connection whose call timeout ends before the invocation's deadline, with time left to answer.
    // Throws failed_invocation when there is none to be had in that time.
    [[nodiscard]] virtual std::unique_ptr<connection_lease> acquire(context& invocation) = 0;
    // Logs off; called at the end, with a few hundred milliseconds left.
    virtual void stop(const logger& log) noexcept = 0;
};

}  // namespace oraxx::lambda
