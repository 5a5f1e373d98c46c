// A proxy that carries a connection on: HTTP CONNECT (RFC 9110, section 9.3.6) and SOCKS 5 (RFC 1928).
#pragma once

#include <optional>
#include <string>

#include <oraxx/error.hpp>

#include "transport/io_client.hpp"
#include "transport/stream.hpp"
#include "transport/wakeup.hpp"

namespace oraxx::transport {

enum class proxy_kind : std::uint8_t { http, socks5 };

struct tunnel_request {
    proxy_kind kind = proxy_kind::http;
    std::string host{};  // where to: a name, which the proxy resolves, or a numeric address; at most 255 bytes
    std::uint16_t port = 0;
    time_point deadline{};
};

// Asks the proxy at the other end of `stream` to connect to the target. Without a failure, what is written next
// reaches the target. Proxies that want a password are refused by name. All failures are in phase::tcp.
[[nodiscard]] std::optional<failure> open_tunnel(stream& stream, const tunnel_request& request, const wakeup& wake);

}  // namespace oraxx::transport
