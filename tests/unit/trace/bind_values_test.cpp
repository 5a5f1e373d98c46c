// Values of binds whose number only the statement's text or the declaration tells: RETURNING and PL/SQL arrays.
#include <gtest/gtest.h>

#include "support/recorded_fields.hpp"
#include "support/recorded_messages.hpp"

namespace oraxx::test {
namespace {

using texts = std::vector<std::string>;

const char* const recording = "python_26_1_bind_rows";

TEST(bind_values, of_a_foreign_client_are_read_to_the_last_byte) {
    const message_collector found(recording);
    EXPECT_EQ(found.summary.undecoded_bytes, 0U);
    EXPECT_EQ(found.count(true, "execute"), 4U);
    for (const auto& m : found.messages) EXPECT_EQ(m.encoded, m.wire) << m.name;
}

TEST(bind_values, behind_returning_are_not_in_the_clients_rows) {
    const field_collector found(recording);
    EXPECT_EQ(found.values("execute", "bind count", 0), texts{"4"});
    EXPECT_EQ(found.values("execute", "value", 0), (texts{"c108", "736576656e"}));  // 7, "seven"
    // The cursor of array DML is named by its number: its text was told before.
    EXPECT_EQ(found.values("execute", "value", 2), (texts{"c109", "61", "c10a", ""}));
}

TEST(bind_values, behind_returning_come_back_counted) {
    const field_collector found(recording);
    EXPECT_EQ(found.values("row data", "value count", 1), (texts{"1", "1"}));
    EXPECT_EQ(found.values("row data", "value count", 3), (texts{"1", "1", "1", "1"}));
    EXPECT_EQ(found.values("row data", "value count", 5), texts{"3"});
    EXPECT_EQ(found.values("row data", "value", 5), (texts{"736576656e", "61", ""}));
}

TEST(bind_values, of_arrays_are_counted_in_both_directions) {
    const field_collector found(recording);
    EXPECT_EQ(found.values("execute", "value count", 6), (texts{"2", "0"}));
    EXPECT_EQ(found.values("execute", "value", 6), (texts{"61", "62"}));
    EXPECT_EQ(found.values("row data", "value count", 7), texts{"3"});
    EXPECT_EQ(found.values("row data", "value", 7), (texts{"61", "62", "454e44"}));
}

}  // namespace
}  // namespace oraxx::test
