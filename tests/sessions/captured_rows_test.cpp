// Rows on real bytes: answers of real servers go through the driver's own row path. The expected tables are
// written from the SQL text inside the captures, which determines the values.
#include <gtest/gtest.h>

#include <oraxx/detail/convert.hpp>

#include "session/engine.hpp"
#include "session/execute_call.hpp"
#include "session/fetch_call.hpp"
#include "support/captured_exchanges.hpp"
#include "support/engine_script.hpp"

namespace oraxx::test {
namespace {

using oraxx::detail::column_batch;

using table = std::vector<std::vector<std::string>>;

std::vector<std::string> text_row(const column_batch& batch, std::uint32_t row) {
    std::vector<std::string> out;
    oraxx::detail::scratch scratch;
    for (std::uint32_t column = 0; column < batch.columns(); ++column) {
        const auto cell = batch.ref(row, column);
        if (cell.is_null()) {
            out.emplace_back("NULL");
            continue;
        }
        std::string_view text;
        EXPECT_EQ(oraxx::detail::read_canonical_text(cell, scratch, text), errc::ok)
            << "row " << row << ", column " << column;
        out.emplace_back(text);
    }
    return out;
}

// Answers the engine's requests with the packets of one recorded exchange after the other.
class replayed_session {
public:
    explicit replayed_session(const std::string& name) : recorded_(read_exchanges(name)) {
        open_session(engine_, recorded_.caps);
    }

    struct outcome {
        std::optional<failure> error{};
        table rows{};
        std::vector<std::string> columns{};
        std::uint64_t row_count = 0;
        bool at_end = false;
        base::byte_buffer markers_sent{};
    };

    // The next recorded exchange with this SQL (or, with an empty text, a re-execution or fetch), run as `cursor`.
    outcome execute(session::cursor& cursor, std::uint32_t prefetch = 100) {
        const auto& next = next_statement();
        EXPECT_EQ(next.sql.empty() ? cursor.sql : next.sql, cursor.sql) << "line " << next.line;
        std::vector<wire::ttc::bind_metadata> binds;
        if (!next.sql.empty()) binds = next.binds;
        column_batch rows;
        oraxx::detail::out_values outs;
        session::execute_call call(cursor, {.metadata = binds}, {.prefetch_rows = prefetch}, rows, outs);
        auto out = run(call, next, cursor, rows);
        out.row_count = call.row_count();
        return out;
    }
    outcome fetch(session::cursor& cursor) {
        const auto& next = next_statement();
        EXPECT_EQ(next.function, wire::ttc::function_code::fetch);
        column_batch rows;
        session::fetch_call call(cursor, 100, rows);
        return run(call, next, cursor, rows);
    }
    // All exchanges of statements were used.
    [[nodiscard]] bool is_exhausted() {
        while (at_ < recorded_.exchanges.size() && !is_statement(recorded_.exchanges[at_])) ++at_;
        return at_ == recorded_.exchanges.size();
    }
    [[nodiscard]] const session::engine& engine() const noexcept { return engine_; }

private:
    static bool is_statement(const exchange& e) {
        using wire::ttc::function_code;
        // go-ora asks for the time first; that value is not in the SQL.
        if (e.sql == "SELECT SYSTIMESTAMP FROM DUAL") return false;
        return e.function == function_code::execute || e.function == function_code::fetch ||
               e.function == function_code::reexecute || e.function == function_code::reexecute_fetch;
    }
    const exchange& next_statement() {
        while (at_ < recorded_.exchanges.size() && !is_statement(recorded_.exchanges[at_])) ++at_;
        if (at_ == recorded_.exchanges.size()) throw std::runtime_error("no recorded exchange is left");
        return recorded_.exchanges[at_++];
    }

    outcome run(session::row_call& call, const exchange& recorded, session::cursor& cursor, column_batch& rows) {
        engine_.submit(call, std::nullopt);
        (void)take_output(engine_);
        outcome out;
        for (const auto& packet : recorded.answer) {
            EXPECT_FALSE(engine_.is_idle()) << "bytes after the end of the answer, line " << recorded.line;
            feed(engine_, packet);
            const auto sent = take_output(engine_);
            out.markers_sent.insert(out.markers_sent.end(), sent.begin(), sent.end());
        }
        EXPECT_TRUE(engine_.is_idle()) << "the answer at line " << recorded.line << " was not understood as complete";
        base::byte_buffer expected_markers;
        for (const auto& marker : recorded.client_markers) {
            expected_markers.insert(expected_markers.end(), marker.begin(), marker.end());
        }
        EXPECT_EQ(out.markers_sent, expected_markers) << "line " << recorded.line;
        out.error = engine_.take_outcome();
        for (std::uint32_t row = 0; row < rows.rows; ++row) out.rows.push_back(text_row(rows, row));
        for (const auto& column : *cursor.columns) out.columns.push_back(column.name);
        out.at_end = cursor.at_end;
        return out;
    }

    captured_session recorded_;
    session::engine engine_;
    std::size_t at_ = 0;
};

session::cursor make_cursor(std::string sql) {
    session::cursor out;
    out.text = sql::scan_sql(sql);
    out.sql = std::move(sql);
    return out;
}

// Runs `sql` as the session's next statement and expects its rows, complete.
void expect_rows(replayed_session& session, const std::string& sql, const std::vector<std::string>& columns,
                 const table& rows) {
    auto cursor = make_cursor(sql);
    const auto done = session.execute(cursor);
    EXPECT_FALSE(done.error) << done.error->to_string();
    EXPECT_EQ(done.columns, columns);
    EXPECT_EQ(done.rows, rows);
    EXPECT_TRUE(done.at_end);
}

void expect_done(replayed_session& session, const std::string& sql, std::uint64_t row_count) {
    auto cursor = make_cursor(sql);
    const auto done = session.execute(cursor);
    EXPECT_FALSE(done.error) << done.error->to_string();
    EXPECT_EQ(done.row_count, row_count);
}

void expect_error(replayed_session& session, const std::string& sql, int code, std::optional<std::size_t> offset,
                  const std::string& text) {
    auto cursor = make_cursor(sql);
    const auto done = session.execute(cursor);
    ASSERT_TRUE(done.error) << sql;
    EXPECT_EQ(done.error->ora_code, code);
    EXPECT_EQ(done.error->sql_offset, offset) << sql;
    EXPECT_NE(done.error->message.find(text), std::string::npos) << done.error->message;
    EXPECT_TRUE(done.error->connection_usable);
    EXPECT_TRUE(session.engine().is_usable());
}

// The values were inserted by the same session as binds of its INSERT, in the order of the table's columns.
TEST(captured_rows, python_fetch_of_every_scalar_type) {
    replayed_session session("py_free23_26_fetch_df");
    const auto create =
        "create table fdf_golden (\n            id          number(9) not null,\n            big         "
        "number(19),\n            price       number(9, 2),\n            anynum      number,\n            "
        "name        varchar2(40),\n            fixed       char(5),\n            hired       date,\n        "
        "    updated     timestamp(6),\n            payload     raw(30),\n            rating      "
        "binary_double,\n            score       binary_float\n        )";
    expect_done(session, "drop table if exists fdf_golden purge", 0);
    expect_done(session, create, 0);
    expect_done(session, "insert into fdf_golden values\n            (:1, :2, :3, :4, :5, :6, :7, :8, :9, :10, :11)",
                3);
    expect_rows(session, "select * from fdf_golden order by id",
                {"ID", "BIG", "PRICE", "ANYNUM", "NAME", "FIXED", "HIRED", "UPDATED", "PAYLOAD", "RATING", "SCORE"},
                {{"1", "12345678901234", "12.34", "1.5", "alpha", "ab   ", "2024-01-02T03:04:05",
                  "2024-01-02T03:04:05.123456000", "0102", "2.5", "0.5"},
                 {"2", "NULL", "NULL", "NULL", "NULL", "NULL", "NULL", "NULL", "NULL", "NULL", "NULL"},
                 {"3", "-42", "-99.99", "-0.25", "gamma", "xyz  ", "1988-12-31T23:59:58",
                  "1988-12-31T23:59:58.999999000", "FFFFFFFFFFFFFFFF", "-1.5", "-2"}});
    expect_rows(session, "select id, price, anynum from fdf_golden order by id", {"ID", "PRICE", "ANYNUM"},
                {{"1", "12.34", "1.5"}, {"2", "NULL", "NULL"}, {"3", "-99.99", "-0.25"}});
    auto null_column = make_cursor("select null as n from dual");
    const auto described = session.execute(null_column);
    EXPECT_TRUE(described.rows.empty());
    EXPECT_FALSE(described.at_end);  // the server sent no row with the describe
    const auto fetched = session.fetch(null_column);
    EXPECT_EQ(fetched.rows, (table{{"NULL"}}));
    EXPECT_TRUE(fetched.at_end);
    EXPECT_TRUE(session.is_exhausted());
}

TEST(captured_rows, python_reexecution_by_cursor) {
    replayed_session session("py_free23_26_cursor_reexec");
    auto cursor = make_cursor("SELECT 1 AS n FROM dual");
    for (int run = 0; run < 4; ++run) {
        const auto done = session.execute(cursor, 2);
        ASSERT_FALSE(done.error) << done.error->to_string();
        EXPECT_EQ(done.columns, std::vector<std::string>{"N"});
        EXPECT_EQ(done.rows, (table{{"1"}}));
        EXPECT_TRUE(done.at_end);
    }
    EXPECT_TRUE(session.is_exhausted());
}

TEST(captured_rows, go_ora_reexecution_by_cursor) {
    replayed_session session("goora_free23_26_cursor_reexec");
    auto cursor = make_cursor("SELECT 1 AS n FROM dual");
    for (int run = 0; run < 4; ++run) {
        const auto done = session.execute(cursor, 25);
        ASSERT_FALSE(done.error) << done.error->to_string();
        EXPECT_EQ(done.rows, (table{{"1"}}));
    }
    EXPECT_TRUE(session.is_exhausted());
}

TEST(captured_rows, bind_values_concatenated) {
    replayed_session session("goora_free23_26_binds");
    expect_rows(session, "SELECT :1 || '-' || :2 AS v FROM dual", {"V"}, {{"42-hello"}});
    EXPECT_TRUE(session.is_exhausted());
}

TEST(captured_rows, decimal_numbers) {
    replayed_session session("goora_free23_26_numbers");
    expect_rows(session, "SELECT 3.14 AS pi, 1234567.89 AS amount, 1000000 AS million, 0.25 AS quarter FROM dual",
                {"PI", "AMOUNT", "MILLION", "QUARTER"}, {{"3.14", "1234567.89", "1000000", "0.25"}});
    EXPECT_TRUE(session.is_exhausted());
}

TEST(captured_rows, dates_and_timestamps) {
    replayed_session session("goora_free23_26_temporal");
    expect_rows(session,
                "SELECT DATE '2024-03-15' AS dt, TIMESTAMP '2024-03-15 14:30:45.123456' AS ts, FROM_TZ(TIMESTAMP "
                "'2024-03-15 14:30:45.123456', '+05:30') AS tstz FROM dual",
                {"DT", "TS", "TSTZ"},
                {{"2024-03-15T00:00:00", "2024-03-15T14:30:45.123456000", "2024-03-15T14:30:45.123456000+05:30"}});
    EXPECT_TRUE(session.is_exhausted());
}

TEST(captured_rows, repeated_values_left_out_by_the_server) {
    replayed_session session("goora_free23_26_compressed");
    table expected;
    for (int level = 1; level <= 8; ++level) {
        expected.push_back({level <= 4 ? "AAA" : "BBB", std::to_string(level),
                            level % 3 == 0 ? "NULL" : "x" + std::to_string(level)});
    }
    expect_rows(
        session,
        "SELECT CASE WHEN LEVEL <= 4 THEN 'AAA' ELSE 'BBB' END AS grp, LEVEL AS num, CASE WHEN MOD(LEVEL, 3) = 0 "
        "THEN NULL ELSE 'x' || LEVEL END AS opt FROM dual CONNECT BY LEVEL <= 8",
        {"GRP", "NUM", "OPT"}, expected);
    EXPECT_TRUE(session.is_exhausted());
}

TEST(captured_rows, column_without_an_alias) {
    replayed_session session("goora_free23_26_colcount");
    expect_rows(session, "SELECT LEVEL AS n, LEVEL * 10 FROM dual CONNECT BY LEVEL <= 4", {"N", "LEVEL*10"},
                {{"1", "10"}, {"2", "20"}, {"3", "30"}, {"4", "40"}});
    EXPECT_TRUE(session.is_exhausted());
}

TEST(captured_rows, four_hundred_rows_in_one_packet) {
    replayed_session session("goora_free23_26_largeresult");
    table expected;
    for (int level = 1; level <= 400; ++level) {
        auto payload = "v" + std::to_string(level);
        payload.resize(60, '.');
        expected.push_back({std::to_string(level), payload});
    }
    expect_rows(session, "SELECT LEVEL AS id, RPAD('v'||LEVEL, 60, '.') AS payload FROM dual CONNECT BY LEVEL <= 400",
                {"ID", "PAYLOAD"}, expected);
    EXPECT_TRUE(session.is_exhausted());
}

TEST(captured_rows, row_counts_of_dml) {
    replayed_session session("goora_free23_26_dml");
    expect_error(session, "DROP TABLE dbbat_dml_test", 942, 11, "ORA-00942: table or view");
    expect_done(session, "CREATE TABLE dbbat_dml_test (id NUMBER, name VARCHAR2(50))", 0);
    expect_done(session, "INSERT INTO dbbat_dml_test VALUES (100, 'single')", 1);
    expect_done(session, "INSERT INTO dbbat_dml_test SELECT LEVEL, 'row'||LEVEL FROM dual CONNECT BY LEVEL <= 5", 5);
    expect_done(session, "UPDATE dbbat_dml_test SET name = 'updated' WHERE id <= 3", 3);
    expect_done(session, "DELETE FROM dbbat_dml_test WHERE id IN (4, 5)", 2);
    expect_rows(session, "SELECT COUNT(*) FROM dbbat_dml_test", {"COUNT(*)"}, {{"4"}});
    expect_done(session, "DROP TABLE dbbat_dml_test", 0);
    EXPECT_TRUE(session.is_exhausted());
}

TEST(captured_rows, failing_statements_of_python) {
    replayed_session session("py_free23_26_failed_stmt");
    expect_error(session, "DROP TABLE dbbat_fail_test", 942, 11, "ORA-00942");
    expect_done(session, "CREATE TABLE dbbat_fail_test (id NUMBER PRIMARY KEY)", 0);
    auto insert = make_cursor("INSERT INTO dbbat_fail_test VALUES (1)");
    EXPECT_EQ(session.execute(insert).row_count, 1U);
    expect_error(session, "SELECT * FROM dbbat_no_such_table_xyz", 942, 14, "ORA-00942");
    const auto again = session.execute(insert);  // by its cursor
    ASSERT_TRUE(again.error);
    EXPECT_EQ(again.error->ora_code, 1);
    EXPECT_NE(again.error->message.find("ORA-00001: unique constraint"), std::string::npos) << again.error->message;
    expect_error(session, "DROP TABLE dbbat_no_such_table_xyz", 942, 11, "ORA-00942");
    expect_error(session, "SELECT 1/0 FROM dual", 1476, 8, "ORA-01476: divisor is equal to zero");
    expect_error(session, "BEGIN RAISE_APPLICATION_ERROR(-20001, 'dbbat measured this'); END;", 20001, 0,
                 "ORA-20001: dbbat measured this");
    expect_error(session, "BEGIN dbbat_no_such_procedure_xyz; END;", 6550, 6, "PLS-00201");
    expect_done(session, "DROP TABLE dbbat_fail_test", 0);
    EXPECT_TRUE(session.is_exhausted());
}

TEST(captured_rows, failing_statements_of_go_ora) {
    replayed_session session("goora_free23_26_failed_stmt");
    expect_done(session, "DROP TABLE dbbat_fail_test", 0);
    expect_done(session, "CREATE TABLE dbbat_fail_test (id NUMBER PRIMARY KEY)", 0);
    expect_done(session, "INSERT INTO dbbat_fail_test VALUES (1)", 1);
    expect_error(session, "SELECT 1 FROM dbbat_no_such_table_xyz", 942, 14, "ORA-00942");
    expect_error(session, "INSERT INTO dbbat_fail_test VALUES (1)", 1, 0, "ORA-00001: unique constraint");
    expect_error(session, "DROP TABLE dbbat_no_such_table_xyz", 942, 11, "ORA-00942");
    expect_error(session, "SELECT 1/0 FROM dual", 1476, 8, "ORA-01476");
    expect_error(session, "BEGIN RAISE_APPLICATION_ERROR(-20001, 'dbbat measured this'); END;", 20001, 0,
                 "ORA-20001");
    expect_error(session, "BEGIN dbbat_no_such_procedure_xyz; END;", 6550, 6, "PLS-00201");
    expect_done(session, "DROP TABLE dbbat_fail_test", 0);
    EXPECT_TRUE(session.is_exhausted());
}

}  // namespace
}  // namespace oraxx::test
