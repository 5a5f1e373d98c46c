// JSON, VECTOR and XMLTYPE columns. The images are those of node-oracledb and python-oracledb in the shared vectors,
// the vectors also those of a 23.26 server (values_vector_free23_26).
#include <gtest/gtest.h>

#include <oraxx/connection.hpp>

#include "unit/api/fake_backend.hpp"

namespace oraxx::test {
namespace {

constexpr std::string_view float_vector = "db00001202000000040000000000000000bfc000003fefffffc040000080000000";
constexpr std::string_view sparse_vector =
    "db020032030000000800000000000000000003000000010000000400000006bff80000000000003fffffffffffffffc022800000000000";

// The row of a query that returns one value.
struct one_row {
    one_row(db_type type, std::string_view hex) {
        db.answers["q"] = one_value(type, std::string(hex));
        conn.emplace(connect_to(db));
        rows.emplace(conn->query("q"));
        EXPECT_TRUE(rows->next());
    }
    [[nodiscard]] row_view operator*() const { return rows->current(); }

    fake_database db{};
    std::optional<connection> conn{};
    std::optional<result_set> rows{};
};

TEST(json_column, is_a_document_and_its_text) {
    const one_row row(db_type::json, "ff4a5a01210600000000130000e0030000000e00000011000000123301613031");
    const auto expected = json::array({"a", nullptr, true});
    EXPECT_EQ((*row).get<json>(0), expected);
    EXPECT_EQ((*row).get<std::string>(0), "[\"a\",null,true]");
    EXPECT_EQ((*row).text(0), "[\"a\",null,true]");
    const auto held = (*row).value(0);
    ASSERT_TRUE(held.holds<json>());
    EXPECT_EQ(*held.get_if<json>(), expected);
    EXPECT_EQ(held, value(expected));
    EXPECT_EQ(held.to_string(), "[\"a\",null,true]");
    EXPECT_EQ((*row).try_get<int>(0).error().code, errc::type_mismatch);
}

TEST(json_column, of_text_or_bytes_is_parsed) {
    const auto hex_of = [](std::string_view text) { return base::hex_lower(base::as_bytes(text)); };
    const one_row text(db_type::varchar2, hex_of("{\"a\": 12345678901234567890.5}"));
    EXPECT_EQ((*text).get<json>(0).at("a"), json(number::from_text("12345678901234567890.5")));
    const one_row oson(db_type::raw, "ff4a5a01001600043402c12b");
    EXPECT_EQ((*oson).get<json>(0), json(42));
    const one_row bytes(db_type::raw, hex_of("[1]"));
    EXPECT_EQ((*bytes).get<json>(0), json::array({1}));
    const one_row broken(db_type::varchar2, hex_of("{secret"));
    const auto refused = (*broken).try_get<json>(0);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, errc::type_mismatch);
    EXPECT_EQ(refused.error().to_string().find("secret"), std::string::npos);
}

TEST(json_column, that_is_broken_is_refused) {
    const one_row row(db_type::json, "ff4a5a01210600000000130000e0030000000e000000");
    EXPECT_EQ((*row).try_get<json>(0).error().code, errc::protocol_violation);
}

TEST(vector_column, is_a_vector_and_its_numbers) {
    const one_row row(db_type::vector, float_vector);
    const std::vector<float> numbers{1.5F, -2.25F, 3.0F, 0.0F};
    EXPECT_EQ((*row).get<oraxx::vector>(0), oraxx::vector(numbers));
    EXPECT_EQ((*row).get<std::vector<float>>(0), numbers);
    const auto borrowed = (*row).get<std::span<const float>>(0);
    EXPECT_TRUE(std::equal(borrowed.begin(), borrowed.end(), numbers.begin(), numbers.end()));
    EXPECT_EQ((*row).get<std::string>(0), "[1.5,-2.25,3,0]");
    EXPECT_EQ((*row).value(0), value(oraxx::vector(numbers)));
    const auto other = (*row).try_get<std::vector<double>>(0);
    ASSERT_FALSE(other);
    EXPECT_EQ(other.error().code, errc::type_mismatch);
    EXPECT_NE(other.error().message.find("FLOAT32"), std::string::npos);
}

TEST(vector_column, that_is_sparse_gives_every_dimension) {
    const one_row row(db_type::vector, sparse_vector);
    const auto numbers = (*row).get<std::vector<double>>(0);
    EXPECT_EQ(numbers, (std::vector<double>{0, 1.5, 0, 0, -2, 0, 9.25, 0})) << (*row).text(0);
    EXPECT_TRUE((*row).get<oraxx::vector>(0).is_sparse());
}

TEST(vector_column, of_bytes_and_bits) {
    const one_row small(db_type::vector, "db00001204000000050000000000000000fb01fe7f80");
    EXPECT_EQ((*small).get<std::vector<std::int8_t>>(0), (std::vector<std::int8_t>{-5, 1, -2, 127, -128}));
    const one_row bits(db_type::vector, "db01001005000000100000000000000000a53c");
    EXPECT_EQ((*bits).get<std::vector<std::uint8_t>>(0), (std::vector<std::uint8_t>{165, 60}));
}

TEST(documents, are_bound_by_reference) {
    fake_database db;
    db.answers["i"] = {.kind = backend::statement_kind::dml};
    auto conn = connect_to(db);
    const json document = json::array({1});
    const oraxx::vector numbers(std::vector<double>{1, 2});
    const std::vector<float> plain{1, 2};
    conn.execute("i", document, numbers, plain, std::span<const float>(plain), value(document), oraxx::lob());
    const auto& binds = db.executions.at(0).binds;
    ASSERT_EQ(binds.size(), 6U);
    EXPECT_EQ(std::get<const json*>(binds[0].value), &document);
    EXPECT_EQ(binds[0].type, db_type::json);
    EXPECT_EQ(std::get<const oraxx::vector*>(binds[1].value), &numbers);
    EXPECT_EQ(binds[2].type, db_type::vector);
    EXPECT_TRUE(std::holds_alternative<detail::bound_numbers>(binds[2].value));
    EXPECT_TRUE(std::holds_alternative<detail::bound_numbers>(binds[3].value));
    EXPECT_EQ(binds[4].type, db_type::json);
    EXPECT_TRUE(std::holds_alternative<std::monostate>(binds[5].value)) << "a handle of no LOB is NULL";
}

}  // namespace
}  // namespace oraxx::test
