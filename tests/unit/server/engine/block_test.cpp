// What blocks give to their client besides scalars: arrays, cursors, implicit results.
#include "unit/server/engine/engine_fixture.hpp"

#include <atomic>
#include <string>

namespace oraxx::sandbox::engine {
namespace {

bind_value numbers_in(std::initializer_list<std::int64_t> values, std::uint32_t room = 0) {
    bind_value out{.type = db_type::number, .is_array = true, .max_elements = room};
    for (const auto v : values) out.elements.emplace_back(number(v));
    return out;
}
bind_value texts_out(std::uint32_t room) {
    return {.type = db_type::varchar2, .max_bytes = 30, .is_array = true, .max_elements = room};
}
const bind_value number_out{.type = db_type::number};
const bind_value cursor_out{.type = db_type::cursor};

std::string listed(const std::vector<value>& values) {
    std::string out;
    for (const auto& v : values) {
        if (!out.empty()) out += ',';
        if (const auto* n = std::get_if<number>(&v)) out += n->to_string();
        if (const auto* s = std::get_if<std::string>(&v)) out += *s;
        if (is_null(v)) out += "(null)";
    }
    return out;
}

std::string rows_of(const value& cursor) {
    const auto* held = std::get_if<result_cursor>(&cursor);
    if (held == nullptr || *held == nullptr) return "no cursor";
    std::string out;
    std::vector<value> row;
    for (;;) {
        auto answer = (*held)->fetch(row);
        if (const auto* error = std::get_if<sql_error>(&answer)) return error->message;
        if (!std::get<bool>(answer)) return out;
        out += '[' + listed(row) + ']';
    }
}

class block : public engine_session {
protected:
    int error_of(std::string_view sql, const std::vector<bind_value>& binds) {
        auto answer = prepared(*s_, sql)->execute(binds);
        const auto* error = std::get_if<sql_error>(&answer);
        return error == nullptr ? 0 : error->code;
    }

    std::unique_ptr<session> s_ = open();
};

TEST_F(block, reads_an_array) {
    const auto result = executed(
        *s_,
        "declare total number := 0; type numbers is table of number index by binary_integer; given numbers; begin "
        "given := :1; for i in 1..given.count loop total := total + given(i); end loop; :2 := total; end;",
        {numbers_in({1, 20, 300}), number_out});
    EXPECT_EQ(listed({result.out_values[1]}), "321");
}

TEST_F(block, gives_an_array) {
    const auto result =
        executed(*s_,
                 "declare type texts is table of varchar2(30) index by binary_integer; t texts; begin t(1) := 'a'; "
                 "t(3) := 'c'; :1 := t; end;",
                 {texts_out(5)});
    ASSERT_EQ(result.array_values.size(), 1U);
    EXPECT_EQ(listed(result.array_values[0]), "a,(null),c");
}

TEST_F(block, changes_an_array_in_place) {
    const auto result = executed(
        *s_,
        "declare type numbers is table of number index by binary_integer; procedure grow(t in out numbers) is begin "
        "t(t.count + 1) := t(t.count) * 2; end; begin grow(:1); end;",
        {numbers_in({1, 2}, 10)});
    EXPECT_EQ(listed(result.array_values.at(0)), "1,2,4");
}

TEST_F(block, refuses_more_elements_than_there_is_room_for) {
    EXPECT_EQ(error_of("declare type texts is table of varchar2(30) index by binary_integer; t texts; begin "
                       "t(6) := 'a'; :1 := t; end;",
                       {texts_out(5)}),
              6513);
}

TEST_F(block, gives_lines_of_output_as_an_array) {
    EXPECT_FALSE(run(*s_,
                     "begin dbms_output.enable(null); for i in 1..3 loop dbms_output.put_line('line ' || i); "
                     "end loop; end;"));
    const auto result = executed(*s_, "begin dbms_output.get_lines(:1, :2); end;",
                                 {texts_out(10), {.data = number(10), .type = db_type::number}});
    EXPECT_EQ(listed(result.array_values.at(0)), "line 1,line 2,line 3");
    EXPECT_EQ(listed({result.out_values[1]}), "3");
}

TEST_F(block, tells_how_it_uses_its_binds) {
    const auto s = prepared(*s_, "begin dbms_output.get_lines(:lines, :count); :a := :b; end;");
    ASSERT_EQ(s->binds().size(), 4U);
    EXPECT_TRUE(s->binds()[0].is_output && !s->binds()[0].is_input);
    EXPECT_TRUE(s->binds()[1].is_output && s->binds()[1].is_input);
    EXPECT_TRUE(s->binds()[2].is_output && !s->binds()[2].is_input);
    EXPECT_TRUE(!s->binds()[3].is_output && s->binds()[3].is_input);
}

TEST_F(block, opens_cursors_for_its_client) {
    const auto result = executed(
        *s_,
        "begin open :1 for select level, 'x' || level from dual connect by level <= :2; open :3 for select 2 from "
        "dual; end;",
        {cursor_out, {.data = number(3), .type = db_type::number}, cursor_out});
    EXPECT_EQ(rows_of(result.out_values[0]), "[1,x1][2,x2][3,x3]");
    EXPECT_EQ(rows_of(result.out_values[2]), "[2]");
}

TEST_F(block, opens_cursors_over_text) {
    const auto result = executed(*s_, "begin open :c for 'select :a + 1 from dual' using 41; end;", {cursor_out});
    EXPECT_EQ(rows_of(result.out_values[0]), "[42]");
}

TEST_F(block, keeps_the_rows_of_a_cursor_when_the_table_changes) {
    ASSERT_FALSE(run(*s_, "create table t (id number)"));
    const auto result =
        executed(*s_, "begin insert into t values (1); open :c for select id from t; delete from t; rollback; end;",
                 {cursor_out});
    EXPECT_EQ(rows_of(result.out_values[0]), "[1]");
}

TEST_F(block, gives_no_cursor_that_it_closed) {
    const auto result = executed(
        *s_, "declare c sys_refcursor; begin open c for select 1 from dual; :c := c; close c; end;", {cursor_out});
    EXPECT_TRUE(is_null(result.out_values[0]));
}

TEST_F(block, describes_the_columns_of_a_cursor) {
    const auto result = executed(*s_, "begin open :c for select 1 as one, 'x' as text from dual; end;", {cursor_out});
    const auto& cursor = std::get<result_cursor>(result.out_values[0]);
    ASSERT_EQ(cursor->columns().size(), 2U);
    EXPECT_EQ(cursor->columns()[1].name, "TEXT");
}

TEST_F(block, returns_results_without_being_asked) {
    const auto result = executed(
        *s_,
        "declare c sys_refcursor; begin open c for select 1 as a from dual; dbms_sql.return_result(c); open c for "
        "select 'x', 'y' from dual union all select 'z', null from dual; dbms_sql.return_result(c); end;",
        {});
    ASSERT_EQ(result.implicit_results.size(), 2U);
    EXPECT_EQ(rows_of(result.implicit_results[0]), "[1]");
    EXPECT_EQ(rows_of(result.implicit_results[1]), "[x,y][z,(null)]");
}

TEST_F(block, ends_a_loop_without_end_when_it_is_cancelled) {
    std::atomic<int> asked{0};
    s_->set_cancel_check([&asked] { return ++asked > 3; });
    EXPECT_EQ(error_of("begin loop begin null; exception when others then null; end; end loop; end;", {}), 1013);
    s_->set_cancel_check({});
    EXPECT_EQ(number_of(*s_, "select 7 from dual"), 7);
}

TEST_F(block, holds_no_lock_after_changing_nothing) {
    ASSERT_FALSE(run(*s_, "create table t (id number)"));
    EXPECT_FALSE(run(*s_, "begin delete from t; end;"));
    EXPECT_FALSE(s_->in_transaction());
    auto other = open();
    EXPECT_FALSE(run(*other, "insert into t values (1)"));
}

TEST_F(block, leaves_what_was_done_before_it_when_it_fails) {
    ASSERT_FALSE(run(*s_, "create table t (id number)"));
    ASSERT_FALSE(run(*s_, "insert into t values (1)"));
    EXPECT_EQ(run(*s_, "begin insert into t values (2); update t set id = id / 0; end;")->code, 1476);
    EXPECT_EQ(number_of(*s_, "select count(*) from t"), 1);
    EXPECT_TRUE(s_->in_transaction());
}

TEST_F(block, may_end_transactions) {
    ASSERT_FALSE(run(*s_, "create table t (id number)"));
    EXPECT_EQ(run(*s_, "begin insert into t values (1); commit; raise no_data_found; end;")->code, 1403);
    ASSERT_FALSE(s_->rollback());
    EXPECT_EQ(number_of(*s_, "select count(*) from t"), 1);
}

TEST_F(block, finds_cursors_in_the_columns_of_a_query) {
    ASSERT_FALSE(run(*s_, "create table t (g number, v number)"));
    ASSERT_FALSE(run(*s_, "insert into t values (1, 10), (1, 11), (2, 20)"));
    const auto query = prepared(
        *s_,
        "select g, cursor(select v + :a from t i where i.g = o.g order by v) as c from (select distinct g from t) "
        "o order by g");
    ASSERT_EQ(query->columns().size(), 2U);
    EXPECT_EQ(query->columns()[1].type, db_type::cursor);
    ASSERT_TRUE(
        std::holds_alternative<execute_result>(query->execute({{.data = number(100), .type = db_type::number}})));
    std::vector<value> row;
    ASSERT_TRUE(std::get<bool>(query->fetch(row)));
    EXPECT_EQ(rows_of(row.at(1)), "[110][111]");
    ASSERT_TRUE(std::get<bool>(query->fetch(row)));
    ASSERT_FALSE(run(*s_, "delete from t"));
    EXPECT_EQ(rows_of(row.at(1)), "[120]");
}

}  // namespace
}  // namespace oraxx::sandbox::engine
