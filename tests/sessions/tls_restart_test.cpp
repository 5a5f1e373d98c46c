// The engine against listeners that ask for a new TLS handshake, as recorded inside the TLS connections of another
// client.
#include <gtest/gtest.h>

#include "support/captures.hpp"
#include "support/engine_script.hpp"
#include "wire/tns/connect.hpp"

namespace oraxx::test {
namespace {

constexpr const char* recordings[] = {"jdbc_tcps_ee23_admin", "jdbc_tcps_ee23_grant_cookie", "jdbc_tcps_ee23_kill",
                                      "jdbc_tcps_ee23_timezone"};
constexpr std::string_view restart = "000800000b080000";

std::vector<base::byte_buffer> server_packets(const std::string& name) {
    std::vector<base::byte_buffer> out;
    for (const auto& packet : read_capture(name).packets) {
        if (!packet.from_client) out.push_back(packet.bytes);
    }
    return out;
}

TEST(tls_restart, the_connect_is_repeated_after_the_new_handshake) {
    for (const std::string name : recordings) {
        SCOPED_TRACE(name);
        auto answers = server_packets(name);
        // That client asked for native services, which we do not, so that the answer to us is without.
        constexpr std::size_t flags0 = 22;
        for (const auto at : {flags0, flags0 + 1}) answers.at(1).at(at) |= wire::tns::connect_flag::na_disabled;
        session::engine engine;
        engine.start_connect({.connect_data = "(DESCRIPTION=)", .over_tls = true}, std::nullopt);
        const auto first = take_output(engine);
        ASSERT_EQ(base::hex_lower(answers.at(0)), restart);
        feed(engine, answers.at(0));
        ASSERT_TRUE(engine.is_idle() && engine.wants_tls_restart());
        EXPECT_FALSE(engine.outcome());
        EXPECT_TRUE(take_output(engine).empty()) << "nothing may be sent before the handshake";
        engine.repeat_connect(std::nullopt);
        EXPECT_FALSE(engine.wants_tls_restart());
        EXPECT_EQ(take_output(engine), first);
        feed(engine, answers.at(1));
        ASSERT_TRUE(engine.is_idle());
        ASSERT_FALSE(engine.outcome()) << engine.outcome()->to_string();
        EXPECT_EQ(engine.session().info.protocol_version, 319U);
        EXPECT_EQ(engine.round_trips(), 2U);
    }
}

TEST(tls_restart, is_refused_on_a_connection_without_tls) {
    session::engine engine;
    engine.start_connect({.connect_data = "(DESCRIPTION=)"}, std::nullopt);
    feed(engine, restart);
    ASSERT_TRUE(engine.outcome());
    EXPECT_EQ(engine.outcome()->code, errc::protocol_violation);
    EXPECT_FALSE(engine.is_open());
}

// A byte said in the old TLS session must not count as said in the new one.
TEST(tls_restart, what_comes_behind_the_request_ends_the_connection) {
    session::engine engine;
    engine.start_connect({.connect_data = "(DESCRIPTION=)", .over_tls = true}, std::nullopt);
    feed(engine, std::string(restart) + "00");
    engine.repeat_connect(std::nullopt);
    ASSERT_TRUE(engine.outcome());
    EXPECT_EQ(engine.outcome()->code, errc::protocol_violation);
    EXPECT_FALSE(engine.is_open());
}

TEST(tls_restart, ends_after_some_requests) {
    session::engine engine;
    engine.start_connect({.connect_data = "(DESCRIPTION=)", .over_tls = true}, std::nullopt);
    int restarts = 0;
    for (; restarts < 100; ++restarts) {
        feed(engine, restart);
        if (!engine.wants_tls_restart()) break;
        engine.repeat_connect(std::nullopt);
    }
    EXPECT_EQ(restarts, session::max_resends);
    EXPECT_EQ(engine.outcome()->code, errc::protocol_violation);
}

}  // namespace
}  // namespace oraxx::test
