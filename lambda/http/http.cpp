#include "lambda/http/http.hpp"

#include <algorithm>
#include <charconv>

#include "base/ascii.hpp"

namespace oraxx::lambda::http {
namespace {

constexpr std::uint16_t http_port = 80;
constexpr std::uint16_t https_port = 443;

bool take_prefix(std::string_view& text, std::string_view prefix) {
    if (text.substr(0, prefix.size()) != prefix) return false;
    text.remove_prefix(prefix.size());
    return true;
}

}  // namespace

bool is_same_name(std::string_view a, std::string_view b) noexcept {
    return base::equal_ignoring_case(a, b);
}

std::string_view find_header(const std::vector<header>& headers, std::string_view name) noexcept {
    for (const auto& each : headers) {
        if (is_same_name(each.name, name)) return each.value;
    }
    return {};
}

std::optional<std::uint16_t> parse_port(std::string_view text) noexcept {
    std::uint16_t port = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
    if (error != std::errc{} || end != text.data() + text.size() || port == 0) return std::nullopt;
    return port;
}

std::optional<endpoint> endpoint::parse(std::string_view url) {
    endpoint out;
    if (take_prefix(url, "https://")) {
        out.tls = true;
    } else if (!take_prefix(url, "http://")) {
        return std::nullopt;
    }
    const auto slash = std::min(url.find('/'), url.size());
    auto authority = url.substr(0, slash);
    auto path = url.substr(slash);
    if (path.find_first_of("?#") != std::string_view::npos) return std::nullopt;
    while (!path.empty() && path.back() == '/') path.remove_suffix(1);
    out.base_path = path;

    if (!authority.empty() && authority.front() == '[') {
        const auto close = authority.find(']');
        if (close == std::string_view::npos) return std::nullopt;
        out.host = authority.substr(1, close - 1);
        authority.remove_prefix(close + 1);
    } else {
        const auto colon = std::min(authority.find(':'), authority.size());
        out.host = authority.substr(0, colon);
        authority.remove_prefix(colon);
    }
    if (out.host.empty() || out.host.find('@') != std::string::npos) return std::nullopt;
    out.port = out.tls ? https_port : http_port;
    if (authority.empty()) return out;
    const auto port = authority.front() == ':' ? parse_port(authority.substr(1)) : std::nullopt;
    if (!port) return std::nullopt;
    out.port = *port;
    return out;
}

std::string endpoint::authority() const {
    const bool is_v6 = host.find(':') != std::string::npos;
    std::string out = is_v6 ? "[" + host + "]" : host;
    if (port != (tls ? https_port : http_port)) out += ":" + std::to_string(port);
    return out;
}

}  // namespace oraxx::lambda::http
