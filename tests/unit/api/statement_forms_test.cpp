// RETURNING, PL/SQL arrays, calls by name, cursors, scrolling: what reaches a backend and what comes of its answers.
#include <gtest/gtest.h>

#include "api/call_text.hpp"
#include "unit/api/fake_backend.hpp"

namespace oraxx {
namespace {

using detail::bind_direction;

class statement_forms : public testing::Test {
protected:
    test::fake_answer& answer(const std::string& sql, backend::statement_kind kind) {
        auto& out = db.answers[sql];
        out.kind = kind;
        return out;
    }
    // A statement that returns `numbers` (10 each) for its one OUT bind.
    void returning(std::uint32_t numbers) {
        auto& dml = answer("dml", backend::statement_kind::dml);
        dml.out_columns = {test::column("", db_type::number)};
        dml.out_counts = {numbers};
        dml.out_values.assign(numbers, "c10b");
    }

    test::fake_database db{};
    connection conn = test::connect_to(db);
};

TEST_F(statement_forms, receive_a_value_for_each_row_returned) {
    returning(3);
    std::vector<std::int64_t> ids{7};
    conn.execute("dml", oraxx::out(ids));
    EXPECT_EQ(ids, (std::vector<std::int64_t>{10, 10, 10}));
    returning(0);
    conn.execute("dml", oraxx::out(ids));
    EXPECT_TRUE(ids.empty());
    std::optional<int> id = 7;
    conn.execute("dml", oraxx::out(id));
    EXPECT_EQ(id, std::nullopt);
    returning(1);
    conn.execute("dml", oraxx::out(id));
    EXPECT_EQ(id, 10);
}

TEST_F(statement_forms, say_how_many_rows_do_not_fit_a_variable) {
    returning(2);
    int id = 7;
    EXPECT_EQ(conn.try_execute("dml", oraxx::out(id)).error().message,
              "bind 1 (NUMBER) takes one value, but the statement returned 2");
    std::optional<int> maybe = 7;
    EXPECT_EQ(conn.try_execute("dml", oraxx::out(maybe)).error().code, errc::bind_mismatch);
    returning(0);
    const auto none = conn.try_execute("dml", oraxx::out(id));
    EXPECT_EQ(none.error().message, "bind 1 (NUMBER) received no value: no row was affected");
    EXPECT_EQ(none.error().advice, "receive into a std::optional or a std::vector");
    EXPECT_EQ(id, 7);
    EXPECT_EQ(maybe, 7);
}

TEST_F(statement_forms, bind_index_by_tables) {
    auto& block = answer("block", backend::statement_kind::plsql);
    block.out_columns = {test::column("", db_type::varchar2)};
    block.out_counts = {2};
    block.out_values = {"6f6e65", std::nullopt};
    const std::vector<std::int64_t> ids{1, 2, 3};
    std::vector<std::optional<std::string>> names{"sent"};
    conn.execute("block", plsql_array(ids), in_out("names", plsql_array(names, 10, max_bytes{50})));
    ASSERT_EQ(names.size(), 2U);
    EXPECT_EQ(names[0], "one");
    EXPECT_EQ(names[1], std::nullopt);
    const auto& seen = db.executions.back().binds;
    EXPECT_EQ(seen[0].type, db_type::number);
    EXPECT_NE(seen[0].array, nullptr);
    EXPECT_EQ(seen[1].direction, bind_direction::in_out);
    EXPECT_EQ(seen[1].type, db_type::varchar2);
    EXPECT_EQ(seen[1].max_bytes, 50U);
}

TEST_F(statement_forms, call_procedures_and_functions_by_name) {
    answer("begin pkg.proc(:1, p_x => :2); end;", backend::statement_kind::plsql);
    conn.call_procedure("pkg.proc", 1, oraxx::bind("p_x", "text"));
    EXPECT_TRUE(db.executions.back().binds[1].name.empty());
    EXPECT_EQ(db.executions.back().bind_texts[1], "text");
    answer("begin \"Odd Name\"@link; end;", backend::statement_kind::plsql);
    conn.call_procedure("\"Odd Name\"@link");
    auto& function = answer("begin :1 := total(:2); end;", backend::statement_kind::plsql);
    function.out_columns = {test::column("", db_type::number)};
    function.out_values = {"c10b"};
    EXPECT_EQ(conn.call_function<int>("total", 5), 10);
    EXPECT_EQ(db.executions.back().binds[0].direction, bind_direction::out);
    bind_list list;
    list.add(5);
    EXPECT_EQ(conn.try_call_function<int>("total", list).value(), 10);
}

TEST_F(statement_forms, call_nothing_whose_name_is_none) {
    for (const char* name : {"", "1st", "a b", "a;drop table t", "p(1", "a..b", "a.", "\"\"", "\"open", "a@b@c",
                             "a--b", "a'b", ".a", "a@", "a/*x*/"}) {
        EXPECT_EQ(conn.try_call_procedure(name).error().code, errc::invalid_argument) << name;
    }
    const auto argument = conn.try_call_procedure("proc", oraxx::bind("x => 1, y", 1));
    EXPECT_EQ(argument.error().code, errc::invalid_argument);
    EXPECT_TRUE(db.executions.empty()) << "nothing is sent";
}

TEST_F(statement_forms, describe_without_running) {
    answer("query", backend::statement_kind::query).columns = {test::column("ID", db_type::number)};
    auto prepared = conn.prepare("query");
    prepared.describe();
    EXPECT_EQ(prepared.columns().at(0).name, "ID");
    EXPECT_TRUE(db.executions.empty());
}

TEST_F(statement_forms, hand_on_implicit_results_and_cursors) {
    auto& rows = answer("inner", backend::statement_kind::query);
    rows.columns = {test::column("V", db_type::number)};
    rows.rows = {{"c102"}, {"c103"}};
    auto& block = answer("block", backend::statement_kind::plsql);
    block.outcome.implicit_results = {std::make_shared<test::fake_statement>(db, "inner", true)};
    auto done = conn.execute("block");
    ASSERT_EQ(done.implicit_results.size(), 1U);
    ASSERT_TRUE(done.implicit_results[0].next());
    EXPECT_EQ(done.implicit_results[0].current().get<int>(0), 1);

    block.outcome.implicit_results.clear();
    block.out_columns = {test::column("", db_type::cursor)};
    block.out_values = {"00000000"};
    block.out_cursors = {"inner"};
    std::optional<result_set> cursor;
    conn.execute("block", oraxx::out(cursor));
    EXPECT_EQ(db.executions.back().binds[0].type, db_type::cursor);
    ASSERT_TRUE(cursor);
    ASSERT_TRUE(cursor->next() && cursor->next());
    EXPECT_EQ(cursor->current().get<int>(0), 2);
    block.out_values = {"01000000"};
    EXPECT_FALSE(conn.try_execute("block", oraxx::out(cursor))) << "there is no such cursor";
}

TEST_F(statement_forms, scroll_by_one_round_trip_at_most) {
    auto& query = answer("query", backend::statement_kind::query);
    query.columns = {test::column("V", db_type::number)};
    query.rows = {{"c102"}, {"c103"}, {"c104"}, {"c105"}, {"c106"}};  // 1 to 5, two at once
    auto rows = conn.query_scrollable("query");
    EXPECT_TRUE(db.executions.back().args.scrollable);
    const auto value = [&rows] { return rows.current().get<int>(0); };
    EXPECT_EQ(rows.position(), 0U);
    EXPECT_THROW((void)rows.current(), error);
    auto trips = db.round_trips;
    const auto asked = [&] { return db.round_trips - std::exchange(trips, db.round_trips); };
    ASSERT_TRUE(rows.next());
    EXPECT_EQ(asked(), 1U);
    ASSERT_TRUE(rows.next());
    EXPECT_EQ(asked(), 0U) << "it came with the first";
    EXPECT_EQ(value(), 2);
    ASSERT_TRUE(rows.last());
    EXPECT_EQ(rows.position(), 5U);
    EXPECT_EQ(asked(), 1U);
    EXPECT_FALSE(rows.next());
    EXPECT_EQ(rows.position(), 0U);
    ASSERT_TRUE(rows.prior()) << "from behind the last row";
    EXPECT_EQ(value(), 5);
    ASSERT_TRUE(rows.relative(-2));
    EXPECT_EQ(value(), 3);
    ASSERT_TRUE(rows.absolute(4));
    EXPECT_EQ(value(), 4);
    EXPECT_FALSE(rows.relative(-4));
    ASSERT_TRUE(rows.next()) << "from before the first row";
    EXPECT_EQ(value(), 1);
    EXPECT_FALSE(rows.absolute(6));
    ASSERT_TRUE(rows.relative(-3)) << "from behind the last row";
    EXPECT_EQ(value(), 3);
    EXPECT_FALSE(rows.relative(INT64_MIN));
    ASSERT_TRUE(rows.first());
    EXPECT_EQ(value(), 1);
}

TEST_F(statement_forms, take_the_lines_of_dbms_output) {
    auto& get = answer("begin dbms_output.get_lines(:1, :2); end;", backend::statement_kind::plsql);
    get.out_columns = {test::column("", db_type::varchar2), test::column("", db_type::number)};
    get.out_counts = {3, 1};
    get.out_values = {"6f6e65", std::nullopt, "6e6f206c696e65", "c103"};  // two lines and an element more
    EXPECT_EQ(conn.take_output(), (std::vector<std::string>{"one", ""}));
    EXPECT_EQ(db.executions.size(), 1U);
    answer("begin dbms_output.enable(null); end;", backend::statement_kind::plsql);
    conn.enable_output();
    EXPECT_EQ(db.executions.size(), 2U);
    answer("begin dbms_output.enable(:1); end;", backend::statement_kind::plsql);
    conn.enable_output(5000);
    EXPECT_EQ(std::get<std::uint64_t>(db.executions.back().binds[0].value), 5000U);
}

}  // namespace
}  // namespace oraxx
