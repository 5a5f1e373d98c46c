// Accepts connections, for servers.
#pragma once

#include <oraxx/result.hpp>

#include "transport/resolver.hpp"
#include "transport/tcp_stream.hpp"

namespace oraxx::transport {

class listener {
public:
    // Port 0: the system chooses one, see port(). Failures: errc::io_error ("address already in use").
    [[nodiscard]] static result<std::unique_ptr<listener>> open(const ip_address& address, std::uint16_t port);
    listener(const listener&) = delete;
    listener& operator=(const listener&) = delete;
    ~listener();

    // The next connection; null when the wake-up was signalled. Its flag is left up.
    [[nodiscard]] result<std::unique_ptr<tcp_stream>> accept(const wakeup& wake);
    [[nodiscard]] std::uint16_t port() const noexcept { return port_; }
    // "127.0.0.1:40123", as clients connect to it.
    [[nodiscard]] std::string address() const;

private:
    listener(int descriptor, const ip_address& address) noexcept : descriptor_(descriptor), address_(address) {}

    int descriptor_;
    ip_address address_;
    std::uint16_t port_ = 0;
};

}  // namespace oraxx::transport
