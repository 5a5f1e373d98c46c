#include "support/loopback_peer.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <stdexcept>

namespace oraxx::test {

int listen_on_loopback(std::uint16_t& port) {
    const int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    if (listener < 0 || bind(listener, reinterpret_cast<sockaddr*>(&address), size) != 0 ||
        listen(listener, 4) != 0 || getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size) != 0) {
        throw std::runtime_error("cannot listen on loopback");
    }
    port = ntohs(address.sin_port);
    return listener;
}

loopback_peer::loopback_peer(std::function<void(int)> behave)
    : behave_(std::move(behave)), listener_(listen_on_loopback(port_)) {
    thread_ = std::thread([this] {
        for (;;) {
            const int socket = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
            if (socket < 0) return;
            connected_ = socket;
            behave_(socket);
            connected_ = -1;
            close(socket);
        }
    });
}

loopback_peer::~loopback_peer() {
    shutdown(listener_, SHUT_RDWR);  // ends an accept() nobody came to
    if (const int socket = connected_; socket >= 0) shutdown(socket, SHUT_RDWR);
    thread_.join();
    close(listener_);
}

void send_all(int socket, base::bytes_view bytes) {
    while (!bytes.empty()) {
        const auto sent = send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent <= 0) return;
        bytes = bytes.subspan(static_cast<std::size_t>(sent));
    }
}

bool wait_for_close(int socket, int milliseconds) {
    using clock = std::chrono::steady_clock;
    const auto until = clock::now() + std::chrono::milliseconds(milliseconds);
    for (;;) {
        const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(until - clock::now()).count();
        pollfd wait{socket, POLLIN, 0};
        if (left <= 0 || poll(&wait, 1, static_cast<int>(left)) <= 0) return false;
        std::uint8_t dropped[4096];
        if (recv(socket, dropped, sizeof dropped, 0) <= 0) return true;
    }
}

}  // namespace oraxx::test
