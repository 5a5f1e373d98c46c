// oraxx trace record: stands between clients and a server and writes every connection to a .trace file.
#pragma once

#include <atomic>
#include <list>
#include <mutex>
#include <string>
#include <thread>

#include "transport/endpoint.hpp"

namespace oraxx::cli {

struct record_request {
    std::string listen{};  // ADDRESS:PORT; port 0 takes a free one
    std::string to{};      // HOST:PORT of the server
    std::string output = "recorded.trace";
};

class trace_recorder {
public:
    // Listens from now on. Messages go to `err`. Failures: errc::bad_connect_string, errc::io_error.
    [[nodiscard]] static result<std::unique_ptr<trace_recorder>> start(const record_request& request, std::FILE* err);
    trace_recorder(const trace_recorder&) = delete;
    trace_recorder& operator=(const trace_recorder&) = delete;
    ~trace_recorder();  // stop()

    [[nodiscard]] std::string address() const { return listener_->address(); }
    // Ends every connection and closes its file. The number of connections recorded.
    std::size_t stop();
    // A file could not be written whole.
    [[nodiscard]] bool has_failed() const noexcept { return has_failed_; }

private:
    struct connection {
        std::thread thread{};
        std::atomic<bool> is_over{false};
    };

    trace_recorder(record_request request, transport::endpoint to, std::unique_ptr<transport::listener> listener,
                   std::FILE* err);

    void accept_clients();
    void record(std::unique_ptr<transport::tcp_stream> client, std::size_t number);
    void join(bool only_finished);
    void say(const std::string& text);
    [[nodiscard]] std::string file_name(std::size_t number) const;

    record_request request_;
    transport::endpoint to_;
    std::unique_ptr<transport::listener> listener_;
    std::FILE* err_;
    std::mutex err_mutex_;
    transport::wakeup stop_;
    std::thread acceptor_;
    std::list<connection> connections_;  // used by the acceptor alone, and by stop() after it has ended
    std::size_t count_ = 0;
    std::atomic<bool> has_failed_{false};
};

// Records until SIGINT or SIGTERM; says "oraxx trace record listening on HOST:PORT" on `out` when ready. The exit
// code: 2 when it cannot listen, 1 when a file could not be written.
int run_trace_record(const record_request& request, std::FILE* out, std::FILE* err);

}  // namespace oraxx::cli
