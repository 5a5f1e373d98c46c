#include "lambda/functions/statements/statement_file.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace oraxx::lambda::statements {
namespace {

using texts = std::vector<std::string>;

statement_list parsed(std::string_view text) {
    statement_list out;
    parse_statement_file("f.sql", text, out);
    check_together(out);
    return out;
}

texts mistakes_of(std::string_view text) {
    texts out;
    for (const auto& each : parsed(text).mistakes) out.push_back(each.to_string());
    return out;
}

statement single(std::string_view text) {
    auto list = parsed(text);
    EXPECT_EQ(mistakes_of(text), texts{});
    if (list.statements.size() != 1) return {};
    return std::move(list.statements.front());
}

constexpr std::string_view whole_file = R"(-- Reports of the demo schema.

-- name: hired_since
-- Everybody hired since a day.
-- doc: example: {"since": "2020-01-01"}
-- bind: since date
-- bind: department number nullable = 10
-- bind: note text = 'it''s = fine'
-- format: objects
-- max_rows: 500
-- timeout: 1500ms
-- stream
-- default
select name, hired -- name of the person
  from employees
 where hired >= :since and department_id = :department and :note is not null;

-- raises a salary
-- name: raise-salary
--bind: id number
--bind: amount number
-- commit
update employees set salary = salary + :amount where id = :id

-- name: count.all
-- out: total number
declare
  n number := 0;
begin
  select count(*) into n from employees;
  :total := n;
end;
/
)";

TEST(statement_file, holds_statements_with_their_headers) {
    const auto list = parsed(whole_file);
    EXPECT_EQ(mistakes_of(whole_file), texts{});
    ASSERT_EQ(list.statements.size(), 3U);
    const auto& first = list.statements[0];
    EXPECT_EQ(first.name, "hired_since");
    EXPECT_TRUE(first.text.starts_with("select name, hired -- name of the person\n  from"));
    EXPECT_TRUE(first.text.ends_with(":note is not null")) << first.text;
    EXPECT_EQ(first.kind, statement_kind::query);
    EXPECT_EQ(first.placeholders, (texts{"SINCE", "DEPARTMENT", "NOTE"}));
    EXPECT_EQ(first.format, row_format::objects);
    EXPECT_EQ(first.max_rows, 500U);
    EXPECT_EQ(first.timeout.count(), 1500);
    EXPECT_TRUE(first.streams);
    EXPECT_TRUE(first.is_default);
    EXPECT_EQ(first.line, 3U);
    ASSERT_EQ(first.binds.size(), 3U);
    EXPECT_EQ(first.binds[0].type, bind_type::date);
    EXPECT_FALSE(first.binds[0].nullable);
    EXPECT_EQ(first.binds[0].default_value, std::nullopt);
    EXPECT_TRUE(first.binds[1].nullable);
    EXPECT_EQ(first.binds[1].default_value, value(number(10)));
    EXPECT_EQ(first.binds[2].default_value, value("it's = fine"));
    EXPECT_NE(first.find_bind("Since"), nullptr);

    const auto& second = list.statements[1];
    EXPECT_EQ(second.kind, statement_kind::change);
    EXPECT_EQ(second.transaction, transaction_end::commit);
    EXPECT_EQ(second.text, "update employees set salary = salary + :amount where id = :id");

    const auto& third = list.statements[2];
    EXPECT_EQ(third.kind, statement_kind::block);
    EXPECT_TRUE(third.text.starts_with("declare\n"));
    EXPECT_TRUE(third.text.ends_with("end;"));
    EXPECT_TRUE(third.binds[0].is_out);
    EXPECT_FALSE(third.binds[0].is_in);
}

TEST(statement_file, cuts_terminators_where_they_are_no_part_of_the_text) {
    const auto text_of = [](const std::string& body) { return single("-- name: a\n" + body).text; };
    EXPECT_EQ(text_of("select ';' from dual ; \n\n-- about the next\n"), "select ';' from dual");
    EXPECT_EQ(text_of("select 1 from dual\n/\n-- more\n\n"), "select 1 from dual");
    EXPECT_EQ(text_of("select 1 from dual;\r\n/\r\n"), "select 1 from dual");
    EXPECT_EQ(text_of("begin null; end;"), "begin null; end;");
    EXPECT_EQ(text_of("begin null; end;\n/\n"), "begin null; end;");
    EXPECT_EQ(text_of("call p(1);"), "call p(1)");
    EXPECT_EQ(text_of("create table t (a number);"), "create table t (a number)");
    EXPECT_EQ(text_of("create procedure p as begin null; end;"), "create procedure p as begin null; end;");
    EXPECT_EQ(text_of("select q'[;]' from dual"), "select q'[;]' from dual");
    EXPECT_EQ(text_of("with function f return number is begin return 1; end;\nselect f from dual"),
              "with function f return number is begin return 1; end;\nselect f from dual");
    EXPECT_EQ(text_of("select 1 from dual; -- done"), "select 1 from dual");
}

TEST(statement_file, a_bind_may_go_in_and_come_out) {
    const auto found = single("-- name: a\n-- out: n number\n-- bind: n number = 1\nbegin :n := :n + 1; end;");
    ASSERT_EQ(found.binds.size(), 1U);
    EXPECT_TRUE(found.binds[0].is_in && found.binds[0].is_out);
    EXPECT_EQ(found.binds[0].default_value, value(number(1)));
}

TEST(statement_file, tells_every_mistake_with_its_line) {
    EXPECT_EQ(
        mistakes_of("-- name: a\n-- fromat: csv\n-- format: xml\n-- max_rows: 0\n-- timeout: 5\n-- bind: x int\n"
                    "-- bind: 1 number\n-- commit: yes\nselect 1 from dual"),
        (texts{
            "f.sql:2: a header knows no 'fromat': write documentation as '-- doc: ...', or without a colon",
            "f.sql:3: format has to be one of rows, objects, csv, ndjson",
            "f.sql:4: max_rows has to be a number from 1 on",
            "f.sql:5: timeout has to be a time such as 500ms or 30s, at most 900s",
            "f.sql:6: 'x' needs one of the types number, text, date, timestamp, timestamp_tz, boolean, raw, base64",
            "f.sql:7: a bind needs a name: letters, digits, '_', '$' and '#', a letter first",
            "f.sql:8: 'commit' stands alone, without a colon"}));
}

TEST(statement_file, refuses_binds_that_do_not_fit) {
    const auto about = [](const std::string& header, const std::string& sql = "select :x from dual") {
        return mistakes_of("-- name: a\n" + header + "\n" + sql);
    };
    EXPECT_EQ(about("-- bind: x date = soon"),
              texts{"f.sql:2: the default of 'x' has to be null or a text like 2026-11-23 or 2026-11-23T05:06:07"});
    EXPECT_EQ(about("-- bind: x text = 'a'b'"), texts{"f.sql:2: the default of 'x' has to be null or a text"});
    EXPECT_EQ(about("-- bind: x text ="), texts{"f.sql:2: the default of 'x' has to be null or a text"});
    EXPECT_EQ(about("-- bind: x text optional"),
              texts{"f.sql:2: behind the type of 'x' only 'nullable' and '= DEFAULT' can stand"});
    EXPECT_EQ(about("-- bind: x text\n-- bind: X number"), texts{"f.sql:3: 'X' is declared twice"});
    EXPECT_EQ(about("-- bind: y text"), (texts{"f.sql:1: placeholder :X is not declared, others are",
                                               "f.sql:1: bind 'y' is declared and not used"}));
    EXPECT_EQ(about("", "select :1 from dual"),
              texts{"f.sql:1: placeholder :1 has no name, so that no event could give it a value"});
    EXPECT_EQ(about("-- out: x number"),
              texts{"f.sql:1: 'out' is for blocks only: put a change that returns values into one"});
    EXPECT_EQ(about("-- out: x number = 1\n-- bind: x text", "begin :x := 1; end;"),
              (texts{"f.sql:2: behind the type of 'x' nothing more can stand",
                     "f.sql:3: 'x' goes in and comes out as different types"}));
}

TEST(statement_file, has_changes_say_what_becomes_of_them) {
    EXPECT_EQ(mistakes_of("-- name: a\ndelete from t"),
              texts{"f.sql:1: a change needs '-- commit', or '-- rollback' when it is to be taken back"});
    EXPECT_EQ(mistakes_of("-- name: a\n-- commit\n-- rollback\ndelete from t"),
              texts{"f.sql:3: commit and rollback exclude each other, and stand once"});
    EXPECT_EQ(mistakes_of("-- name: a\n-- commit\nselect 1 from dual"),
              texts{"f.sql:1: 'commit or rollback' is not for queries"});
    EXPECT_EQ(mistakes_of("-- name: a\n-- rollback\n-- stream\n-- format: csv\ndelete from t"),
              (texts{"f.sql:1: 'stream' is for queries only", "f.sql:1: 'format' is for queries only"}));
}

TEST(statement_file, refuses_what_would_be_passed_over) {
    EXPECT_EQ(mistakes_of("select 1 from dual"),
              (texts{"f.sql:1: text before the first '-- name: NAME'",
                     "f.sql: holds no statement: each begins with a line '-- name: NAME'"}));
    EXPECT_EQ(
        mistakes_of("-- name: a\nselect 1 from dual;\nselect 2\n from dual;"),
        texts{"f.sql:2: something follows the ';' that ends the statement: each statement needs a name of its own"});
    EXPECT_EQ(mistakes_of("-- name: a\nselect 1 from dual\n/\nselect 2\n from dual"),
              texts{"f.sql:4: text behind the '/' that ends the statement"});
    EXPECT_EQ(mistakes_of("-- name: a\nselect 1 from dual\n-- max_rows: 7\n"),
              texts{"f.sql:3: 'max_rows' belongs before the statement's text"});
    EXPECT_EQ(mistakes_of("-- name: a\n-- name: b\nselect 1 from dual"), texts{"f.sql:1: the statement has no text"});
    EXPECT_EQ(mistakes_of("-- name: get_all^\nselect 1 from dual").size(), 1U);
    EXPECT_EQ(mistakes_of("-- name: a b\nselect 1 from dual"),
              texts{"f.sql:1: a name is made of letters, digits, '_', '-' and '.', a letter first, at most 128"});
    EXPECT_EQ(mistakes_of("-- name: \nselect 1 from dual"), texts{"f.sql:1: a name is missing"});
}

TEST(statement_file, judges_all_files_together) {
    EXPECT_EQ(mistakes_of("-- name: a\n-- default\nselect 1 from dual;\n-- name: a\n-- default\nselect 2 from dual;"),
              (texts{"f.sql:4: 'a' has been defined at f.sql:1", "f.sql:4: the default is 'a' already, at f.sql:1"}));
}

TEST(statement_file, refuses_what_is_no_text) {
    EXPECT_EQ(mistakes_of("-- name: a\nselect '\xFF' from dual"), texts{"f.sql: is not UTF-8"});
    EXPECT_EQ(mistakes_of(std::string(max_file_bytes + 1, ' ')), texts{"f.sql: holds more than 1 MiB"});
    EXPECT_EQ(single("\xEF\xBB\xBF-- name: a\nselect 1 from dual").name, "a");
}

TEST(statement_file, survives_every_cut) {
    for (std::size_t size = 0; size <= whole_file.size(); ++size) {
        const auto list = parsed(whole_file.substr(0, size));
        EXPECT_LE(list.statements.size(), 3U);
        for (const auto& each : list.mistakes) EXPECT_LE(each.line, static_cast<std::size_t>(40));
    }
}

}  // namespace
}  // namespace oraxx::lambda::statements
