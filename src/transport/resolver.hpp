// Host names to addresses, with a deadline. Reads the hosts file and asks DNS; numeric addresses and
// "localhost" need neither.
#pragma once

#include <array>
#include <vector>

#include <oraxx/result.hpp>

#include "transport/io_client.hpp"
#include "transport/wakeup.hpp"

namespace oraxx::transport {

struct ip_address {
    bool is_v6 = false;
    std::array<std::uint8_t, 16> bytes{};  // network order; IPv4 uses the first four
    std::uint32_t scope = 0;               // interface of a link-local IPv6 address

    friend bool operator==(const ip_address&, const ip_address&) = default;
    [[nodiscard]] std::string to_string() const;
    // Dotted IPv4, or IPv6 with an optional %scope; nullopt for anything else.
    [[nodiscard]] static std::optional<ip_address> parse(const std::string& text);
};

struct resolve_options {
    time_point deadline{};
    std::string servers{};  // "host:port[,host:port]" instead of the system's DNS servers
};

// In the order of preference of RFC 6724. Failures: errc::name_resolution, errc::timed_out, errc::cancelled (the
// wake-up was signalled), all in phase::resolve.
[[nodiscard]] result<std::vector<ip_address>> resolve(const std::string& host, const resolve_options& options,
                                                      const wakeup& wake);

}  // namespace oraxx::transport
