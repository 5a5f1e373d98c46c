// A peer on loopback whose whole behaviour is one function over a connected socket.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <thread>

#include "base/bytes.hpp"

namespace oraxx::test {

class loopback_peer {
public:
    // Calls `behave` with each connection, one after the other, and closes it afterwards.
    explicit loopback_peer(std::function<void(int socket)> behave);
    loopback_peer(const loopback_peer&) = delete;
    loopback_peer& operator=(const loopback_peer&) = delete;
    ~loopback_peer();  // ends the connection under way and the thread

    [[nodiscard]] std::uint16_t port() const noexcept { return port_; }

private:
    std::function<void(int)> behave_;
    std::uint16_t port_ = 0;
    int listener_ = -1;
    std::atomic<int> connected_{-1};
    std::thread thread_;
};

// A listening socket on a free port of 127.0.0.1; throws std::runtime_error.
[[nodiscard]] int listen_on_loopback(std::uint16_t& port);

// Sends everything, or as much as the other side takes before it closes.
void send_all(int socket, base::bytes_view bytes);
// Reads and drops until the other side closes or `milliseconds` are over; true when it closed.
bool wait_for_close(int socket, int milliseconds = 20'000);

}  // namespace oraxx::test
