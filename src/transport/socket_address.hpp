// Between ip_address and the system's socket addresses. Private to this folder.
#pragma once

#include <sys/socket.h>

#include "transport/resolver.hpp"

namespace oraxx::transport {

struct socket_address {
    sockaddr_storage storage{};
    socklen_t size = 0;

    [[nodiscard]] sockaddr* get() noexcept { return reinterpret_cast<sockaddr*>(&storage); }
    [[nodiscard]] const sockaddr* get() const noexcept { return reinterpret_cast<const sockaddr*>(&storage); }
    [[nodiscard]] int family() const noexcept { return storage.ss_family; }
};

[[nodiscard]] socket_address to_socket_address(const ip_address& address, std::uint16_t port) noexcept;
// nullopt for families other than the two.
[[nodiscard]] std::optional<ip_address> from_socket_address(const sockaddr* address) noexcept;
[[nodiscard]] std::uint16_t port_of(const socket_address& address) noexcept;
// "127.0.0.1:1521", "[::1]:1521"
[[nodiscard]] std::string endpoint_text(const ip_address& address, std::uint16_t port);

}  // namespace oraxx::transport
