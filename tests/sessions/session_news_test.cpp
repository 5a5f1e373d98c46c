// What servers tell on the side: session news, notices, warnings.
#include <gtest/gtest.h>

#include "session/nls.hpp"
#include "session/session_news.hpp"
#include "session/simple_call.hpp"
#include "support/captured_exchanges.hpp"
#include "support/engine_script.hpp"
#include "support/recorded_messages.hpp"
#include "wire/tns/control.hpp"
#include "wire/ttc/return_parameters.hpp"

namespace oraxx::test {
namespace {

using wire::ttc::function_code;

// Everything message 23 says in a recording, as one session took it.
session::state news_of(const std::string& capture_name) {
    session::state out;
    const auto& recorded = collected(capture_name);
    const wire::ttc::capabilities caps;
    base::arena scratch;
    for (const auto& message : recorded.messages) {
        if (message.from_client || message.wire.empty() || message.wire[0] != 23) continue;
        wire::ttc::decoder in(base::bytes_view(message.wire).subspan(1), caps, scratch);
        wire::ttc::server_piggyback news;
        EXPECT_EQ(wire::ttc::decode(in, news), base::decode_errc::ok) << capture_name;
        session::take_piggyback(news, out);
    }
    return out;
}

TEST(session_news, tells_the_time_zone_as_an_offset) {
    const auto utc = news_of("py_free23_26_fetch_df");
    EXPECT_EQ(utc.info.time_zone, "+00:00");
    EXPECT_EQ(utc.zones.session, 0);
    const auto east = news_of("goora_free23_26_binds");
    EXPECT_EQ(east.info.time_zone, "+02:00");
    EXPECT_EQ(east.zones.session, 120);
    EXPECT_EQ(news_of("py_21c_session").zones.session, -180);
}

// ojdbc asks for a region; the numbers are those of TIMESTAMP WITH TIME ZONE values.
TEST(session_news, tells_the_time_zone_as_a_region) {
    const auto paris = news_of("jdbc_free23_26_cursor_reexec");
    EXPECT_EQ(paris.info.time_zone, "Europe/Paris");
    EXPECT_FALSE(paris.zones.session) << "its offset is another one in winter";
    EXPECT_EQ(news_of("jdbc_ee23_26_dml_errors").info.time_zone, "Africa/Casablanca");
}

TEST(session_news, refuses_what_is_no_zone) {
    EXPECT_FALSE(session::decode_zone_news({}));
    const auto wild = base::parse_hex("80000000003c3c80000000").value();
    EXPECT_FALSE(session::decode_zone_news(wild)) << "60 hours west";
}

TEST(session_news, reads_offsets_only_where_they_are_whole) {
    EXPECT_EQ(session::parse_zone_offset("+05:30"), 330);
    EXPECT_EQ(session::parse_zone_offset("-3:00"), -180);
    EXPECT_EQ(session::parse_zone_offset("+2"), 120);
    for (const std::string_view text :
         {"", "+", "Europe/Paris", "+02:", "+02:60", "+99:00", "02:00", "+1:2:3", "+123"}) {
        EXPECT_FALSE(session::parse_zone_offset(text)) << text;
    }
}

class open_session_test : public ::testing::Test {
protected:
    void SetUp() override { open_session(engine, read_exchanges("py_free23_26_failed_stmt").caps); }

    // A commit whose answer begins with `body`.
    void commit_with(std::string_view body_hex) {
        session::simple_call commit(function_code::commit, phase::commit);
        engine.submit(commit, std::nullopt);
        (void)take_output(engine);
        net::frame_writer writer;
        writer.use_form(wire::tns::length_form::large);
        auto& payload = writer.begin_data();
        const auto body = base::parse_hex(std::string(body_hex) + "090301000501441d").value();
        payload.insert(payload.end(), body.begin(), body.end());
        writer.end_data(wire::tns::data_flags::end_of_response);
        feed(engine, writer.pending());
        ASSERT_TRUE(engine.is_idle());
        ASSERT_FALSE(engine.outcome()) << engine.outcome()->to_string();
        EXPECT_TRUE(engine.is_open());
    }
    void notify(std::uint32_t error, std::string_view text) {
        net::frame_writer writer;
        writer.use_form(wire::tns::length_form::large);
        writer.write(wire::tns::control{
            .command = wire::tns::control_command::notification, .facility = 22, .error = error, .text = text});
        feed(engine, writer.pending());
    }

    session::engine engine;
};

// Layouts of the kinds without a recording are those several drivers agree on.
TEST_F(open_session_test, news_of_every_kind_is_read_over_or_taken) {
    commit_with("1701");  // query cache invalidation
    commit_with("1703");  // trace event
    commit_with(
        "1702010404"
        "34323131");  // process of the server
    EXPECT_EQ(engine.session().info.server_process, "4211");
    commit_with(
        "1707010404"
        "a1b2c3d4");  // logical transaction id
    EXPECT_EQ(engine.session().info.logical_transaction_id,
              (std::vector<std::byte>{std::byte{0xA1}, std::byte{0xB2}, std::byte{0xC3}, std::byte{0xD4}}));
    commit_with(
        "1708"
        "0101"
        "02"
        "0104"
        "00"
        "05"
        "010202"
        "beef");  // replay context
    commit_with(
        "1709"
        "0101"
        "02");  // extended sync
    commit_with(
        "170a"
        "0101"
        "02"
        "0101"
        "0407060504"
        "0401020304");  // session signature
}

TEST_F(open_session_test, a_session_given_back_with_other_cursors_voids_the_numbers_known) {
    engine.session().cursors_to_close = {7};
    const auto before = engine.session().cursor_generation;
    commit_with(
        "1704"
        "0101"
        "02"
        "00"
        "0104"
        "0142"
        "0117");
    EXPECT_NE(engine.session().cursor_generation, before);
    EXPECT_TRUE(engine.session().cursors_to_close.empty());
    EXPECT_EQ(engine.session().info.session_id, 0x42U);
    EXPECT_EQ(engine.session().info.serial_number, 0x17U);
}

TEST_F(open_session_test, calls_go_on_after_a_notice_but_the_connection_is_not_worth_keeping) {
    notify(12572, "");
    EXPECT_FALSE(engine.is_usable());
    EXPECT_TRUE(engine.is_open());
    commit_with("");
    EXPECT_FALSE(engine.is_usable());
    engine.end_of_input();
    EXPECT_FALSE(engine.is_open());
}

TEST_F(open_session_test, a_loss_that_was_announced_says_so) {
    notify(2396, "ORA-02396: exceeded maximum idle time, please connect again\n");
    session::simple_call commit(function_code::commit, phase::commit);
    engine.submit(commit, std::nullopt);
    engine.end_of_input();
    ASSERT_TRUE(engine.outcome());
    EXPECT_NE(engine.outcome()->message.find("as it had announced: ORA-02396: exceeded"), std::string::npos)
        << engine.outcome()->message;
    ASSERT_EQ(engine.session().info.warnings.size(), 1U);
    EXPECT_EQ(engine.session().info.warnings[0], "ORA-02396: exceeded maximum idle time, please connect again");
}

TEST_F(open_session_test, a_message_for_the_user_is_a_warning_and_no_more) {
    notify(12573, "maintenance at noon");
    EXPECT_TRUE(engine.is_usable());
    EXPECT_EQ(engine.session().info.warnings, std::vector<std::string>{"maintenance at noon"});
    for (int i = 0; i < 1000; ++i) notify(12573, std::to_string(i));
    EXPECT_LE(engine.session().info.warnings.size(), 32U) << "a server may send any number";
    EXPECT_EQ(engine.session().info.warnings.back(), "999");
}

TEST_F(open_session_test, planned_maintenance_drains_without_breaking_a_transaction) {
    session::simple_call commit(function_code::commit, phase::commit);
    engine.submit(commit, std::nullopt);
    (void)take_output(engine);
    feed(engine,
         "00000011060000002000"
         "09"
         "020802"
         "0144"
         "1d");  // call status: drop the connection, in a transaction
    ASSERT_FALSE(engine.outcome());
    EXPECT_FALSE(engine.is_usable());
    EXPECT_TRUE(engine.session().transaction_in_progress);
    commit_with("");
}

TEST(nls, the_logon_statement_quotes_what_it_is_given) {
    EXPECT_EQ(session::alter_session_text("+02:00", {}), "ALTER SESSION SET TIME_ZONE='+02:00'");
    EXPECT_EQ(session::alter_session_text("DBTIMEZONE", {}), "ALTER SESSION SET TIME_ZONE=DBTIMEZONE");
    // As ORA_SDTZ may have it: python-oracledb and node-oracledb take these words in any case.
    EXPECT_EQ(session::alter_session_text("local", {}), "ALTER SESSION SET TIME_ZONE=local");
    EXPECT_EQ(session::alter_session_text("locality", {}), "ALTER SESSION SET TIME_ZONE='locality'");
    EXPECT_EQ(session::alter_session_text(
                  "Europe/Paris", {.language = "GERMAN", .territory = "GERMANY", .date_format = "DD\"'s\"MM"}),
              "ALTER SESSION SET TIME_ZONE='Europe/Paris' NLS_LANGUAGE='GERMAN' NLS_TERRITORY='GERMANY' "
              "NLS_DATE_FORMAT='DD\"''s\"MM'");
    EXPECT_EQ(session::alter_session_text("x' y='", {}), "ALTER SESSION SET TIME_ZONE='x'' y='''");
}

// Every NLS pair of an 11g server, in the return parameters of its first answer.
TEST(nls, the_settings_of_a_session_are_taken_from_pairs) {
    session::state state;
    const auto body = read_capture("java_11g_nls_zh").packets.at(0).bytes;
    const auto from = base::as_text(body).find("\x08\x01\x06");
    ASSERT_NE(from, std::string_view::npos);
    wire::ttc::capabilities caps;
    caps.version = wire::ttc::field_version::v11_2;
    base::arena scratch;
    wire::ttc::decoder in(base::bytes_view(body).subspan(from + 1), caps, scratch);
    wire::ttc::return_parameters message;
    ASSERT_EQ(wire::ttc::decode(in, message), base::decode_errc::ok);
    session::take_session_pairs(message.pairs, state);
    EXPECT_EQ(state.info.nls.language, "SIMPLIFIED CHINESE");
    EXPECT_EQ(state.info.nls.territory, "CHINA");
    EXPECT_EQ(state.info.nls.numeric_characters, ".,");
    EXPECT_EQ(state.info.nls.calendar, "GREGORIAN");
    EXPECT_FALSE(state.info.time_zone.empty());
}

}  // namespace
}  // namespace oraxx::test
