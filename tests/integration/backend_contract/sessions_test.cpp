// Sessions: logging on, what they tell, cancelling, time limits, LOBs, threads.
#include <thread>

#include "contract.hpp"

namespace oraxx::test {
namespace {

using namespace std::chrono_literals;

class sessions : public contract {};
class lobs : public contract {};
class threads : public contract {};

TEST_P(sessions, tell_the_server_and_the_client) {
    const auto& facts = conn().session();
    EXPECT_EQ(facts.server_version.rfind("19.", 0), 0U) << facts.server_version;
    EXPECT_EQ(facts.client_version.empty(), !is_thick());
    EXPECT_EQ(facts.client_location.empty(), !is_thick() || !has_client);
    if (is_thick()) RecordProperty("client", facts.client_version);
    EXPECT_EQ(text("select user from dual"), "SCOTT");
}

TEST_P(sessions, a_wrong_password_is_told) {
    auto wanted = options();
    wanted.password = "wrong";
    const auto refused = try_connect(std::move(wanted));
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().ora_code, 1017);
    EXPECT_EQ(refused.error().phase, phase::authenticate);
    EXPECT_FALSE(refused.error().connection_usable);
}

TEST_P(sessions, an_unknown_service_is_told) {
    auto wanted = options();
    wanted.connect_string.replace(wanted.connect_string.find('/'), std::string::npos, "/nowhere");
    const auto refused = try_connect(std::move(wanted));
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().code, errc::refused);
    EXPECT_EQ(refused.error().ora_code, 12514);
}

TEST_P(sessions, ping_and_close) {
    conn().ping();
    EXPECT_TRUE(conn().is_usable());
    conn().close();
    EXPECT_FALSE(conn().is_usable());
    const auto refused = conn().try_ping();
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().code, errc::wrong_state);
    conn().close();
}

TEST_P(sessions, settings_are_made_at_logon) {
    auto wanted = options();
    wanted.nls.date_format = "YYYY/MM/DD";
    wanted.session_time_zone = "+03:00";
    auto own = connect(std::move(wanted));
    for (const auto& row : own.query("select to_char(date '2024-05-06'), sessiontimezone from dual")) {
        EXPECT_EQ(row.text(0), "2024/05/06");
        EXPECT_EQ(row.text(1), "+03:00");
    }
}

TEST_P(sessions, tags_are_readable) {
    conn().set_tags({.client_id = "someone", .module = "a module", .action = "an action"});
    EXPECT_EQ(text("select sys_context('userenv', 'client_identifier'), sys_context('userenv', 'module'), "
                   "sys_context('userenv', 'action') from dual"),
              "someone|a module|an action");
}

TEST_P(sessions, the_password_is_changed) {
    conn().change_password("tiger", "lion");
    auto wanted = options();
    wanted.password = "lion";
    EXPECT_TRUE(connect(std::move(wanted)).is_usable());
}

TEST_P(sessions, application_context_is_set_at_logon) {
    auto wanted = options();
    wanted.application_context = {{"CLIENTCONTEXT", "color", "blue"}};
    auto own = connect(std::move(wanted));
    for (const auto& row : own.query("select sys_context('CLIENTCONTEXT', 'color') from dual")) {
        EXPECT_EQ(row.text(0), "blue");
    }
}

TEST_P(sessions, application_context_is_changed_later) {
    ORAXX_DIFFERS("ODPI-C sets application contexts only while logging on");
    conn().set_application_context({"CLIENTCONTEXT", "color", "red"});
    EXPECT_EQ(text("select sys_context('CLIENTCONTEXT', 'color') from dual"), "red");
}

TEST_P(sessions, have_a_class_and_a_purity) {
    auto wanted = options();
    wanted.connection_class = "REPORTS";
    wanted.purity = session_purity::fresh;
    EXPECT_TRUE(connect(std::move(wanted)).is_usable());
}

TEST_P(sessions, come_from_the_servers_pool) {
    auto wanted = options();
    wanted.connect_string += ":pooled";
    wanted.connection_class = "REPORTS";
    auto own = connect(std::move(wanted));
    for (const auto& row : own.query("select 5 from dual")) EXPECT_EQ(row.text(0), "5");
}

TEST_P(sessions, go_back_to_the_servers_pool_while_the_connection_stays) {
    ORAXX_DIFFERS("ODPI-C gives a session back only together with its connection");
    auto wanted = options();
    wanted.connect_string += ":pooled";
    auto own = connect(std::move(wanted));
    own.release_session();
    for (const auto& row : own.query("select 5 from dual")) EXPECT_EQ(row.text(0), "5");
}

TEST_P(sessions, round_trips_are_counted) {
    ORAXX_DIFFERS("Oracle's client does not tell how often it talks to the server");
    const auto before = conn().stats().round_trips;
    conn().ping();
    EXPECT_EQ(conn().stats().round_trips, before + 1);
}

TEST_P(sessions, a_call_runs_into_its_time_limit) {
    conn().set_call_timeout(200ms);
    const auto failed = conn().try_execute("begin dbms_session.sleep(20); end;");
    ASSERT_FALSE(failed.has_value());
    EXPECT_EQ(failed.error().code, errc::timed_out) << failed.error().to_string();
}

TEST_P(sessions, a_deadline_that_is_over_sends_nothing) {
    (void)conn();
    conn().set_deadline(std::chrono::steady_clock::now() - 1s);
    const auto failed = conn().try_ping();
    ASSERT_FALSE(failed.has_value());
    EXPECT_EQ(failed.error().code, errc::timed_out);
    conn().set_deadline(std::nullopt);
    conn().ping();
}

TEST_P(sessions, a_call_is_cancelled_from_another_thread) {
    auto stop = conn().canceller();
    std::atomic<bool> is_over{false};
    // Again and again: before the call has begun there is nothing to cancel.
    std::thread canceller([&] {
        while (!is_over) {
            stop.cancel();
            std::this_thread::yield();
        }
    });
    const auto failed = conn().try_execute("begin dbms_session.sleep(60); end;");
    is_over = true;
    canceller.join();
    ASSERT_FALSE(failed.has_value());
    EXPECT_EQ(failed.error().code, errc::cancelled) << failed.error().to_string();
    EXPECT_EQ(failed.error().ora_code, 1013);
}

TEST_P(lobs, are_read_whole_with_their_row) {
    conn().execute("create table large (c clob, b blob)");
    const std::string long_text(100'000, 'x');
    conn().execute("insert into large values (:1, hextoraw('00FF10'))",
                   std::string_view("short \xC3\xA9\xF0\x9F\x98\x80"));
    for (const auto& [c, b] : conn().query<std::string, std::vector<std::byte>>("select c, b from large")) {
        EXPECT_EQ(c, "short \xC3\xA9\xF0\x9F\x98\x80");
        EXPECT_EQ(b.size(), 3U);
    }
}

TEST_P(lobs, are_read_and_written_in_parts) {
    conn().execute("create table parts (c clob)");
    conn().execute("insert into parts values (empty_clob())");
    for (const auto& row : conn().query("select c from parts for update")) {
        auto text = row.get<lob>(0);
        text.write(0, "hello world");
        EXPECT_EQ(text.size(), 11U);
        EXPECT_EQ(text.read_text(6, 3), "wor");
        text.append("!");
        text.trim(5);
        EXPECT_EQ(text.read_text(), "hello");
    }
    conn().commit();
    EXPECT_EQ(text("select c from parts"), "hello");
}

TEST_P(lobs, temporary_ones_go_through_blocks) {
    auto given = conn().create_temporary(db_type::clob);
    given.write(0, "abc");
    EXPECT_TRUE(given.is_temporary());
    lob got;
    conn().execute("begin :1 := :2 || 'def'; end;", out(got), given);
    EXPECT_EQ(got.read_text(), "abcdef");
}

TEST_P(threads, each_has_a_connection) {
    constexpr int count = 4;
    const auto wanted = options();
    (void)conn();
    std::vector<std::thread> running;
    running.reserve(count);
    std::atomic<int> right{0};
    for (int each = 0; each < count; ++each) {
        running.emplace_back([&wanted, &right, each] {
            auto own = connect(wanted.clone());
            for (int turn = 0; turn < 20; ++turn) {
                for (const auto& [got] : own.query<int>("select :1 + level from dual connect by level <= 1", each)) {
                    if (got == each + 1) ++right;
                }
            }
        });
    }
    for (auto& each : running) each.join();
    EXPECT_EQ(right, count * 20);
}

TEST_P(threads, take_connections_from_a_pool) {
    pool connections(options(), {.max_size = 2});
    auto first = connections.acquire();
    auto second = connections.acquire();
    for (const auto& row : second->query("select 5 from dual")) EXPECT_EQ(row.text(0), "5");
}

ORAXX_IN_BOTH_MODES(sessions);
ORAXX_IN_BOTH_MODES(lobs);
ORAXX_IN_BOTH_MODES(threads);

}  // namespace
}  // namespace oraxx::test
