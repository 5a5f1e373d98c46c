#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "lambda/http/http.hpp"
#include "lambda/observe/xray.hpp"

namespace oraxx::lambda::observe {
namespace {

bool is_numeric(const std::string& host) noexcept {
    in6_addr ignored{};
    return ::inet_pton(AF_INET, host.c_str(), &ignored) == 1 || ::inet_pton(AF_INET6, host.c_str(), &ignored) == 1;
}

std::optional<udp_address> parse_one(std::string_view text) {
    const auto colon = text.rfind(':');
    if (colon == std::string_view::npos) return std::nullopt;
    udp_address out{.host = std::string(text.substr(0, colon))};
    if (out.host == "localhost") out.host = "127.0.0.1";
    if (out.host.size() > 2 && out.host.front() == '[' && out.host.back() == ']') {
        out.host = out.host.substr(1, out.host.size() - 2);
    }
    const auto port = http::parse_port(text.substr(colon + 1));
    if (!port || !is_numeric(out.host)) return std::nullopt;
    out.port = *port;
    return out;
}

int connected_socket(const udp_address& target) noexcept {
    sockaddr_in6 v6{};
    sockaddr_in v4{};
    const bool is_v4 = ::inet_pton(AF_INET, target.host.c_str(), &v4.sin_addr) == 1;
    v4.sin_family = AF_INET;
    v4.sin_port = htons(target.port);
    v6.sin6_family = AF_INET6;
    v6.sin6_port = htons(target.port);
    if (!is_v4 && ::inet_pton(AF_INET6, target.host.c_str(), &v6.sin6_addr) != 1) return -1;
    const int made = ::socket(is_v4 ? AF_INET : AF_INET6, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (made < 0) return -1;
    const auto* address = is_v4 ? reinterpret_cast<const sockaddr*>(&v4) : reinterpret_cast<const sockaddr*>(&v6);
    const auto size = static_cast<socklen_t>(is_v4 ? sizeof v4 : sizeof v6);
    if (::connect(made, address, size) == 0) return made;
    ::close(made);
    return -1;
}

}  // namespace

std::optional<udp_address> udp_address::parse(std::string_view text) {
    constexpr std::string_view udp = "udp:";
    constexpr std::string_view tcp = "tcp:";
    const auto at = text.find(udp);
    if (at == std::string_view::npos && text.find(tcp) == std::string_view::npos) return parse_one(text);
    if (at == std::string_view::npos) return std::nullopt;
    text.remove_prefix(at + udp.size());
    return parse_one(text.substr(0, text.find(' ')));
}

udp_sender::udp_sender(const udp_address& target) : socket_(connected_socket(target)) {}

udp_sender::~udp_sender() {
    if (socket_ >= 0) ::close(socket_);
}

void udp_sender::send(std::string_view datagram) const noexcept {
    // A second time: the first may only tell that nobody listened for the datagram before.
    if (::send(socket_, datagram.data(), datagram.size(), MSG_NOSIGNAL) < 0) {
        static_cast<void>(::send(socket_, datagram.data(), datagram.size(), MSG_NOSIGNAL));
    }
}

}  // namespace oraxx::lambda::observe
