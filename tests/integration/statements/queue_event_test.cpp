// Batches of SQS: every message a transaction of its own, failures told one by one.
#include <nlohmann/json.hpp>

#include "statements_fixture.hpp"

namespace oraxx::lambda::statements::test {
namespace {

using nlohmann::json;

constexpr std::string_view files = R"(
-- name: add
-- bind: id number
-- commit
insert into jobs values (:id);

-- name: add_in_block
-- bind: id number
begin
  insert into jobs values (:id);
end;
/

-- name: all
-- default
select id from jobs order by id;
)";

class queue_event_test : public statements_fixture {
protected:
    queue_event_test() : statements_fixture("create table jobs (id number primary key);\n") { deploy(files); }

    static std::string batch(const std::vector<std::string>& bodies, const char* queue = "jobs") {
        json records = json::array();
        for (const auto& body : bodies) {
            records.push_back({{"messageId", "m" + std::to_string(records.size())},
                               {"body", body},
                               {"eventSource", "aws:sqs"},
                               {"eventSourceARN", std::string("arn:aws:sqs:eu-central-1:1:") + queue}});
        }
        return json{{"Records", records}}.dump();
    }
    static std::string add(int id) { return json{{"statement", "add"}, {"binds", {{"id", id}}}}.dump(); }
};

TEST_F(queue_event_test, does_what_the_messages_say) {
    EXPECT_EQ(answer(batch({add(1), add(2)})), R"({"batchItemFailures":[]})");
    EXPECT_EQ(answer("{}"), "[[1],[2]]");
}

TEST_F(queue_event_test, tells_which_messages_failed_and_does_the_others) {
    EXPECT_EQ(answer(batch({add(1), add(1), "no json", R"({"statement":"x"})", add(2)})),
              R"({"batchItemFailures":[{"itemIdentifier":"m1"},{"itemIdentifier":"m2"},{"itemIdentifier":"m3"}]})");
    EXPECT_EQ(answer("{}"), "[[1],[2]]");
}

TEST_F(queue_event_test, stops_at_the_first_failure_of_a_queue_in_order) {
    EXPECT_EQ(answer(batch({add(1), add(1), add(2)}, "jobs.fifo")),
              R"({"batchItemFailures":[{"itemIdentifier":"m1"},{"itemIdentifier":"m2"}]})");
    EXPECT_EQ(answer("{}"), "[[1]]");
}

TEST_F(queue_event_test, takes_back_what_a_message_did_not_commit) {
    const std::string uncommitted = R"({"statement":"add_in_block","binds":{"id":7}})";
    EXPECT_EQ(answer(batch({uncommitted, add(8)})), R"({"batchItemFailures":[]})");
    EXPECT_EQ(answer("{}"), "[[8]]") << "the commit of the second message must not take the first one's work along";
}

TEST_F(queue_event_test, reports_all_when_the_database_is_away) {
    server_.reset();
    EXPECT_EQ(answer(batch({add(1), add(2)})),
              R"({"batchItemFailures":[{"itemIdentifier":"m0"},{"itemIdentifier":"m1"}]})");
}

}  // namespace
}  // namespace oraxx::lambda::statements::test
