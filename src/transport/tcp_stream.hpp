// A stream over a connected socket.
#pragma once

#include "transport/stream.hpp"

namespace oraxx::transport {

struct socket_options {
    bool no_delay = true;
    bool keep_alive = true;
    std::chrono::seconds keep_alive_idle{0};  // 0 = the system's setting
    // Longest that sent bytes may stay unacknowledged before the connection counts as lost; 0 = the system's limit.
    std::chrono::milliseconds unacknowledged_limit{0};
};

class tcp_stream final : public stream {
public:
    // Takes over the descriptor of a connected stream socket that is non-blocking and close-on-exec.
    tcp_stream(int descriptor, std::string peer, const socket_options& options = {});
    ~tcp_stream() override;  // closes the descriptor, says nothing to the peer

    io_result read(std::span<std::uint8_t> into) override;
    io_result write(bytes_view bytes) override;
    [[nodiscard]] bool has_unsent() const noexcept override { return false; }
    io_result flush() override { return {}; }
    [[nodiscard]] bool wants_writable() const noexcept override { return send_buffer_full_; }
    [[nodiscard]] int descriptor() const noexcept override { return descriptor_; }
    [[nodiscard]] const std::string& peer() const noexcept override { return peer_; }
    [[nodiscard]] bool opened_by_this_process() const noexcept override;
    [[nodiscard]] bool peek_closed() noexcept override;

private:
    int descriptor_;
    std::uint32_t owner_;  // process id
    std::string peer_;
    bool send_buffer_full_ = false;
};

}  // namespace oraxx::transport
