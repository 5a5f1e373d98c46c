#include <gtest/gtest.h>

#include <algorithm>
#include <utility>

#include "sql/sql_text.hpp"

namespace oraxx::sql {
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

// What python-oracledb 26.1.0 answers for these texts (cursor.prepare, cursor.bindnames). It differs in two: it takes
// the second colon of a::b for a placeholder, and brings letters outside ASCII to upper case.
TEST(sql_text, finds_the_names_another_driver_finds) {
    const std::pair<const char*, names> table[] = {
        {"select :a, :A, :\"a\", :1 from dual", {"A", "a", "1"}},
        {"select q'[it's :x]', :b from dual", {"B"}},
        {"select q'{:x}' || q'<:y>' || q'(:z)' || q'!:w!' || :b from dual", {"B"}},
        {"select nq'#:x#', N':y', :b from dual", {"B"}},
        {"select Q'|:x|', :b from dual", {"B"}},
        {"select ':x''s :y' , :b from dual", {"B"}},
        {"select \"a:b\", :c from dual", {"C"}},
        {"select 1 -- :x\n, :b from dual", {"B"}},
        {"select /* :x */ :b /* ' */, :c from dual", {"B", "C"}},
        {"select json_object('k':1, 'j' : :v) from dual", {"V"}},
        {"select json_object('k' :v) from dual", {}},
        {"select :v, json_array('a', :w) from dual", {"V", "W"}},
        {"begin :r := f(p_a => :a, p_b=>:b); end;", {"R", "A", "B"}},
        {"begin <<outer>> for i in 1 .. :n loop x := i; end loop outer; end;", {"N"}},
        {"begin x:=:y; :z:=x; end;", {"Y", "Z"}},
        {"select : a, :\tb from dual", {"A", "B"}},
        {"select :a_1$#, :b.c from dual", {"A_1$#", "B"}},
        {"begin :a := :a + :A; end;", {"A"}},
        {"insert into t values (:a, :b) returning id into :c", {"A", "B", "C"}},
        {"update t set a = :a where b = :a", {"A"}},
        {"select 'a' || :b || 'c' from dual", {"B"}},
        {"declare l varchar2(9) := ':x'; begin l := :y; end;", {"Y"}},
        {"select timestamp '2024-01-01 00:00:00', :b from dual", {"B"}},
        {"create table t (a number default :x)", {}},
    };
    for (const auto& [text, expected] : table) {
        auto found = scan_sql(text).binds;
        names distinct;
        for (auto& name : found) {
            if (std::find(distinct.begin(), distinct.end(), name) == distinct.end()) distinct.push_back(name);
        }
        EXPECT_EQ(distinct, expected) << text;
    }
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
}  // namespace oraxx::sql
