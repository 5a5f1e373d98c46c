// Direct events: which statement runs, with which values, and what is answered.
#include "statements_fixture.hpp"

namespace oraxx::lambda::statements::test {
namespace {

constexpr const char* schema =
    "create table emp (id number primary key, name varchar2(40), hired date, salary number(10,2), photo raw(16), "
    "seen timestamp with time zone);\n"
    "insert into emp values (1, 'Ada \"A\"', date '2019-03-01', 5200.50, hextoraw('CAFE'), null);\n"
    "insert into emp values (2, 'Grace, Hopper', date '2020-11-15', 0.5, null, "
    "to_timestamp_tz('2026-01-02 03:04:05.5 +01:00', 'YYYY-MM-DD HH24:MI:SS.FF TZH:TZM'));\n"
    "insert into emp values (3, null, null, -0.25, null, null);\n"
    "create table wide (n number);\n"
    "insert into wide values (12345678901234567890123456789012345678);\n";

constexpr std::string_view files = R"(
-- name: employees
-- default
-- bind: least number = 0
select id, name, hired, salary from emp where id > :least order by id;

-- name: hired_since
-- bind: since date
-- bind: name text = null
select name from emp where hired >= :since and (name = :name or :name is null) order by id;

-- name: twins
select id, id, 1 as id_2, name from emp where id = 1;

-- name: everything
-- format: objects
select * from emp where id = :ID;

-- name: wide
-- bind: n number
select n, n + 0 as sum from wide where n = :n;

-- name: bytes
-- bind: photo base64
select id from emp where photo = :photo;

-- name: raise
-- bind: id number
-- bind: by number
-- commit
update emp set salary = salary + :by where id = :id;

-- name: try_raise
-- rollback
update emp set salary = salary + 1000;

-- name: compute
-- bind: who text nullable
-- bind: n number = 41
-- out: n number
-- out: total number
-- out: greeting text
begin :total := 0.1 + 0.2; :greeting := 'hello ' || :who; :n := :n + 1; end;
/

-- name: bad_table
select * from nowhere;
)";

class direct_event_test : public statements_fixture {
protected:
    direct_event_test() : statements_fixture(schema) { deploy(files); }
};

TEST_F(direct_event_test, empty_ones_run_the_default) {
    const std::string wanted =
        R"([[1,"Ada \"A\"","2019-03-01T00:00:00",5200.5],[2,"Grace, Hopper","2020-11-15T00:00:00",0.5],)"
        R"([3,null,null,-0.25]])";
    for (const char* event : {"", "null", "{}", R"({"binds":null})"}) EXPECT_EQ(answer(event), wanted);
}

TEST_F(direct_event_test, name_statements_and_bring_values) {
    EXPECT_EQ(answer(R"({"statement":"employees","binds":{"LEAST":2}})"), R"([[3,null,null,-0.25]])");
    EXPECT_EQ(answer(R"({"statement":"hired_since","binds":{"since":"2020-01-01"}})"), R"([["Grace, Hopper"]])");
    EXPECT_EQ(answer(R"({"statement":"hired_since","binds":{"since":"2000-01-01","name":"Ada \"A\""}})"),
              R"([["Ada \"A\""]])");
    EXPECT_EQ(answer(R"({"statement":"bytes","binds":{"photo":"yv4="}})"), "[[1]]");
}

TEST_F(direct_event_test, choose_the_format) {
    EXPECT_EQ(answer(R"({"format":"objects","binds":{"least":2}})"),
              R"([{"ID":3,"NAME":null,"HIRED":null,"SALARY":-0.25}])");
    EXPECT_EQ(answer(R"({"format":"csv"})"),
              "ID,NAME,HIRED,SALARY\r\n1,\"Ada \"\"A\"\"\",2019-03-01T00:00:00,5200.5\r\n"
              "2,\"Grace, Hopper\",2020-11-15T00:00:00,0.5\r\n3,,,-0.25\r\n");
    EXPECT_EQ(answer(R"({"format":"ndjson","binds":{"least":1},"max_rows":1})"),
              "{\"ID\":2,\"NAME\":\"Grace, Hopper\",\"HIRED\":\"2020-11-15T00:00:00\",\"SALARY\":0.5}\n");
    EXPECT_EQ(answer(R"({"statement":"everything","binds":{"id":2}})"),
              R"([{"ID":2,"NAME":"Grace, Hopper","HIRED":"2020-11-15T00:00:00","SALARY":0.5,"PHOTO":null,)"
              R"("SEEN":"2026-01-02T03:04:05.500000000+01:00"}])");
    EXPECT_EQ(answer(R"({"statement":"employees","binds":{"least":7},"format":"csv"})"), "ID,NAME,HIRED,SALARY\r\n");
    EXPECT_EQ(answer(R"({"statement":"employees","binds":{"least":7}})"), "[]");
}

TEST_F(direct_event_test, get_names_of_their_own_for_columns_of_one_name) {
    EXPECT_EQ(answer(R"({"statement":"twins","format":"objects"})"),
              R"([{"ID":1,"ID_3":1,"ID_2":1,"NAME":"Ada \"A\""}])");
}

TEST_F(direct_event_test, keep_the_digits_of_numbers_both_ways) {
    EXPECT_EQ(answer(R"({"statement":"wide","binds":{"n":12345678901234567890123456789012345678}})"),
              "[[12345678901234567890123456789012345678,12345678901234567890123456789012345678]]");
    EXPECT_EQ(answer(R"({"statement":"wide","binds":{"n":"12345678901234567890123456789012345679"}})"), "[]");
}

TEST_F(direct_event_test, commit_changes_or_take_them_back_as_the_statement_says) {
    EXPECT_EQ(answer(R"({"statement":"raise","binds":{"id":3,"by":1.25}})"), R"({"row_count":1})");
    EXPECT_EQ(answer(R"({"statement":"try_raise"})"), R"({"row_count":3})");
    EXPECT_EQ(answer(R"({"binds":{"least":2}})"), R"([[3,null,null,1]])") << "in another session";
}

TEST_F(direct_event_test, get_the_values_that_come_out_of_blocks) {
    EXPECT_EQ(answer(R"({"statement":"compute","binds":{"who":"you"}})"),
              R"({"out":{"n":42,"total":0.3,"greeting":"hello you"}})");
    EXPECT_EQ(answer(R"({"statement":"compute","binds":{"who":null,"n":1}})"),
              R"({"out":{"n":2,"total":0.3,"greeting":"hello "}})");
    EXPECT_EQ(error_type(R"({"statement":"compute","binds":{"who":"x","total":1}})"), "EventError.UnknownBind");
}

TEST_F(direct_event_test, are_refused_by_name_and_without_a_connection) {
    const std::pair<const char*, const char*> refusals[] = {
        {R"([1])", "EventError.BadShape: the event has to be an object or null, and is an array"},
        {R"({"statment":"x"})",
         "EventError.UnknownField: the event has a field 'statment'; statement, binds, format, max_rows "
         "and stream are known"},
        {R"({"statement":"nothing"})", "EventError.UnknownStatement: the function has no statement 'nothing'"},
        {R"({"statement":7})", "EventError.BadField: 'statement' has to be a text, and is a number"},
        {R"({"binds":[1]})", "EventError.BadField: 'binds' has to be an object of names and values, and is an array"},
        {R"({"binds":{"most":1}})", "EventError.UnknownBind: the statement takes no bind 'most'"},
        {R"({"binds":{"least":1,"Least":2}})", "EventError.BadBind: the bind 'Least' is given twice"},
        {R"({"binds":{"least":"hunter2"}})",
         "EventError.BadBind: the bind 'least' has to be a number of at most 38 digits"},
        {R"({"binds":{"least":null}})", "EventError.BadBind: the bind 'least' must not be null or empty"},
        {R"({"statement":"hired_since"})", "EventError.MissingBind: the bind 'since' is missing"},
        {R"({"statement":"hired_since","binds":{"since":"01.02.2020"}})",
         "EventError.BadBind: the bind 'since' has to be a text like 2026-11-23 or 2026-11-23T05:06:07"},
        {R"({"statement":"everything"})", "EventError.MissingBind: the bind 'ID' is missing"},
        {R"({"statement":"everything","binds":{"id":[1]}})",
         "EventError.BadBind: the bind 'id' has to be a number of at most 38 digits, a text, a truth value or null"},
        {R"({"format":"xml"})", "EventError.BadField: 'format' has to be one of rows, objects, csv, ndjson"},
        {R"({"max_rows":0})", "EventError.BadField: 'max_rows' has to be a whole number from 1 on"},
        {R"({"stream":"yes"})", "EventError.BadField: 'stream' has to be true or false, and is a text"},
        {R"({"sql":"drop table emp"})",
         "EventError.SqlNotAllowed: the event brings SQL of its own: this function runs the statements it was "
         "deployed with"},
        {R"({"format":"csv","format":"rows"})", "EventError.BadField: 'format' stands there twice"},
        {"{\"a\":\"\xFF\"}", "EventError.BadJson: the event is not UTF-8, as JSON has to be"},
    };
    for (const auto& [event, message] : refusals) EXPECT_EQ(answer(event), message);
    EXPECT_EQ(connections_->leased, 0U);
}

TEST_F(direct_event_test, get_the_databases_own_errors) {
    EXPECT_EQ(error_type(R"({"statement":"bad_table"})"), "OracleError.ORA00942");
}

TEST_F(direct_event_test, of_schedules_run_what_their_detail_says) {
    EXPECT_EQ(answer(R"({"detail-type":"Scheduled Event","source":"aws.events","detail":{}})").substr(0, 4), "[[1,");
    EXPECT_EQ(
        answer(R"({"detail-type":"x","source":"my.app","detail":{"statement":"employees","binds":{"least":2}}})"),
        R"([[3,null,null,-0.25]])");
}

TEST_F(direct_event_test, may_bring_sql_only_where_that_is_switched_on) {
    deploy(files, {.allow_sql = true});
    EXPECT_EQ(answer(R"({"sql":"select name from emp where id = :id","binds":{"id":2}})"), R"([["Grace, Hopper"]])");
    EXPECT_EQ(answer(R"({"sql":"delete from emp where id = 3","commit":true})"), R"({"row_count":1})");
    EXPECT_EQ(answer(R"({"sql":"delete from emp"})"), R"({"row_count":2})");
    EXPECT_EQ(answer(R"({"sql":"select count(*) from emp"})"), "[[2]]") << "what is not committed is taken back";
    EXPECT_EQ(error_type(R"({"sql":"x","statement":"employees"})"), "EventError.BadField");
    EXPECT_EQ(error_type(R"({"commit":true})"), "EventError.BadField");
}

TEST_F(direct_event_test, are_all_answered_by_the_mistakes_of_the_files) {
    deploy("-- name: a\n-- format: xml\nselect 1 from dual;\n-- name: a\nselect 2 from dual;");
    EXPECT_EQ(answer("{}"),
              "StatementError.BadFile: the function's statement files have mistakes: test.sql:2: format has to be "
              "one of rows, "
              "objects, csv, ndjson; test.sql:4: 'a' has been defined at test.sql:1");
}

TEST_F(direct_event_test, need_a_statement_when_none_is_the_default) {
    deploy("-- name: a\nselect 1 from dual;\n-- name: b\nselect 2 from dual;");
    EXPECT_EQ(error_type("{}"), "EventError.NoStatement");
    EXPECT_EQ(answer(R"({"statement":"b"})"), "[[2]]");
    deploy("-- name: a\nselect 1 from dual;");
    EXPECT_EQ(answer("{}"), "[[1]]") << "the only one";
}

TEST_F(direct_event_test, run_the_built_in_statement_without_files) {
    function_ = std::make_unique<statements_function>(function_options{});
    function_->start(log_);
    EXPECT_EQ(answer("{}"), R"([["DUAL"],["EMP"],["WIDE"]])");
}

}  // namespace
}  // namespace oraxx::lambda::statements::test
