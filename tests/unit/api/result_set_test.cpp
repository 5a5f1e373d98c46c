// Stepping through rows, typed and dynamic, and who keeps what alive.
#include <gtest/gtest.h>

#include "unit/api/fake_backend.hpp"

namespace oraxx {
namespace {

// Three employees in batches of two.
test::fake_answer employees() {
    test::fake_answer out;
    out.columns = {test::column("ID", db_type::number), test::column("NAME", db_type::varchar2)};
    out.rows = {{"c102", "616e6e"}, {"c103", "626f62"}, {"c104", std::nullopt}};
    return out;
}

class rows : public testing::Test {
protected:
    rows() { db.answers["emp"] = employees(); }

    test::fake_database db;
    connection conn = test::connect_to(db);
};

TEST_F(rows, come_as_tuples) {
    std::vector<std::pair<std::int64_t, std::string>> seen;
    for (auto [id, name] : conn.query<std::int64_t, std::optional<std::string_view>>("emp")) {
        seen.emplace_back(id, name.value_or("null"));
    }
    EXPECT_EQ(seen, (std::vector<std::pair<std::int64_t, std::string>>{{1, "ann"}, {2, "bob"}, {3, "null"}}));
}

TEST_F(rows, come_as_row_views) {
    std::vector<std::string> seen;
    for (const auto row : conn.query("emp")) {
        seen.push_back(std::string(row.text("id")) + row.get<std::optional<std::string>>("Name").value_or("-"));
    }
    EXPECT_EQ(seen, (std::vector<std::string>{"1ann", "2bob", "3-"}));
}

TEST_F(rows, can_be_stepped_without_exceptions) {
    auto opened = conn.try_query<int, std::optional<std::string>>("emp");
    ASSERT_TRUE(opened);
    int count = 0;
    while (true) {
        const auto more = opened->try_next();
        ASSERT_TRUE(more);
        if (!*more) break;
        ASSERT_TRUE(opened->try_current());
        ++count;
    }
    EXPECT_EQ(count, 3);
    EXPECT_FALSE(*opened->try_next()) << "the end stays the end";
}

TEST_F(rows, of_an_empty_result_end_at_once) {
    db.answers["none"] = test::fake_answer{.columns = {test::column("A", db_type::number)}};
    auto none = conn.query<int>("none");
    EXPECT_EQ(none.begin(), none.end());
    EXPECT_EQ(none.columns().size(), 1U);
}

TEST_F(rows, throw_when_a_fetch_fails_in_a_loop) {
    auto answer = employees();
    answer.fetch_failure =
        failure{.code = errc::server_error, .ora_code = 1555, .message = "ORA-01555: snapshot too old"};
    db.answers["old"] = answer;
    int seen = 0;
    const auto loop = [&] {
        for (const auto row : conn.query("old")) {
            (void)row;
            ++seen;
        }
    };
    EXPECT_THROW(loop(), server_error);
    EXPECT_EQ(seen, 3);
}

TEST_F(rows, name_an_unexpected_null_in_a_tuple) {
    auto typed = conn.query<int, std::string>("emp");
    typed.next();
    typed.next();
    typed.next();
    const auto got = typed.try_current();
    ASSERT_FALSE(got);
    EXPECT_EQ(got.error().code, errc::unexpected_null);
    EXPECT_NE(got.error().message.find("NAME"), std::string::npos);
}

TEST_F(rows, need_as_many_types_as_columns) {
    const auto got = conn.try_query<int>("emp");
    ASSERT_FALSE(got);
    EXPECT_EQ(got.error().code, errc::type_mismatch);
    EXPECT_THROW((void)(conn.query<int, int, int>("emp")), error);
}

TEST_F(rows, report_columns_that_do_not_exist) {
    auto set = conn.query("emp");
    set.next();
    const auto row = set.current();
    EXPECT_EQ(row.try_get<int>(2).error().code, errc::invalid_argument);
    EXPECT_EQ(row.try_get<int>(-1).error().code, errc::invalid_argument);
    EXPECT_EQ(row.try_get<int>("salary").error().message, "there is no column named salary");
    EXPECT_THROW((void)row.is_null("salary"), error);
    EXPECT_THROW((void)row.text(7), error);
    EXPECT_THROW((void)row.value(7), error);
}

TEST_F(rows, have_no_current_row_before_the_first_and_after_the_last) {
    auto set = conn.query("emp");
    EXPECT_THROW((void)set.current(), error);
    while (set.next()) {
    }
    EXPECT_THROW((void)set.current(), error);
}

TEST_F(rows, give_their_batch_back_for_reuse) {
    for (const auto row : conn.query("emp")) (void)row;
    EXPECT_EQ(db.recycled_batches, 1);
}

TEST_F(rows, outlive_their_result_set_when_copied) {
    std::optional<row> kept;
    {
        auto set = conn.query("emp");
        set.next();
        kept = set.current().copy();
        while (set.next()) {
        }
    }
    EXPECT_EQ(kept->get<int>("ID"), 1);
    EXPECT_EQ(kept->get<std::string_view>("NAME"), "ann");
    EXPECT_EQ(db.recycled_batches, 1) << "a copied row holds no batch";
}

TEST_F(rows, stay_valid_when_the_result_set_is_moved) {
    auto set = conn.query("emp");
    set.next();
    const auto view = set.current();
    const auto moved = std::move(set);
    EXPECT_EQ(view.get<std::string_view>(1), "ann");
    EXPECT_EQ(set.try_next().error().code, errc::wrong_state);  // NOLINT(bugprone-use-after-move): what it is about
}

TEST_F(rows, keep_national_text_until_the_next_row) {
    db.answers["n"] =
        test::fake_answer{.columns = {test::column("A", db_type::nvarchar2), test::column("B", db_type::nvarchar2)},
                          .rows = {{"00e9", "00610062"}}};
    auto set = conn.query<std::string_view, std::string_view>("n");
    set.next();
    const auto [a, b] = set.current();
    EXPECT_EQ(a, "\xc3\xa9");
    EXPECT_EQ(b, "ab");
}

TEST_F(rows, of_several_queries_may_be_read_in_turn) {
    auto first = conn.query<int, std::optional<std::string>>("emp");
    auto second = conn.query<int, std::optional<std::string>>("emp");
    first.next();
    second.next();
    second.next();
    first.next();
    first.next();
    EXPECT_EQ(std::get<0>(first.current()), 3);
    EXPECT_EQ(std::get<0>(second.current()), 2);
}

TEST_F(rows, keep_the_session_open_after_the_connection_object) {
    std::optional<result_set> set = conn.query("emp");
    { const auto gone = std::move(conn); }
    int count = 0;
    while (set->next()) ++count;
    EXPECT_EQ(count, 3);
    set.reset();
    EXPECT_EQ(db.calls, (std::vector<std::string>{"statement gone", "connection gone"}));
}

TEST_F(rows, fail_after_close) {
    auto set = conn.query("emp");
    set.next();
    conn.close();
    EXPECT_TRUE(set.next()) << "fetched already";
    const auto got = set.try_next();
    ASSERT_FALSE(got);
    EXPECT_EQ(got.error().code, errc::wrong_state);
    EXPECT_FALSE(got.error().connection_usable);
}

TEST_F(rows, end_when_their_statement_is_executed_again) {
    auto prepared = conn.prepare("emp");
    auto before = prepared.query();
    before.next();
    auto after = prepared.query();
    EXPECT_TRUE(before.next()) << "fetched already";
    EXPECT_EQ(before.try_next().error().code, errc::wrong_state);
    int count = 0;
    while (after.next()) ++count;
    EXPECT_EQ(count, 3);
}

}  // namespace
}  // namespace oraxx
