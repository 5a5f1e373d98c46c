// Types that databases have since 21c and 23ai.
#include "contract.hpp"

namespace oraxx::test {
namespace {

constexpr const char* old_client = "Oracle's client 19.3 does not know the type";

class newer_types : public contract {
protected:
    [[nodiscard]] const char* persona() const override { return "26ai"; }
};

TEST_P(newer_types, json_columns_are_read) {
    ORAXX_NOT_SHOWN(old_client);
    const std::string document = R"({"a":[1,2.5,12345678901234567890123456789,true,null],"b":{"c":"x"}})";
    EXPECT_EQ(text("select json('" + document + "') from dual"), document);
}

TEST_P(newer_types, json_is_bound) {
    ORAXX_NOT_SHOWN(old_client);
    conn().execute("create table documents (id number, d json)");
    const date day{.year = 2024, .month = 2, .day = 29};
    const auto document =
        json::object({{"n", 1.5}, {"d", day}, {"list", json::array({number(7), "x", nullptr, false})}});
    conn().execute("insert into documents values (:1, :2)", 1, document);
    conn().execute("insert into documents values (:1, :2)", 2, bind_as(db_type::json, std::string_view("[1]")));
    conn().execute("insert into documents values (3, null)");
    std::vector<std::string> got;
    for (const auto& row : conn().query("select d from documents order by id")) {
        got.push_back(row.is_null(0) ? "NULL" : row.get<json>(0).to_text());
    }
    EXPECT_THAT(got, testing::ElementsAre(document.to_text(), "[1]", "NULL"));
}

TEST_P(newer_types, boolean_columns_are_read) {
    ORAXX_NOT_SHOWN(old_client);
    conn().execute("create table flags (b boolean)");
    conn().execute("insert into flags values (:1)", true);
    for (const auto& row : conn().query("select b from flags")) EXPECT_TRUE(row.get<bool>(0));
}

TEST_P(newer_types, vectors_are_bound) {
    ORAXX_DIFFERS("ODPI-C 4.6 does not know VECTOR: it is refused by name");
    conn().execute("create table points (v vector)");
    conn().execute("insert into points values (:1)", std::vector<float>{1, 2.5F});
    EXPECT_EQ(text("select v from points"), "[1,2.5]");
}

ORAXX_IN_BOTH_MODES(newer_types);

}  // namespace
}  // namespace oraxx::test
