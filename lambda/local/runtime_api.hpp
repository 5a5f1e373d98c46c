// An emulation of the Lambda Runtime API (version 2018-06-01) that is strict about what the runtime sends.
#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <list>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "lambda/local/streamed_answer.hpp"

namespace oraxx::lambda::local {

enum class invocation_end : std::uint8_t {
    response,    // the function answered
    error,       // the function reported an error
    init_error,  // it never came to the invocation
    timed_out,
    ended,  // the function's process is gone
};

struct invocation_result {
    invocation_end end = invocation_end::timed_out;
    std::string body{};        // what was posted; error JSON of our own for timed_out and ended
    std::string error_type{};  // header or trailer Lambda-Runtime-Function-Error-Type
    std::string request_id{};

    bool was_streamed = false;
    std::uint64_t streamed_bytes = 0;  // `body` holds no more than stream_options::kept_bytes of them
    std::string prelude{};             // JSON before the body, when it answers HTTP
    std::string stream_error{};        // trailer Lambda-Runtime-Function-Error-Body, decoded
};

// An event on its way through the function.
struct invocation {
    std::string request_id{};
    std::string invocation_id{};
    std::string event{};
    std::chrono::system_clock::time_point deadline{};
    bool is_delivered = false;
    std::optional<invocation_result> result{};
};

struct runtime_api_options {
    // So many events may be under way at once (AWS_LAMBDA_MAX_CONCURRENCY).
    unsigned concurrency = 1;
    // Without ids of invocations there is nothing to echo: Lambda as it was before July 2026, for runtimes of that
    // time.
    bool has_invocation_ids = true;
    stream_options streams{};
};

// Thread safety: all functions may be called from any thread.
class runtime_api {
public:
    // Sees every request first; true when it has answered it itself (tests inject faults so).
    using interceptor = std::function<bool(const std::shared_ptr<exchange>&)>;

    explicit runtime_api(interceptor intercept = {}, runtime_api_options options = {});

    [[nodiscard]] std::uint16_t port() const noexcept { return server_.port(); }
    // Gives the runtime an event when it asks for one and waits for what becomes of it.
    [[nodiscard]] invocation_result invoke(std::string event, std::chrono::milliseconds timeout);
    // The first moment at which the runtime asked for an event; nullopt when it did not within `timeout`, or ended.
    [[nodiscard]] std::optional<std::chrono::steady_clock::time_point> wait_until_ready(
        std::chrono::milliseconds timeout);
    // The function's process is gone: nobody will ask or answer any more.
    void process_ended(const std::string& reason);
    // Closes every connection of the runtime: it has to open new ones.
    void close_connections() { server_.close_connections(); }
    // The name of the internal extension that was registered; empty: none, so that the platform sends no SIGTERM.
    [[nodiscard]] std::string extension() const;
    // What the runtime did against the specification, in order.
    [[nodiscard]] std::vector<std::string> violations() const;

private:
    void serve(const std::shared_ptr<exchange>& asked);
    void serve_next(const std::shared_ptr<exchange>& asked);
    void serve_init_error(exchange& asked);
    void serve_extension(const std::shared_ptr<exchange>& asked);
    void serve_answer(exchange& asked, std::string_view request_id, bool is_error);
    void finish_stream(invocation& current, const server_request& request, const streamed_answer& streamed);
    [[nodiscard]] std::shared_ptr<body_sink> open_sink(const server_request& head);
    // The invocation of that id that waits for its answer; null when there is none.
    [[nodiscard]] invocation* awaited(std::string_view request_id);
    void deliver();
    void refuse(exchange& asked, unsigned status, const std::string& violation);
    void settle(invocation& current, invocation_result result);
    void check_error(const server_request& request);
    void check_error_body(std::string_view body);

    mutable std::mutex mutex_{};
    std::condition_variable changed_{};
    interceptor intercept_;
    runtime_api_options options_;
    std::deque<std::shared_ptr<exchange>> waiting_next_{};
    std::list<invocation> invocations_{};       // in order of their making
    std::optional<invocation_result> fatal_{};  // init error or the end of the process: ends every invocation
    std::optional<std::chrono::steady_clock::time_point> first_next_{};
    std::string extension_{};
    std::shared_ptr<exchange> resting_extension_{};  // its request for an event, which never comes
    std::vector<std::string> violations_{};
    std::uint64_t invocations_made_ = 0;
    std::uint64_t traces_made_ = 0;
    http_server server_;  // last: its thread uses all of the above
};

}  // namespace oraxx::lambda::local
