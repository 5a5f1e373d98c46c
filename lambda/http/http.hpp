// HTTP/1.1 as the function needs it: one request at a time over one kept connection, every wait with a
// deadline. Boost.Beast does the protocol; no Boost header is needed to use this one.
//
// Thread safety: one thread at a time per connection.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "lambda/http/stop_event.hpp"

namespace oraxx::lambda::http {

using clock = std::chrono::steady_clock;

struct header {
    std::string name{};
    std::string value{};
};

// Names of headers are compared without regard to case.
[[nodiscard]] bool is_same_name(std::string_view a, std::string_view b) noexcept;

// The first header of that name, without regard to case; empty when there is none.
[[nodiscard]] std::string_view find_header(const std::vector<header>& headers, std::string_view name) noexcept;

struct request {
    std::string method{};
    std::string target{};           // path and query, percent-encoded
    std::vector<header> headers{};  // Host, Content-Length and Connection are added on the way out
    std::string_view body{};        // borrowed for the length of the exchange
};

struct response {
    unsigned status = 0;
    std::vector<header> headers{};
    std::string body{};
};

enum class error_kind : std::uint8_t {
    resolve,    // host name to addresses
    connect,    // TCP
    tls,        // handshake or certificate
    timed_out,  // the deadline passed
    dropped,    // the peer closed, or the connection was reset
    protocol,   // the peer's answer is no HTTP, or larger than the limits
    stopped,    // the stop event was signalled
};

class error : public std::runtime_error {
public:
    error(error_kind kind, const std::string& message) : std::runtime_error(message), kind_(kind) {}
    [[nodiscard]] error_kind kind() const noexcept { return kind_; }

private:
    error_kind kind_;
};

// How long an exchange may take. Without a deadline it waits for ever; with a stop event the wait ends
// with error_kind::stopped as soon as that is signalled.
struct wait {
    std::optional<clock::time_point> deadline{};
    const stop_event* stop = nullptr;
};

// 1 to 65535 in decimal digits and nothing else; nullopt for everything else.
[[nodiscard]] std::optional<std::uint16_t> parse_port(std::string_view text) noexcept;

// Where a server is: "http://127.0.0.1:9001", "https://secretsmanager.eu-central-1.amazonaws.com".
struct endpoint {
    bool tls = false;
    std::string host{};  // IPv6 without its brackets
    std::uint16_t port = 0;
    std::string base_path{};  // without a trailing slash

    // nullopt for anything but http and https URLs.
    [[nodiscard]] static std::optional<endpoint> parse(std::string_view url);
    // As a Host header has it: with the port when it is not the scheme's own.
    [[nodiscard]] std::string authority() const;
};

// Host name to numeric addresses; throws error(error_kind::resolve or timed_out). Never called for hosts that are
// numeric already.
using resolve_function = std::function<std::vector<std::string>(const std::string& host, clock::time_point deadline)>;

class connection {
public:
    connection() = default;
    connection(const connection&) = delete;
    connection& operator=(const connection&) = delete;
    virtual ~connection() = default;

    // Opens the connection when it is not open. When the peer drops it before an answer begins, the request is
    // sent once more over a new one. Throws error.
    virtual response exchange(const request& message, const wait& limits) = 0;

    // A request whose body is made while it is sent: begin(), send() any number of times, end(). An error ends it and
    // closes the connection; so does abandon(). Nothing is sent twice. exchange() has to wait until the end.
    // `message.body` is empty; trailers have to be announced by a header "Trailer".
    virtual void begin(const request& message, const wait& limits) = 0;
    // Sends one chunk; waits while the peer takes no more. Empty pieces are left out, since they would mean the end.
    virtual void send(std::string_view piece, const wait& limits) = 0;
    virtual response end(const std::vector<header>& trailers, const wait& limits) = 0;
    virtual void abandon() noexcept = 0;
};

[[nodiscard]] std::unique_ptr<connection> make_plain_connection(endpoint server, resolve_function resolve = {});

// `trusted_roots` is PEM text with one or more certificates; it is parsed by the first handshake.
[[nodiscard]] std::unique_ptr<connection> make_tls_connection(endpoint server, std::string trusted_roots,
                                                              resolve_function resolve = {});

}  // namespace oraxx::lambda::http
