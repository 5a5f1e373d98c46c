// What a lost connection means for a transaction, as far as anybody can know.
#include <gtest/gtest.h>

#include "session/execute_call.hpp"
#include "session/simple_call.hpp"
#include "support/captured_exchanges.hpp"
#include "support/engine_script.hpp"

namespace oraxx::test {
namespace {

using namespace std::chrono_literals;
using wire::ttc::function_code;

class lost_commit : public ::testing::Test {
protected:
    void SetUp() override { open_session(*engine_, read_exchanges("py_free23_26_failed_stmt").caps); }

    [[nodiscard]] failure lose(session::call& work, bool after_sending = true) {
        engine_->submit(work, std::nullopt);
        if (after_sending) (void)take_output(*engine_);
        engine_->end_of_input();
        return engine_->outcome().value();
    }
    [[nodiscard]] failure lose_statement(std::string_view sql, bool autocommit) {
        session::cursor cursor;
        cursor.sql = std::string(sql);
        cursor.text = sql::scan_sql(sql);
        detail::column_batch rows;
        detail::out_values outs;
        session::execute_call work(cursor, {}, {.prefetch_rows = 0, .commit_on_success = autocommit}, rows, outs);
        return lose(work);
    }

    std::unique_ptr<session::engine> engine_ = std::make_unique<session::engine>();
    session::simple_call commit{function_code::commit, phase::commit};
    session::simple_call rollback{function_code::rollback, phase::rollback};
    session::simple_call ping{function_code::ping, phase::ping};
};

TEST_F(lost_commit, is_unknown_once_the_request_has_left) {
    const auto why = lose(commit);
    EXPECT_TRUE(why.outcome_unknown);
    EXPECT_NE(why.advice.find("whether it was committed is unknown"), std::string::npos) << why.advice;
    EXPECT_EQ(why.advice.find("GET_LTXID_OUTCOME"), std::string::npos);
    engine_->submit(ping, std::nullopt);
    EXPECT_FALSE(engine_->outcome()->outcome_unknown) << "nothing hangs on that call";
}

TEST_F(lost_commit, did_not_happen_when_nothing_was_sent) {
    const auto why = lose(commit, false);
    EXPECT_FALSE(why.outcome_unknown);
    EXPECT_NE(why.advice.find("has not taken effect"), std::string::npos) << why.advice;
}

TEST_F(lost_commit, did_not_happen_on_a_connection_that_was_lost_before) {
    engine_->end_of_input();
    engine_->submit(commit, std::nullopt);
    ASSERT_TRUE(engine_->is_idle());
    EXPECT_EQ(engine_->outcome()->code, errc::connection_lost);
    EXPECT_FALSE(engine_->outcome()->outcome_unknown);
    EXPECT_TRUE(engine_->pending_output().empty());
}

TEST_F(lost_commit, names_the_way_to_find_out_where_there_is_one) {
    engine_->session().info.logical_transaction_id = {std::byte{1}};
    EXPECT_NE(lose(commit).advice.find("DBMS_APP_CONT.GET_LTXID_OUTCOME"), std::string::npos);
}

TEST_F(lost_commit, is_that_of_any_statement_that_may_commit) {
    EXPECT_TRUE(lose_statement("insert into t values (1)", true).outcome_unknown);
}

TEST_F(lost_commit, is_that_of_ddl_and_blocks) {
    EXPECT_TRUE(lose_statement("create table t (n number)", false).outcome_unknown);
    engine_ = std::make_unique<session::engine>();
    SetUp();
    EXPECT_TRUE(lose_statement("begin commit; end;", false).outcome_unknown);
}

TEST_F(lost_commit, is_not_that_of_changes_without_autocommit) {
    engine_->session().transaction_in_progress = true;
    const auto why = lose_statement("insert into t values (1)", false);
    EXPECT_FALSE(why.outcome_unknown);
    EXPECT_NE(why.advice.find("the server rolls the open transaction back"), std::string::npos) << why.advice;
}

TEST_F(lost_commit, is_not_that_of_a_query) {
    EXPECT_FALSE(lose_statement("select 1 from dual", true).outcome_unknown);
}

TEST_F(lost_commit, is_unknown_when_the_server_does_not_answer_a_timed_out_one) {
    const auto now = session::clock::now();
    engine_->submit(commit, now + 1s);
    (void)take_output(*engine_);
    engine_->deadline_passed(now + 1s);
    engine_->deadline_passed(*engine_->deadline());
    ASSERT_TRUE(engine_->outcome());
    EXPECT_EQ(engine_->outcome()->code, errc::timed_out);
    EXPECT_TRUE(engine_->outcome()->outcome_unknown);
}

}  // namespace
}  // namespace oraxx::test
