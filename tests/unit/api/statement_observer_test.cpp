// What connect_options::on_statement is told, and when.
#include <gtest/gtest.h>

#include "unit/api/fake_backend.hpp"

namespace oraxx {
namespace {

struct told {
    std::string sql{};
    std::uint64_t rows = 0;
    std::uint32_t round_trips = 0;
    int ora_code = -1;  // -1: it succeeded

    bool operator==(const told&) const = default;
};

void PrintTo(const told& what, std::ostream* out) {
    *out << what.sql << ", " << what.rows << " rows, " << what.round_trips << " round trips, ORA " << what.ora_code;
}

class statement_observers : public testing::Test {
protected:
    statement_observers() {
        test::fake_answer query;
        query.columns = {test::column("ID", db_type::number)};
        query.rows = {{"c102"}, {"c103"}, {"c104"}};
        db.answers["query"] = query;
        query.fetch_failure = failure{.code = errc::server_error, .ora_code = 1555, .message = "ORA-01555"};
        db.answers["old"] = query;
        db.answers["dml"] =
            test::fake_answer{.kind = backend::statement_kind::dml, .outcome = {.row_count = 5, .last_rowid = {}}};
        db.answers["bad"] = test::fake_answer{
            .kind = backend::statement_kind::dml,
            .execute_failure = failure{.code = errc::server_error, .ora_code = 942, .message = "ORA-00942"}};
    }
    connect_options observed() {
        connect_options out;
        out.on_statement = [this](const statement_report& report) {
            seen.push_back({std::string(report.sql), report.rows, report.round_trips,
                            report.error != nullptr ? report.error->ora_code : -1});
        };
        return out;
    }

    std::vector<told> seen{};
    test::fake_database db{};
    connection conn = test::connect_to(db, observed());
};

TEST_F(statement_observers, are_told_of_a_query_once_its_rows_are_read) {
    auto rows = conn.query("query");
    while (true) {
        EXPECT_TRUE(seen.empty());
        if (!rows.next()) break;
    }
    const std::vector<told> expected{{"query", 3, 4}};  // the execution, two batches, the end
    EXPECT_EQ(seen, expected);
    EXPECT_FALSE(rows.next());
    EXPECT_EQ(seen, expected);
}

TEST_F(statement_observers, are_told_of_rows_that_were_given_up) {
    {
        auto rows = conn.query("query");
        rows.next();
        auto moved = std::move(rows);
        EXPECT_TRUE(seen.empty());
    }
    EXPECT_EQ(seen, (std::vector<told>{{"query", 2, 2}}));
}

TEST_F(statement_observers, are_told_of_a_fetch_that_failed) {
    auto rows = conn.query("old");
    rows.next();
    rows.next();
    rows.next();
    EXPECT_FALSE(rows.try_next().has_value());
    EXPECT_EQ(seen, (std::vector<told>{{"old", 3, 4, 1555}}));
    EXPECT_FALSE(rows.try_next().has_value());
    EXPECT_EQ(seen.size(), 1U);
}

TEST_F(statement_observers, are_told_of_other_statements_when_the_call_returns) {
    conn.execute("dml");
    EXPECT_FALSE(conn.try_execute("bad").has_value());
    EXPECT_EQ(seen, (std::vector<told>{{"dml", 5, 1}, {"bad", 0, 1, 942}}));
}

TEST_F(statement_observers, are_told_of_the_execution_before_when_a_statement_is_executed_again) {
    auto statement = conn.prepare("query");
    auto first = statement.query();
    first.next();
    {
        auto second = statement.query();
        EXPECT_EQ(seen, (std::vector<told>{{"query", 2, 2}}));
        second.next();
    }
    EXPECT_EQ(seen, (std::vector<told>{{"query", 2, 2}, {"query", 2, 2}}));
}

TEST_F(statement_observers, are_not_told_of_what_is_no_statement_or_was_not_sent) {
    conn.commit();
    conn.rollback();
    conn.ping();
    EXPECT_FALSE(conn.try_query("dml").has_value());
    EXPECT_FALSE(conn.try_execute("dml", date{.month = 0}).has_value());
    conn.close();
    EXPECT_FALSE(conn.try_execute("dml").has_value());
    EXPECT_TRUE(seen.empty());
}

}  // namespace
}  // namespace oraxx
