#include "transport/tcp_stream.hpp"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <limits>

#include "transport/system.hpp"
#include "transport/wait.hpp"

namespace oraxx::transport {
namespace {

constexpr int keep_alive_interval_seconds = 6;
constexpr int keep_alive_probes = 10;

void set_option(int descriptor, int level, int name, int value) noexcept {
    // Options only tune; a socket of another family (tests use socket pairs) refuses some of them.
    (void)::setsockopt(descriptor, level, name, &value, sizeof value);
}

io_result failure_of(int error_number) {
    if (error_number == EAGAIN || error_number == EINTR) return {io_status::would_block, 0, {}};
    return {io_status::failed, 0, error_text(error_number)};
}

}  // namespace

tcp_stream::tcp_stream(int descriptor, std::string peer, const socket_options& options)
    : descriptor_(descriptor), owner_(current_process_id()), peer_(std::move(peer)) {
    if (options.unacknowledged_limit.count() > 0) {
        constexpr auto longest = std::chrono::milliseconds(std::numeric_limits<int>::max());
        const auto limit = static_cast<int>(std::min(options.unacknowledged_limit, longest).count());
        set_option(descriptor_, IPPROTO_TCP, TCP_USER_TIMEOUT, limit);
    }
    if (options.no_delay) set_option(descriptor_, IPPROTO_TCP, TCP_NODELAY, 1);
    if (!options.keep_alive) return;
    set_option(descriptor_, SOL_SOCKET, SO_KEEPALIVE, 1);
    if (options.keep_alive_idle.count() == 0) return;
    set_option(descriptor_, IPPROTO_TCP, TCP_KEEPIDLE, static_cast<int>(options.keep_alive_idle.count()));
    set_option(descriptor_, IPPROTO_TCP, TCP_KEEPINTVL, keep_alive_interval_seconds);
    set_option(descriptor_, IPPROTO_TCP, TCP_KEEPCNT, keep_alive_probes);
}

tcp_stream::~tcp_stream() {
    ::close(descriptor_);
}

io_result tcp_stream::read(std::span<std::uint8_t> into) {
    const auto got = ::recv(descriptor_, into.data(), into.size(), MSG_DONTWAIT);
    if (got > 0) return {io_status::ok, static_cast<std::size_t>(got), {}};
    if (got == 0) return {io_status::end_of_file, 0, {}};
    return failure_of(errno);
}

io_result tcp_stream::write(bytes_view bytes) {
    const auto sent = ::send(descriptor_, bytes.data(), bytes.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
    send_buffer_full_ = sent < 0 && errno == EAGAIN;
    if (sent >= 0) return {io_status::ok, static_cast<std::size_t>(sent), {}};
    return failure_of(errno);
}

bool tcp_stream::opened_by_this_process() const noexcept {
    return owner_ == current_process_id();
}

bool tcp_stream::peek_closed() noexcept {
    std::uint8_t byte = 0;
    const auto got = ::recv(descriptor_, &byte, 1, MSG_DONTWAIT | MSG_PEEK);
    return got >= 0 || (errno != EAGAIN && errno != EINTR);
}

}  // namespace oraxx::transport
