#include "transport/connector.hpp"

#include <gtest/gtest.h>

#include "transport/listener.hpp"
#include "transport/socket_address.hpp"
#include "unit/transport/loop_fixture.hpp"
#include "unit/transport/name_server.hpp"

namespace oraxx::transport {
namespace {

// A port on which nobody listens: it was ours a moment ago.
std::uint16_t closed_port() {
    const auto open = listener::open(*ip_address::parse("127.0.0.1"), 0);
    EXPECT_TRUE(open.has_value());
    return (*open)->port();
}

connect_target target_at(const std::string& host, std::uint16_t port) {
    connect_target target;
    target.host = host;
    target.port = port;
    target.deadline = steady_clock::now() + patience;
    return target;
}

// A listener that never accepts and whose queue is full: connects to it are left without an answer.
class deaf_listener {
public:
    explicit deaf_listener(const char* host = "127.0.0.1", std::uint16_t port = 0) {
        auto where = to_socket_address(*ip_address::parse(host), port);
        for (int& socket : sockets_) socket = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
        const int socket = sockets_[0];
        EXPECT_EQ(::bind(socket, where.get(), where.size), 0);
        EXPECT_EQ(::listen(socket, 0), 0);
        EXPECT_EQ(::getsockname(socket, where.get(), &where.size), 0);
        port_ = port_of(where);
        for (std::size_t i = 1; i < sockets_.size(); ++i) (void)::connect(sockets_[i], where.get(), where.size);
    }
    deaf_listener(const deaf_listener&) = delete;
    deaf_listener& operator=(const deaf_listener&) = delete;
    ~deaf_listener() {
        for (const int socket : sockets_) ::close(socket);
    }
    [[nodiscard]] std::uint16_t port() const noexcept { return port_; }

private:
    std::array<int, 5> sockets_{};  // the listener, and what fills its queue
    std::uint16_t port_ = 0;
};

TEST(connector, a_closed_port_is_refused_with_advice) {
    const wakeup wake;
    const auto port = closed_port();
    const auto made = connect_tcp(target_at("127.0.0.1", port), wake);
    ASSERT_FALSE(made.has_value());
    EXPECT_EQ(made.error().code, errc::connect_refused);
    EXPECT_EQ(made.error().phase, phase::tcp);
    EXPECT_EQ(made.error().message, "TCP connect to 127.0.0.1:" + std::to_string(port) + ": connection refused");
    EXPECT_EQ(made.error().advice, "is the listener running on that port, and is it the right host?");
    EXPECT_FALSE(made.error().connection_usable);
}

TEST(connector, every_address_of_a_name_is_tried_and_reported) {
    const wakeup wake;
    const name_server names({{"db.test", {"127.0.0.1", "127.0.0.2"}}});
    const auto port = std::to_string(closed_port());
    auto target = target_at("db.test", closed_port());
    target.port = static_cast<std::uint16_t>(std::stoi(port));
    target.dns_servers = names.endpoint();
    const auto made = connect_tcp(target, wake);
    ASSERT_FALSE(made.has_value());
    EXPECT_EQ(made.error().code, errc::connect_refused);
    const auto& message = made.error().message;
    EXPECT_NE(message.find(":" + port + " (db.test): connection refused; to 127.0.0."), std::string::npos) << message;
}

TEST(connector, goes_on_to_the_address_that_listens) {
    const wakeup wake;
    const auto open = listener::open(*ip_address::parse("127.0.0.2"), 0);
    ASSERT_TRUE(open.has_value());
    const name_server names({{"db.test", {"127.0.0.1", "127.0.0.2"}}});
    auto target = target_at("db.test", (*open)->port());
    target.dns_servers = names.endpoint();
    const auto made = connect_tcp(target, wake);
    ASSERT_TRUE(made.has_value()) << made.error().message;
    EXPECT_EQ((*made)->peer(), "127.0.0.2:" + std::to_string(target.port));
}

TEST(connector, a_host_that_does_not_answer_times_out_per_address_and_in_all) {
    const wakeup wake;
    const deaf_listener deaf;
    auto target = target_at("127.0.0.1", deaf.port());
    target.per_address = milliseconds(30);
    auto made = connect_tcp(target, wake);
    ASSERT_FALSE(made.has_value());
    EXPECT_EQ(made.error().code, errc::timed_out);
    EXPECT_EQ(made.error().message,
              "TCP connect to 127.0.0.1:" + std::to_string(deaf.port()) + ": timed out after 30 ms");

    target.per_address = patience;
    target.deadline = steady_clock::now() + milliseconds(30);
    made = connect_tcp(target, wake);
    ASSERT_FALSE(made.has_value());
    EXPECT_EQ(made.error().code, errc::timed_out);
}

// Which of the two is tried first is the resolver's choice, so both orders are right: with the deaf one first its
// share, half of the time, is waited for.
TEST(connector, an_address_that_does_not_answer_leaves_time_for_the_next) {
    const wakeup wake;
    const auto open = listener::open(*ip_address::parse("127.0.0.2"), 0);
    ASSERT_TRUE(open.has_value());
    const deaf_listener deaf("127.0.0.1", (*open)->port());
    const name_server names({{"db.test", {"127.0.0.1", "127.0.0.2"}}});
    auto target = target_at("db.test", (*open)->port());
    target.dns_servers = names.endpoint();
    target.deadline = steady_clock::now() + milliseconds(3000);
    const auto made = connect_tcp(target, wake);
    ASSERT_TRUE(made.has_value()) << made.error().message;
    EXPECT_EQ((*made)->peer(), "127.0.0.2:" + std::to_string(target.port));
    EXPECT_LT(steady_clock::now(), target.deadline);
}

TEST(connector, another_thread_cancels_it) {
    const wakeup wake;
    const deaf_listener deaf;
    std::thread other([&] { wake.signal(); });
    const auto made = connect_tcp(target_at("127.0.0.1", deaf.port()), wake);
    other.join();
    ASSERT_FALSE(made.has_value());
    EXPECT_EQ(made.error().code, errc::cancelled);
}

TEST(connector, an_unresolvable_name_fails_in_its_own_phase) {
    const wakeup wake;
    const name_server names({});
    auto target = target_at("nowhere.test", 1521);
    target.dns_servers = names.endpoint();
    const auto made = connect_tcp(target, wake);
    ASSERT_FALSE(made.has_value());
    EXPECT_EQ(made.error().code, errc::name_resolution);
    EXPECT_EQ(made.error().phase, phase::resolve);
}

}  // namespace
}  // namespace oraxx::transport
