// Where and how to connect: what a connect string means. Easy Connect (Plus), descriptors, and the names that
// tnsnames.ora gives them (src/config/names.hpp). Source routing is refused by name.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "config/nv_pair.hpp"

namespace oraxx::config {

enum class transport_protocol : std::uint8_t { tcp, tcps };

struct address {
    transport_protocol protocol = transport_protocol::tcp;
    std::string host{};  // name, IPv4 or IPv6 address (no brackets)
    std::uint16_t port = 1521;
    // An HTTP proxy that tunnels (CONNECT), or a SOCKS5 proxy when the name starts with "socks5://"; empty: none.
    std::string https_proxy{};
    std::uint16_t https_proxy_port = 0;  // 0 = the default of the proxy's kind

    friend bool operator==(const address&, const address&) = default;
};

// How to go through the members of a container. FAILOVER: on to the next one when one fails; LOAD_BALANCE: in random
// order. Neither: only the first; LOAD_BALANCE alone: only one of them, chosen at random. A DESCRIPTION_LIST that
// does not say otherwise balances its members.
struct trying {
    bool failover = true;
    bool load_balance = false;

    friend bool operator==(const trying&, const trying&) = default;
};

struct address_list {
    std::vector<address> addresses{};
    trying order{};

    friend bool operator==(const address_list&, const address_list&) = default;
};

enum class server_type : std::uint8_t { any, dedicated, shared, pooled };
// As descriptors have it; "" for any.
[[nodiscard]] std::string_view to_string(server_type type) noexcept;

inline constexpr std::uint32_t smallest_sdu = 512;
inline constexpr std::uint32_t largest_sdu = 2'097'152;

// One DESCRIPTION: addresses that lead to one database, and what to ask for there.
struct description {
    static constexpr std::chrono::milliseconds default_transport_connect_timeout{20'000};
    static constexpr std::uint32_t default_sdu = 8192;

    std::vector<address_list> address_lists{};
    trying order{};
    std::string service_name{};
    std::string sid{};
    std::string instance_name{};
    server_type server = server_type::any;
    // Of the server's session pool (SERVER=POOLED).
    std::string pool_boundary{};
    std::string pool_connection_class{};
    std::string pool_name{};
    std::string pool_purity{};  // NEW or SELF, in the spelling of the connect string

    // The whole of connecting. Each address gets at least its share of what is left.
    std::optional<std::chrono::milliseconds> connect_timeout{};
    std::chrono::milliseconds transport_connect_timeout = default_transport_connect_timeout;  // one address
    std::uint32_t sdu = default_sdu;                                                          // bytes
    std::uint32_t retry_count = 0;  // further rounds over all addresses
    std::chrono::milliseconds retry_delay{1000};
    std::chrono::minutes expire_time{0};  // TCP keepalive idle time; 0 = the system's
    bool use_sni = false;                 // tell the listener by TLS server name where to go

    // Names this build does not interpret, sent to the server as they are.
    std::vector<nv_pair> description_extras{};
    std::vector<nv_pair> connect_data_extras{};
    std::vector<nv_pair> security{};

    // All lists one after the other.
    [[nodiscard]] std::vector<address> addresses() const;
    friend bool operator==(const description&, const description&) = default;
};

struct connect_descriptor {
    std::vector<description> descriptions{};  // never empty when parsed
    trying order{};
    // Easy Connect parameters nobody knows: not sent; worth a warning.
    std::vector<std::string> ignored_parameters{};

    friend bool operator==(const connect_descriptor&, const connect_descriptor&) = default;
};

// A connect string as users write it. errc::bad_connect_string names the position (0-based) and what was
// expected; errc::unsupported names the feature. Texts never quote more than the piece that is wrong.
[[nodiscard]] result<connect_descriptor> parse_connect_string(std::string_view text);

// The meaning of a parsed descriptor: (DESCRIPTION_LIST=...), (DESCRIPTION=...), (ADDRESS_LIST=...) or (ADDRESS=...)
// on top; the last two are what redirects carry.
[[nodiscard]] result<connect_descriptor> interpret_descriptor(const nv_pair& top);

// "500 ms", "15 SEC", "5 min", "34" (seconds), "1.5": nullopt when it is nothing of the kind or over 24 days.
[[nodiscard]] std::optional<std::chrono::milliseconds> parse_duration(std::string_view text) noexcept;

// Who connects; goes into the CONNECT packet as CID.
struct connect_identity {
    std::string program{};
    std::string host{};
    std::string user{};
};

// The text of the CONNECT packet. Characters that the descriptor grammar cannot carry in the identity
// become '?'. An empty connection_id is left out.
[[nodiscard]] std::string connect_data(const description& descriptor, const connect_identity& identity,
                                       std::string_view connection_id);
// AUTH_CONNECT_STRING of the logon: the same without the identity.
[[nodiscard]] std::string auth_connect_string(const description& descriptor, std::string_view connection_id);

// CONNECTION_ID for 16 random bytes: 24 characters of base64.
[[nodiscard]] std::string make_connection_id(std::span<const std::uint8_t, 16> random);

}  // namespace oraxx::config
