// Peers that are broken, slow or no database at all: a clear error within the deadline each time, whatever
// the peer does.
#include <gtest/gtest.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "allocations/counted_allocations.hpp"
#include "backend/thin/connect.hpp"
#include "session/execute_call.hpp"
#include "session/logon_call.hpp"
#include "support/engine_script.hpp"
#include "support/loopback_peer.hpp"
#include "support/recorded_logon.hpp"

namespace oraxx::test {
namespace {

// Whatever lengths a peer announces, no allocation passes this: the longest packet of the protocol is 2 MiB, and
// buffers grow by doubling from what really arrived.
constexpr std::size_t allocation_bound = std::size_t{4} << 20U;

class hostile_peer : public ::testing::Test {
protected:
    void SetUp() override { forget_largest_allocation(); }
    void TearDown() override { EXPECT_LE(largest_allocation(), allocation_bound); }
};

using namespace std::chrono_literals;
using session::clock;

// Longer than any of these tests needs on a slow machine, shorter than anything that hangs.
constexpr auto hang = 30s;

struct attempt {
    failure error{};
    clock::duration took{};
};

attempt connect_to(std::uint16_t port, std::chrono::milliseconds timeout) {
    connect_options options;
    options.connect_string = "127.0.0.1:" + std::to_string(port) + "/FREEPDB1";
    options.user = "scott";
    options.password = "not-in-any-text";
    options.connect_timeout = timeout;
    const auto start = clock::now();
    auto made = backend::thin::connect(options, backend::thin::process_environment(options));
    attempt out;
    out.took = clock::now() - start;
    EXPECT_FALSE(made.has_value()) << "connected to a peer that is no database";
    if (!made) out.error = made.error();
    EXPECT_LT(out.took, hang);
    EXPECT_FALSE(out.error.message.empty());
    EXPECT_FALSE(out.error.connection_usable);
    EXPECT_EQ(out.error.to_string().find("not-in-any-text"), std::string::npos) << "the password is in the text";
    return out;
}

base::byte_buffer bytes(std::string_view hex) {
    return base::parse_hex(hex).value();
}

TEST_F(hostile_peer, a_closed_port_names_the_refusal) {
    std::uint16_t port = 0;
    {
        loopback_peer gone([](int) {});
        port = gone.port();
    }
    const auto result = connect_to(port, 5s);
    EXPECT_EQ(result.error.code, errc::connect_refused) << result.error.to_string();
    EXPECT_EQ(result.error.phase, phase::tcp);
}

TEST_F(hostile_peer, a_silent_listener_times_out_in_the_connect_phase) {
    loopback_peer peer([](int socket) { wait_for_close(socket); });
    const auto result = connect_to(peer.port(), 300ms);
    EXPECT_EQ(result.error.code, errc::timed_out) << result.error.to_string();
    EXPECT_EQ(result.error.phase, phase::connect);
    EXPECT_GE(result.took, 300ms);
}

TEST_F(hostile_peer, other_protocols_are_told_apart_from_oracle) {
    const std::string greetings[] = {
        "HTTP/1.1 400 Bad Request\r\n\r\n",
        "SSH-2.0-OpenSSH_9.2\r\n",
        "220 mail.example.com ESMTP\r\n",
        std::string("\x15\x03\x03\x00\x02\x02\x28", 7) + std::string(16, '\0'),    // a TLS alert
        std::string("\x4a\x00\x00\x00\x0a", 5) + "8.0.36" + std::string(64, 'x'),  // MySQL
    };
    for (const auto& greeting : greetings) {
        loopback_peer peer([&](int socket) {
            send_all(socket, base::as_bytes(greeting));
            wait_for_close(socket);
        });
        const auto result = connect_to(peer.port(), 5s);
        EXPECT_EQ(result.error.code, errc::not_oracle) << result.error.to_string();
        EXPECT_EQ(result.error.phase, phase::connect);
    }
}

TEST_F(hostile_peer, a_listener_that_closes_at_once_is_described) {
    loopback_peer peer([](int) {});
    const auto result = connect_to(peer.port(), 5s);
    EXPECT_EQ(result.error.code, errc::connection_lost) << result.error.to_string();
    EXPECT_EQ(result.error.phase, phase::connect);
}

TEST_F(hostile_peer, a_refusal_carries_its_number_and_advice) {
    // REFUSE of a 23ai listener for an unknown service (nettns_tns_packets, goora_oracle_ns_packets have the form).
    const std::string text = "(DESCRIPTION=(TMP=)(VSNNUM=0)(ERR=12514)(ERROR_STACK=(ERROR=(CODE=12514)(EMFI=4))))";
    auto packet = bytes(
        "0000000004000000"
        "2200");
    packet.push_back(0);
    packet.push_back(static_cast<std::uint8_t>(text.size()));
    packet.insert(packet.end(), text.begin(), text.end());
    packet[1] = static_cast<std::uint8_t>(packet.size());
    loopback_peer peer([&](int socket) {
        send_all(socket, packet);
        wait_for_close(socket);
    });
    const auto result = connect_to(peer.port(), 5s);
    EXPECT_EQ(result.error.code, errc::refused);
    EXPECT_EQ(result.error.ora_code, 12514);
    EXPECT_NE(result.error.advice.find("service"), std::string::npos);
}

TEST_F(hostile_peer, a_server_that_requires_native_encryption_is_named) {
    // The ACCEPT of py_free23_26_fetch_df with connect flag 0x10 (services required) set.
    auto accept = read_capture("py_free23_26_fetch_df").packets.at(2).bytes;
    accept.at(22) |= 0x10;
    loopback_peer peer([&](int socket) {
        send_all(socket, accept);
        wait_for_close(socket);
    });
    const auto result = connect_to(peer.port(), 5s);
    EXPECT_EQ(result.error.code, errc::encryption_required);
    EXPECT_NE(result.error.message.find("native network encryption"), std::string::npos);
}

TEST_F(hostile_peer, absurd_lengths_are_refused_without_waiting_or_allocating) {
    const auto accept = read_capture("py_free23_26_fetch_df").packets.at(2).bytes;
    // After ACCEPT packet lengths have 32 bits: 4 GiB announced; then a describe of 4 billion columns.
    for (const auto* hex : {"ffffffff06000000", "0000000006000000",
                            "00000014060000002000"
                            "1000"
                            "00"
                            "04ffffffff00"
                            "00"}) {
        const auto packet = bytes(hex);
        loopback_peer peer([&](int socket) {
            send_all(socket, accept);
            send_all(socket, packet);
            wait_for_close(socket);
        });
        const auto result = connect_to(peer.port(), 5s);
        EXPECT_EQ(result.error.code, errc::protocol_violation) << result.error.to_string();
    }
}

TEST_F(hostile_peer, a_dripping_server_does_not_stretch_the_deadline) {
    const auto accept = read_capture("py_free23_26_fetch_df").packets.at(2).bytes;
    loopback_peer peer([&](int socket) {
        for (const auto b : accept) {  // a byte a second
            send_all(socket, {&b, 1});
            if (wait_for_close(socket, 1000)) return;
        }
    });
    const auto result = connect_to(peer.port(), 1500ms);
    EXPECT_EQ(result.error.code, errc::timed_out) << result.error.to_string();
    EXPECT_EQ(result.error.phase, phase::connect);
}

TEST_F(hostile_peer, endless_redirects_and_resends_end) {
    const auto resend = bytes("000800000b000000");
    loopback_peer again([&](int socket) {
        for (int i = 0; i < 100; ++i) send_all(socket, resend);
        wait_for_close(socket);
    });
    EXPECT_EQ(connect_to(again.port(), 5s).error.code, errc::protocol_violation);
}

// A recorded session up to its first rows, as a server would speak it: what the client waits for, and the answer.
struct recorded_session {
    recorded_logon logon = read_logon("py_free23_26_fetch_df");
    std::vector<base::byte_buffer> answers{};  // ACCEPT, fast authentication, logon, query

    recorded_session() {
        for (const auto& packet : logon.recorded.packets) {
            if (!packet.from_client) answers.push_back(packet.bytes);
        }
        constexpr std::size_t connect_and_logon = 3;
        constexpr std::size_t query = 7;  // "select * from fdf_golden order by id"
        answers = {answers.at(0), answers.at(1), answers.at(connect_and_logon - 1), answers.at(query)};
    }
};

// The recorded entropy of the logon; the connection id is not asked for below the connect path.
session::environment logon_world(const recorded_session& recorded) {
    auto world = recorded.logon.environment();
    world.random = [&recorded](std::span<std::uint8_t> out) {
        const auto& bytes = recorded.logon.entropy.at(1);
        std::copy_n(bytes.begin(), std::min(out.size(), bytes.size()), out.begin());
    };
    return world;
}

// Speaks the session to an engine, `limit` bytes of it, and then closes. True when all rows came.
bool run_cut(const recorded_session& recorded, std::size_t limit, std::optional<failure>& why) {
    const auto world = logon_world(recorded);
    session::engine engine;
    std::size_t left = limit;
    const auto answer = [&](const base::byte_buffer& packet) {
        const auto part = base::bytes_view(packet).first(std::min(left, packet.size()));
        left -= part.size();
        (void)take_output(engine);
        if (!part.empty()) feed(engine, part);
        if (part.size() != packet.size()) engine.end_of_input();
        why = engine.outcome();
        return !why && part.size() == packet.size();
    };
    engine.start_connect({.connect_data = "(DESCRIPTION=)"}, std::nullopt);
    if (!answer(recorded.answers[0]) || !engine.is_idle() || engine.redirect()) return false;
    session::logon_call logon(world, engine.accepted(), recorded.logon.user, base::as_bytes(recorded.logon.password),
                              "");
    engine.submit(logon, std::nullopt);
    if (!answer(recorded.answers[1]) || !answer(recorded.answers[2]) || !engine.is_idle()) return false;
    session::cursor cursor;
    cursor.sql = "select * from fdf_golden order by id";
    cursor.text = sql::scan_sql(cursor.sql);
    oraxx::detail::column_batch rows;
    oraxx::detail::out_values outs;
    session::execute_call query(cursor, {}, {.prefetch_rows = 100}, rows, outs);
    if (!engine.is_usable()) return false;
    engine.submit(query, std::nullopt);
    const bool answered = answer(recorded.answers[3]) && engine.is_idle();
    if (!engine.is_idle()) engine.end_of_input();  // lets go of the call before it goes
    return answered && rows.rows == 3;
}

TEST_F(hostile_peer, a_server_that_closes_after_any_byte_of_a_session_is_a_clear_error) {
    const recorded_session recorded;
    std::size_t total = 0;
    for (const auto& packet : recorded.answers) total += packet.size();
    ASSERT_GT(total, 5000U);
    // The whole session first: the cuts below are cuts of something that works.
    std::optional<failure> why;
    ASSERT_TRUE(run_cut(recorded, total, why));
    for (std::size_t count = 0; count < total; ++count) {
        ASSERT_FALSE(run_cut(recorded, count, why)) << "cut after " << count << " of " << total << " bytes";
        ASSERT_TRUE(why);
        ASSERT_EQ(why->code, errc::connection_lost) << "cut after " << count << ": " << why->to_string();
        ASSERT_NE(why->phase, phase::none);
        ASSERT_FALSE(why->connection_usable);
    }
}

TEST_F(hostile_peer, damaged_answers_never_do_more_than_fail) {
    const recorded_session recorded;
    std::uint32_t seed = 20261123;
    const auto next = [&seed] { return seed = seed * 1664525U + 1013904223U; };
    for (int round = 0; round < 400; ++round) {
        auto damaged = recorded;
        auto& packet = damaged.answers[next() % damaged.answers.size()];
        const auto flips = 1 + next() % 4;
        for (std::uint32_t i = 0; i < flips; ++i)
            packet[next() % packet.size()] = static_cast<std::uint8_t>(next() >> 24U);
        std::optional<failure> why;
        const bool completed = run_cut(damaged, std::size_t{1} << 30U, why);
        if (!completed && why) {
            EXPECT_FALSE(why->message.empty());
        }
    }
}

}  // namespace
}  // namespace oraxx::test
