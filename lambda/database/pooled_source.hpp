// The connections of a function: a pool, logged on by a secret, that keeps to the invocations' deadlines.
#pragma once

#include <chrono>
#include <memory>
#include <string>

#include <oraxx/lambda/connection_source.hpp>
#include <oraxx/pool.hpp>
#include "lambda/database/secret_logon.hpp"

namespace oraxx::lambda::database {

struct source_options {
    secret_reader read_secret{};
    database_place place{};
    std::size_t connections = 1;    // at most; as many as there are invocations at once
    bool release_sessions = false;  // DRCP: the session goes back to the server's pool after each invocation
    std::string program{};          // what V$SESSION shows; empty: the process's name
    driver_mode mode = driver_mode::thin;
    // Lambda gives the start of a function 10 seconds.
    std::chrono::milliseconds start_budget{8'000};
    std::chrono::milliseconds pause_after_refusal{60'000};

    // The secret named by SECRET_NAME, in REGION, else AWS_REGION; AWS_LAMBDA_MAX_CONCURRENCY, ORAXX_POOL_SIZE,
    // ORAXX_DRCP_RELEASE (yes), ORAXX_DRIVER_MODE (thin, thick; else `mode`), AWS_LAMBDA_FUNCTION_NAME, and the
    // variables of database_place. What is missing or wrong is told to whoever wants a connection, since a function
    // that ends would be started again and again.
    [[nodiscard]] static source_options from_environment(driver_mode mode = driver_mode::thin);
};

// What tests replace.
struct source_seams {
    std::function<std::unique_ptr<pool>(options_provider, pool_options)> make_pool{};  // empty: a real one
    std::function<std::chrono::system_clock::time_point()> wall_time = &std::chrono::system_clock::now;
};

class pooled_source final : public connection_source {
public:
    explicit pooled_source(source_options options = source_options::from_environment(), source_seams seams = {});
    ~pooled_source() override;

    void watch(observer& watching) override { watching_ = &watching; }
    void start(const logger& log) override;
    // Calls on the connection are cancelled, or given up, in time for the invocation to be answered. Types of errors:
    // OracleError, SecretsManagerError, SecretError, ConfigurationError (docs/guide/lambda.md).
    [[nodiscard]] std::unique_ptr<connection_lease> acquire(context& invocation) override;
    void stop(const logger& log) noexcept override;

    [[nodiscard]] pool_stats stats() const { return pool_->stats(); }

private:
    [[nodiscard]] pool_options limits() const;
    [[nodiscard]] result<connect_options> options(const options_request& asked);
    void log_on(work& mine);
    void log_connection(const work& done) const;

    const source_options options_;
    secret_logon logon_;
    observer* watching_ = nullptr;  // null: nobody
    std::unique_ptr<pool> pool_;    // last: calls the others
};

}  // namespace oraxx::lambda::database
