// Proxies as RFC 9110 (CONNECT) and RFC 1928 (SOCKS 5) have them, and broken ones.
#include "transport/tunnel.hpp"

#include <gtest/gtest.h>
#include <sys/socket.h>

#include "base/hex.hpp"
#include "support/loopback_peer.hpp"
#include "transport/connector.hpp"

namespace oraxx::transport {
namespace {

using namespace std::chrono_literals;

std::string text_of_hex(std::string_view hex) {
    return base::to_string(base::parse_hex(hex).value());
}

// Exactly `count` bytes, or fewer when the client closes.
std::string read_exactly(int socket, std::size_t count) {
    std::string out(count, '\0');
    std::size_t have = 0;
    while (have < count) {
        const auto got = ::recv(socket, out.data() + have, count - have, 0);
        if (got <= 0) break;
        have += static_cast<std::size_t>(got);
    }
    out.resize(have);
    return out;
}

struct exchange {
    std::string expected;
    std::string answer;
};

// Goes through the exchanges; what came instead of the expected is in `seen`.
class scripted_proxy {
public:
    explicit scripted_proxy(std::vector<exchange> script)
        : script_(std::move(script)), peer_([this](int socket) { speak(socket); }) {}

    std::optional<failure> ask(proxy_kind kind, std::string host, std::uint16_t port,
                               std::chrono::milliseconds patience = 5s) {
        wakeup wake;
        const auto deadline = std::chrono::steady_clock::now() + patience;
        connect_target proxy;
        proxy.host = "127.0.0.1";
        proxy.port = peer_.port();
        proxy.deadline = deadline;
        auto stream = connect_tcp(proxy, wake);
        if (!stream) return std::move(stream).error();
        return open_tunnel(**stream, {.kind = kind, .host = std::move(host), .port = port, .deadline = deadline},
                           wake);
    }

private:
    void speak(int socket) {
        for (const auto& each : script_) {
            if (read_exactly(socket, each.expected.size()) != each.expected) return;
            test::send_all(socket, base::as_bytes(each.answer));
        }
        test::wait_for_close(socket);
    }

    std::vector<exchange> script_;
    test::loopback_peer peer_;
};

const std::string asks_for_db = "CONNECT db.example.com:1521 HTTP/1.1\r\nHost: db.example.com:1521\r\n\r\n";

std::string http_refusal(const std::string& answer) {
    scripted_proxy proxy({{asks_for_db, answer}});
    const auto why = proxy.ask(proxy_kind::http, "db.example.com", 1521);
    if (!why) return "(connected)";
    EXPECT_EQ(why->phase, phase::tcp);
    return why->message;
}

TEST(http_tunnel, stands_once_the_proxy_says_yes) {
    EXPECT_EQ(http_refusal("HTTP/1.1 200 Connection established\r\nVia: x\r\n\r\n"), "(connected)");
    EXPECT_EQ(http_refusal("HTTP/1.0 200 OK\r\n\r\n"), "(connected)");
    scripted_proxy proxy(
        {exchange{"CONNECT [::1]:1521 HTTP/1.1\r\nHost: [::1]:1521\r\n\r\n", "HTTP/1.1 200 OK\r\n\r\n"}});
    EXPECT_FALSE(proxy.ask(proxy_kind::http, "::1", 1521).has_value());
}

TEST(http_tunnel, a_refusal_says_why) {
    EXPECT_NE(http_refusal("HTTP/1.1 403 Forbidden\r\n\r\n").find("forbidden (403)"), std::string::npos);
    EXPECT_NE(http_refusal("HTTP/1.1 407 Proxy Authentication Required\r\n\r\n").find("user and a password"),
              std::string::npos);
    EXPECT_NE(http_refusal("HTTP/1.1 502 Bad Gateway\r\n\r\n").find("cannot reach the host"), std::string::npos);
    EXPECT_NE(http_refusal("HTTP/1.1 418 I'm a teapot\r\n\r\n").find("418 I'm a teapot"), std::string::npos);
}

TEST(http_tunnel, what_is_no_answer_is_not_taken_for_one) {
    EXPECT_NE(http_refusal("SSH-2.0-OpenSSH_9.2\r\n").find("no HTTP"), std::string::npos);
    EXPECT_NE(http_refusal("HTTP/1.1 200 OK\r\n\r\nand more").find("more than its answer"), std::string::npos);
    EXPECT_NE(http_refusal("HTTP/1.1 200 OK\r\n" + std::string(20000, 'x')).find("endless header"),
              std::string::npos);
    scripted_proxy silent({{asks_for_db, "HTTP/1.1"}});
    const auto why = silent.ask(proxy_kind::http, "db.example.com", 1521, 200ms);
    ASSERT_TRUE(why.has_value());
    EXPECT_EQ(why->code, errc::timed_out);
    scripted_proxy closing({exchange{"x", ""}});
    EXPECT_EQ(closing.ask(proxy_kind::http, "db", 1)->code, errc::connection_lost);
}

TEST(socks_tunnel, names_go_to_the_proxy_unresolved) {
    scripted_proxy proxy({{text_of_hex("050100"), text_of_hex("0500")},
                          {text_of_hex("05010003") + "\x0e" + "db.example.com" + text_of_hex("05f1"),
                           text_of_hex("0500000100000000") + text_of_hex("0000")}});
    const auto why = proxy.ask(proxy_kind::socks5, "db.example.com", 1521);
    EXPECT_FALSE(why.has_value()) << why->message;
}

TEST(socks_tunnel, numeric_addresses_go_as_such) {
    scripted_proxy four({{text_of_hex("050100"), text_of_hex("0500")},
                         {text_of_hex("050100010a00000705f1"), text_of_hex("05000003036162631234")}});
    EXPECT_FALSE(four.ask(proxy_kind::socks5, "10.0.0.7", 1521).has_value());
    scripted_proxy six({{text_of_hex("050100"), text_of_hex("0500")},
                        {text_of_hex("050100040000000000000000000000000000000105f1"),
                         text_of_hex("05000004000000000000000000000000000000000000")}});
    EXPECT_FALSE(six.ask(proxy_kind::socks5, "::1", 1521).has_value());
}

TEST(socks_tunnel, a_refusal_says_why) {
    const auto asked = text_of_hex("050100010a00000705f1");
    scripted_proxy refusing(
        {{text_of_hex("050100"), text_of_hex("0500")}, {asked, text_of_hex("05050001000000000000")}});
    EXPECT_NE(refusing.ask(proxy_kind::socks5, "10.0.0.7", 1521)->message.find("connection was refused"),
              std::string::npos);
    scripted_proxy guarded({{text_of_hex("050100"), text_of_hex("05ff")}});
    EXPECT_EQ(guarded.ask(proxy_kind::socks5, "10.0.0.7", 1521)->code, errc::unsupported);
    scripted_proxy web({{text_of_hex("050100"), "HTTP/1.1 400 Bad Request\r\n\r\n"}});
    EXPECT_NE(web.ask(proxy_kind::socks5, "10.0.0.7", 1521)->message.find("no SOCKS 5"), std::string::npos);
}

}  // namespace
}  // namespace oraxx::transport
