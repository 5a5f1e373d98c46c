// What lies between a client and a server, and loses answers.
#pragma once

#include <poll.h>
#include <sys/socket.h>

#include <atomic>
#include <chrono>

#include "support/loopback_peer.hpp"
#include "transport/connector.hpp"

namespace oraxx::test {

// Passes everything on between a client and a server, until it is told to lose the next answer: with the connection,
// or without a word.
class losing_relay {
public:
    explicit losing_relay(std::uint16_t server) : server_(server), peer_([this](int client) { pass_on(client); }) {}

    [[nodiscard]] std::uint16_t port() const noexcept { return peer_.port(); }
    void lose_next_answer() noexcept { loses_ = true; }
    void fall_silent() noexcept { is_silent_ = true; }

private:
    void pass_on(int client) {
        const transport::wakeup wake;
        transport::connect_target target;
        target.host = "127.0.0.1";
        target.port = server_;
        target.deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20);
        const auto server = transport::connect_tcp(target, wake);
        if (!server) return;
        for (;;) {
            pollfd ready[2] = {{client, POLLIN, 0}, {(*server)->descriptor(), POLLIN, 0}};
            if (::poll(ready, 2, 20'000) <= 0) return;
            if (is_silent_) {
                (void)wait_for_close(client);
                return;
            }
            if (ready[0].revents != 0 && !copy(client, (*server)->descriptor())) return;
            if (ready[1].revents == 0) continue;
            if (loses_.exchange(false)) return;
            if (!copy((*server)->descriptor(), client)) return;
        }
    }
    static bool copy(int from, int to) {
        std::uint8_t bytes[16384];
        const auto got = ::recv(from, bytes, sizeof bytes, 0);
        if (got > 0) send_all(to, {bytes, static_cast<std::size_t>(got)});
        return got > 0;
    }

    std::uint16_t server_;
    std::atomic<bool> loses_{false};
    std::atomic<bool> is_silent_{false};
    loopback_peer peer_;  // last: its thread uses the others
};

}  // namespace oraxx::test
