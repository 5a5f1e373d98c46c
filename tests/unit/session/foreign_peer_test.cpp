// What services that stand on wrong ports begin with, as their specifications and servers have it.
#include "session/foreign_peer.hpp"

#include <gtest/gtest.h>

#include "base/hex.hpp"
#include "session/engine.hpp"
#include "support/engine_script.hpp"

namespace oraxx::session {
namespace {

std::string recognised(std::string_view first) {
    const auto found = recognised_peer(base::as_bytes(first));
    return found ? found->message : std::string();
}

TEST(foreign_peer, names_services_by_their_greeting) {
    EXPECT_NE(
        recognised("HTTP/1.1 400 Bad Request\r\nServer: x").find("an HTTP server; it began with \"HTTP/1.1 400"),
        std::string::npos);
    EXPECT_NE(recognised("SSH-2.0-OpenSSH_9.2p1\r\n").find("an SSH server"), std::string::npos);
    EXPECT_NE(recognised("220 mail.example.com ESMTP\r\n").find("an SMTP or FTP server"), std::string::npos);
    EXPECT_NE(recognised("-ERR unknown command\r\n").find("a Redis server"), std::string::npos);
    EXPECT_NE(recognised(std::string("\x4a\x00\x00\x00\x0a"
                                     "8.0.36",
                                     11))
                  .find("a MySQL server"),
              std::string::npos);
}

TEST(foreign_peer, an_alert_of_tls_means_the_port_is_one_with_tls) {
    // Alert protocol_version, seven bytes: shorter than the header of any Oracle Net packet.
    const auto alert = base::parse_hex("15030100020246").value();
    const auto why = recognised_peer(alert);
    ASSERT_TRUE(why.has_value());
    EXPECT_NE(why->message.find("TLS"), std::string::npos);
    EXPECT_NE(why->advice.find("tcps"), std::string::npos);

    engine waiting;
    waiting.start_connect({.connect_data = "(DESCRIPTION=)"}, std::nullopt);
    test::feed(waiting, alert);
    EXPECT_FALSE(waiting.is_idle());
    waiting.end_of_input();
    ASSERT_TRUE(waiting.outcome().has_value());
    EXPECT_EQ(waiting.outcome()->code, errc::not_oracle);
}

TEST(foreign_peer, does_not_take_oracle_net_for_something_else) {
    // The beginnings of ACCEPT, REFUSE, REDIRECT and RESEND.
    for (const auto* hex : {"002d000002000000", "0045000004000000", "0056000005000000", "000800000b000000", "0015"}) {
        EXPECT_FALSE(recognised_peer(base::parse_hex(hex).value()).has_value()) << hex;
    }
}

TEST(foreign_peer, shows_of_unknown_bytes_no_more_than_helps) {
    EXPECT_NE(foreign_peer(base::as_bytes("hello there\nsecond line")).message.find("\"hello there\""),
              std::string::npos);
    EXPECT_NE(foreign_peer(base::parse_hex("00ff01020304050607080910").value()).message.find("00ff010203040506"),
              std::string::npos);
    EXPECT_EQ(foreign_peer(base::as_bytes(std::string(100, 'x'))).message.find(std::string(41, 'x')),
              std::string::npos);
}

}  // namespace
}  // namespace oraxx::session
