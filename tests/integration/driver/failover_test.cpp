// Addresses that do not answer: how often and for how long they are tried, and what the others get of the time.
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <mutex>
#include <oraxx/oraxx.hpp>

#include "server/net/sandbox_server.hpp"
#include "support/loopback_peer.hpp"
#include "transport/connector.hpp"

namespace oraxx::test {
namespace {

using namespace std::chrono_literals;
using clock = std::chrono::steady_clock;

std::string address_of(std::uint16_t port) {
    return "(ADDRESS=(PROTOCOL=tcp)(HOST=127.0.0.1)(PORT=" + std::to_string(port) + "))";
}

std::string service(const std::string& addresses, const std::string& options = "") {
    return "(DESCRIPTION=" + options + addresses + "(CONNECT_DATA=(SERVICE_NAME=FREEPDB1)))";
}

connect_options to(std::string connect_string, std::chrono::milliseconds time = 30s) {
    connect_options out;
    out.connect_string = std::move(connect_string);
    out.user = "scott";
    out.password = "tiger";
    out.connect_timeout = time;
    return out;
}

std::uint16_t closed_port() {
    std::uint16_t port = 0;
    ::close(listen_on_loopback(port));
    return port;
}

// A port whose queue of connections is full: it answers no SYN, as behind a firewall that drops packets.
class dropping_port {
public:
    dropping_port() : listener_(listen_on_loopback(port_)) {
        (void)::listen(listener_, 0);
        const transport::wakeup wake;
        transport::connect_target target;
        target.host = "127.0.0.1";
        target.port = port_;
        for (;;) {
            target.deadline = clock::now() + 200ms;
            auto filler = transport::connect_tcp(target, wake);
            if (!filler) return;
            fillers_.push_back(std::move(*filler));
        }
    }
    dropping_port(const dropping_port&) = delete;
    dropping_port& operator=(const dropping_port&) = delete;
    ~dropping_port() { ::close(listener_); }

    [[nodiscard]] std::uint16_t port() const noexcept { return port_; }

private:
    std::uint16_t port_ = 0;
    int listener_;
    std::vector<std::unique_ptr<transport::tcp_stream>> fillers_;
};

// Notes when somebody connects, and hangs up.
class counting_peer {
public:
    counting_peer()
        : peer_([this](int /*socket*/) {
              const std::lock_guard lock(mutex_);
              seen_.push_back(clock::now());
          }) {}

    [[nodiscard]] std::uint16_t port() const noexcept { return peer_.port(); }
    [[nodiscard]] std::vector<clock::time_point> seen() const {
        const std::lock_guard lock(mutex_);
        return seen_;
    }
    // As many as there are once nobody has connected for a while.
    [[nodiscard]] std::size_t count() const {
        std::size_t before = 0;
        for (auto now = seen().size(); now != before; now = seen().size()) {
            before = now;
            std::this_thread::sleep_for(50ms);
        }
        return before;
    }

private:
    mutable std::mutex mutex_;
    std::vector<clock::time_point> seen_;
    loopback_peer peer_;  // last: its thread uses the others
};

std::unique_ptr<sandbox::sandbox_server> database() {
    sandbox::server_options options;
    options.password = base::secret_bytes(std::string_view("tiger"));
    return std::make_unique<sandbox::sandbox_server>(std::move(options));
}

TEST(failover, reaches_the_third_address_inside_the_configured_time) {
    const auto server = database();
    const dropping_port dropping;
    loopback_peer silent([](int socket) { wait_for_close(socket); });
    const auto addresses = address_of(dropping.port()) + address_of(silent.port()) + address_of(server->port());
    // 9 s: a third of it for the first, half of the rest for the second.
    for (const auto& text : {service(addresses), service(addresses, "(CONNECT_TIMEOUT=9)")}) {
        const auto began = clock::now();
        auto conn = connect(to(text, 9s));
        const auto took = clock::now() - began;
        EXPECT_GT(took, 5900ms);
        EXPECT_LT(took, 9s);
        conn.ping();
    }
}

TEST(failover, a_dead_description_leaves_time_for_the_next) {
    const auto server = database();
    const dropping_port dropping;
    const auto began = clock::now();
    auto conn = connect(to("(DESCRIPTION_LIST=(LOAD_BALANCE=OFF)" + service(address_of(dropping.port())) +
                               service(address_of(server->port())) + ")",
                           6s));
    EXPECT_LT(clock::now() - began, 6s);
    conn.ping();
}

TEST(failover, transport_connect_timeout_is_less_than_a_share) {
    const auto server = database();
    const dropping_port dropping;
    const auto began = clock::now();
    auto conn = connect(
        to(service(address_of(dropping.port()) + address_of(server->port()), "(TRANSPORT_CONNECT_TIMEOUT=300ms)")));
    EXPECT_GT(clock::now() - began, 290ms);
    EXPECT_LT(clock::now() - began, 10s);
    conn.ping();
}

TEST(failover, ends_inside_the_configured_time_when_all_are_dead) {
    const dropping_port first;
    const dropping_port second;
    const auto began = clock::now();
    const auto refused = try_connect(to(service(address_of(first.port()) + address_of(second.port())), 2s));
    const auto took = clock::now() - began;
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().code, errc::timed_out);
    EXPECT_NE(refused.error().message.find(std::to_string(first.port())), std::string::npos)
        << refused.error().message;
    EXPECT_NE(refused.error().message.find(std::to_string(second.port())), std::string::npos)
        << refused.error().message;
    EXPECT_GT(took, 1900ms);
    EXPECT_LT(took, 4s);
}

TEST(retry_policy, makes_exactly_so_many_rounds_so_far_apart) {
    const counting_peer first;
    const counting_peer second;
    const auto refused = try_connect(
        to(service(address_of(first.port()) + address_of(second.port()), "(RETRY_COUNT=3)(RETRY_DELAY=200ms)")));
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(first.count(), 4U);
    EXPECT_EQ(second.count(), 4U);
    const auto at_first = first.seen();
    const auto at_second = second.seen();
    for (std::size_t round = 1; round < 4; ++round) {
        // From the end of one round to the beginning of the next.
        EXPECT_GE(at_first[round] - at_second[round - 1], 195ms) << "round " << round;
    }
}

TEST(retry_policy, begins_no_round_that_cannot_be_waited_for) {
    const counting_peer peer;
    const auto began = clock::now();
    const auto refused = try_connect(to(service(address_of(peer.port()), "(RETRY_COUNT=50)(RETRY_DELAY=10)"), 1s));
    ASSERT_FALSE(refused.has_value());
    EXPECT_LT(clock::now() - began, 5s) << "there is no point in waiting for a round that is too late";
    EXPECT_EQ(peer.count(), 1U);
}

// Who is tried first, 300 times among three: 100 are expected, five standard deviations of it are 41.
TEST(load_balance, spreads_connections_evenly) {
    const std::array<counting_peer, 3> peers;
    std::string addresses;
    for (const auto& peer : peers) addresses += address_of(peer.port());
    for (int i = 0; i < 300; ++i) {
        EXPECT_FALSE(try_connect(to(service(addresses, "(LOAD_BALANCE=ON)(FAILOVER=OFF)"))).has_value());
    }
    std::size_t sum = 0;
    for (const auto& peer : peers) {
        EXPECT_NEAR(static_cast<double>(peer.count()), 100, 41);
        sum += peer.count();
    }
    EXPECT_EQ(sum, 300U);
}

TEST(redirect_loop, ends_with_an_error_of_its_own) {
    const auto port = std::to_string(closed_port());
    sandbox::server_options options;
    options.password = base::secret_bytes(std::string_view("tiger"));
    options.listen = options.redirect = "127.0.0.1:" + port;
    const sandbox::sandbox_server server(std::move(options));
    const auto refused = try_connect(to(server.address() + "/FREEPDB1"));
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().phase, phase::connect);
    EXPECT_EQ(refused.error().message, "the listener redirected more than 4 times, at last to 127.0.0.1:" + port);
    EXPECT_NE(refused.error().advice.find("LOCAL_LISTENER"), std::string::npos) << refused.error().advice;
}

TEST(source_route, is_refused_with_its_reason) {
    const auto refused = try_connect(to(service(address_of(1521), "(SOURCE_ROUTE=ON)")));
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().code, errc::unsupported);
    EXPECT_NE(refused.error().message.find("SOURCE_ROUTE"), std::string::npos) << refused.error().message;
}

}  // namespace
}  // namespace oraxx::test
