#include "backend/thin/reach.hpp"

#include <algorithm>

#include "transport/connector.hpp"
#include "transport/tunnel.hpp"

namespace oraxx::backend::thin {
namespace {

std::string joined(const std::vector<transport::ip_address>& addresses) {
    std::string out;
    for (const auto& address : addresses) out.append(out.empty() ? "" : ", ").append(address.to_string());
    return out;
}

struct proxy {
    transport::proxy_kind kind = transport::proxy_kind::http;
    std::string host{};
    std::uint16_t port = 0;
};

// HTTPS_PROXY: "host", or "socks5://host".
proxy proxy_of(const config::address& address) {
    constexpr std::string_view socks = "socks5://";
    constexpr std::uint16_t http_port = 80;
    constexpr std::uint16_t socks_port = 1080;
    proxy out;
    out.host = address.https_proxy;
    if (out.host.rfind(socks, 0) == 0) {
        out.kind = transport::proxy_kind::socks5;
        out.host.erase(0, socks.size());
    }
    out.port = out.kind == transport::proxy_kind::http ? http_port : socks_port;
    if (address.https_proxy_port != 0) out.port = address.https_proxy_port;
    return out;
}

result<std::unique_ptr<transport::stream>> connect_to(const std::string& host, std::uint16_t port,
                                                      const config::description& where,
                                                      const connect_options& options,
                                                      session::clock::time_point deadline,
                                                      const transport::wakeup& wake, connect_log& log) {
    transport::connect_target target;
    target.host = host;
    target.port = port;
    target.deadline = deadline;
    target.per_address = where.transport_connect_timeout;
    target.socket.unacknowledged_limit = options.unacknowledged_limit;
    target.socket.keep_alive_idle = std::chrono::duration_cast<std::chrono::seconds>(where.expire_time);
    const auto addresses = transport::resolve(target.host, {.deadline = deadline, .servers = {}}, wake);
    if (!addresses) return addresses.error();
    log.ended(oraxx::phase::resolve, 0, joined(*addresses));
    auto stream = transport::connect_tcp(target, *addresses, wake);
    if (!stream) return std::move(stream).error();
    return std::unique_ptr<transport::stream>(*std::move(stream));
}

}  // namespace

result<std::unique_ptr<transport::stream>> reach(const config::address& address, const config::description& where,
                                                 const connect_options& options, session::clock::time_point deadline,
                                                 const transport::wakeup& wake, connect_log& log) {
    if (address.https_proxy.empty()) {
        auto stream = connect_to(address.host, address.port, where, options, deadline, wake, log);
        if (stream) log.ended(oraxx::phase::tcp, 0, "connected to " + (*stream)->peer());
        return stream;
    }
    const auto through = proxy_of(address);
    auto stream = connect_to(through.host, through.port, where, options, deadline, wake, log);
    if (!stream) {
        auto why = std::move(stream).error();
        why.message += " (the proxy of " + address.host + ")";
        return why;
    }
    const transport::tunnel_request wanted{
        .kind = through.kind,
        .host = address.host,
        .port = address.port,
        .deadline = std::min(deadline, session::clock::now() + where.transport_connect_timeout)};
    if (auto why = transport::open_tunnel(**stream, wanted, wake)) return *std::move(why);
    log.ended(oraxx::phase::tcp, 0, "connected through the proxy " + (*stream)->peer());
    return stream;
}

}  // namespace oraxx::backend::thin
