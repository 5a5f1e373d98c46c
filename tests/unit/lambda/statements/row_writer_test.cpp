// Rows in their formats.
#include "lambda/functions/statements/row_writer.hpp"

#include <gtest/gtest.h>

#include <oraxx/connection.hpp>

#include "allocations/counted_allocations.hpp"
#include "unit/api/fake_backend.hpp"

namespace oraxx::lambda::statements {
namespace {

constexpr std::uint32_t row_count = 1000;

oraxx::test::fake_answer wide_rows() {
    using oraxx::test::column;
    oraxx::test::fake_answer out;
    out.columns = {column("ID", db_type::number),
                   column("NAME", db_type::varchar2),
                   column("AT", db_type::date),
                   column("NOTE", db_type::nvarchar2),
                   column("EXACT", db_type::number),
                   column("RATIO", db_type::binary_double),
                   column("DATA", db_type::raw),
                   column("ZONED", db_type::timestamp_tz),
                   column("BEYOND", db_type::binary_double)};
    const oraxx::test::fake_row row{"c20b",
                                    "6122620a2c",
                                    "787e0b17060708",
                                    "00e900e9",
                                    "3f3366",
                                    "bff8000000000000",
                                    "deadbeef",
                                    "77aa010101010100000000195a",
                                    "fff0000000000000"};
    out.rows.assign(row_count, row);
    out.rows_per_batch = row_count;
    return out;
}

std::string written(row_format format, std::uint32_t rows_wanted) {
    oraxx::test::fake_database db;
    db.answers["q"] = wide_rows();
    auto conn = oraxx::test::connect_to(db);
    auto rows = conn.query("q");
    row_writer writer(format, rows.columns());
    std::string out;
    writer.begin(out);
    for (std::uint32_t i = 0; i < rows_wanted && rows.next(); ++i) writer.write(out, rows.current());
    writer.end(out);
    return out;
}

constexpr std::string_view object =
    R"({"ID":1000,"NAME":"a\"b\n,","AT":"2026-11-23T05:06:07","NOTE":")"
    "\xC3\xA9\xC3\xA9"
    R"(","EXACT":-0.5,"RATIO":1.5,"DATA":"DEADBEEF","ZONED":"1970-01-01T05:30:00+05:30","BEYOND":"Infinity"})";

TEST(row_writer, writes_objects_and_lines_of_them) {
    EXPECT_EQ(written(row_format::objects, 1), "[" + std::string(object) + "]");
    EXPECT_EQ(written(row_format::objects, 2), "[" + std::string(object) + "," + std::string(object) + "]");
    EXPECT_EQ(written(row_format::ndjson, 2), std::string(object) + "\n" + std::string(object) + "\n");
}

TEST(row_writer, writes_no_rows) {
    EXPECT_EQ(written(row_format::rows, 0), "[]");
    EXPECT_EQ(written(row_format::ndjson, 0), "");
    EXPECT_EQ(written(row_format::csv, 0), "ID,NAME,AT,NOTE,EXACT,RATIO,DATA,ZONED,BEYOND\r\n");
}

// Intervals, RAW and floating point pass through a text of their own in the driver.
TEST(row_writer, allocates_nothing_per_row_or_cell_of_numbers_texts_and_times) {
    auto answer = wide_rows();
    const auto all = answer.columns;
    answer.columns = {all[0], all[1], all[2], all[3], all[4], all[7]};
    for (auto& row : answer.rows) row = {row[0], row[1], row[2], row[3], row[4], row[7]};
    for (const auto format : {row_format::rows, row_format::objects, row_format::csv, row_format::ndjson}) {
        oraxx::test::fake_database db;
        db.answers["q"] = answer;
        auto conn = oraxx::test::connect_to(db);
        auto rows = conn.query("q");
        row_writer writer(format, rows.columns());
        std::string out;
        out.reserve(row_count * 512);
        ASSERT_TRUE(rows.next());
        writer.write(out, rows.current());  // the scratch memory is there from now on
        const auto before = oraxx::test::allocations_so_far();
        for (std::uint32_t i = 1; i < row_count && rows.next(); ++i) writer.write(out, rows.current());
        EXPECT_EQ((oraxx::test::allocations_so_far() - before).calls, 0U) << static_cast<unsigned>(format);
    }
}

TEST(row_writer, gives_columns_of_one_name_names_of_their_own) {
    using oraxx::test::column;
    oraxx::test::fake_database db;
    oraxx::test::fake_answer answer;
    answer.columns = {column("A", db_type::number), column("A", db_type::number), column("A_2", db_type::number),
                      column("A", db_type::number)};
    answer.rows.assign(1, {"c102", "c103", "c104", std::nullopt});
    db.answers["q"] = answer;
    auto conn = oraxx::test::connect_to(db);
    auto rows = conn.query("q");
    ASSERT_TRUE(rows.next());
    std::string out;
    row_writer(row_format::ndjson, rows.columns()).write(out, rows.current());
    EXPECT_EQ(out, "{\"A\":1,\"A_3\":2,\"A_2\":3,\"A_4\":null}\n");
}

TEST(row_writer, writes_values_that_come_out_in_their_types) {
    const auto json = [](value held, bind_type type) {
        std::string out;
        append_json_value(out, held, type);
        return out;
    };
    EXPECT_EQ(json(number::from_text("12345678901234567890123456789012345678"), bind_type::number),
              "12345678901234567890123456789012345678");
    EXPECT_EQ(json(number::infinity(true), bind_type::number), "\"-Infinity\"");
    EXPECT_EQ(json(value(), bind_type::number), "null");
    EXPECT_EQ(json(value(true), bind_type::boolean), "true");
    const value bytes(std::vector<std::byte>{std::byte{0xCA}, std::byte{0xFE}});
    EXPECT_EQ(json(bytes, bind_type::raw), "\"CAFE\"");
    EXPECT_EQ(json(bytes, bind_type::base64), "\"yv4=\"");
    EXPECT_EQ(json(date{2024, 2, 29, 1, 2, 3}, bind_type::date), "\"2024-02-29T01:02:03\"");
}

}  // namespace
}  // namespace oraxx::lambda::statements
