#include "transport/listener.hpp"

#include <unistd.h>

#include <cerrno>

#include "transport/socket_address.hpp"
#include "transport/wait.hpp"

namespace oraxx::transport {
namespace {

failure io_failure(std::string message) {
    failure facts;
    facts.code = errc::io_error;
    facts.message = std::move(message);
    return facts;
}

// Is the listener as good as before after this error of accept()? (The connection went away meanwhile.)
bool is_passing(int error_number) noexcept {
    return error_number == EAGAIN || error_number == EINTR || error_number == ECONNABORTED || error_number == EPROTO;
}

}  // namespace

result<std::unique_ptr<listener>> listener::open(const ip_address& address, std::uint16_t port) {
    auto where = to_socket_address(address, port);
    const auto failed = [&] {
        return io_failure("cannot listen on " + endpoint_text(address, port) + ": " + error_text(errno));
    };
    const int descriptor = ::socket(where.family(), SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (descriptor < 0) return failed();
    std::unique_ptr<listener> out(new listener(descriptor, address));
    const int on = 1;
    (void)::setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (::bind(descriptor, where.get(), where.size) != 0 || ::listen(descriptor, SOMAXCONN) != 0 ||
        ::getsockname(descriptor, where.get(), &where.size) != 0) {
        return failed();
    }
    out->port_ = port_of(where);
    return out;
}

std::string listener::address() const {
    return endpoint_text(address_, port_);
}

listener::~listener() {
    ::close(descriptor_);
}

result<std::unique_ptr<tcp_stream>> listener::accept(const wakeup& wake) {
    while (wait_single(descriptor_, POLLIN, wake, time_point::max()) != single_outcome::woken) {
        socket_address from;
        from.size = sizeof from.storage;
        const int accepted = ::accept4(descriptor_, from.get(), &from.size, SOCK_CLOEXEC | SOCK_NONBLOCK);
        if (accepted >= 0) {
            const auto address = from_socket_address(from.get());
            return std::make_unique<tcp_stream>(accepted,
                                                address ? endpoint_text(*address, port_of(from)) : "unknown address");
        }
        if (!is_passing(errno)) return io_failure("cannot accept a connection: " + error_text(errno));
    }
    return std::unique_ptr<tcp_stream>();
}

}  // namespace oraxx::transport
