// Connections that break under statements: queries run again, changes never, and no change's fate is told wrong.
#include "statements_fixture.hpp"
#include "support/losing_relay.hpp"

namespace oraxx::lambda::statements::test {
namespace {

constexpr std::string_view files = R"(
-- name: all
-- default
select n from t order by n;

-- name: add
-- bind: n number
-- commit
insert into t values (:n);

-- name: try_to_add
-- bind: n number
-- rollback
insert into t values (:n);
)";

class lost_connection_test : public statements_fixture {
protected:
    lost_connection_test() : statements_fixture("create table t (n number);\n"), relay_(server_->port()) {
        deploy(files);
        connections_ = std::make_unique<direct_connections>("127.0.0.1:" + std::to_string(relay_.port()));
    }

    void lose_an_answer() {
        connections_->on_leased = [this] {
            relay_.lose_next_answer();
            connections_->on_leased = {};
        };
    }
    // What is in the table, by another way.
    std::string rows() {
        connections_ = std::make_unique<direct_connections>(server_->address());
        return answer("{}");
    }

    oraxx::test::losing_relay relay_;
};

TEST_F(lost_connection_test, does_not_call_a_change_failed_that_was_committed) {
    lose_an_answer();
    const auto done = invoke(R"({"statement":"add","binds":{"n":1}})");
    EXPECT_EQ(done->error.type, "OracleError.OutcomeUnknown");
    EXPECT_NE(done->error.message.find("look before doing it again"), std::string::npos) << done->error.message;
    EXPECT_EQ(connections_->leased, 1U) << "a change is not repeated";
    EXPECT_EQ(rows(), "[[1]]") << "here it was done";
}

TEST_F(lost_connection_test, knows_that_a_change_to_be_taken_back_is_not_there) {
    lose_an_answer();
    EXPECT_EQ(error_type(R"({"statement":"try_to_add","binds":{"n":1}})"), "OracleError.ConnectionLost");
    EXPECT_EQ(rows(), "[]");
}

TEST_F(lost_connection_test, runs_a_query_once_more) {
    lose_an_answer();
    EXPECT_EQ(answer("{}"), "[]");
    EXPECT_EQ(connections_->leased, 2U);
}

TEST_F(lost_connection_test, gives_up_a_query_that_loses_two) {
    connections_->on_leased = [this] { relay_.lose_next_answer(); };
    EXPECT_EQ(error_type("{}"), "OracleError.ConnectionLost");
    EXPECT_EQ(connections_->leased, 2U);
}

TEST_F(lost_connection_test, has_messages_of_unknown_fate_come_again) {
    lose_an_answer();
    EXPECT_EQ(answer(R"({"Records":[{"messageId":"a","body":"{\"statement\":\"add\",\"binds\":{\"n\":1}}",
                         "eventSource":"aws:sqs","eventSourceARN":"q"},
                        {"messageId":"b","body":"{\"statement\":\"add\",\"binds\":{\"n\":2}}",
                         "eventSource":"aws:sqs","eventSourceARN":"q"}]})"),
              R"({"batchItemFailures":[{"itemIdentifier":"a"}]})");
    EXPECT_EQ(rows(), "[[1],[2]]");
}

}  // namespace
}  // namespace oraxx::lambda::statements::test
