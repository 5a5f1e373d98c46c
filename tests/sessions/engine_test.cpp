// The engine's ways through breaks, resets, deadlines and lost connections.
#include <gtest/gtest.h>

#include "session/engine.hpp"
#include "session/execute_call.hpp"
#include "session/simple_call.hpp"
#include "support/captured_exchanges.hpp"
#include "support/engine_script.hpp"

namespace oraxx::test {
namespace {

using namespace std::chrono_literals;
using session::clock;
using wire::ttc::function_code;

wire::ttc::capabilities modern() {
    return read_exchanges("py_free23_26_failed_stmt").caps;
}

// The final word after a reset: message 4 with this number (only its text matters to these tests).
base::byte_buffer error_packet(std::uint32_t number, const std::string& text) {
    base::byte_buffer out;
    net::frame_writer writer;
    writer.use_form(wire::tns::length_form::large);
    const auto caps = modern();
    wire::ttc::encoder encoder(writer.begin_data(), caps);
    wire::ttc::encode(encoder, wire::ttc::error_info{.call_status = 1,
                                                     .short_error = static_cast<std::uint16_t>(number),
                                                     .error_number = number,
                                                     .message = text});
    writer.end_data();
    const auto bytes = writer.pending();
    return {bytes.begin(), bytes.end()};
}

class engine_session : public ::testing::Test {
protected:
    void SetUp() override { open_session(engine, modern()); }

    void submit_commit(std::optional<clock::time_point> deadline = std::nullopt) {
        engine.submit(commit, deadline);
        (void)take_output(engine);
    }

    session::engine engine;
    session::simple_call commit{function_code::commit, oraxx::phase::commit};
    clock::time_point now = clock::now();
};

TEST_F(engine_session, completes_a_call_however_the_answer_is_cut) {
    const auto answer = base::parse_hex(recorded::commit_answer).value();
    for (std::size_t cut = 1; cut < answer.size(); ++cut) {
        session::engine fresh;
        open_session(fresh, modern());
        fresh.submit(commit, std::nullopt);
        (void)take_output(fresh);
        feed(fresh, base::bytes_view(answer).first(cut));
        EXPECT_FALSE(fresh.is_idle());
        feed(fresh, base::bytes_view(answer).subspan(cut));
        EXPECT_TRUE(fresh.is_idle());
        EXPECT_FALSE(fresh.outcome());
    }
}

TEST_F(engine_session, a_cancelled_call_ends_with_the_server_s_error_and_stays_usable) {
    submit_commit();
    engine.request_break(now);
    EXPECT_EQ(take_output_hex(engine), recorded::client_interrupt);
    engine.request_break(now);
    EXPECT_EQ(take_output_hex(engine), "") << "one break is enough";
    feed(engine, recorded::break_marker);
    feed(engine, recorded::reset_marker);
    EXPECT_EQ(take_output_hex(engine), recorded::client_reset);
    feed(engine, error_packet(1013, "ORA-01013: user requested cancel of current operation\n"));
    ASSERT_TRUE(engine.is_idle());
    ASSERT_TRUE(engine.outcome());
    EXPECT_EQ(engine.outcome()->code, errc::cancelled);
    EXPECT_EQ(engine.outcome()->ora_code, 1013);
    EXPECT_TRUE(engine.is_usable());
}

TEST_F(engine_session, an_answer_that_overtakes_the_break_counts_and_the_echo_is_drained) {
    submit_commit();
    engine.request_break(now);
    (void)take_output(engine);
    feed(engine, recorded::commit_answer);
    EXPECT_FALSE(engine.is_idle()) << "the server has not answered the break yet";
    feed(engine, recorded::break_marker);
    feed(engine, recorded::reset_marker);
    feed(engine, recorded::reset_marker);
    EXPECT_EQ(take_output_hex(engine), recorded::client_reset);
    feed(engine, error_packet(1013, "ORA-01013: user requested cancel of current operation\n"));
    ASSERT_TRUE(engine.is_idle());
    EXPECT_FALSE(engine.outcome()) << "the commit did take effect";
    EXPECT_TRUE(engine.is_usable());
    submit_commit();
    feed(engine, recorded::commit_answer);
    EXPECT_TRUE(engine.is_idle() && !engine.outcome()) << "the next call is not touched";
}

// The text of an error may fill a packet, and the mark behind it then has one of its own.
TEST_F(engine_session, a_mark_that_comes_after_the_next_request_ends_nothing) {
    submit_commit();
    feed(engine, recorded::break_marker);
    feed(engine, recorded::reset_marker);
    feed(engine, error_packet(900, "ORA-00900: invalid SQL statement\n"));
    ASSERT_TRUE(engine.is_idle());
    submit_commit();
    feed(engine, recorded::mark_alone);
    EXPECT_FALSE(engine.is_idle()) << "the commit is not answered yet";
    feed(engine, recorded::commit_answer);
    EXPECT_TRUE(engine.is_idle() && !engine.outcome() && engine.is_usable());
}

TEST_F(engine_session, an_answered_call_is_no_failure_when_the_break_is_never_answered) {
    submit_commit();
    engine.request_break(now);
    feed(engine, recorded::commit_answer);
    engine.deadline_passed(now + 1min);
    EXPECT_TRUE(engine.is_idle());
    EXPECT_FALSE(engine.outcome());
    EXPECT_FALSE(engine.is_usable()) << "but nobody knows what comes next on this connection";
}

TEST_F(engine_session, a_timeout_breaks_the_call_off_and_says_so) {
    submit_commit(now + 2s);
    EXPECT_EQ(engine.deadline(), now + 2s);
    engine.deadline_passed(now + 1s);
    EXPECT_EQ(take_output_hex(engine), "") << "not yet";
    engine.deadline_passed(now + 2s);
    EXPECT_EQ(take_output_hex(engine), recorded::client_interrupt);
    feed(engine, recorded::reset_marker);
    feed(engine, error_packet(1013, "ORA-01013: user requested cancel of current operation\n"));
    ASSERT_TRUE(engine.outcome());
    EXPECT_EQ(engine.outcome()->code, errc::timed_out);
    EXPECT_EQ(engine.outcome()->ora_code, 1013);
    EXPECT_TRUE(engine.is_usable());
}

TEST_F(engine_session, a_server_that_ignores_the_break_is_given_up) {
    submit_commit(now + 2s);
    engine.deadline_passed(now + 2s);
    ASSERT_TRUE(engine.deadline());
    engine.deadline_passed(*engine.deadline());
    ASSERT_TRUE(engine.outcome());
    EXPECT_EQ(engine.outcome()->code, errc::timed_out);
    EXPECT_FALSE(engine.outcome()->connection_usable);
    EXPECT_FALSE(engine.is_usable());
}

TEST_F(engine_session, a_server_that_ignores_the_break_is_not_waited_for_beyond_the_last_moment) {
    engine.submit(commit, now + 2s, now + 3s);
    (void)take_output(engine);
    EXPECT_EQ(engine.deadline(), now + 2s);
    engine.deadline_passed(now + 2s);
    EXPECT_EQ(engine.deadline(), now + 3s);
    engine.deadline_passed(now + 3s);
    ASSERT_TRUE(engine.outcome());
    EXPECT_TRUE(engine.outcome()->outcome_unknown) << "it was a commit";
    EXPECT_FALSE(engine.is_usable());
}

TEST_F(engine_session, a_lost_connection_during_commit_says_that_the_outcome_is_unknown) {
    submit_commit();
    engine.end_of_input();
    ASSERT_TRUE(engine.outcome());
    EXPECT_EQ(engine.outcome()->code, errc::connection_lost);
    EXPECT_NE(engine.outcome()->advice.find("unknown"), std::string::npos);
    EXPECT_FALSE(engine.is_usable());
}

TEST_F(engine_session, an_end_of_session_packet_is_a_lost_connection) {
    submit_commit();
    feed(engine, "0000000a060000000040");  // the goodbye of py_free23_26_fetch_df, here from the server
    ASSERT_TRUE(engine.outcome());
    EXPECT_EQ(engine.outcome()->code, errc::connection_lost);
}

TEST_F(engine_session, answers_to_nothing_make_the_connection_unusable) {
    feed(engine, recorded::commit_answer);
    EXPECT_FALSE(engine.is_usable());
}

TEST_F(engine_session, a_notice_that_the_session_ends_lets_the_call_finish) {
    submit_commit();
    feed(engine,
         "0000001a0e200000"
         "0008"
         "00000004"
         "0000311c"
         "00000000"
         "00000000");  // 12572
    EXPECT_FALSE(engine.is_idle());
    feed(engine, recorded::commit_answer);
    EXPECT_TRUE(engine.is_idle() && !engine.outcome());
    EXPECT_FALSE(engine.is_usable());
}

TEST_F(engine_session, unknown_messages_are_named_with_their_place) {
    submit_commit();
    feed(engine,
         "0000000c060000002000"
         "4242");
    ASSERT_TRUE(engine.outcome());
    EXPECT_EQ(engine.outcome()->code, errc::protocol_violation);
    EXPECT_NE(engine.outcome()->message.find("byte 0"), std::string::npos) << engine.outcome()->message;
    EXPECT_FALSE(engine.is_usable());
}

TEST_F(engine_session, answers_a_flush_of_out_binds) {
    submit_commit();
    feed(engine,
         "0000000b060000000000"
         "13");
    EXPECT_EQ(take_output_hex(engine),
              "0000000b060000000000"
              "13");
    feed(engine, recorded::commit_answer);
    EXPECT_TRUE(engine.is_idle() && !engine.outcome());
}

TEST_F(engine_session, closed_cursors_leave_with_the_next_request) {
    engine.session().cursors_to_close = {11};
    engine.submit(commit, std::nullopt);
    const auto sent = take_output_hex(engine);
    // Piggyback 105 with one cursor, then the commit, as python-oracledb writes them.
    EXPECT_EQ(sent,
              "00000017060000000000"
              "11690100"
              "01"
              "0101"
              "010b"
              "030e0200");
    EXPECT_TRUE(engine.session().cursors_to_close.empty());
}

}  // namespace
}  // namespace oraxx::test
