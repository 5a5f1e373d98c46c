// One client of the sandbox: a server session on a socket, run by the thread that serves it.
#pragma once

#include <memory>

#include "server/session/server_session.hpp"
#include "transport/filtered_stream.hpp"
#include "transport/io_client.hpp"
#include "transport/stream.hpp"
#include "transport/wakeup.hpp"

namespace oraxx::transport {
class tls_context;
}

namespace oraxx::sandbox {

// TLS as a listener and the server process behind it speak it.
struct tls_service {
    std::shared_ptr<const transport::tls_context> context{};  // null: no TLS
    // The listener shakes hands and asks for it again before CONNECT is taken. A client whose TLS server name says
    // where it wants to go is passed on before that, and shakes hands once.
    bool restarts = true;
};

class client_connection final : public transport::io_client {
public:
    client_connection(const session_config& config, session_identity identity,
                      std::unique_ptr<transport::stream> stream, tls_service tls = {});

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
    bool done() override;

private:
    // Puts TLS on top of stream_. False: the client is gone, or does not speak it.
    bool shake_hands();
    void serve_session();
    // What the session asks while a statement runs.
    std::ptrdiff_t poll_input(std::span<std::uint8_t> room);

    const session_config& config_;
    tls_service tls_;
    std::unique_ptr<transport::stream> stream_;
    transport::filtered_stream* filtered_ = nullptr;  // on top of stream_, when that is TLS
    std::string requested_name_;                      // of the TLS handshake
    transport::wakeup wake_;
    server_session session_;
    transport::time_point next_poll_{};
    bool ended_ = false;
};

}  // namespace oraxx::sandbox
