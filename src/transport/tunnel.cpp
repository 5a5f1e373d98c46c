#include "transport/tunnel.hpp"

#include <algorithm>
#include <array>

#include "transport/resolver.hpp"
#include "transport/run.hpp"
#include "values/unusable_failure.hpp"

namespace oraxx::transport {
namespace {

struct outcome_text {
    int code;
    std::string_view message;
    std::string_view advice;
};

constexpr std::string_view reach_advice =
    "the proxy itself cannot reach that host and port: check them, and the network behind the proxy";
constexpr std::string_view rule_advice = "the proxy's rules must allow this host and port";

std::string place_text(const tunnel_request& request) {
    const bool is_v6 = request.host.find(':') != std::string::npos;
    return (is_v6 ? "[" + request.host + "]" : request.host) + ":" + std::to_string(request.port);
}

// Sends what the proxy is to be told and reads its answers, nothing more.
class negotiation : public io_client {
public:
    negotiation(const stream& proxy, const tunnel_request& request, std::string_view kind)
        : request_(request), name_("the " + std::string(kind) + " proxy " + proxy.peer()) {}

    bytes_view pending_output() final { return bytes_view(output_).subspan(sent_); }
    void consumed(std::size_t bytes) final { sent_ += bytes; }
    std::span<std::uint8_t> input_space(std::size_t /*hint*/) final { return std::span(space_); }
    void received(std::size_t bytes) final {
        input_.insert(input_.end(), space_.begin(), space_.begin() + static_cast<std::ptrdiff_t>(bytes));
        if (!done_) on_input();
    }
    void end_of_input() final {
        fail(errc::connection_lost, " closed the connection before it answered", rule_advice);
    }
    void io_failed(errc code, std::string reason) final { fail(code, " failed: " + reason, {}); }
    std::optional<time_point> deadline() final { return request_.deadline; }
    void deadline_passed() final {
        fail(errc::timed_out, " did not answer in time when asked for " + place_text(request_),
             "is it a proxy of this kind? Or it waits for a host that drops packets");
    }
    void woken() final { fail(errc::cancelled, ": cancelled", {}); }
    bool done() final { return done_; }

    [[nodiscard]] std::optional<failure> take_failure() { return std::move(failure_); }

protected:
    // More of the answer is in input_.
    virtual void on_input() = 0;

    void send(base::byte_buffer bytes) {
        output_ = std::move(bytes);
        sent_ = 0;
    }
    void fail(errc code, std::string message, std::string_view advice) {
        if (done_) return;
        done_ = true;
        failure_ = values::unusable_failure(code, oraxx::phase::tcp, name_ + std::move(message), std::string(advice));
    }
    void refuse(std::string_view reason, std::string_view advice) {
        fail(errc::connect_failed, " does not connect to " + place_text(request_) + ": " + std::string(reason),
             advice);
    }
    // The answer ends here: what came behind it was sent by nobody who was asked.
    void succeed(std::size_t answer_size) {
        if (input_.size() != answer_size) return fail(errc::protocol_violation, " sent more than its answer", {});
        done_ = true;
    }
    [[nodiscard]] const base::byte_buffer& input() const noexcept { return input_; }
    void drop_input(std::size_t count) {
        input_.erase(input_.begin(), input_.begin() + static_cast<std::ptrdiff_t>(count));
    }
    [[nodiscard]] const tunnel_request& request() const noexcept { return request_; }

private:
    const tunnel_request& request_;
    std::string name_;
    base::byte_buffer output_{};
    std::size_t sent_ = 0;
    std::array<std::uint8_t, 512> space_{};
    base::byte_buffer input_{};
    bool done_ = false;
    std::optional<failure> failure_{};
};

// -- HTTP ----------------------------------------------------------------------------------------------------

constexpr std::size_t longest_http_answer = 16384;

constexpr outcome_text http_outcomes[] = {
    {403, "it is forbidden", rule_advice},
    {404, "it knows no such host", reach_advice},
    {405, "it does not know the method CONNECT", "that is a web server, or a proxy without tunnels"},
    {407, "it wants a user and a password",
     "proxies that ask for a logon are not supported: let it trust this machine"},
    {502, "it cannot reach the host", reach_advice},
    {503, "it cannot reach the host", reach_advice},
    {504, "the host does not answer it", reach_advice},
};

class http_negotiation final : public negotiation {
public:
    http_negotiation(const stream& proxy, const tunnel_request& request) : negotiation(proxy, request, "HTTP") {
        const auto place = place_text(request);
        const auto text = "CONNECT " + place + " HTTP/1.1\r\nHost: " + place + "\r\n\r\n";
        send({text.begin(), text.end()});
    }

private:
    void on_input() override {
        const auto text = base::as_text(input());
        const auto end = text.find("\r\n\r\n");
        constexpr std::string_view version = "HTTP/1.";
        const auto shown = text.substr(0, std::min(version.size(), text.size()));
        if (shown != version.substr(0, shown.size())) {
            return fail(errc::protocol_violation, " answers CONNECT with something that is no HTTP",
                        "is it an HTTP proxy? SOCKS proxies are written socks5://host");
        }
        if (end == std::string_view::npos) {
            if (input().size() > longest_http_answer) fail(errc::protocol_violation, " sends an endless header", {});
            return;
        }
        judge(text.substr(0, text.find("\r\n")), end + 4);
    }

    // "HTTP/1.1 200 Connection established"
    void judge(std::string_view status_line, std::size_t answer_size) {
        const auto space = status_line.find(' ');
        const auto code = space == std::string_view::npos ? "" : status_line.substr(space + 1, 3);
        if (code.size() == 3 && code.front() == '2') return succeed(answer_size);
        for (const auto& known : http_outcomes) {
            if (std::to_string(known.code) != code) continue;
            return refuse(std::string(known.message) + " (" + std::string(code) + ")", known.advice);
        }
        constexpr std::size_t longest = 80;
        refuse("it answers \"" + std::string(status_line.substr(0, longest)) + "\"", "see the proxy's log");
    }
};

// -- SOCKS 5 -------------------------------------------------------------------------------------------------

constexpr std::uint8_t socks_version = 5;
constexpr std::uint8_t no_logon = 0;
constexpr std::uint8_t connect_command = 1;
constexpr std::uint8_t address_v4 = 1;
constexpr std::uint8_t address_name = 3;
constexpr std::uint8_t address_v6 = 4;

constexpr outcome_text socks_outcomes[] = {
    {1, "it failed", "see the proxy's log"},
    {2, "its rules forbid it", rule_advice},
    {3, "the network is unreachable", reach_advice},
    {4, "the host is unreachable", reach_advice},
    {5, "the connection was refused", reach_advice},
    {6, "the time ran out", reach_advice},
    {7, "it does not connect for clients", "that proxy has no CONNECT"},
    {8, "it does not know this kind of address", "give the host as the other kind: name, IPv4 or IPv6 address"},
};

class socks_negotiation final : public negotiation {
public:
    socks_negotiation(const stream& proxy, const tunnel_request& request) : negotiation(proxy, request, "SOCKS5") {
        send({socks_version, 1, no_logon});
    }

private:
    void on_input() override {
        if (input().front() != socks_version) {
            return fail(errc::protocol_violation, " answers with something that is no SOCKS 5",
                        "is it a SOCKS5 proxy? HTTP proxies are written without socks5://");
        }
        if (!asked_ && input().size() >= method_size) take_method();
        if (asked_) take_reply();
    }

    void take_method() {
        if (input()[1] != no_logon) {
            return fail(errc::unsupported, " wants a user and a password",
                        "proxies that ask for a logon are not supported: let it trust this machine");
        }
        drop_input(method_size);
        asked_ = true;
        send(connect_request());
    }

    [[nodiscard]] base::byte_buffer connect_request() const {
        base::byte_buffer out{socks_version, connect_command, 0};
        if (const auto numeric = ip_address::parse(request().host)) {
            out.push_back(numeric->is_v6 ? address_v6 : address_v4);
            out.insert(out.end(), numeric->bytes.begin(), numeric->bytes.begin() + (numeric->is_v6 ? 16 : 4));
        } else {
            out.push_back(address_name);
            out.push_back(static_cast<std::uint8_t>(request().host.size()));
            out.insert(out.end(), request().host.begin(), request().host.end());
        }
        out.push_back(static_cast<std::uint8_t>(request().port >> 8U));
        out.push_back(static_cast<std::uint8_t>(request().port & 0xFFU));
        return out;
    }

    // Version, outcome, zero, an address and a port.
    void take_reply() {
        if (input().size() < reply_head) return;
        const int code = input()[1];
        for (const auto& known : socks_outcomes) {
            if (known.code == code) return refuse(known.message, known.advice);
        }
        if (code != 0) return refuse("outcome " + std::to_string(code), "see the proxy's log");
        std::size_t size = 0;
        switch (input()[3]) {
        case address_v4: size = reply_head - 1 + 4 + 2; break;
        case address_v6: size = reply_head - 1 + 16 + 2; break;
        case address_name: size = reply_head + input()[4] + 2U; break;
        default: return fail(errc::protocol_violation, " answers with an unknown kind of address", {});
        }
        if (input().size() >= size) succeed(size);
    }

    static constexpr std::size_t method_size = 2;
    static constexpr std::size_t reply_head = 5;  // up to the first byte of the address, which may be its length
    bool asked_ = false;
};

}  // namespace

std::optional<failure> open_tunnel(stream& stream, const tunnel_request& request, const wakeup& wake) {
    const auto drive = [&](negotiation& with) {
        (void)run(with, stream, wake);
        return with.take_failure();
    };
    if (request.kind == proxy_kind::http) {
        http_negotiation with(stream, request);
        return drive(with);
    }
    socks_negotiation with(stream, request);
    return drive(with);
}

}  // namespace oraxx::transport
