// The driver against the sandbox. Both sides share their codecs, so what is shown here is that they work together:
// what is right on the wire is shown by recordings and foreign clients.
#include <gtest/gtest.h>

#include <oraxx/oraxx.hpp>

#include <algorithm>
#include <thread>

#include "server/net/sandbox_server.hpp"

namespace oraxx::test {
namespace {

using namespace std::chrono_literals;

class driver_and_sandbox : public testing::TestWithParam<const char*> {
protected:
    driver_and_sandbox() {
        sandbox::server_options options;
        options.password = base::secret_bytes(std::string_view("tiger"));
        options.persona = sandbox::find_persona(GetParam());
        options.init_sql =
            "create table emp (id number primary key, name varchar2(20), hired date);\n"
            "insert into emp values (1, 'Ada', date '2024-02-29');\n"
            "insert into emp values (2, null, null);\n";
        server_ = std::make_unique<sandbox::sandbox_server>(std::move(options));
    }
    [[nodiscard]] connect_options options(std::string_view password = "tiger") const {
        connect_options out;
        out.connect_string = server_->address() + "/FREEPDB1";
        out.user = "scott";
        out.password = password;
        out.connect_timeout = 30s;
        return out;
    }
    std::unique_ptr<sandbox::sandbox_server> server_;
};

TEST_P(driver_and_sandbox, log_on_and_read_rows) {
    auto conn = connect(options());
    std::vector<std::string> seen;
    for (const auto [id, name, hired] :
         conn.query<std::int64_t, std::optional<std::string>, std::optional<date>>("select * from emp order by id")) {
        seen.push_back(std::to_string(id) + "/" + name.value_or("-") + "/" + (hired ? hired->to_string() : "-"));
    }
    EXPECT_EQ(seen, (std::vector<std::string>{"1/Ada/2024-02-29T00:00:00", "2/-/-"}));
}

TEST_P(driver_and_sandbox, tell_the_observer_of_statements_what_they_did) {
    std::vector<std::string> told;
    auto observed = options();
    observed.fetch = {.prefetch_rows = 0, .array_rows = 1};
    observed.on_statement = [&told](const statement_report& report) {
        told.push_back(std::string(report.sql) + ": " + std::to_string(report.rows) + " rows in " +
                       std::to_string(report.round_trips) + " round trips, ORA-" +
                       std::to_string(report.error != nullptr ? report.error->ora_code : 0));
    };
    auto conn = connect(std::move(observed));
    for (const auto row : conn.query("select id from emp")) (void)row;
    conn.execute("update emp set hired = null");
    conn.rollback();
    (void)conn.try_execute("update nothing set a = 1");
    EXPECT_EQ(told, (std::vector<std::string>{"select id from emp: 2 rows in 4 round trips, ORA-0",
                                              "update emp set hired = null: 2 rows in 1 round trips, ORA-0",
                                              "update nothing set a = 1: 0 rows in 1 round trips, ORA-942"}));
}

TEST_P(driver_and_sandbox, agree_that_a_password_is_wrong) {
    const auto refused = try_connect(options("lion"));
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().ora_code, 1017);
    EXPECT_EQ(refused.error().phase, phase::authenticate);
}

TEST_P(driver_and_sandbox, name_an_unknown_service) {
    auto wrong = options();
    wrong.connect_string = server_->address() + "/ELSEWHERE";
    const auto refused = try_connect(std::move(wrong));
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().ora_code, 12514);
    EXPECT_EQ(refused.error().phase, phase::connect);
}

TEST_P(driver_and_sandbox, keep_transactions_apart_until_commit) {
    auto writer = connect(options());
    auto reader = connect(options());
    const auto count = [&reader] {
        std::int64_t found = 0;
        for (const auto [n] : reader.query<std::int64_t>("select count(*) from emp")) found = n;
        return found;
    };
    EXPECT_EQ(writer.execute("insert into emp (id) values (:1)", 3).row_count, 1U);
    EXPECT_TRUE(writer.in_transaction());
    EXPECT_EQ(count(), 2);
    writer.commit();
    EXPECT_FALSE(writer.in_transaction());
    EXPECT_EQ(count(), 3);
    writer.execute("delete from emp");
    writer.rollback();
    EXPECT_EQ(count(), 3);
    writer.execute("delete from emp");
    writer.close();
    EXPECT_EQ(count(), 3);
}

TEST_P(driver_and_sandbox, tell_where_in_the_text_an_error_is) {
    auto conn = connect(options());
    const auto failed = conn.try_execute("select nope from emp");
    ASSERT_FALSE(failed.has_value());
    EXPECT_EQ(failed.error().ora_code, 904);
    EXPECT_EQ(failed.error().sql_offset, 7U);
    EXPECT_TRUE(failed.error().connection_usable);
    conn.ping();
}

TEST_P(driver_and_sandbox, cancel_a_statement_and_go_on) {
    auto conn = connect(options());
    auto stop = conn.canceller();
    std::thread other([stop] {
        std::this_thread::sleep_for(300ms);
        stop.cancel();
    });
    const auto failed = conn.try_execute("begin dbms_session.sleep(60); end;");
    other.join();
    ASSERT_FALSE(failed.has_value());
    EXPECT_EQ(failed.error().code, errc::cancelled);
    EXPECT_TRUE(failed.error().connection_usable);
    conn.ping();
}

TEST_P(driver_and_sandbox, cancel_a_statement_and_all_that_would_follow) {
    auto conn = connect(options());
    auto stop = conn.canceller();
    std::thread other([stop] {
        std::this_thread::sleep_for(300ms);
        stop.cancel_all();
    });
    const auto failed = conn.try_execute("begin dbms_session.sleep(60); end;");
    other.join();
    ASSERT_FALSE(failed.has_value());
    EXPECT_EQ(failed.error().ora_code, 1013);
    const auto late = conn.try_execute("begin dbms_session.sleep(60); end;");
    ASSERT_FALSE(late.has_value());
    EXPECT_EQ(late.error().code, errc::cancelled);
    EXPECT_EQ(late.error().ora_code, 0) << "nothing was sent";
    EXPECT_TRUE(conn.try_close().has_value());
}

TEST_P(driver_and_sandbox, pass_binds_both_ways) {
    auto conn = connect(options());
    std::int64_t total = 0;
    std::string text;
    conn.execute("begin :total := :a * 2; :text := :b || '!'; end;", out("total", total), bind("a", 21),
                 out("text", text), bind("b", "hi"));
    EXPECT_EQ(total, 42);
    EXPECT_EQ(text, "hi!");
}

TEST_P(driver_and_sandbox, fetch_many_rows_in_batches) {
    auto conn = connect(options());
    std::int64_t sum = 0;
    for (const auto [n, same] :
         conn.query<std::int64_t, std::string_view>("select level, 'same' from dual connect by level <= 20000")) {
        sum += n;
        ASSERT_EQ(same, "same");
    }
    EXPECT_EQ(sum, std::int64_t{20000} * 20001 / 2);
}

TEST_P(driver_and_sandbox, survive_a_server_that_stops) {
    auto conn = connect(options());
    server_->stop();
    const auto failed = conn.try_execute("select 1 from dual");
    ASSERT_FALSE(failed.has_value());
    EXPECT_FALSE(failed.error().connection_usable);
}

INSTANTIATE_TEST_SUITE_P(personas, driver_and_sandbox, testing::Values("26ai", "21c", "19c", "18c", "12.2", "11g"),
                         [](const auto& persona) {
                             std::string name = "persona_" + std::string(persona.param);
                             std::replace(name.begin(), name.end(), '.', '_');
                             return name;
                         });

TEST(sandbox_server, says_what_is_wrong_with_a_script) {
    sandbox::server_options options;
    options.password = base::secret_bytes(std::string_view("tiger"));
    options.init_sql = "create table t (a number);\n\ninsert into nowhere values (1);\n";
    try {
        const sandbox::sandbox_server server(std::move(options));
        FAIL() << "the script was accepted";
    } catch (const std::runtime_error& error) {
        EXPECT_NE(std::string(error.what()).find("init:3: ORA-00942"), std::string::npos) << error.what();
    }
}

TEST(sandbox_server, cancels_what_runs_when_it_stops) {
    sandbox::server_options options;
    options.password = base::secret_bytes(std::string_view("tiger"));
    sandbox::sandbox_server server(std::move(options));
    connect_options to;
    to.connect_string = server.address() + "/FREEPDB1";
    to.user = "scott";
    to.password = "tiger";
    auto conn = connect(std::move(to));
    std::thread other([&server] {
        std::this_thread::sleep_for(300ms);
        server.stop();
    });
    EXPECT_FALSE(conn.try_execute("begin dbms_session.sleep(60); end;").has_value());
    other.join();
}

}  // namespace
}  // namespace oraxx::test
