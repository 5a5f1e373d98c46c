// What databases of other ages and settings ask of the driver, against the sandbox.
#include <gtest/gtest.h>

#include <oraxx/oraxx.hpp>

#include "base/hex.hpp"
#include "server/net/sandbox_server.hpp"
#include "support/loopback_peer.hpp"

namespace oraxx::test {
namespace {

using namespace std::chrono_literals;

std::unique_ptr<sandbox::sandbox_server> start(const char* persona, std::int16_t time_zone_minutes = 0) {
    sandbox::server_options options;
    options.password = base::secret_bytes(std::string_view("tiger"));
    options.persona = sandbox::find_persona(persona);
    options.time_zone_minutes = time_zone_minutes;
    return std::make_unique<sandbox::sandbox_server>(std::move(options));
}

connect_options options_for(const std::string& address) {
    connect_options out;
    out.connect_string = address + "/FREEPDB1";
    out.user = "scott";
    out.password = "tiger";
    out.connect_timeout = 30s;
    return out;
}

std::string only_text(connection& conn, std::string_view sql) {
    std::string out;
    for (const auto& row : conn.query(sql)) out = row.text(0);
    return out;
}

TEST(old_database, is_logged_on_to_and_queried) {
    const auto server = start("11g");
    auto conn = connect(options_for(server->address()));
    EXPECT_EQ(conn.session().protocol_version, 314U);
    EXPECT_EQ(conn.session().server_version.rfind("11.2.", 0), 0U) << conn.session().server_version;
    EXPECT_EQ(only_text(conn, "select rpad('a', 300, 'b') from dual"), "a" + std::string(299, 'b'));
    const auto failed = conn.try_execute("select nope from dual");
    ASSERT_FALSE(failed.has_value());
    EXPECT_EQ(failed.error().ora_code, 904);
}

TEST(old_database, is_not_asked_for_row_counts_it_cannot_tell) {
    const auto server = start("11g");
    auto conn = connect(options_for(server->address()));
    conn.execute("create table t (id number)");
    const std::vector<std::tuple<std::int64_t>> rows = {{1}, {2}};
    const auto refused = conn.try_execute_many("insert into t values (:1)", rows, {.row_counts = true});
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().code, errc::unsupported);
    EXPECT_EQ(conn.execute_many("insert into t values (:1)", rows).row_count, 2U);
}

TEST(batch, keeps_the_temporary_lobs_of_every_row) {
    const auto server = start("26ai");
    auto conn = connect(options_for(server->address()));
    const std::vector<std::tuple<std::int64_t>> rows = {{1}, {2}, {3}};
    std::vector<lob> received;
    conn.execute_many("declare t varchar2(20) := 'text ' || :1; begin :2 := to_clob(t); end;", rows, {},
                      out(received));
    conn.ping();  // carries what is to be given back
    ASSERT_EQ(received.size(), rows.size());
    for (std::size_t at = 0; at < rows.size(); ++at) {
        EXPECT_EQ(received[at].read_text(), "text " + std::to_string(at + 1));
    }
}

// Such values travel in the database's time zone, here +05:30.
class local_time_zone : public testing::TestWithParam<const char*> {
protected:
    connection connect_in(const std::string& session_zone) {
        auto options = options_for(server_->address());
        options.session_time_zone = session_zone;
        return connect(std::move(options));
    }
    [[nodiscard]] static std::string west_of(connection& conn) {
        return only_text(conn, "select to_char(t at time zone '-04:00', 'YYYY-MM-DD HH24:MI') from moments");
    }

    std::unique_ptr<sandbox::sandbox_server> server_ = start(GetParam(), 330);
};

TEST_P(local_time_zone, values_show_the_clock_of_the_session) {
    auto conn = connect_in("+02:00");
    EXPECT_EQ(conn.session().time_zone, "+02:00");
    const auto sql = "select cast(timestamp '2024-06-01 23:30:00' as timestamp with local time zone) from dual";
    EXPECT_EQ(only_text(conn, sql), "2024-06-01T23:30:00");
    timestamp_ltz sent{.value = *timestamp::parse("2024-06-01T01:15:00")};
    for (const auto [back] : conn.query<timestamp_ltz>("select :1 from dual", sent)) EXPECT_EQ(back, sent);
    conn.execute("create table moments (t timestamp with local time zone)");
    conn.execute("insert into moments values (:1)", sent);
    EXPECT_EQ(west_of(conn), "2024-05-31 19:15");
}

TEST_P(local_time_zone, follows_the_session_when_its_zone_is_altered) {
    auto conn = connect_in("+02:00");
    conn.execute("alter session set time_zone = '-03:00'");
    const auto sql =
        "select timestamp '2024-06-01 12:00:00 +00:00' at local, "
        "cast(timestamp '2024-06-01 12:00:00 +00:00' as timestamp with local time zone) from dual";
    for (const auto& row : conn.query(sql)) EXPECT_EQ(row.text(1), "2024-06-01T09:00:00");
}

INSTANTIATE_TEST_SUITE_P(releases, local_time_zone, testing::Values("26ai", "19c", "11g"),
                         [](const auto& each) { return "of_" + std::string(each.param); });

TEST(local_time, costs_no_round_trip) {
    const auto server = start("26ai", -210);
    auto options = options_for(server->address());
    options.session_time_zone = "+02:00";
    auto conn = connect(std::move(options));
    const auto trips = conn.stats().round_trips;
    timestamp_ltz sent{.value = *timestamp::parse("2024-06-01T01:15:00")};
    for (const auto [back] : conn.query<timestamp_ltz>("select :1 from dual", sent)) EXPECT_EQ(back, sent);
    EXPECT_EQ(conn.stats().round_trips - trips, 1U) << "the database told its time zone at logon";
}

// REDIRECT with the text in a DATA packet behind it, as 23ai listeners send it.
base::byte_buffer redirect_to(const std::string& host, const std::string& port) {
    const std::string text = "(ADDRESS=(PROTOCOL=tcp)(HOST=" + host + ")(PORT=" + port + "))" + '\0' +
                             "(DESCRIPTION=(CONNECT_DATA=(SERVICE_NAME=FREEPDB1)(SERVER=dedicated)))";
    const auto u16 = [](base::byte_buffer& out, std::size_t value) {
        out.push_back(static_cast<std::uint8_t>(value >> 8U));
        out.push_back(static_cast<std::uint8_t>(value));
    };
    auto out = base::parse_hex("000a000005020000").value();
    u16(out, text.size());
    u16(out, text.size() + 10);
    const auto header = base::parse_hex("0000060000000040").value();
    out.insert(out.end(), header.begin(), header.end());
    const auto bytes = base::as_bytes(text);
    out.insert(out.end(), bytes.begin(), bytes.end());
    return out;
}

TEST(redirect, leads_to_a_whole_session_elsewhere) {
    const auto server = start("26ai");
    const auto address = server->address();
    const auto colon = address.rfind(':');
    const auto redirect = redirect_to(address.substr(0, colon), address.substr(colon + 1));
    loopback_peer listener([&](int socket) {
        send_all(socket, redirect);
        wait_for_close(socket);
    });
    auto conn = connect(options_for("127.0.0.1:" + std::to_string(listener.port())));
    EXPECT_EQ(only_text(conn, "select 7 * 6 from dual"), "42");
    conn.close();
}

TEST(redirect, shares_the_deadline_with_where_it_leads) {
    loopback_peer silent([](int socket) { wait_for_close(socket); });
    const auto redirect = redirect_to("127.0.0.1", std::to_string(silent.port()));
    loopback_peer listener([&](int socket) {
        send_all(socket, redirect);
        wait_for_close(socket);
    });
    auto options = options_for("127.0.0.1:" + std::to_string(listener.port()));
    options.connect_timeout = 1500ms;
    const auto begin = std::chrono::steady_clock::now();
    const auto refused = try_connect(std::move(options));
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().code, errc::timed_out) << refused.error().to_string();
    EXPECT_LT(std::chrono::steady_clock::now() - begin, 15s);
}

TEST(wide_statement, takes_a_thousand_binds_and_columns_and_a_megabyte_of_text) {
    const auto server = start("26ai");
    auto conn = connect(options_for(server->address()));
    constexpr int count = 1000;
    std::string sql = "select ";
    bind_list binds;
    for (int i = 0; i < count; ++i) {
        sql += (i == 0 ? ":b" : ", :b") + std::to_string(i) + " as c" + std::to_string(i);
        binds.add("B" + std::to_string(count - 1 - i), value(number(count - 1 - i)));
    }
    sql += " from dual /* " + std::string(std::size_t{1} << 20U, 'x') + " */";
    std::size_t rows = 0;
    for (const auto& row : conn.query(sql, binds)) {
        ASSERT_EQ(row.size(), 1000U);
        for (int i = 0; i < count; ++i) ASSERT_EQ(row.get<int>(i), i);
        ++rows;
    }
    EXPECT_EQ(rows, 1U);
}

}  // namespace
}  // namespace oraxx::test
