// Queues, direct path loads, distributed and sessionless transactions and pipelines: recordings decode to the values
// that the scripts they are of put in.
#include <gmock/gmock.h>

#include "support/stated_values.hpp"

namespace oraxx::test {
namespace {

// As dequeued RAW and JSON payloads stand: the number of their bytes, then these.
std::string counted(const std::string& hex) {
    const std::uint8_t size[] = {0, 0, 0, static_cast<std::uint8_t>(hex.size() / 2)};
    return base::hex_lower(size) + hex;
}

TEST(queue_recordings, raw_message_goes_in_and_comes_out) {
    const field_collector found("py_free23_26_aq_raw");
    EXPECT_EQ(found.values("AQ enqueue", "queue"), texts{"TEST_RAW_QUEUE"});
    EXPECT_EQ(found.values("AQ enqueue", "priority"), texts{"2"});
    EXPECT_EQ(found.values("AQ enqueue", "expiration"), texts{"-1"});
    EXPECT_EQ(found.values("AQ enqueue", "correlation"), texts{"CORR1"});
    EXPECT_EQ(found.values("AQ enqueue", "payload"), texts{hex_of("sample raw data 1")});
    EXPECT_EQ(found.values("AQ dequeue", "queue"), texts(2, "TEST_RAW_QUEUE"));
    EXPECT_EQ(found.values("AQ dequeue", "navigation"), (texts{"3", "1"}));
    EXPECT_EQ(found.values("AQ dequeue", "wait"), texts(2, "0"));
    EXPECT_EQ(found.values("parameters", "priority"), texts{"2"});
    EXPECT_EQ(found.values("parameters", "correlation"), texts{"CORR1"});
    EXPECT_EQ(found.values("parameters", "image"), texts{counted(hex_of("sample raw data 1"))});
    // What the enqueue was told is what came out.
    EXPECT_EQ(found.values("parameters", "message id"), texts(2, "542ac53a84486f82e063020011acf68e"));
    EXPECT_THAT(found.values("error", "message"), testing::ElementsAre(testing::HasSubstr("ORA-25228")));
}

TEST(queue_recordings, object_message_has_the_same_image_both_ways) {
    const field_collector found("py_free23_26_aq_object");
    EXPECT_EQ(found.values("AQ enqueue", "queue"), texts{"TEST_BOOK_QUEUE"});
    const auto image = found.values("AQ enqueue", "image").at(0);
    EXPECT_THAT(image, testing::HasSubstr("09" + hex_of("Test Book") + "09" + hex_of("An Author")));
    EXPECT_EQ(number_of(image.substr(image.size() - 6)), "1.5");
    EXPECT_EQ(found.values("parameters", "image"), texts{image});
    EXPECT_EQ(found.values("AQ enqueue", "type id"), found.values("parameters", "type id"));
}

TEST(queue_recordings, json_message) {
    const field_collector found("python_4_0_aq_json");
    const auto document = found.values("AQ enqueue", "payload").at(0);
    EXPECT_THAT(document, testing::AllOf(testing::StartsWith("ff4a5a"), testing::HasSubstr(hex_of("John")),
                                         testing::HasSubstr(hex_of("city"))));
    EXPECT_EQ(found.values("parameters", "image"), texts{counted(document)});
}

TEST(queue_recordings, three_messages_at_once) {
    const field_collector found("py_free23_26_aq_bulk");
    const texts payloads{hex_of("m1"), hex_of("m2"), hex_of("m3")};
    EXPECT_EQ(found.values("AQ array", "payload"), payloads);
    EXPECT_EQ(found.values("parameters", "enqueued count"), texts{"3"});
    EXPECT_EQ(found.values("AQ array", "wanted message count"), (texts{"0", "5"}));
    EXPECT_EQ(found.values("parameters", "image"),
              (texts{counted(payloads[0]), counted(payloads[1]), counted(payloads[2])}));
    const auto ids = found.values("parameters", "message id");
    ASSERT_EQ(ids.size(), 4U);
    EXPECT_EQ(ids[0], ids[1] + ids[2] + ids[3]);
}

TEST(direct_path_recordings, rows_of_seven_columns) {
    const field_collector found("py_free23_26_dpl");
    const auto names = found.values("direct path prepare", "name");
    EXPECT_EQ(texts(names.begin(), names.begin() + 9),
              (texts{"pythontest", "dpl_golden", "id", "name", "salary", "hired", "updated", "payload", "rating"}));
    // Values only: a NULL is a length without one.
    const auto values = found.values("direct path load", "value");
    EXPECT_EQ(number_of(values.at(0)), "1");
    EXPECT_EQ(values.at(1), hex_of("alpha"));
    EXPECT_EQ(number_of(values.at(2)), "1234.56");
    EXPECT_EQ(number_of(values.at(7)), "2");
    EXPECT_EQ(values.at(8), hex_of("beta"));
    EXPECT_EQ(number_of(values.at(9)), "3");
    EXPECT_EQ(values.at(10), hex_of("gamma"));
    const auto lengths = found.values("direct path load", "length");
    EXPECT_EQ(std::count(lengths.begin(), lengths.end(), "255"), 5 + 4 * 4);
    EXPECT_EQ(found.values("direct path operation", "operation"), (texts{"2", "2", "2", "1"}));
}

TEST(direct_path_recordings, value_too_long_for_a_length_of_one_byte) {
    const field_collector found("py_free23_26_dpl");
    EXPECT_EQ(found.values("direct path load", "long length"), texts{"600"});
    const auto wide = found.values("direct path load", "value").back();
    EXPECT_EQ(wide.size(), 2U * 600U);
    EXPECT_EQ(wide.substr(0, 52), hex_of("abcdefghijklmnopqrstuvwxyz"));
}

TEST(direct_path_recordings, one_number) {
    const field_collector found("rust_free23_dpl");
    EXPECT_EQ(number_of(found.values("direct path load", "value").at(0)), "4242");
    EXPECT_EQ(number_of(found.values("row data", "value").at(0)), "4242");
}

TEST(transaction_recordings, branches_by_name_and_what_became_of_them) {
    const field_collector found("python_4_0_xa");
    EXPECT_EQ(found.values("TPC switch", "format id"), (texts{"4400", "4406", "4406"}));
    EXPECT_EQ(found.values("TPC switch", "global id"),
              (texts{hex_of("txn4400"), hex_of("txn4406"), hex_of("txn4406")}));
    EXPECT_EQ(found.values("TPC switch", "branch"),
              (texts{hex_of("branchId"), hex_of("branch4"), hex_of("branch4")}));
    EXPECT_EQ(found.values("TPC switch", "operation"), (texts{"1", "1", "2"}));        // start, start, detach
    EXPECT_EQ(found.values("TPC change state", "operation"), (texts{"3", "1", "2"}));  // prepare, commit, roll back
    EXPECT_EQ(found.values("parameters", "state"), (texts{"1", "5", "3"}));  // needs a commit, forgotten, rolled back
    // The context of the start is sent with the commit.
    EXPECT_EQ(found.values("TPC change state", "context").at(1), found.values("parameters", "context").at(0));
}

TEST(transaction_recordings, sessionless_transaction_by_its_name) {
    const field_collector found("python_4_0_sessionless");
    const auto name = hex_of("golden_8700_txn_id");
    EXPECT_EQ(found.values("TPC switch", "format id"), (texts{"5135422", "0", "5135422", "5135422"}));
    EXPECT_EQ(found.values("TPC switch", "global id"), texts(3, name));
    EXPECT_EQ(found.values("TPC switch", "timeout"), (texts{"15", "0", "5", "60"}));
    // Start; detach; start and detach behind the call, as a piggyback; start.
    EXPECT_EQ(found.values("TPC switch", "operation"), (texts{"1", "2", "5", "1"}));
    EXPECT_THAT(found.values("server piggyback", "binary"), testing::Contains(name + "4201"));
}

TEST(pipeline_recordings, tokens_and_what_an_error_does) {
    const field_collector found("py_free23_26_pipeline");
    EXPECT_EQ(found.values("pipeline begin", "mode"), (texts{"2", "1", "2"}));
    EXPECT_EQ(found.values("token", "token"), (texts{"1", "2", "3", "4", "1", "2", "3", "1", "2"}));
}

}  // namespace
}  // namespace oraxx::test
