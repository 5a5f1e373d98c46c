// What a logon can ask for, and what a session can be told later, against the sandbox.
#include <gtest/gtest.h>

#include <oraxx/oraxx.hpp>

#include "server/net/sandbox_server.hpp"

namespace oraxx::test {
namespace {

using namespace std::chrono_literals;

sandbox::server_options usual() {
    sandbox::server_options out;
    out.password = base::secret_bytes(std::string_view("tiger"));
    return out;
}

connect_options to(const sandbox::sandbox_server& server, const std::string& more = "") {
    connect_options out;
    out.connect_string = server.address() + "/FREEPDB1" + more;
    out.user = "scott";
    out.password = "tiger";
    out.connect_timeout = 30s;
    return out;
}

std::string context(connection& conn, const std::string& attribute, const std::string& space = "USERENV") {
    std::optional<std::string> found;
    for (const auto& [value] :
         conn.query<std::optional<std::string>>("select sys_context(:1, :2) from dual", space, attribute)) {
        found = value;
    }
    return found.value_or("NULL");
}

TEST(logon_options, an_expired_password_is_replaced_while_logging_on) {
    auto server_side = usual();
    server_side.password_expired = true;
    const sandbox::sandbox_server server(std::move(server_side));
    auto options = to(server);
    EXPECT_EQ(try_connect(options.clone()).error().ora_code, 28001);
    options.new_password = "Lion_2";
    auto conn = connect(std::move(options));
    conn.ping();
    EXPECT_EQ(try_connect(to(server)).error().ora_code, 1017);
    auto again = to(server);
    again.password = "Lion_2";
    connect(std::move(again)).ping();
}

TEST(logon_options, a_password_is_changed_on_a_connection_with_every_kind_of_verifier) {
    for (const auto* persona : {"26ai", "12.2", "11g"}) {
        for (const auto verifier : {auth::verifier_type::sha1_salted, auth::verifier_type::pbkdf2_sha512}) {
            auto server_side = usual();
            server_side.persona = sandbox::find_persona(persona);
            if (!server_side.persona->derives_keys() && verifier == auth::verifier_type::pbkdf2_sha512) continue;
            server_side.verifier = verifier;
            const sandbox::sandbox_server server(std::move(server_side));
            auto conn = connect(to(server));
            const auto refused = conn.try_change_password("wrong", "Lion_2");
            ASSERT_FALSE(refused.has_value());
            EXPECT_EQ(refused.error().ora_code, 28008) << persona;
            EXPECT_TRUE(refused.error().connection_usable);
            EXPECT_EQ(conn.try_change_password("tiger", "").error().code, errc::invalid_argument);
            conn.change_password("tiger", "Lion_2");
            conn.ping();
            EXPECT_EQ(try_connect(to(server)).error().ora_code, 1017) << persona;
            auto again = to(server);
            again.password = "Lion_2";
            connect(std::move(again)).ping();
        }
    }
}

TEST(logon_options, a_proxy_user_and_its_client_are_both_known) {
    auto server_side = usual();
    server_side.proxy_clients = {"appuser"};
    const sandbox::sandbox_server server(std::move(server_side));
    auto options = to(server);
    options.user = "scott[appuser]";
    auto conn = connect(options.clone());
    EXPECT_EQ(context(conn, "SESSION_USER"), "APPUSER");
    EXPECT_EQ(context(conn, "PROXY_USER"), "SCOTT");
    options.user = "scott[hr]";
    const auto refused = try_connect(std::move(options));
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().ora_code, 28150);
    EXPECT_NE(refused.error().advice.find("GRANT CONNECT THROUGH"), std::string::npos) << refused.error().advice;
}

TEST(logon_options, a_privilege_is_needed_for_a_privileged_logon) {
    const sandbox::sandbox_server plain(usual());
    auto options = to(plain);
    options.privilege = administrative_privilege::sysdba;
    EXPECT_EQ(try_connect(std::move(options)).error().ora_code, 1031);

    auto server_side = usual();
    server_side.is_administrator = true;
    const sandbox::sandbox_server server(std::move(server_side));
    options = to(server);
    options.privilege = administrative_privilege::sysdba;
    auto conn = connect(std::move(options));
    EXPECT_EQ(context(conn, "SESSION_USER"), "SYS");
    EXPECT_EQ(context(conn, "ISDBA"), "TRUE");
}

TEST(logon_options, an_edition_and_a_schema_are_told_back) {
    auto server_side = usual();
    server_side.editions = {"E2"};
    const sandbox::sandbox_server server(std::move(server_side));
    auto options = to(server);
    options.edition = "E2";
    options.current_schema = "hr";
    auto conn = connect(options.clone());
    EXPECT_EQ(conn.session().edition, "E2");
    EXPECT_EQ(context(conn, "CURRENT_EDITION_NAME"), "E2");
    EXPECT_EQ(context(conn, "CURRENT_SCHEMA"), "HR");
    EXPECT_EQ(conn.session().current_schema, "hr");
    options.edition = "NOWHERE";
    EXPECT_EQ(try_connect(std::move(options)).error().ora_code, 38802);
}

TEST(logon_options, who_the_client_is_and_what_it_does_can_be_read_in_the_session) {
    const sandbox::sandbox_server server(usual());
    auto options = to(server);
    options.identity = {.program = "billing.exe", .machine = "host-7", .os_user = "ann", .terminal = "tty3"};
    options.tags = {.client_id = "customer 7", .module = "billing", .action = "close", .client_info = "batch"};
    options.application_context = {{"CLIENTCONTEXT", "tenant", "4711"}};
    auto conn = connect(std::move(options));
    const auto trips = conn.stats().round_trips;
    EXPECT_EQ(context(conn, "MODULE"), "billing");
    EXPECT_EQ(conn.stats().round_trips, trips + 1) << "tags travel with a call";
    EXPECT_EQ(context(conn, "ACTION"), "close");
    EXPECT_EQ(context(conn, "CLIENT_IDENTIFIER"), "customer 7");
    EXPECT_EQ(context(conn, "CLIENT_INFO"), "batch");
    EXPECT_EQ(context(conn, "CLIENT_PROGRAM_NAME"), "billing.exe");
    EXPECT_EQ(context(conn, "HOST"), "host-7");
    EXPECT_EQ(context(conn, "OS_USER"), "ann");
    EXPECT_EQ(context(conn, "TERMINAL"), "tty3");
    EXPECT_EQ(context(conn, "tenant", "CLIENTCONTEXT"), "4711");
    conn.set_tags({.module = "reports", .action = ""});
    conn.set_tags({.client_info = "late"});
    EXPECT_EQ(context(conn, "MODULE"), "reports");
    EXPECT_EQ(context(conn, "ACTION"), "NULL");
    EXPECT_EQ(context(conn, "CLIENT_INFO"), "late");
    EXPECT_EQ(context(conn, "CLIENT_IDENTIFIER"), "customer 7");
}

TEST(logon_options, a_logical_transaction_id_is_exposed_where_there_is_one) {
    auto server_side = usual();
    const sandbox::sandbox_server plain(usual());
    EXPECT_TRUE(connect(to(plain)).session().logical_transaction_id.empty());
    server_side.guards_transactions = true;
    const sandbox::sandbox_server server(std::move(server_side));
    EXPECT_EQ(connect(to(server)).session().logical_transaction_id.size(), 64U);
}

TEST(pooled_session, is_given_back_and_taken_again_with_its_cursors) {
    const sandbox::sandbox_server server(usual());
    auto conn = connect(to(server, ":pooled?pool_connection_class=C1&pool_purity=self"));
    conn.execute("create table t (n number)");
    auto insert = conn.prepare("insert into t values (:1)");
    for (int i = 0; i < 400; ++i) {  // more often than a session may hold cursors open
        EXPECT_EQ(insert.execute(i).row_count, 1U);
        EXPECT_TRUE(conn.in_transaction());
        conn.release_session();
    }
    conn.release_session();
    conn.release_session();
    for (const auto& [count] : conn.query<std::int64_t>("select count(*) from t")) EXPECT_EQ(count, 0);
}

TEST(pooled_session, that_was_given_back_ends_open_results) {
    const sandbox::sandbox_server server(usual());
    auto conn = connect(to(server, ":pooled"));
    conn.set_fetch({.prefetch_rows = 1, .array_rows = 1});
    auto rows = conn.query("select level from dual connect by level <= 5");
    ASSERT_TRUE(rows.next());
    conn.release_session();
    auto more = rows.try_next();
    ASSERT_FALSE(more.has_value());
    EXPECT_EQ(more.error().code, errc::wrong_state);
    conn.ping();
    EXPECT_FALSE(rows.try_next().has_value()) << "it was another session, for all anybody knows";
}

TEST(pooled_session, fresh_ones_hold_nothing_of_those_before) {
    const sandbox::sandbox_server server(usual());
    auto conn = connect(to(server, ":pooled"));
    conn.set_tags({.module = "first"});
    EXPECT_EQ(context(conn, "MODULE"), "first");
    const auto serial = conn.session().serial_number;
    conn.release_session();
    EXPECT_EQ(context(conn, "MODULE"), "NULL");
    EXPECT_EQ(context(conn, "MODULE"), "NULL");
    EXPECT_NE(conn.session().serial_number, serial);
    conn.close();
}

TEST(pooled_session, is_asked_for_by_the_connect_string) {
    const sandbox::sandbox_server server(usual());
    auto conn = connect(to(server));
    const auto refused = conn.try_release_session();
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().code, errc::wrong_state);
    EXPECT_TRUE(refused.error().connection_usable);
    conn.ping();
}

}  // namespace
}  // namespace oraxx::test
