#include "transport/socket_address.hpp"

#include <arpa/inet.h>
#include <net/if.h>
#include <netinet/in.h>

#include <charconv>
#include <cstring>

namespace oraxx::transport {
namespace {

std::optional<std::uint32_t> parse_scope(const std::string& text) {
    std::uint32_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size()) number = ::if_nametoindex(text.c_str());
    return number != 0 ? std::optional(number) : std::nullopt;
}

}  // namespace

std::string ip_address::to_string() const {
    std::array<char, INET6_ADDRSTRLEN> text{};
    ::inet_ntop(is_v6 ? AF_INET6 : AF_INET, bytes.data(), text.data(), text.size());
    std::string out(text.data());
    if (scope != 0) out.append("%").append(std::to_string(scope));
    return out;
}

std::optional<ip_address> ip_address::parse(const std::string& text) {
    ip_address out;
    if (::inet_pton(AF_INET, text.c_str(), out.bytes.data()) == 1) return out;
    out.is_v6 = true;
    const auto mark = text.find('%');
    if (::inet_pton(AF_INET6, text.substr(0, mark).c_str(), out.bytes.data()) != 1) return std::nullopt;
    if (mark == std::string::npos) return out;
    const auto scope = parse_scope(text.substr(mark + 1));
    if (!scope) return std::nullopt;
    out.scope = *scope;
    return out;
}

socket_address to_socket_address(const ip_address& address, std::uint16_t port) noexcept {
    socket_address out;
    if (address.is_v6) {
        sockaddr_in6 v6{};
        v6.sin6_family = AF_INET6;
        v6.sin6_port = htons(port);
        v6.sin6_scope_id = address.scope;
        std::memcpy(&v6.sin6_addr, address.bytes.data(), sizeof v6.sin6_addr);
        std::memcpy(&out.storage, &v6, sizeof v6);
        out.size = sizeof v6;
    } else {
        sockaddr_in v4{};
        v4.sin_family = AF_INET;
        v4.sin_port = htons(port);
        std::memcpy(&v4.sin_addr, address.bytes.data(), sizeof v4.sin_addr);
        std::memcpy(&out.storage, &v4, sizeof v4);
        out.size = sizeof v4;
    }
    return out;
}

std::optional<ip_address> from_socket_address(const sockaddr* address) noexcept {
    ip_address out;
    if (address->sa_family == AF_INET) {
        sockaddr_in v4{};
        std::memcpy(&v4, address, sizeof v4);
        std::memcpy(out.bytes.data(), &v4.sin_addr, sizeof v4.sin_addr);
        return out;
    }
    if (address->sa_family != AF_INET6) return std::nullopt;
    sockaddr_in6 v6{};
    std::memcpy(&v6, address, sizeof v6);
    out.is_v6 = true;
    out.scope = v6.sin6_scope_id;
    std::memcpy(out.bytes.data(), &v6.sin6_addr, sizeof v6.sin6_addr);
    return out;
}

std::uint16_t port_of(const socket_address& address) noexcept {
    // Both families keep the port at the same place, right after the family.
    sockaddr_in v4{};
    std::memcpy(&v4, &address.storage, sizeof v4);
    return ntohs(v4.sin_port);
}

std::string endpoint_text(const ip_address& address, std::uint16_t port) {
    const auto host = address.is_v6 ? "[" + address.to_string() + "]" : address.to_string();
    return host + ":" + std::to_string(port);
}

}  // namespace oraxx::transport
