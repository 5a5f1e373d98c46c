#include "lambda/observe/statement_text.hpp"

#include <gtest/gtest.h>

namespace oraxx::lambda::observe {
namespace {

std::string sanitized(std::string_view sql) {
    return sanitize_statement(sql).sanitized;
}

std::string summary(std::string_view sql) {
    const auto made = sanitize_statement(sql);
    return made.operation + '|' + made.collection + (made.is_call ? "|call" : "");
}

TEST(sanitize_statement, replaces_literals) {
    EXPECT_EQ(sanitized("select * from t where a = 'it''s' and b = N'x' and c = q'[it's]' and d in (1, 2.5e3, -.5)"),
              "select * from t where a = ? and b = ? and c = ? and d in (?, ?, -?)");
    EXPECT_EQ(sanitized("select date'2020-01-01', interval '1' day from dual"),
              "select date?, interval ? day from dual");
}

TEST(sanitize_statement, keeps_names_and_placeholders) {
    EXPECT_EQ(sanitized(R"(select t1."Col 2" from t1 where id=:id and x>:1)"),
              R"(select t1."Col 2" from t1 where id=:id and x>:1)");
}

TEST(sanitize_statement, drops_comments_and_folds_white_space) {
    EXPECT_EQ(sanitized("  select /*+ index(t 'secret') */ a -- 'secret'\n\t from\n\n t  "), "select a from t");
    EXPECT_EQ(sanitized("select/**/1"), "select ?");
}

TEST(sanitize_statement, hides_what_is_not_closed) {
    EXPECT_EQ(sanitized("select 'secret"), "select ?");
    EXPECT_EQ(sanitized("select q'[secret'"), "select ?");
    EXPECT_EQ(sanitized("select 1 /* secret"), "select ?");
}

TEST(sanitize_statement, hides_passwords_that_are_no_literals) {
    EXPECT_EQ(sanitized("alter user scott identified by tiger replace \"Li on\" account unlock"),
              "alter user scott identified by ? replace ? account unlock");
    EXPECT_EQ(sanitized("create user x identified by values 'S:1' quota 5 on y"),
              "create user x identified by values ? quota ? on y");
    EXPECT_EQ(sanitized("create user x identified by 'a' profile p"), "create user x identified by ? profile p");
    EXPECT_EQ(sanitized("select replace(a, b) from t order by c"), "select replace(a, b) from t order by c");
}

TEST(sanitize_statement, is_of_bounded_length) {
    std::string sql = "select ";
    while (sql.size() < 100'000) sql += "\xc3\xa4\xc3\xb6, ";
    const auto text = sanitized(sql);
    EXPECT_LE(text.size(), max_sanitized_bytes);
    EXPECT_EQ(text.substr(text.size() - 4), " ...");
    EXPECT_EQ(sanitized("select " + std::string(100'000, 'a')), "select ...");
}

TEST(sanitize_statement, tells_operation_and_table) {
    EXPECT_EQ(summary("select a, (select max(x) from inner_t) from hr.\"Emp\" e, dept where 1=1"),
              "SELECT|hr.\"Emp\"");
    EXPECT_EQ(summary("with q as (select 1 from dual) select * from q"), "SELECT|q");
    EXPECT_EQ(summary("insert into t (a) values (1)"), "INSERT|t");
    EXPECT_EQ(summary("merge into t using s on (1=1) when matched then update set a=1"), "MERGE|t");
    EXPECT_EQ(summary("update t set a=1"), "UPDATE|t");
    EXPECT_EQ(summary("delete from t where a=1"), "DELETE|t");
    EXPECT_EQ(summary("select * from (select 1 from dual)"), "SELECT|");
    EXPECT_EQ(summary("begin update t set a=1; end;"), "BEGIN||call");
    EXPECT_EQ(summary("{call x}"), "CALL|x|call");
    EXPECT_EQ(summary("call pkg.proc(:1)"), "CALL|pkg.proc|call");
    EXPECT_EQ(summary("create table t (a number)"), "CREATE|");
    EXPECT_EQ(summary(""), "|");
}

TEST(statement_texts, are_made_once) {
    statement_texts texts(2);
    const auto one = texts.of("select 1 from dual");
    EXPECT_EQ(texts.of("select 1 from dual"), one);
    static_cast<void>(texts.of("select 2 from dual"));
    static_cast<void>(texts.of("select 3 from dual"));
    EXPECT_NE(texts.of("select 1 from dual"), one);
    EXPECT_EQ(one->sanitized, "select ? from dual");
    const std::string large(max_key_bytes + 1, ' ');
    EXPECT_NE(texts.of(large), texts.of(large));
}

}  // namespace
}  // namespace oraxx::lambda::observe
