// One client of the sandbox: a server session on a socket, run by the thread that serves it.
#pragma once

#include <memory>

#include "server/session/server_session.hpp"
#include "transport/io_client.hpp"
#include "transport/stream.hpp"
#include "transport/wakeup.hpp"

namespace oraxx::sandbox {

class client_connection final : public transport::io_client {
public:
    client_connection(const session_config& config, session_identity identity,
                      std::unique_ptr<transport::stream> stream);

    // Serves the client until it leaves or stop() is called, then closes the connection. Once.
    void serve();
    // From any thread.
    void stop() const noexcept { wake_.signal(); }

    base::bytes_view pending_output() override { return session_.pending_output(); }
    void consumed(std::size_t bytes) override { session_.consumed(bytes); }
    std::span<std::uint8_t> input_space(std::size_t hint) override;
    void received(std::size_t bytes) override { session_.received(bytes); }
    void end_of_input() override { ended_ = true; }
    void io_failed(errc /*code*/, std::string /*reason*/) override { ended_ = true; }
    std::optional<transport::time_point> deadline() override { return std::nullopt; }
    void deadline_passed() override {}
    void woken() override { ended_ = true; }
    bool done() override { return ended_ || (session_.is_closed() && session_.pending_output().empty()); }

private:
    // What the session asks while a statement runs.
    std::ptrdiff_t poll_input(std::span<std::uint8_t> room);

    std::unique_ptr<transport::stream> stream_;
    transport::wakeup wake_;
    server_session session_;
    transport::time_point next_poll_{};
    bool ended_ = false;
};

}  // namespace oraxx::sandbox
