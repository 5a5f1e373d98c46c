#include <gtest/gtest.h>

#include "session/sql_text.hpp"

namespace oraxx::session {
namespace {

using names = std::vector<std::string>;

TEST(sql_text, tells_the_kind_by_the_first_word) {
    EXPECT_EQ(scan_sql("select 1 from dual").kind, sql_kind::query);
    EXPECT_EQ(scan_sql("  -- comment\n /* another */ (SELECT 1 from dual)").kind, sql_kind::query);
    EXPECT_EQ(scan_sql("with a as (select 1 n from dual) select * from a").kind, sql_kind::query);
    EXPECT_EQ(scan_sql("Merge into t using s on (1=1)").kind, sql_kind::dml);
    EXPECT_EQ(scan_sql("begin null; end;").kind, sql_kind::plsql);
    EXPECT_EQ(scan_sql("call p(:1)").kind, sql_kind::plsql);
    EXPECT_EQ(scan_sql("truncate table t").kind, sql_kind::ddl);
    EXPECT_EQ(scan_sql("commit").kind, sql_kind::other);
    EXPECT_EQ(scan_sql("").kind, sql_kind::other);
}

TEST(sql_text, lists_every_occurrence_in_sql_and_distinct_names_in_plsql) {
    EXPECT_EQ(scan_sql("select :a, :B, :a from dual where x = :1").binds, (names{"A", "B", "A", "1"}));
    EXPECT_EQ(scan_sql("begin :a := :B + :a; end;").binds, (names{"A", "B"}));
}

TEST(sql_text, keeps_the_case_of_quoted_names) {
    EXPECT_EQ(scan_sql("select :\"Mixed Case\", : spaced from dual").binds, (names{"Mixed Case", "SPACED"}));
}

TEST(sql_text, does_not_take_other_colons_for_placeholders) {
    EXPECT_EQ(scan_sql("select ':a', q'[:b ']', nq'!:c!', \":d\" from dual -- :e\n where x = /* :f */ :g").binds,
              names{"G"});
    EXPECT_EQ(scan_sql("select json_object('key':value, 'other' : :v) from dual").binds, names{"V"});
    EXPECT_EQ(scan_sql("begin x := 1; end;").binds, names{});
    EXPECT_EQ(scan_sql("select a::b from t").binds, names{});
}

TEST(sql_text, sees_no_placeholders_in_ddl) {
    EXPECT_EQ(scan_sql("create trigger t before insert on x begin :new.id := 1; end;").binds, names{});
}

TEST(sql_text, finds_where_returning_binds_begin) {
    const auto text = scan_sql("insert into t (a) values (:a) returning id, b into :id, :b");
    EXPECT_EQ(text.binds, (names{"A", "ID", "B"}));
    EXPECT_EQ(text.first_returning, 1U);
    EXPECT_EQ(scan_sql("update t set a = :1 return id into :2").first_returning, 1U);
    EXPECT_EQ(scan_sql("insert into t values (:a)").first_returning, 1U);
}

TEST(sql_text, finds_the_first_semicolon_outside_quotes) {
    EXPECT_EQ(scan_sql("select ';', q'[;]' /* ; */ from dual; x;").first_semicolon, 36U);
    EXPECT_EQ(scan_sql("begin null; end;").first_semicolon, 10U);
    EXPECT_EQ(scan_sql("select \";\" from dual -- ;").first_semicolon, std::string_view::npos);
}

TEST(sql_text, survives_unfinished_text) {
    for (const auto* text :
         {"select '", "select q'[", "select q'", "select \"", "select :", "select :\"", "/*", "--"}) {
        EXPECT_TRUE(scan_sql(text).binds.empty()) << text;
    }
}

}  // namespace
}  // namespace oraxx::session
