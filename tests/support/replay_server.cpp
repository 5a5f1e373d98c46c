#include "support/replay_server.hpp"

#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "support/loopback_peer.hpp"
#include "wire/tns/packet.hpp"

namespace oraxx::test {
namespace {

constexpr int patience_ms = 20'000;  // for a client that never sends what the recording expects
constexpr std::size_t type_at = 4;

int poll_in(int socket) {
    pollfd wait{socket, POLLIN, 0};
    return poll(&wait, 1, patience_ms);
}

}  // namespace

std::vector<packet_run> runs_of(const capture& recorded) {
    std::vector<packet_run> out;
    for (const auto& packet : recorded.packets) {
        if (out.empty() || out.back().from_client != packet.from_client) out.push_back({packet.from_client, {}});
        out.back().packets.push_back(packet.bytes);
    }
    return out;
}

replay_server::replay_server(std::vector<packet_run> runs) : runs_(std::move(runs)) {
    listener_ = listen_on_loopback(port_);
    thread_ = std::thread([this] { serve(); });
}

replay_server::~replay_server() {
    (void)finish();
    close(listener_);
}

std::vector<base::byte_buffer> replay_server::finish() {
    if (thread_.joinable()) {
        stop_ = true;
        shutdown(listener_, SHUT_RDWR);  // ends an accept() nobody came to
        thread_.join();
    }
    return received_;
}

void replay_server::serve() {
    const int socket = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (socket < 0) return;
    for (const auto& run : runs_) {
        for (const auto& packet : run.packets) {
            if (run.from_client) {
                if (!read_packet(socket)) return void(close(socket));
                continue;
            }
            if (send(socket, packet.data(), packet.size(), MSG_NOSIGNAL) < 0) return void(close(socket));
            const bool accepts = packet.at(type_at) == static_cast<std::uint8_t>(wire::tns::packet_type::accept);
            large_lengths_ = large_lengths_ || accepts;
        }
    }
    close(socket);
}

bool replay_server::read_packet(int socket) {
    base::byte_buffer packet(wire::tns::header_size);
    if (!read_exactly(socket, packet.data(), packet.size())) return false;
    std::size_t length = static_cast<std::size_t>(packet[0]) << 8U | packet[1];
    if (large_lengths_) length = length << 16U | static_cast<std::size_t>(packet[2]) << 8U | packet[3];
    if (length < packet.size() || length > wire::tns::max_large_length) return false;
    packet.resize(length);
    if (!read_exactly(socket, packet.data() + wire::tns::header_size, length - wire::tns::header_size)) return false;
    received_.push_back(std::move(packet));
    return true;
}

bool replay_server::read_exactly(int socket, std::uint8_t* into, std::size_t size) {
    while (size != 0) {
        if (poll_in(socket) <= 0) return false;
        const auto got = recv(socket, into, size, 0);
        if (got <= 0) return false;
        into += got;
        size -= static_cast<std::size_t>(got);
    }
    return true;
}

}  // namespace oraxx::test
