#include "transport/endpoint.hpp"

#include <charconv>

namespace oraxx::transport {
namespace {

failure bad_text(std::string message) {
    failure facts;
    facts.code = errc::bad_connect_string;
    facts.message = std::move(message);
    return facts;
}

}  // namespace

std::optional<endpoint> parse_endpoint(const std::string& text) {
    const auto colon = text.rfind(':');
    if (colon == std::string::npos || colon == 0) return std::nullopt;
    endpoint out{text.substr(0, colon), 0};
    const auto* end = text.data() + text.size();
    const auto parsed = std::from_chars(text.data() + colon + 1, end, out.port);
    if (parsed.ec != std::errc{} || parsed.ptr != end) return std::nullopt;
    if (out.host.size() >= 2 && out.host.front() == '[' && out.host.back() == ']') {
        out.host = out.host.substr(1, out.host.size() - 2);
    }
    return out;
}

result<std::unique_ptr<listener>> listen_at(const std::string& text) {
    const auto at = parse_endpoint(text);
    if (!at) return bad_text("'" + text + "' is not ADDRESS:PORT");
    const auto address = ip_address::parse(at->host == "localhost" ? "127.0.0.1" : at->host);
    if (!address) return bad_text("'" + at->host + "' is not an IP address");
    return listener::open(*address, at->port);
}

}  // namespace oraxx::transport
