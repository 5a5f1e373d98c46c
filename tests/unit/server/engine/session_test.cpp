#include "unit/server/engine/engine_fixture.hpp"

#include <atomic>
#include <chrono>
#include <filesystem>
#include <thread>

#include <unistd.h>

namespace oraxx::sandbox::engine {
namespace {

using namespace std::chrono_literals;

TEST_F(engine_session, cancel_ends_a_sleep_long_before_its_time) {
    auto s = open();
    std::atomic<bool> cancel{false};
    s->set_cancel_check([&cancel] { return cancel.load(); });
    auto block = prepared(*s, "begin dbms_session.sleep(60); end;");
    std::thread other([&cancel] {
        std::this_thread::sleep_for(20ms);
        cancel = true;
    });
    const auto begin = std::chrono::steady_clock::now();
    const auto answer = block->execute({});
    other.join();
    ASSERT_TRUE(std::holds_alternative<sql_error>(answer));
    EXPECT_EQ(std::get<sql_error>(answer).code, 1013);
    EXPECT_EQ(std::get<sql_error>(answer).message, "ORA-01013: user requested cancel of current operation");
    EXPECT_LT(std::chrono::steady_clock::now() - begin, 20s);
}

// ojdbc writes N'..' so.
TEST_F(engine_session, reads_code_units_in_national_literals) {
    auto s = open();
    EXPECT_EQ(number_of(*s, "select count(*) from dual where u'na\\00efve' = 'na\xC3\xAFve' and U'a\\\\b' = 'a\\b'"),
              1);
    EXPECT_EQ(number_of(*s, R"(select length(u'\D834\DD1E') from dual)"), 1);
    for (const auto* bad :
         {R"(select u'\00e' from dual)", R"(select u'a\zzzz' from dual)", R"(select u'\D834x' from dual)"}) {
        const auto error = run(*s, bad);
        ASSERT_TRUE(error) << bad;
        EXPECT_EQ(error->code, 30186) << bad;
    }
}

TEST_F(engine_session, cancel_ends_a_query_without_end) {
    auto s = open();
    std::atomic<int> asked{0};
    s->set_cancel_check([&asked] { return ++asked > 3; });
    auto query = prepared(*s, "select count(*) from dual connect by 1 = 1");
    ASSERT_TRUE(std::holds_alternative<execute_result>(query->execute({})));
    std::vector<value> row;
    const auto answer = query->fetch(row);
    ASSERT_TRUE(std::holds_alternative<sql_error>(answer));
    EXPECT_EQ(std::get<sql_error>(answer).code, 1013);
    s->set_cancel_check({});
    EXPECT_EQ(number_of(*s, "select 7 from dual"), 7) << "the session goes on";
}

TEST_F(engine_session, sleeps_no_less_than_asked) {
    auto s = open();
    const auto begin = std::chrono::steady_clock::now();
    EXPECT_FALSE(run(*s, "begin dbms_session.sleep(0.03); end;"));
    EXPECT_GE(std::chrono::steady_clock::now() - begin, 30ms);
}

TEST_F(engine_session, a_query_keeps_the_rows_of_its_execution) {
    auto s = open();
    ASSERT_FALSE(run(*s, "create table t (id number)"));
    ASSERT_FALSE(run(*s, "insert into t select level from dual connect by level <= 5"));
    auto query = prepared(*s, "select id from t");
    ASSERT_TRUE(std::holds_alternative<execute_result>(query->execute({})));
    std::vector<value> row;
    ASSERT_TRUE(std::get<bool>(query->fetch(row)));
    ASSERT_FALSE(run(*s, "delete from t"));
    ASSERT_FALSE(s->commit());
    ASSERT_FALSE(run(*s, "drop table t"));
    int rows = 1;
    while (std::get<bool>(query->fetch(row))) ++rows;
    EXPECT_EQ(rows, 5);
}

TEST_F(engine_session, an_open_query_does_not_block_the_other_sessions_writer) {
    auto reader = open();
    auto writer = open();
    ASSERT_FALSE(run(*writer, "create table t (id number)"));
    ASSERT_FALSE(run(*writer, "insert into t values (1)"));
    ASSERT_FALSE(writer->commit());
    auto query = prepared(*reader, "select id from t union all select id from t");
    ASSERT_TRUE(std::holds_alternative<execute_result>(query->execute({})));
    std::vector<value> row;
    ASSERT_TRUE(std::get<bool>(query->fetch(row)));
    EXPECT_FALSE(run(*writer, "insert into t values (2)"));
    EXPECT_FALSE(writer->commit());
    // The reader may write although its snapshot is older than that commit.
    EXPECT_FALSE(run(*reader, "insert into t values (3)"));
    EXPECT_EQ(number_of(*reader, "select count(*) from t"), 3);
    ASSERT_TRUE(std::get<bool>(query->fetch(row)));
    EXPECT_FALSE(std::get<bool>(query->fetch(row)));
}

TEST_F(engine_session, a_waiting_writer_goes_on_when_the_lock_is_free) {
    auto first = open();
    auto second = open(30s);
    ASSERT_FALSE(run(*first, "create table t (id number)"));
    ASSERT_FALSE(run(*first, "insert into t values (1)"));
    std::optional<sql_error> answer;
    std::thread waiting([&] { answer = run(*second, "insert into t values (2)"); });
    std::this_thread::sleep_for(20ms);
    EXPECT_FALSE(first->commit());
    waiting.join();
    EXPECT_FALSE(answer);
    EXPECT_FALSE(second->commit());
    EXPECT_EQ(number_of(*first, "select count(*) from t"), 2);
}

TEST_F(engine_session, a_waiting_writer_can_be_cancelled) {
    auto first = open();
    auto second = open(60s);
    ASSERT_FALSE(run(*first, "create table t (id number)"));
    ASSERT_FALSE(run(*first, "insert into t values (1)"));
    std::atomic<int> asked{0};
    second->set_cancel_check([&asked] { return ++asked > 2; });
    const auto answer = run(*second, "insert into t values (2)");
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->code, 1013);
}

TEST_F(engine_session, several_statements_are_open_at_once) {
    auto s = open();
    auto a = prepared(*s, "select rownum, level from dual connect by level <= 3");
    auto b = prepared(*s, "select rownum, level from dual connect by level <= 3");
    ASSERT_TRUE(std::holds_alternative<execute_result>(a->execute({})));
    ASSERT_TRUE(std::holds_alternative<execute_result>(b->execute({})));
    for (int i = 1; i <= 3; ++i) {
        for (auto* query : {a.get(), b.get()}) {
            std::vector<value> row;
            ASSERT_TRUE(std::get<bool>(query->fetch(row)));
            EXPECT_EQ(std::get<number>(row[0]), number(i)) << "every statement counts its own rows";
        }
    }
}

TEST_F(engine_session, a_statement_is_bound_anew_for_other_bind_types_and_tables) {
    auto s = open();
    auto query = prepared(*s, "select :1 + 1 as n from dual");
    std::vector<value> row;
    ASSERT_TRUE(std::holds_alternative<execute_result>(query->execute({{std::string("41"), db_type::varchar2, 10}})));
    ASSERT_TRUE(std::get<bool>(query->fetch(row)));
    EXPECT_EQ(std::get<number>(row[0]), number(42));
    ASSERT_TRUE(std::holds_alternative<execute_result>(query->execute({{date{2024, 1, 31}, db_type::date, 7}})));
    ASSERT_TRUE(std::get<bool>(query->fetch(row)));
    EXPECT_EQ(std::get<date>(row[0]).to_string(), "2024-02-01T00:00:00");
    EXPECT_EQ(query->columns()[0].type, db_type::date);

    ASSERT_FALSE(run(*s, "create table t (a number)"));
    auto all = prepared(*s, "select * from t");
    ASSERT_FALSE(run(*s, "drop table t"));
    ASSERT_FALSE(run(*s, "create table t (b varchar2(5))"));
    ASSERT_TRUE(std::holds_alternative<execute_result>(all->execute({})));
    EXPECT_EQ(all->columns()[0].name, "B");
}

TEST_F(engine_session, tells_binds_and_their_directions) {
    auto s = open();
    const auto query = prepared(*s, "select :x, :x, :1, :\"Mixed\" from dual");
    ASSERT_EQ(query->binds().size(), 4U);
    EXPECT_EQ(query->binds()[1].name, "X");
    EXPECT_EQ(query->binds()[3].name, "Mixed");
    const auto block = prepared(*s, "begin :out := :in_ + 1; :both := :both || 'x'; end;");
    ASSERT_EQ(block->binds().size(), 3U);
    EXPECT_TRUE(block->binds()[0].is_output);
    EXPECT_FALSE(block->binds()[0].is_input);
    EXPECT_FALSE(block->binds()[1].is_output);
    EXPECT_TRUE(block->binds()[1].is_input);
    EXPECT_TRUE(block->binds()[2].is_output && block->binds()[2].is_input);
}

TEST_F(engine_session, gives_the_rowid_of_the_last_changed_row) {
    auto s = open();
    ASSERT_FALSE(run(*s, "create table t (id number)"));
    auto insert = prepared(*s, "insert into t values (5)");
    const auto result = std::get<execute_result>(insert->execute({}));
    ASSERT_TRUE(result.last_rowid);
    auto query = prepared(*s, "select id, rowid from t where rowid = :1");
    ASSERT_TRUE(std::holds_alternative<execute_result>(query->execute({{*result.last_rowid, db_type::rowid, 10}})));
    std::vector<value> row;
    ASSERT_TRUE(std::get<bool>(query->fetch(row)));
    EXPECT_EQ(std::get<rowid>(row[1]), *result.last_rowid);
}

TEST_F(engine_session, a_statement_may_outlive_its_session) {
    auto s = open();
    auto query = prepared(*s, "select level from dual connect by level <= 2");
    ASSERT_TRUE(std::holds_alternative<execute_result>(query->execute({})));
    s.reset();
    std::vector<value> row;
    EXPECT_TRUE(std::get<bool>(query->fetch(row)));
}

TEST_F(engine_session, an_ended_session_rolls_back) {
    auto keeper = open();
    ASSERT_FALSE(run(*keeper, "create table t (id number)"));
    {
        auto s = open();
        ASSERT_FALSE(run(*s, "insert into t values (1)"));
        EXPECT_TRUE(s->in_transaction());
    }
    EXPECT_EQ(number_of(*keeper, "select count(*) from t"), 0);
}

TEST_F(engine_session, refuses_deep_nesting_instead_of_running_out_of_stack) {
    auto s = open();
    const std::string deep = "select " + std::string(5000, '(') + "1" + std::string(5000, ')') + " from dual";
    const auto out = s->prepare(deep);
    ASSERT_TRUE(out.error);
    EXPECT_EQ(out.error->code, 3001);
    std::string signs;
    for (int i = 0; i < 5000; ++i) signs += "- ";
    EXPECT_EQ(s->prepare("select " + signs + "1 from dual").error->code, 3001);
}

TEST(engine_database, keeps_a_files_tables_and_rows) {
    const auto path = std::filesystem::temp_directory_path() / ("oraxx-engine-test-" + std::to_string(::getpid()));
    const auto with_session = [&path](auto work) {
        auto db = database::open(path.string());
        auto s = db->open_session({.user = "SCOTT", .version = "23.26.1.0.0", .service_name = {}});
        work(*s);
    };
    with_session([](session& s) {
        for (const auto* sql :
             {"create table t (id number, v varchar2(10) default 'x')", "insert into t (id) values (1)"}) {
            ASSERT_TRUE(std::holds_alternative<execute_result>(s.prepare(sql).statement->execute({})));
        }
        ASSERT_FALSE(s.commit());
    });
    with_session([](session& s) {
        auto query = s.prepare("select v from t").statement;
        ASSERT_TRUE(std::holds_alternative<execute_result>(query->execute({})));
        std::vector<value> row;
        ASSERT_TRUE(std::get<bool>(query->fetch(row)));
        EXPECT_EQ(std::get<std::string>(row[0]), "x");
    });
    for (const char* suffix : {"", "-wal", "-shm"}) std::filesystem::remove(path.string() + suffix);
}

TEST(engine_database, refuses_a_path_it_cannot_open) {
    EXPECT_THROW((void)database::open("/no/such/folder/database"), std::runtime_error);
}

}  // namespace
}  // namespace oraxx::sandbox::engine
