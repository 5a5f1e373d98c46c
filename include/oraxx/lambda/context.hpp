// One invocation: who asked, how long there is, and what it may use.
#pragma once

#include <atomic>
#include <chrono>
#include <memory>
#include <mutex>
#include <string>

#include <oraxx/lambda/connection_source.hpp>
#include <oraxx/lambda/log.hpp>
#include <oraxx/lambda/observation.hpp>

namespace oraxx::lambda {

// What the platform says about an invocation. Texts it did not send are empty.
struct invocation_facts {
    std::string request_id{};
    std::chrono::system_clock::time_point deadline{};  // Lambda ends the invocation then
    std::string trace_header{};                        // X-Ray: Root=...;Parent=...;Sampled=...
    std::string function_arn{};
    std::string invocation_id{};     // another for each attempt, where request_id may stay the same
    std::string tenant_id{};         // functions with tenant isolation
    std::string client_context{};    // JSON, sent by mobile SDKs
    std::string cognito_identity{};  // JSON, likewise
};

// Valid until handle() returns. Thread safety: one thread at a time; several invocations may be under way in the
// process, each with a context of its own.
class context {
public:
    // `log` writes the lines of this invocation. Without a source there is no database, without an observer nobody
    // watches. All of them outlive this object.
    context(invocation_facts facts, const logger& log, connection_source* connections = nullptr,
            observer* watching = nullptr);
    context(const context&) = delete;
    context& operator=(const context&) = delete;
    ~context();  // gives the connection back

    [[nodiscard]] const invocation_facts& facts() const noexcept { return facts_; }
    [[nodiscard]] const std::string& request_id() const noexcept { return facts_.request_id; }
    [[nodiscard]] std::chrono::system_clock::time_point deadline() const noexcept { return facts_.deadline; }
    // Time left, zero once the deadline has passed.
    [[nodiscard]] std::chrono::milliseconds remaining() const;

    // Every line of it carries the request id.
    [[nodiscard]] const logger& log() const noexcept { return log_; }
    // Where spans and metrics go; does nothing when nobody watches.
    [[nodiscard]] observation& observed() noexcept { return *observed_; }

    // A connection for the rest of the invocation, leased at the first call; a transaction still open when handle()
    // returns is rolled back. Throws failed_invocation: ConfigurationError.NoDatabase when the function has no
    // database, else what kept the source from giving one.
    [[nodiscard]] oraxx::connection& connection();
    // Gives the connection back now: the next connection() leases again, and gets another where this one was lost.
    // What was made from it has to be gone.
    void release_connection() noexcept;

    // The process is about to end, in a few hundred milliseconds: what takes longer should be given up.
    [[nodiscard]] bool is_interrupted() const noexcept { return is_interrupted_.load(); }

    // For the runtime, once handle() has returned: gives the connection back, ends the observation (`failure` null:
    // it went well). Both no later than the answer is complete, since the process may be frozen next.
    void finish(const function_error* failure) noexcept;
    // For the runtime, from any thread: cancels what the connection does, and lets no other be leased.
    void interrupt() noexcept;

private:
    invocation_facts facts_;
    const logger& log_;
    connection_source* connections_;
    observer* watching_;
    std::atomic<bool> is_interrupted_ = false;
    std::mutex lease_mutex_{};  // held while lease_ changes or is cancelled, not while the connection is used
    std::unique_ptr<observation> observed_{};
    std::unique_ptr<connection_lease> lease_{};  // last: ends before what observes it
};

}  // namespace oraxx::lambda
