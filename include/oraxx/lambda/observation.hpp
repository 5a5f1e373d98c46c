// What is observed of an invocation: spans (X-Ray or OpenTelemetry) and metrics (CloudWatch's embedded format).
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string_view>
#include <variant>

namespace oraxx {
struct connect_step;
struct statement_report;
struct failure;
}  // namespace oraxx

namespace oraxx::lambda {

class context;
struct function_error;

enum class metric_unit : std::uint8_t { none, count, milliseconds, bytes };

// A call of an AWS service that has ended, all its attempts together. Holds no secret.
struct service_call {
    std::string_view service{};     // "SecretsManager"
    std::string_view operation{};   // "GetSecretValue"
    std::string_view region{};      // "eu-central-1"
    std::string_view request_id{};  // the service's own; empty when no answer came
    std::chrono::system_clock::time_point began{};
    std::chrono::microseconds time{0};
    unsigned status = 0;            // of HTTP; 0 when no answer came
    unsigned retries = 0;           // attempts after the first
    std::string_view error_type{};  // "AccessDeniedException"; empty: it succeeded
};

// The database that a connection leads to. Texts that are not known are empty.
struct database_facts {
    std::string_view address{};  // "db.example.com:1521"
    std::string_view name{};     // of the service
    std::string_view version{};  // "23.26.1.0.0"
    std::string_view user{};
};

using annotation_value = std::variant<std::string_view, double, bool>;

// A piece of an invocation's time, ended by end() or by going. Never give it rows, bind values or secrets.
// Thread safety: one thread at a time. It has to go before handle() returns.
class span {
public:
    span() = default;
    span(const span&) = delete;
    span& operator=(const span&) = delete;
    virtual ~span() = default;

    // Searchable; `key` of letters, digits and '_'.
    virtual void annotate(std::string_view key, annotation_value value) = 0;
    virtual void fail(std::string_view type, std::string_view message) = 0;
    virtual void end() noexcept = 0;
};

// Of one invocation. Nothing here fails: what cannot be told is left out. Thread safety: one thread at a time.
class observation {
public:
    observation() = default;
    observation(const observation&) = delete;
    observation& operator=(const observation&) = delete;
    virtual ~observation() = default;

    // A span below the invocation's own.
    [[nodiscard]] virtual std::unique_ptr<span> begin_span(std::string_view name) = 0;
    // Adds to a metric of this invocation: written once, as a sum, at its end.
    virtual void add(std::string_view metric, double value, metric_unit unit = metric_unit::count) = 0;

    // What the clients of AWS services and the database side tell.
    virtual void service_call_ended(const service_call& call) = 0;
    virtual void connect_step_ended(const connect_step& step) = 0;
    virtual void statement_ended(const statement_report& report) = 0;
    // Before the statements it is about, once or more; what is empty leaves what was told before.
    virtual void database_used(const database_facts&) {}
};

// Makes an observation for each invocation and sends what they gathered. Nothing here fails: what cannot be told is
// left out. Thread safety: all functions may be called from any thread.
class observer {
public:
    observer() = default;
    observer(const observer&) = delete;
    observer& operator=(const observer&) = delete;
    virtual ~observer() = default;

    // Around the start of the function; what is told then belongs to the first invocation. Null: nobody wants to
    // know.
    [[nodiscard]] virtual std::unique_ptr<observation> begin_start() { return nullptr; }
    virtual void end_start(std::unique_ptr<observation>) noexcept {}
    // Before handle(). `invocation` outlives the observation, but has no observed() yet. Never null.
    [[nodiscard]] virtual std::unique_ptr<observation> begin(const context& invocation) = 0;
    // After handle(), before the answer is complete: `failure` is the invocation's error, null when there is none.
    virtual void end(const context& invocation, std::unique_ptr<observation> observed,
                     const function_error* failure) noexcept = 0;
    // Sends what is still held back; called at the end of the process, with a few hundred milliseconds left.
    virtual void flush() noexcept = 0;
};

}  // namespace oraxx::lambda
