#include "transport/run.hpp"

#include <gtest/gtest.h>

#include "unit/transport/loop_fixture.hpp"

namespace oraxx::transport {
namespace {

TEST(run, sends_then_waits_for_the_answer) {
    stream_pair pair;
    const wakeup wake;
    std::thread peer([&] {
        EXPECT_EQ(pair.receive_theirs(4), "ping");
        pair.send_theirs("pong");
    });
    test_client client;
    client.output = "ping";
    client.is_done = [](const auto& c) { return c.input == "pong"; };
    EXPECT_EQ(run(client, *pair.ours, wake), loop_outcome::done);
    peer.join();
}

TEST(run, is_over_at_once_when_the_client_is_done) {
    stream_pair pair;
    const wakeup wake;
    test_client client;
    client.output = "not sent";
    client.is_done = [](const auto&) { return true; };
    EXPECT_EQ(run(client, *pair.ours, wake), loop_outcome::done);
    EXPECT_EQ(client.sent(), 0U);
}

TEST(run, both_sides_may_flood_before_they_read) {
    constexpr std::size_t size = 4U << 20U;  // far beyond what the sockets hold
    stream_pair pair;
    const wakeup wake;
    const std::string flood(size, 'x');
    std::thread peer([&] {
        pair.send_theirs(flood);
        EXPECT_EQ(pair.receive_theirs(size).size(), size);
    });
    test_client client;
    client.output = flood;
    client.is_done = [](const auto& c) { return c.input.size() == size && c.sent() == size; };
    EXPECT_EQ(run(client, *pair.ours, wake), loop_outcome::done);
    peer.join();
}

TEST(run, a_silent_peer_meets_the_deadline) {
    stream_pair pair;
    const wakeup wake;
    test_client client;
    client.deadline_at = steady_clock::now() + milliseconds(20);
    client.is_done = [](const auto& c) { return c.saw_deadline; };
    EXPECT_EQ(run(client, *pair.ours, wake), loop_outcome::done);
    EXPECT_TRUE(client.input.empty());
}

TEST(run, a_peer_that_never_pauses_meets_deadline_and_wake_up_too) {
    for (const bool by_deadline : {true, false}) {
        stream_pair pair;
        const wakeup wake;
        std::thread peer([&] {
            const std::string block(1U << 16U, 'x');
            while (::send(pair.theirs, block.data(), block.size(), MSG_NOSIGNAL) > 0) {
            }
        });
        test_client client;
        if (by_deadline) {
            client.deadline_at = steady_clock::now() + milliseconds(20);
        } else {
            std::thread([&] { wake.signal(); }).join();
        }
        client.is_done = [](const auto& c) { return c.saw_deadline || c.wakes > 0; };
        EXPECT_EQ(run(client, *pair.ours, wake), loop_outcome::done);
        EXPECT_EQ(client.saw_deadline, by_deadline);
        pair.ours.reset();
        peer.join();
    }
}

TEST(run, another_thread_ends_the_wait) {
    stream_pair pair;
    const wakeup wake;
    test_client client;
    client.is_done = [](const auto& c) { return c.wakes > 0; };
    std::thread other([&] { wake.signal(); });
    EXPECT_EQ(run(client, *pair.ours, wake), loop_outcome::done);
    other.join();
    EXPECT_EQ(client.wakes, 1);
    EXPECT_FALSE(wake.is_raised());
}

TEST(run, every_signal_is_seen_however_the_threads_meet) {
    stream_pair pair;
    const wakeup wake;
    for (int round = 0; round < 500; ++round) {
        test_client client;
        client.is_done = [](const auto& c) { return c.wakes > 0; };
        std::thread other([&] { wake.signal(); });
        ASSERT_EQ(run(client, *pair.ours, wake), loop_outcome::done);
        ASSERT_FALSE(client.saw_deadline);
        other.join();
        (void)wake.clear();
    }
}

TEST(run, the_end_of_the_stream_comes_after_its_last_bytes) {
    stream_pair pair;
    const wakeup wake;
    pair.send_theirs("last words");
    pair.close_theirs();
    test_client client;
    client.is_done = [](const auto& c) { return c.saw_end; };
    EXPECT_EQ(run(client, *pair.ours, wake), loop_outcome::done);
    EXPECT_EQ(client.input, "last words");
}

TEST(run, an_end_the_client_cannot_accept_is_a_lost_connection) {
    stream_pair pair;
    const wakeup wake;
    pair.close_theirs();
    test_client client;
    EXPECT_EQ(run(client, *pair.ours, wake), loop_outcome::failed);
    EXPECT_TRUE(client.saw_end);
    EXPECT_EQ(client.error, errc::connection_lost);
    EXPECT_EQ(client.reason, "the peer closed the connection");
}

TEST(run, what_a_peer_said_before_it_closed_is_read_although_sending_fails) {
    stream_pair pair;
    const wakeup wake;
    pair.send_theirs("ORA-00028");
    pair.close_theirs();
    test_client client;
    client.output = "request";
    client.is_done = [](const auto& c) { return c.input == "ORA-00028"; };
    EXPECT_EQ(run(client, *pair.ours, wake), loop_outcome::done);
}

TEST(run, output_goes_out_to_a_peer_that_closed_only_its_own_side) {
    stream_pair pair;
    const wakeup wake;
    constexpr std::size_t size = 4U << 20U;
    ASSERT_EQ(::shutdown(pair.theirs, SHUT_WR), 0);
    std::thread peer([&] { EXPECT_EQ(pair.receive_theirs(size).size(), size); });
    test_client client;
    client.output.assign(size, 'x');
    client.is_done = [](const auto& c) { return c.sent() == size; };
    EXPECT_EQ(run(client, *pair.ours, wake), loop_outcome::done);
    peer.join();
}

TEST(run, a_client_that_ignores_its_deadline_does_not_spin) {
    stream_pair pair;
    const wakeup wake;
    test_client client;
    client.deadline_at = steady_clock::now();
    client.ignores_deadline = true;
    EXPECT_EQ(run(client, *pair.ours, wake), loop_outcome::failed);
    EXPECT_EQ(client.error, errc::timed_out);
}

TEST(run, a_hang_up_nobody_reads_does_not_spin) {
    stream_pair pair;
    const wakeup wake;
    pair.close_theirs();
    test_client client;
    client.wants_input = false;
    client.deadline_at = steady_clock::now() + milliseconds(30);
    client.is_done = [](const auto& c) { return c.saw_deadline; };
    EXPECT_EQ(run(client, *pair.ours, wake), loop_outcome::done);
    EXPECT_LT(client.questions, 50);
}

TEST(run, time_is_what_the_clock_says) {
    static time_point frozen;
    frozen = steady_clock::now();
    stream_pair pair;
    const wakeup wake;
    test_client client;
    client.deadline_at = frozen + std::chrono::hours(24);
    client.is_done = [](const auto& c) { return c.saw_deadline; };
    const clock_function a_day_later = [] { return frozen + std::chrono::hours(25); };
    EXPECT_EQ(run(client, *pair.ours, wake, a_day_later), loop_outcome::done);
}

}  // namespace
}  // namespace oraxx::transport
