#include "transport/tcp_stream.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/wait.h>

#include "transport/connector.hpp"
#include "transport/listener.hpp"
#include "unit/transport/loop_fixture.hpp"

namespace oraxx::transport {
namespace {

TEST(tcp_stream, tells_an_empty_stream_from_an_ended_one) {
    stream_pair pair;
    std::array<std::uint8_t, 8> space{};
    EXPECT_EQ(pair.ours->read(space).status, io_status::would_block);
    pair.close_theirs();
    EXPECT_EQ(pair.ours->read(space).status, io_status::end_of_file);
}

TEST(tcp_stream, writing_to_a_closed_peer_is_an_error_and_no_signal) {
    stream_pair pair;
    pair.close_theirs();
    const auto result = pair.ours->write(base::as_bytes("x"));
    EXPECT_EQ(result.status, io_status::failed);
    EXPECT_EQ(result.reason, "connection closed by the peer");
}

TEST(tcp_stream, wants_writable_only_while_the_send_buffer_is_full) {
    stream_pair pair;
    const std::string block(1U << 20U, 'x');
    EXPECT_FALSE(pair.ours->wants_writable());
    std::size_t sent = 0;
    for (auto result = pair.ours->write(base::as_bytes(block)); result.status == io_status::ok;
         result = pair.ours->write(base::as_bytes(block))) {
        sent += result.bytes;
    }
    EXPECT_TRUE(pair.ours->wants_writable());
    EXPECT_EQ(pair.receive_theirs(sent).size(), sent);
    EXPECT_EQ(pair.ours->write(base::as_bytes("x")).status, io_status::ok);
    EXPECT_FALSE(pair.ours->wants_writable());
}

TEST(tcp_stream, peek_sees_a_closed_peer_and_unasked_bytes_and_takes_nothing) {
    stream_pair pair;
    EXPECT_FALSE(pair.ours->peek_closed());
    pair.send_theirs("!");
    EXPECT_TRUE(pair.ours->peek_closed());
    std::array<std::uint8_t, 8> space{};
    EXPECT_EQ(pair.ours->read(space).bytes, 1U);
    EXPECT_FALSE(pair.ours->peek_closed());
    pair.close_theirs();
    EXPECT_TRUE(pair.ours->peek_closed());
}

TEST(tcp_stream, a_forked_child_does_not_own_it) {
    stream_pair pair;
    EXPECT_TRUE(pair.ours->opened_by_this_process());
    const auto child = ::fork();
    if (child == 0) ::_exit(pair.ours->opened_by_this_process() ? 1 : 0);
    int status = -1;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    EXPECT_EQ(status, 0);
}

TEST(tcp_stream, sockets_are_close_on_exec_non_blocking_and_undelayed) {
    const wakeup wake;
    const auto open = listener::open(*ip_address::parse("127.0.0.1"), 0);
    ASSERT_TRUE(open.has_value());
    connect_target target;
    target.host = "127.0.0.1";
    target.port = (*open)->port();
    target.deadline = steady_clock::now() + patience;
    target.socket.keep_alive_idle = std::chrono::seconds(120);
    target.socket.unacknowledged_limit = std::chrono::seconds(45);
    const auto client = connect_tcp(target, wake);
    ASSERT_TRUE(client.has_value());
    const auto server = (*open)->accept(wake);
    ASSERT_TRUE(server.has_value());
    for (const auto* stream : {client->get(), server->get()}) {
        EXPECT_NE(::fcntl(stream->descriptor(), F_GETFD) & FD_CLOEXEC, 0);
        EXPECT_NE(::fcntl(stream->descriptor(), F_GETFL) & O_NONBLOCK, 0);
        int value = 0;
        socklen_t size = sizeof value;
        EXPECT_EQ(::getsockopt(stream->descriptor(), IPPROTO_TCP, TCP_NODELAY, &value, &size), 0);
        EXPECT_NE(value, 0);
    }
    const auto option = [&](int level, int name) {
        int value = -1;
        socklen_t size = sizeof value;
        EXPECT_EQ(::getsockopt((*client)->descriptor(), level, name, &value, &size), 0);
        return value;
    };
    EXPECT_NE(option(SOL_SOCKET, SO_KEEPALIVE), 0);
    EXPECT_EQ(option(IPPROTO_TCP, TCP_KEEPIDLE), 120);
    EXPECT_EQ(option(IPPROTO_TCP, TCP_KEEPINTVL), 6);
    EXPECT_EQ(option(IPPROTO_TCP, TCP_KEEPCNT), 10);
    EXPECT_EQ(option(IPPROTO_TCP, TCP_USER_TIMEOUT), 45'000);
    EXPECT_EQ((*client)->peer(), "127.0.0.1:" + std::to_string(target.port));
}

TEST(listener, a_wake_up_ends_accepting) {
    const auto open = listener::open(*ip_address::parse("127.0.0.1"), 0);
    ASSERT_TRUE(open.has_value());
    const wakeup wake;
    std::thread other([&] { wake.signal(); });
    const auto accepted = (*open)->accept(wake);
    other.join();
    ASSERT_TRUE(accepted.has_value());
    EXPECT_EQ(*accepted, nullptr);
}

TEST(listener, a_port_in_use_is_named) {
    const auto first = listener::open(*ip_address::parse("127.0.0.1"), 0);
    ASSERT_TRUE(first.has_value());
    const auto second = listener::open(*ip_address::parse("127.0.0.1"), (*first)->port());
    ASSERT_FALSE(second.has_value());
    EXPECT_EQ(second.error().message,
              "cannot listen on 127.0.0.1:" + std::to_string((*first)->port()) + ": Address already in use");
}

}  // namespace
}  // namespace oraxx::transport
