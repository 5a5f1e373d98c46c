// DML RETURNING ... INTO binds.
#include "unit/server/engine/engine_fixture.hpp"

#include <string>

namespace oraxx::sandbox::engine {
namespace {

std::string text_of(const value& v) {
    if (const auto* n = std::get_if<number>(&v)) return n->to_string();
    if (const auto* s = std::get_if<std::string>(&v)) return *s;
    return is_null(v) ? "(null)" : "?";
}

// "7,8|x,y": a list for each bind behind RETURNING.
std::string listed(const execute_result& result) {
    std::string out;
    for (const auto& values : result.returned) {
        if (!out.empty()) out += '|';
        std::string list;
        for (const auto& v : values) list += (list.empty() ? "" : ",") + text_of(v);
        out += list;
    }
    return out;
}

bind_value number_bind(std::int64_t n) {
    return {.data = number(n), .type = db_type::number};
}
const bind_value number_out{.type = db_type::number};
const bind_value text_out{.type = db_type::varchar2, .max_bytes = 100};

class returning : public engine_session {
protected:
    void SetUp() override {
        ASSERT_FALSE(
            run(*s_, "create table t (id number primary key, name varchar2(10), pay number check (pay > 0))"));
        ASSERT_FALSE(run(*s_, "insert into t values (1, 'one', 10)"));
        ASSERT_FALSE(run(*s_, "insert into t values (2, 'two', 20)"));
    }

    std::unique_ptr<session> s_ = open();
};

TEST_F(returning, tells_the_row_that_was_inserted) {
    const auto result =
        executed(*s_, "insert into t values (:id, 'new', 5) returning id * 2, upper(name) into :a, :b",
                 {number_bind(7), number_out, text_out});
    EXPECT_EQ(result.row_count, 1U);
    EXPECT_EQ(listed(result), "14|NEW");
}

TEST_F(returning, tells_every_row_as_the_update_left_it) {
    EXPECT_EQ(listed(executed(*s_, "update t x set pay = pay + 1 where id < :n return x.id, pay into :a, :b",
                              {number_bind(9), number_out, text_out})),
              "1,2|11,21");
}

TEST_F(returning, tells_rows_as_they_were_before_a_delete) {
    const auto result = executed(*s_, "delete from t returning name into :a", {text_out});
    EXPECT_EQ(result.row_count, 2U);
    EXPECT_EQ(listed(result), "one,two");
    EXPECT_EQ(number_of(*s_, "select count(*) from t"), 0);
}

TEST_F(returning, gives_no_values_for_no_rows) {
    const auto result = executed(*s_, "delete from t where id = 99 returning name into :a", {text_out});
    ASSERT_EQ(result.returned.size(), 1U);
    EXPECT_TRUE(result.returned[0].empty());
}

TEST_F(returning, converts_to_the_type_of_the_bind) {
    EXPECT_EQ(listed(executed(*s_, "update t set pay = 1.50 where id = 1 returning pay into :a", {text_out})), "1.5");
    const auto result = executed(*s_, "insert into t values (3, '12', 1) returning name into :a", {number_out});
    ASSERT_EQ(result.returned.size(), 1U);
    EXPECT_TRUE(std::holds_alternative<number>(result.returned[0].at(0)));
}

TEST_F(returning, knows_the_address_of_the_row) {
    const auto result =
        executed(*s_, "insert into t values (4, 'four', 1) returning rowid into :r", {{.type = db_type::rowid}});
    ASSERT_EQ(result.returned.size(), 1U);
    EXPECT_EQ(std::get<rowid>(result.returned[0].at(0)), result.last_rowid);
}

TEST_F(returning, marks_its_binds) {
    const auto s = prepared(*s_, "update t set name = :n where id = :i returning id into :r");
    ASSERT_EQ(s->binds().size(), 3U);
    EXPECT_FALSE(s->binds()[1].is_returning);
    EXPECT_TRUE(s->binds()[2].is_returning && s->binds()[2].is_output);
    EXPECT_FALSE(s->binds()[2].is_input);
}

TEST_F(returning, that_fails_leaves_the_row_out) {
    auto answer =
        prepared(*s_, "insert into t values (5, 'x', 1) returning 1 / (id - 5) into :a")->execute({number_out});
    ASSERT_TRUE(std::holds_alternative<sql_error>(answer));
    EXPECT_EQ(std::get<sql_error>(answer).code, 1476);
    EXPECT_EQ(number_of(*s_, "select count(*) from t"), 2);
}

TEST_F(returning, comes_beside_check_conditions) {
    EXPECT_EQ(listed(executed(*s_, "update t set pay = 5 returning id into :a", {number_out})), "1,2");
    auto answer = prepared(*s_, "update t set pay = -5 returning id into :a")->execute({number_out});
    ASSERT_TRUE(std::holds_alternative<sql_error>(answer));
    EXPECT_EQ(std::get<sql_error>(answer).code, 2290);
}

TEST_F(returning, has_a_target_for_every_value) {
    EXPECT_EQ(run(*s_, "delete from t returning id, name into :a")->code, 947);
    EXPECT_EQ(run(*s_, "delete from t returning id into :a, :b")->code, 913);
    EXPECT_EQ(run(*s_, "delete from t returning id")->code, 925);
}

}  // namespace
}  // namespace oraxx::sandbox::engine
