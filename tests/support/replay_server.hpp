// A server on loopback that answers a client with the packets of a recording: run by run, whatever the
// client's bytes are, and keeps what it was sent.
#pragma once

#include <atomic>
#include <cstdint>
#include <thread>
#include <vector>

#include "support/captures.hpp"

namespace oraxx::test {

// What one side sent before the other one answered.
struct packet_run {
    bool from_client = false;
    std::vector<base::byte_buffer> packets{};
};

[[nodiscard]] std::vector<packet_run> runs_of(const capture& recorded);

class replay_server {
public:
    // Serves one connection: for each run of the client it waits for as many packets as the run has, then
    // sends the server's next run. Closes the connection after the last run.
    explicit replay_server(std::vector<packet_run> runs);
    replay_server(const replay_server&) = delete;
    replay_server& operator=(const replay_server&) = delete;
    ~replay_server();

    [[nodiscard]] std::uint16_t port() const noexcept { return port_; }
    // Ends the thread and gives what the client sent, packet by packet.
    [[nodiscard]] std::vector<base::byte_buffer> finish();

private:
    void serve();
    [[nodiscard]] bool read_packet(int socket);
    [[nodiscard]] static bool read_exactly(int socket, std::uint8_t* into, std::size_t size);

    std::vector<packet_run> runs_;
    std::vector<base::byte_buffer> received_;
    bool large_lengths_ = false;
    std::uint16_t port_ = 0;
    int listener_ = -1;
    std::atomic<bool> stop_{false};
    std::thread thread_;
};

}  // namespace oraxx::test
