// What oraxx query and ping print, and their exit codes.
#include "cli/query_command.hpp"

#include <gtest/gtest.h>

#include "cli/exit_code.hpp"
#include "cli/ping_command.hpp"
#include "unit/api/fake_backend.hpp"

namespace oraxx::cli {
namespace {

// A stream into memory.
class captured_stream {
public:
    captured_stream() : file_(open_memstream(&text_, &size_)) {}
    captured_stream(const captured_stream&) = delete;
    captured_stream& operator=(const captured_stream&) = delete;
    ~captured_stream() {
        std::fclose(file_);
        std::free(text_);
    }
    [[nodiscard]] std::FILE* file() const { return file_; }
    [[nodiscard]] std::string text() const {
        std::fflush(file_);
        return {text_, size_};
    }

private:
    char* text_ = nullptr;
    std::size_t size_ = 0;
    std::FILE* file_;
};

class query_command : public testing::Test {
protected:
    query_command() {
        auto& rows = db.answers["rows"];
        rows.columns = {test::column("ID", db_type::number), test::column("NAME", db_type::varchar2),
                        test::column("RATIO", db_type::binary_double), test::column("OK", db_type::boolean),
                        test::column("DAY", db_type::date)};
        rows.rows = {{"c102", "612c2262", "bfb999999999999a", "0101", "787e0b17060708"},
                     {"cb0c022b", "c3a90a62", "fff8000000000000", "00", std::nullopt},
                     {std::nullopt, std::nullopt, std::nullopt, std::nullopt, std::nullopt}};
    }

    int run(const std::string& sql, output_format format, std::vector<std::string> binds = {}) {
        return run_query(conn, {.sql = sql, .binds = std::move(binds), .format = format}, out.file(), err.file());
    }

    test::fake_database db;
    connection conn = test::connect_to(db);
    captured_stream out;
    captured_stream err;
};

TEST_F(query_command, prints_csv_as_rfc_4180_says) {
    EXPECT_EQ(run("rows", output_format::csv), exit_ok);
    EXPECT_EQ(out.text(),
              "ID,NAME,RATIO,OK,DAY\r\n"
              "1,\"a,\"\"b\",0.1,true,2026-11-23T05:06:07\r\n"
              "1101420000000000000000,\"\xc3\xa9\nb\",NaN,false,\r\n"
              ",,,,\r\n");
}

TEST_F(query_command, prints_json_with_all_digits) {
    EXPECT_EQ(run("rows", output_format::json), exit_ok);
    EXPECT_EQ(
        out.text(),
        "[\n{\"ID\":1,\"NAME\":\"a,\\\"b\",\"RATIO\":0.1,\"OK\":true,\"DAY\":\"2026-11-23T05:06:07\"},\n"
        "{\"ID\":1101420000000000000000,\"NAME\":\"\xc3\xa9\\nb\",\"RATIO\":\"NaN\",\"OK\":false,\"DAY\":null},\n"
        "{\"ID\":null,\"NAME\":null,\"RATIO\":null,\"OK\":null,\"DAY\":null}\n]\n");
}

TEST_F(query_command, prints_one_json_object_a_line) {
    auto& rows = db.answers["two"];
    rows.columns = {test::column("A", db_type::number)};
    rows.rows = {{"c102"}, {"c103"}};
    EXPECT_EQ(run("two", output_format::ndjson), exit_ok);
    EXPECT_EQ(out.text(), "{\"A\":1}\n{\"A\":2}\n");
}

TEST_F(query_command, prints_an_empty_result_as_an_empty_array) {
    db.answers["none"] = test::fake_answer{.columns = {test::column("A", db_type::number)}};
    EXPECT_EQ(run("none", output_format::json), exit_ok);
    EXPECT_EQ(out.text(), "[]\n");
}

TEST_F(query_command, prints_a_table_that_no_value_can_break) {
    auto& rows = db.answers["table"];
    rows.columns = {test::column("ID", db_type::number), test::column("NAME", db_type::varchar2)};
    rows.rows = {{"c20b", "c3a9c3a9c3a9c3a9c3a9"}, {"c102", "610a1b"}};
    EXPECT_EQ(run("table", output_format::table), exit_ok);
    EXPECT_EQ(out.text(),
              "  ID  NAME\n"
              "----  -------\n"
              "1000  \xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\n"
              "   1  a\\n\\x1b\n"
              "(2 rows)\n");
}

TEST_F(query_command, loses_nothing_when_a_later_row_is_wider) {
    auto& rows = db.answers["long"];
    rows.columns = {test::column("A", db_type::varchar2)};
    rows.rows.assign(300, {"61"});
    rows.rows.push_back({"616263646566"});
    EXPECT_EQ(run("long", output_format::table), exit_ok);
    EXPECT_NE(out.text().find("\nabcdef\n(301 rows)\n"), std::string::npos);
}

TEST_F(query_command, commits_what_is_no_query) {
    db.answers["dml"] = test::fake_answer{.kind = backend::statement_kind::dml, .outcome = {.row_count = 2}};
    EXPECT_EQ(run("dml", output_format::table, {"id=7", "note="}), exit_ok);
    EXPECT_EQ(out.text(), "ok, 2 rows affected\n");
    EXPECT_EQ(db.calls.front(), "commit");
    EXPECT_EQ(db.executions.back().binds.at(0).name.size(), 2U);
    EXPECT_EQ(db.executions.back().bind_texts.at(0), "7");
    EXPECT_TRUE(std::holds_alternative<std::monostate>(db.executions.back().binds.at(1).value));
}

TEST_F(query_command, refuses_a_bind_without_a_name) {
    EXPECT_EQ(run("rows", output_format::csv, {"=5"}), exit_usage);
    EXPECT_EQ(run("rows", output_format::csv, {"five"}), exit_usage);
}

TEST_F(query_command, shows_where_the_server_stopped_reading) {
    const std::string sql = "select a,\n\t\xc3\xa9, nope\nfrom t";
    db.answers[sql].execute_failure = failure{.code = errc::server_error,
                                              .phase = phase::execute,
                                              .ora_code = 904,
                                              .sql_offset = 15,
                                              .message = "ORA-00904: \"NOPE\": invalid identifier",
                                              .advice = "no such column"};
    EXPECT_EQ(run(sql, output_format::table), exit_database_error);
    EXPECT_EQ(err.text(),
              "error: ORA-00904: \"NOPE\": invalid identifier\n"
              "  \t\xc3\xa9, nope\n"
              "  \t   ^\n"
              "  cause: no such column\n");
    EXPECT_EQ(out.text(), "");
}

TEST_F(query_command, tells_a_lost_connection_from_a_database_error) {
    db.call_failure = failure{.code = errc::connection_lost, .message = "the server closed the connection"};
    EXPECT_EQ(run("rows", output_format::csv), exit_no_connection);
}

TEST_F(query_command, survives_a_position_past_the_text) {
    db.answers["x"].execute_failure = failure{.code = errc::server_error, .sql_offset = 900, .message = "m"};
    EXPECT_EQ(run("x", output_format::table), exit_database_error);
    EXPECT_EQ(err.text(), "error: m\n  x\n   ^\n");
}

TEST(ping_command, prints_one_line_with_every_phase) {
    test::fake_database db;
    auto conn = test::connect_to(db);
    captured_stream out;
    captured_stream err;
    EXPECT_EQ(run_ping(conn, out.file(), err.file()), exit_ok);
    const std::string expected =
        "23.26.1.0.0, 4 round trips to connect, tcp 1.500 ms, connect 0.020 ms (1 round trip), "
        "authenticate 4.002 ms (2 round trips), ping ";
    EXPECT_EQ(out.text().substr(0, expected.size()), expected);
    EXPECT_EQ(out.text().find('\n'), out.text().size() - 1);
}

TEST(ping_command, reports_a_server_that_is_gone) {
    test::fake_database db;
    auto conn = test::connect_to(db);
    db.call_failure = failure{.code = errc::connection_lost, .phase = phase::ping, .message = "gone"};
    captured_stream out;
    captured_stream err;
    EXPECT_EQ(run_ping(conn, out.file(), err.file()), exit_no_connection);
    EXPECT_EQ(err.text(), "error: gone\n");
}

}  // namespace
}  // namespace oraxx::cli
