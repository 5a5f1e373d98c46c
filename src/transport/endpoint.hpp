// "HOST:PORT" as users write it on command lines.
#pragma once

#include <optional>

#include <oraxx/result.hpp>

#include "transport/listener.hpp"

namespace oraxx::transport {

struct endpoint {
    std::string host{};  // without the brackets of an IPv6 address
    std::uint16_t port = 0;
};

// "db.example.com:1521", "127.0.0.1:0", "[::1]:1521"; nullopt for anything else.
[[nodiscard]] std::optional<endpoint> parse_endpoint(const std::string& text);

// Listens at a numeric address or "localhost". Failures: errc::bad_connect_string, or those of listener::open().
[[nodiscard]] result<std::unique_ptr<listener>> listen_at(const std::string& text);

}  // namespace oraxx::transport
