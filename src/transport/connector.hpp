// From a host and a port to a connected stream.
#pragma once

#include "transport/resolver.hpp"
#include "transport/tcp_stream.hpp"

namespace oraxx::transport {

struct connect_target {
    std::string host{};  // name or numeric address
    std::uint16_t port = 0;
    time_point deadline{};                          // of the whole, name resolution included
    std::chrono::milliseconds per_address{20'000};  // of one TCP connect
    socket_options socket{};
    std::string dns_servers{};  // see resolve_options
};

// Tries each address of the host in turn. The failure names what happened at each of them:
//     TCP connect to [::1]:1521 (db): connection refused; to 127.0.0.1:1521: timed out after 5 s
[[nodiscard]] result<std::unique_ptr<tcp_stream>> connect_tcp(const connect_target& target, const wakeup& wake);
// The same when the host's addresses are known.
[[nodiscard]] result<std::unique_ptr<tcp_stream>> connect_tcp(const connect_target& target,
                                                              const std::vector<ip_address>& addresses,
                                                              const wakeup& wake);

}  // namespace oraxx::transport
