#include <gtest/gtest.h>

#include <array>
#include <deque>
#include <utility>

#include "unit/api/fake_backend.hpp"

namespace oraxx {
namespace {

class execute_many : public testing::Test {
protected:
    execute_many() {
        db.answers["dml"].kind = backend::statement_kind::dml;
        db.answers["block"].kind = backend::statement_kind::plsql;
        db.answers["query"].kind = backend::statement_kind::query;
    }
    // Texts of the last execution, row by row.
    [[nodiscard]] const std::vector<std::string>& texts() const { return db.executions.back().bind_texts; }

    test::fake_database db{};
    connection conn = test::connect_to(db);
};

TEST_F(execute_many, binds_tuples_row_by_row) {
    const std::vector<std::tuple<int, std::string>> rows{{1, "a"}, {2, "b"}, {3, "c"}};
    db.answers["dml"].outcome.row_count = 3;
    const auto done = conn.execute_many("dml", rows);
    EXPECT_EQ(done.row_count, 3U);
    ASSERT_EQ(db.executions.size(), 1U);
    const auto& seen = db.executions.back();
    EXPECT_EQ(seen.args.iterations, 3U);
    ASSERT_EQ(seen.binds.size(), 6U);
    EXPECT_EQ(seen.binds[4].type, db_type::number);
    EXPECT_EQ(texts(), (std::vector<std::string>{"", "a", "", "b", "", "c"}));
}

TEST_F(execute_many, takes_other_containers_and_other_rows) {
    conn.execute_many("dml", std::deque<std::pair<std::string_view, double>>{{"p", 1.5}, {"q", 2.5}});
    EXPECT_EQ(texts(), (std::vector<std::string>{"p", "", "q", ""}));
    conn.execute_many("dml", std::array<std::string, 2>{"single", "values"});
    EXPECT_EQ(texts(), (std::vector<std::string>{"single", "values"}));
    std::vector<bind_list> lists(2);
    lists[0].add("name", "one").add("id", 1);
    lists[1].add("name", "two").add("id", 2);
    conn.execute_many("dml", lists);
    EXPECT_EQ(texts(), (std::vector<std::string>{"one", "", "two", ""}));
    const auto named = std::tuple(oraxx::bind("id", 1), oraxx::bind("when", bind_as(db_type::date, std::nullopt)));
    conn.execute_many("dml", std::vector{named, named});
    EXPECT_EQ(db.executions.back().binds[3].type, db_type::date);
    EXPECT_EQ(db.executions.back().binds[3].name, "when");
}

TEST_F(execute_many, asks_nothing_for_no_rows) {
    EXPECT_EQ(conn.execute_many("dml", std::vector<std::int64_t>()).row_count, 0U);
    EXPECT_TRUE(db.executions.empty());
}

TEST_F(execute_many, tells_errors_and_row_counts_by_the_callers_rows) {
    constexpr std::size_t count = detail::max_batch_rows + 10;
    const std::vector<std::int64_t> rows(count, 1);
    auto& outcome = db.answers["dml"].outcome;
    outcome.row_count = 5;
    outcome.row_counts = {1, 4};
    outcome.errors = {{.row = 3, .ora_code = 1, .message = "ORA-00001: ..."}};
    const auto done = conn.execute_many("dml", rows, {.batch_errors = true, .row_counts = true});
    ASSERT_EQ(db.executions.size(), 2U) << "cut in two: batch errors are counted in 16 bits";
    EXPECT_TRUE(db.executions[0].args.batch_errors);
    EXPECT_TRUE(db.executions[0].args.row_counts);
    EXPECT_EQ(db.executions[1].args.iterations, 10U);
    EXPECT_EQ(db.executions[1].args.first_row, detail::max_batch_rows);
    EXPECT_EQ(done.row_count, 10U);
    EXPECT_EQ(done.row_counts, (std::vector<std::uint64_t>{1, 4, 1, 4}));
    ASSERT_EQ(done.errors.size(), 2U);
    EXPECT_EQ(done.errors[0].row, 3U);
    EXPECT_EQ(done.errors[1].row, detail::max_batch_rows + 3);
}

TEST_F(execute_many, commits_with_the_last_part_only) {
    conn.set_autocommit(true);
    conn.execute_many("dml", std::vector<std::int64_t>(detail::max_batch_rows + 1, 1));
    ASSERT_EQ(db.executions.size(), 2U);
    EXPECT_FALSE(db.executions[0].args.commit_on_success);
    EXPECT_TRUE(db.executions[1].args.commit_on_success);
}

TEST_F(execute_many, refuses_what_makes_no_sense) {
    const std::vector<std::int64_t> rows{1};
    EXPECT_EQ(conn.try_execute_many("query", rows).error().code, errc::invalid_argument);
    EXPECT_EQ(conn.try_execute_many("block", rows, {.batch_errors = true}).error().code, errc::invalid_argument);
    EXPECT_EQ(conn.try_execute_many("block", rows, {.row_counts = true}).error().code, errc::invalid_argument);
    std::vector<bind_list> lists(2);
    lists[0].add("a", 1).add("b", 2);
    lists[1].add("a", 1);
    EXPECT_EQ(conn.try_execute_many("dml", lists).error().message,
              "row 2 of the batch binds 1 values where the first row binds 2");
    lists[1].add("c", 3);
    EXPECT_EQ(conn.try_execute_many("dml", lists).error().message,
              "row 2 of the batch binds other names than the first row");
    EXPECT_EQ(conn.try_execute_many("dml", std::vector{date{}, date{.year = 0}}).error().message,
              "row 2 of the batch, bind 1 (DATE) is no date Oracle can store");
    EXPECT_TRUE(db.executions.empty()) << "nothing is sent";
}

TEST_F(execute_many, receives_one_value_for_each_row) {
    auto& block = db.answers["block"];
    block.out_columns = {test::column("", db_type::number), test::column("", db_type::varchar2)};
    block.out_values = {"c10b", "616263"};
    std::vector<std::int64_t> totals{99};
    std::vector<std::optional<std::string>> texts;
    const std::vector<std::int64_t> rows{5};
    conn.execute_many("block", rows, {}, out(totals), out(texts, max_bytes{100}));
    EXPECT_EQ(totals, std::vector<std::int64_t>{10});
    ASSERT_EQ(texts.size(), 1U);
    EXPECT_EQ(texts[0], "abc");
    const auto& seen = db.executions.back().binds;
    EXPECT_EQ(seen[1].direction, detail::bind_direction::out);
    EXPECT_EQ(seen[2].max_bytes, 100U);
}

}  // namespace
}  // namespace oraxx
