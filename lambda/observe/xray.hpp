// AWS X-Ray: subsegments of an invocation, as its daemon takes them.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lambda/observe/record.hpp"

namespace oraxx::lambda::observe {

// The daemon's limit for one datagram, header line included.
inline constexpr std::size_t max_datagram_bytes = 64U << 10U;

// One datagram for each span, the handler's first: {"format":"json","version":1}, a line feed, and an independent
// subsegment. None when the trace header is missing, or does not say Sampled=1.
[[nodiscard]] std::vector<std::string> xray_datagrams(const invocation_record& record,
                                                      const function_record& function);

// Where the daemon listens.
struct udp_address {
    std::string host{};  // numeric
    std::uint16_t port = 0;

    // AWS_XRAY_DAEMON_ADDRESS: "169.254.79.129:2000", "[::1]:2000" or "tcp:host:port udp:host:port". nullopt for
    // anything else, and for names other than "localhost".
    [[nodiscard]] static std::optional<udp_address> parse(std::string_view text);
};

// Sends datagrams and forgets them.
//
// Thread safety: any thread.
class udp_sender {
public:
    explicit udp_sender(const udp_address& target);  // without a socket nothing is sent
    udp_sender(const udp_sender&) = delete;
    udp_sender& operator=(const udp_sender&) = delete;
    ~udp_sender();

    // Does not wait: what the system has no room for is lost.
    void send(std::string_view datagram) const noexcept;

private:
    int socket_ = -1;
};

}  // namespace oraxx::lambda::observe
