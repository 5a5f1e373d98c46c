// Sessions that want the same rows at the same time.
#include <atomic>
#include <thread>

#include "unit/server/engine/engine_fixture.hpp"

namespace oraxx::sandbox::engine {
namespace {

using namespace std::chrono_literals;

class engine_locks : public engine_session {
protected:
    void SetUp() override {
        auto s = open();
        ASSERT_FALSE(run(*s, "create table t (id number primary key, v number)"));
        ASSERT_FALSE(run(*s, "insert into t select level, 0 from dual connect by level <= 3"));
        ASSERT_FALSE(s->commit());
    }
    static int code_of(session& s, std::string_view sql) {
        const auto error = run(s, sql);
        return error ? error->code : 0;
    }
};

TEST_F(engine_locks, for_update_waits_and_sees_what_the_holder_committed) {
    auto holder = open();
    auto waiter = open(20s);
    ASSERT_FALSE(run(*holder, "select id from t where id = 1 for update"));
    std::atomic<bool> done{false};
    std::int64_t seen = -1;
    std::thread other([&] {
        seen = number_of(*waiter, "select v from t where id = 1 for update");
        done = true;
    });
    std::this_thread::sleep_for(30ms);
    EXPECT_FALSE(done);
    ASSERT_FALSE(run(*holder, "update t set v = 7 where id = 1"));
    ASSERT_FALSE(holder->commit());
    other.join();
    EXPECT_EQ(seen, 7);
    EXPECT_TRUE(waiter->in_transaction());
    ASSERT_FALSE(waiter->rollback());
    EXPECT_FALSE(waiter->in_transaction());
}

TEST_F(engine_locks, an_update_waits_for_a_locked_row_and_then_runs_over_the_new_one) {
    auto holder = open();
    auto waiter = open(20s);
    ASSERT_FALSE(run(*holder, "select id from t where id = 2 for update"));
    int code = -1;
    std::thread other([&] { code = code_of(*waiter, "update t set v = v + 1"); });
    std::this_thread::sleep_for(30ms);
    // The waiter holds nothing meanwhile: the row's holder can write.
    ASSERT_FALSE(run(*holder, "update t set v = 10 where id = 2"));
    ASSERT_FALSE(holder->commit());
    other.join();
    EXPECT_EQ(code, 0);
    EXPECT_EQ(number_of(*waiter, "select sum(v) from t"), 13);
}

TEST_F(engine_locks, waiting_ends_by_its_deadline) {
    auto holder = open();
    auto waiter = open(20s);
    ASSERT_FALSE(run(*holder, "select id from t for update"));
    const auto begin = std::chrono::steady_clock::now();
    EXPECT_EQ(code_of(*waiter, "select id from t for update wait 1"), 30006);
    const auto waited = std::chrono::steady_clock::now() - begin;
    EXPECT_GE(waited, 1s);
    EXPECT_LT(waited, 15s);
    EXPECT_EQ(code_of(*waiter, "select id from t for update nowait"), 54);
}

TEST_F(engine_locks, waiting_ends_by_a_cancel) {
    auto holder = open();
    auto waiter = open(60s);
    ASSERT_FALSE(run(*holder, "select id from t for update"));
    std::atomic<bool> cancel{false};
    waiter->set_cancel_check([&cancel] { return cancel.load(); });
    std::thread other([&cancel] {
        std::this_thread::sleep_for(20ms);
        cancel = true;
    });
    EXPECT_EQ(code_of(*waiter, "select id from t for update"), 1013);
    other.join();
    waiter->set_cancel_check({});
    EXPECT_EQ(number_of(*waiter, "select count(*) from t"), 3) << "the session goes on";
}

TEST_F(engine_locks, two_that_wait_for_each_other_are_told_so) {
    auto one = open(60s);
    auto two = open(60s);
    ASSERT_FALSE(run(*one, "select id from t where id = 1 for update"));
    ASSERT_FALSE(run(*two, "select id from t where id = 2 for update"));
    int code_of_one = -1;
    std::thread other([&] { code_of_one = code_of(*one, "select id from t where id = 2 for update"); });
    std::this_thread::sleep_for(20ms);
    const int code_of_two = code_of(*two, "select id from t where id = 1 for update");
    EXPECT_TRUE(code_of_two == 60 || code_of_two == 0) << code_of_two;
    ASSERT_FALSE(two->rollback());
    other.join();
    EXPECT_TRUE(code_of_one == 60 || code_of_one == 0) << code_of_one;
    EXPECT_EQ(code_of_one + code_of_two, 60) << "one is told, the other gets its row";
}

TEST_F(engine_locks, a_session_that_ends_lets_go) {
    auto holder = open();
    auto other = open();
    ASSERT_FALSE(run(*holder, "select id from t for update"));
    EXPECT_EQ(code_of(*other, "select id from t for update nowait"), 54);
    holder.reset();
    EXPECT_EQ(code_of(*other, "select id from t for update nowait"), 0);
}

TEST_F(engine_locks, rows_gone_by_a_cascade_are_locked_like_others) {
    auto one = open();
    auto two = open();
    ASSERT_FALSE(run(*one, "create table c (id number, t_id number references t on delete cascade)"));
    ASSERT_FALSE(run(*one, "insert into c values (1, 1)"));
    ASSERT_FALSE(one->commit());
    ASSERT_FALSE(run(*two, "select id from c for update"));
    EXPECT_EQ(code_of(*one, "delete from t where id = 1"), 54);
    EXPECT_EQ(number_of(*one, "select count(*) from t"), 3);
    ASSERT_FALSE(two->rollback());
    EXPECT_EQ(code_of(*one, "delete from t where id = 1"), 0);
}

}  // namespace
}  // namespace oraxx::sandbox::engine
