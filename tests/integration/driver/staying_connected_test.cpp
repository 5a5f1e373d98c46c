// Connections that are lost, with a server and what lies between as they may be.
#include <gtest/gtest.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <oraxx/oraxx.hpp>
#include <thread>

#include "server/net/sandbox_server.hpp"
#include "support/certificates.hpp"
#include "support/loopback_peer.hpp"
#include "support/losing_relay.hpp"

namespace oraxx::test {
namespace {

using namespace std::chrono_literals;

sandbox::server_options usual() {
    sandbox::server_options out;
    out.password = base::secret_bytes(std::string_view("tiger"));
    out.init_sql = "create table t (n number);\n";
    return out;
}

connect_options to(std::uint16_t port) {
    connect_options out;
    out.connect_string = "127.0.0.1:" + std::to_string(port) + "/FREEPDB1";
    out.user = "scott";
    out.password = "tiger";
    out.connect_timeout = 30s;
    return out;
}

std::int64_t rows_of(std::uint16_t port) {
    auto conn = connect(to(port));
    for (const auto& [count] : conn.query<std::int64_t>("select count(*) from t")) return count;
    return -1;
}

TEST(staying_connected, a_server_that_went_away_is_noticed_before_use) {
    sandbox::sandbox_server server(usual());
    auto conn = connect(to(server.port()));
    conn.execute("insert into t values (1)");
    EXPECT_TRUE(conn.is_usable());
    server.stop();
    EXPECT_FALSE(conn.is_usable());
    const auto committed = conn.try_commit();
    ASSERT_FALSE(committed.has_value());
    EXPECT_EQ(committed.error().code, errc::connection_lost);
    EXPECT_FALSE(committed.error().outcome_unknown) << committed.error().to_string();
    EXPECT_FALSE(committed.error().connection_usable);
}

TEST(staying_connected, a_commit_to_a_server_that_went_away_is_not_sent) {
    sandbox::sandbox_server server(usual());
    auto conn = connect(to(server.port()));
    conn.execute("insert into t values (1)");
    server.stop();
    const auto sent = conn.stats().bytes_sent;
    const auto committed = conn.try_commit();
    ASSERT_FALSE(committed.has_value());
    EXPECT_FALSE(committed.error().outcome_unknown);
    EXPECT_NE(committed.error().advice.find("has not taken effect"), std::string::npos) << committed.error().advice;
    EXPECT_EQ(conn.stats().bytes_sent, sent);
}

TEST(staying_connected, a_commit_whose_answer_is_lost_has_an_unknown_outcome) {
    const sandbox::sandbox_server server(usual());
    losing_relay relay(server.port());
    auto conn = connect(to(relay.port()));
    conn.execute("insert into t values (1)");
    relay.lose_next_answer();
    const auto committed = conn.try_commit();
    ASSERT_FALSE(committed.has_value());
    EXPECT_TRUE(committed.error().outcome_unknown) << committed.error().to_string();
    EXPECT_EQ(rows_of(server.port()), 1) << "it was committed: repeating it would have been wrong";
}

TEST(staying_connected, a_change_whose_answer_is_lost_is_rolled_back) {
    const sandbox::sandbox_server server(usual());
    losing_relay relay(server.port());
    auto conn = connect(to(relay.port()));
    relay.lose_next_answer();
    const auto changed = conn.try_execute("insert into t values (1)");
    ASSERT_FALSE(changed.has_value());
    EXPECT_FALSE(changed.error().outcome_unknown);
    EXPECT_EQ(rows_of(server.port()), 0);
}

TEST(staying_connected, the_same_change_with_autocommit_has_an_unknown_outcome) {
    const sandbox::sandbox_server server(usual());
    losing_relay relay(server.port());
    auto conn = connect(to(relay.port()));
    conn.set_autocommit(true);
    relay.lose_next_answer();
    const auto changed = conn.try_execute("insert into t values (1)");
    ASSERT_FALSE(changed.has_value());
    EXPECT_TRUE(changed.error().outcome_unknown);
    EXPECT_EQ(rows_of(server.port()), 1);
}

// What a firewall does that forgot the connection: nothing comes back, not even to the break.
TEST(staying_connected, a_call_into_the_void_ends_at_its_timeout_and_the_patience_for_a_break) {
    const sandbox::sandbox_server server(usual());
    losing_relay relay(server.port());
    auto conn = connect(to(relay.port()));
    conn.execute("insert into t values (1)");
    relay.fall_silent();
    conn.set_call_timeout(300ms);
    EXPECT_TRUE(conn.is_usable()) << "nothing was said that could be found out";
    const auto began = std::chrono::steady_clock::now();
    const auto committed = conn.try_commit();
    const auto took = std::chrono::steady_clock::now() - began;
    ASSERT_FALSE(committed.has_value());
    EXPECT_EQ(committed.error().code, errc::timed_out);
    EXPECT_TRUE(committed.error().outcome_unknown);
    EXPECT_FALSE(committed.error().connection_usable);
    EXPECT_FALSE(conn.is_usable());
    EXPECT_GE(took, 5300ms);
    EXPECT_LT(took, 15s);
}

TEST(staying_connected, a_call_into_the_void_ends_at_the_deadline_of_its_connection) {
    const sandbox::sandbox_server server(usual());
    losing_relay relay(server.port());
    auto conn = connect(to(relay.port()));
    relay.fall_silent();
    const auto deadline = std::chrono::steady_clock::now() + 800ms;
    conn.set_deadline(deadline);
    const auto lost = conn.try_execute("insert into t values (1)");
    ASSERT_FALSE(lost.has_value());
    EXPECT_EQ(lost.error().code, errc::timed_out);
    EXPECT_FALSE(lost.error().connection_usable);
    EXPECT_GE(std::chrono::steady_clock::now(), deadline);
}

TEST(staying_connected, a_call_is_broken_off_in_time_for_the_deadline_of_its_connection) {
    const sandbox::sandbox_server server(usual());
    auto conn = connect(to(server.port()));
    conn.set_deadline(std::chrono::steady_clock::now() + 800ms);
    const auto slept = conn.try_execute("begin dbms_session.sleep(30); end;");
    ASSERT_FALSE(slept.has_value());
    EXPECT_EQ(slept.error().code, errc::timed_out);
    EXPECT_TRUE(slept.error().connection_usable);
    conn.set_deadline(std::chrono::steady_clock::now());
    const auto late = conn.try_execute("insert into t values (1)");
    ASSERT_FALSE(late.has_value());
    EXPECT_EQ(late.error().code, errc::timed_out);
    EXPECT_TRUE(late.error().connection_usable) << "nothing was sent";
    conn.set_deadline(std::nullopt);
    conn.ping();
}

TEST(staying_connected, a_call_that_the_server_breaks_off_in_time_keeps_its_connection) {
    const sandbox::sandbox_server server(usual());
    auto conn = connect(to(server.port()));
    conn.set_call_timeout(200ms);
    const auto slept = conn.try_execute("begin dbms_session.sleep(30); end;");
    ASSERT_FALSE(slept.has_value());
    EXPECT_EQ(slept.error().code, errc::timed_out);
    EXPECT_FALSE(slept.error().outcome_unknown) << "the server said that it was broken off";
    EXPECT_TRUE(slept.error().connection_usable);
    conn.set_call_timeout(0ms);
    conn.ping();
}

// Session tickets come after the handshake without being asked for: they are no reason to give a connection up.
TEST(staying_connected, over_tls_the_same_is_found_before_use) {
    const certificate_authority authority;
    const auto shown = authority.issue({.alternative_names = {"DNS:localhost"}});
    auto options = usual();
    options.tls_certificate = shown.certificate_pem();
    options.tls_key = secret(shown.key_pem());
    sandbox::sandbox_server server(std::move(options));
    auto wanted = to(server.port());
    wanted.connect_string = "tcps://localhost:" + std::to_string(server.port()) + "/FREEPDB1";
    wanted.wallet_content = secret(authority.certificate_pem());
    auto conn = connect(std::move(wanted));
    EXPECT_TRUE(conn.is_usable());
    conn.execute("insert into t values (1)");
    conn.commit();
    EXPECT_TRUE(conn.is_usable());
    server.stop();
    EXPECT_FALSE(conn.is_usable());
    const auto committed = conn.try_commit();
    ASSERT_FALSE(committed.has_value());
    EXPECT_FALSE(committed.error().outcome_unknown) << committed.error().to_string();
}

TEST(staying_connected, rest_begins_with_each_answer) {
    const sandbox::sandbox_server server(usual());
    auto conn = connect(to(server.port()));
    std::this_thread::sleep_for(30ms);
    EXPECT_GE(conn.rest().total, 30ms);
    conn.ping();
    const auto rest = conn.rest();
    EXPECT_LT(rest.total, 20s);
    EXPECT_EQ(rest.frozen, 0ms);
    conn.close();
    EXPECT_EQ(conn.rest().total, 0ms);
}

}  // namespace
}  // namespace oraxx::test
