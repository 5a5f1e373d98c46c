// Queries, binds, DML, blocks and cursors.
#include "contract.hpp"

namespace oraxx::test {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;

class queries : public contract {};
class binds : public contract {};
class changes : public contract {};
class blocks : public contract {};
class cursors : public contract {};
class documents : public contract {};

TEST_P(queries, every_scalar_type_reads_the_same) {
    EXPECT_EQ(text("select 123456789012345678901234567890.12345678, -0.001, 0, to_number('1e-120') from dual"),
              "123456789012345678901234567890.12345678|-0.001|0|0." + std::string(119, '0') + "1");
    EXPECT_EQ(text("select 'abc', cast('de' as char(4)), n'\xC3\xA9\xE2\x82\xAC', hextoraw('00FF') from dual"),
              "abc|de  |\xC3\xA9\xE2\x82\xAC|00FF");
    EXPECT_EQ(text("select to_binary_float(1.5), to_binary_double(-2.25) from dual"), "1.5|-2.25");
    EXPECT_EQ(text("select date '2024-02-29', timestamp '2024-02-29 01:02:03.123456789' from dual"),
              "2024-02-29T00:00:00|2024-02-29T01:02:03.123456789");
    EXPECT_EQ(
        text("select timestamp '2024-02-29 01:02:03.5 +05:30', timestamp '1999-12-31 23:00:00 -03:00' from dual"),
        "2024-02-29T01:02:03.500000000+05:30|1999-12-31T23:00:00-03:00");
    EXPECT_EQ(text("select interval '-3 04:05:06.789' day to second, interval '-1-2' year to month from dual"),
              "-3 04:05:06.789000000|-1-02");
    EXPECT_EQ(text("select cast(null as number), cast(null as date), null from dual"), "NULL|NULL|NULL");
}

TEST_P(queries, dates_before_the_common_era) {
    EXPECT_EQ(text("select to_date('-4712-01-01', 'SYYYY-MM-DD') from dual"), "-4712-01-01T00:00:00");
}

TEST_P(queries, time_in_the_sessions_zone) {
    auto wanted = options();
    wanted.session_time_zone = "+02:00";
    auto own = connect(std::move(wanted));
    for (const auto& row :
         own.query("select cast(timestamp '2024-06-01 23:30:00' as timestamp with local time zone) from dual")) {
        EXPECT_EQ(row.text(0), "2024-06-01T23:30:00");
    }
}

TEST_P(queries, columns_are_described) {
    conn().execute(
        "create table described (n number(10,2) not null, t varchar2(20 char), d timestamp(3), f float(40))");
    const auto rows = conn().query("select * from described");
    const auto& columns = rows.columns();
    ASSERT_EQ(columns.size(), 4U);
    EXPECT_EQ(columns[0].name, "N");
    EXPECT_EQ(columns[0].type, db_type::number);
    EXPECT_EQ(columns[0].precision, 10);
    EXPECT_EQ(columns[0].scale, 2);
    EXPECT_FALSE(columns[0].nullable);
    EXPECT_EQ(columns[1].type, db_type::varchar2);
    EXPECT_EQ(columns[1].size_bytes, 80U);
    EXPECT_EQ(columns[1].size_chars, 20U);
    EXPECT_EQ(columns[2].type, db_type::timestamp);
    EXPECT_EQ(columns[2].scale, 3);
    EXPECT_EQ(columns[3].precision, 40);
    EXPECT_EQ(columns[3].scale, -127);
}

TEST_P(queries, many_rows_come_in_several_fetches) {
    auto statement = conn().prepare("select level, 'row ' || level from dual connect by level <= 2500");
    statement.set_fetch({.prefetch_rows = 10, .array_rows = 700});
    std::int64_t sum = 0;
    std::string last;
    for (const auto& [number, name] : statement.query<std::int64_t, std::string>()) {
        sum += number;
        last = name;
    }
    EXPECT_EQ(sum, 2500 * 2501 / 2);
    EXPECT_EQ(last, "row 2500");
}

TEST_P(queries, a_statement_runs_again_with_other_binds) {
    auto statement = conn().prepare("select :1 + 1 from dual");
    for (const std::int64_t given : {1, 41, -7}) {
        for (const auto& [got] : statement.query<std::int64_t>(given)) EXPECT_EQ(got, given + 1);
    }
}

TEST_P(queries, described_without_being_executed) {
    auto statement = conn().prepare("select 1 a, 'x' b from dual");
    statement.describe();
    ASSERT_EQ(statement.columns().size(), 2U);
    EXPECT_EQ(statement.columns()[1].name, "B");
    for (const auto& [a, b] : statement.query<std::int64_t, std::string>()) EXPECT_EQ(b, "x");
}

TEST_P(queries, the_place_of_a_mistake_is_told) {
    const auto failed = conn().try_execute("select nope from dual");
    ASSERT_FALSE(failed.has_value());
    EXPECT_EQ(failed.error().code, errc::server_error);
    EXPECT_EQ(failed.error().ora_code, 904);
    EXPECT_EQ(failed.error().sql_offset, 7U);
    EXPECT_TRUE(failed.error().connection_usable);
    EXPECT_EQ(text("select 1 from dual"), "1");
}

TEST_P(binds, every_scalar_type_arrives) {
    conn().execute(
        "create table kept (n number, t varchar2(100), u nvarchar2(100), r raw(10), d date, "
        "s timestamp(9), z timestamp with time zone, i interval day(9) to second(9), y interval year to month, "
        "f binary_float, g binary_double)");
    const std::byte raw[] = {std::byte{0}, std::byte{255}};
    conn().execute("insert into kept values (:1, :2, :3, :4, :5, :6, :7, :8, :9, :10, :11)",
                   number::from_text("12345678901234567890.5"), std::string_view("caf\xC3\xA9"),
                   std::string_view("\xE2\x82\xAC"), std::span<const std::byte>(raw),
                   *date::parse("2024-02-29T05:06:07"), *timestamp::parse("2024-02-29T05:06:07.123456789"),
                   *timestamp_tz::parse("2024-02-29T05:06:07.5+05:30"), *interval_ds::parse("-3 04:05:06.789"),
                   *interval_ym::parse("-1-02"), 1.5F, -2.25);
    EXPECT_EQ(
        text("select n, t, u, r, d, s, i, y, f, g from kept"),
        "12345678901234567890.5|caf\xC3\xA9|\xE2\x82\xAC|00FF|2024-02-29T05:06:07|2024-02-29T05:06:07.123456789|"
        "-3 04:05:06.789000000|-1-02|1.5|-2.25");
    EXPECT_EQ(text("select z from kept"), "2024-02-29T05:06:07.500000000+05:30");
}

TEST_P(binds, nothing_is_null) {
    EXPECT_EQ(text("select nvl(to_char(null), 'none') from dual"), "none");
    for (const auto& row : conn().query("select nvl(:1, 'none'), nvl(:2, 'none') from dual",
                                        std::optional<std::string>(), std::string_view())) {
        EXPECT_EQ(row.text(0), "none");
        EXPECT_EQ(row.text(1), "none");
    }
}

TEST_P(binds, go_by_name) {
    for (const auto& [sum] :
         conn().query<std::int64_t>("select :a * 10 + :b + :a from dual", bind("b", 2), bind("a", 3))) {
        EXPECT_EQ(sum, 35);
    }
    const auto failed = conn().try_execute("begin null; end;", 1);
    ASSERT_FALSE(failed.has_value());
    EXPECT_EQ(failed.error().code, errc::bind_mismatch);
}

TEST_P(changes, tell_rows_and_the_last_row_id) {
    conn().execute("create table changed (id number, t varchar2(10))");
    EXPECT_EQ(conn().execute("insert into changed values (1, 'a')").row_count, 1U);
    const auto done = conn().execute("insert into changed values (2, 'b')");
    ASSERT_TRUE(done.last_rowid.has_value());
    for (const auto& [id] : conn().query<std::int64_t>("select id from changed where rowid = :1", *done.last_rowid)) {
        EXPECT_EQ(id, 2);
    }
    EXPECT_EQ(conn().execute("update changed set t = 'c'").row_count, 2U);
    EXPECT_EQ(conn().execute("delete from changed where id > 5").row_count, 0U);
}

TEST_P(changes, end_with_commit_or_rollback) {
    conn().execute("create table ended (id number)");
    conn().execute("insert into ended values (1)");
    EXPECT_TRUE(conn().in_transaction());
    conn().rollback();
    EXPECT_FALSE(conn().in_transaction());
    EXPECT_EQ(text("select count(*) from ended"), "0");
    conn().execute("insert into ended values (1)");
    conn().commit();
    conn().rollback();
    EXPECT_EQ(text("select count(*) from ended"), "1");
    conn().set_autocommit(true);
    conn().execute("insert into ended values (2)");
    EXPECT_FALSE(conn().in_transaction());
}

TEST_P(changes, run_for_many_rows) {
    conn().execute("create table many_rows (id number, t varchar2(10))");
    std::vector<std::tuple<std::int64_t, std::optional<std::string>>> rows;
    rows.reserve(500);
    for (std::int64_t id = 0; id < 500; ++id)
        rows.emplace_back(id, id % 3 == 0 ? std::nullopt : std::optional("t" + std::to_string(id)));
    EXPECT_EQ(conn().execute_many("insert into many_rows values (:1, :2)", rows).row_count, 500U);
    EXPECT_EQ(text("select count(*), count(t), max(id) from many_rows"), "500|333|499");
}

TEST_P(changes, of_many_rows_tell_each_ones_count) {
    conn().execute("create table counted (id number)");
    conn().execute("insert into counted select mod(level, 3) from dual connect by level <= 9");
    const std::vector<std::tuple<std::int64_t>> rows = {{1}, {7}, {2}};
    const auto done = conn().execute_many("delete from counted where id = :1", rows, {.row_counts = true});
    EXPECT_THAT(done.row_counts, ElementsAre(3U, 0U, 3U));
}

TEST_P(changes, of_many_rows_collect_errors) {
    conn().execute("create table checked (id number(2) primary key)");
    const std::vector<std::tuple<std::int64_t>> rows = {{1}, {1}, {2}, {1000}, {3}};
    const auto done = conn().execute_many("insert into checked values (:1)", rows, {.batch_errors = true});
    ASSERT_EQ(done.errors.size(), 2U);
    EXPECT_EQ(done.errors[0].row, 1U);
    EXPECT_EQ(done.errors[0].ora_code, 1);
    EXPECT_EQ(done.errors[1].row, 3U);
    EXPECT_EQ(done.errors[1].ora_code, 1438);
    EXPECT_EQ(text("select count(*) from checked"), "3");
}

TEST_P(changes, of_many_rows_stop_at_the_first_error) {
    conn().execute("create table stopped (id number primary key)");
    const std::vector<std::tuple<std::int64_t>> rows = {{1}, {2}, {1}, {3}};
    const auto failed = conn().try_execute_many("insert into stopped values (:1)", rows);
    ASSERT_FALSE(failed.has_value());
    EXPECT_EQ(failed.error().ora_code, 1);
    EXPECT_EQ(text("select count(*) from stopped"), "2");
}

TEST_P(changes, of_many_rows_name_the_one_that_failed) {
    conn().execute("create table named (id number primary key)");
    const std::vector<std::tuple<std::int64_t>> rows = {{1}, {2}, {1}, {3}};
    const auto failed = conn().try_execute_many("insert into named values (:1)", rows);
    ASSERT_FALSE(failed.has_value());
    EXPECT_EQ(failed.error().message.rfind("row 3 of the batch", 0), 0U) << failed.error().message;
}

TEST_P(changes, return_values) {
    conn().execute("create table returned (id number, t varchar2(20))");
    std::vector<std::int64_t> ids;
    std::vector<std::string> names;
    conn().execute("insert into returned values (7, 'seven') returning id, t into :1, :2", out(ids), out(names));
    EXPECT_THAT(ids, ElementsAre(7));
    EXPECT_THAT(names, ElementsAre("seven"));
    conn().execute("insert into returned values (8, 'eight')");
    conn().execute("update returned set id = id * 10 returning id into :1", out(ids));
    EXPECT_THAT(ids, testing::UnorderedElementsAre(70, 80));
}

TEST_P(blocks, values_go_in_and_come_out) {
    std::int64_t sum = 0;
    std::string text = "abc";
    std::optional<date> day;
    conn().execute("begin :1 := :2 + 1; :3 := upper(:3) || '!'; :4 := date '2024-01-02'; end;", out(sum), 41,
                   in_out(text, max_bytes{100}), out(day));
    EXPECT_EQ(sum, 42);
    EXPECT_EQ(text, "ABC!");
    EXPECT_EQ(day->to_string(), "2024-01-02T00:00:00");
}

TEST_P(blocks, index_by_tables_go_in_and_come_out) {
    const std::vector<std::int64_t> given = {1, 2, 3};
    std::vector<std::int64_t> got;
    conn().execute(
        "create or replace package tables is type numbers is table of number index by pls_integer; "
        "procedure doubled(a in numbers, b out numbers); end;");
    conn().execute(
        "create or replace package body tables is procedure doubled(a in numbers, b out numbers) is begin "
        "for i in 1 .. a.count loop b(i) := a(i) * 2; end loop; end; end;");
    conn().execute("begin tables.doubled(:1, :2); end;", plsql_array(given), out(plsql_array(got, 10)));
    EXPECT_THAT(got, ElementsAre(2, 4, 6));
}

TEST_P(blocks, errors_have_number_and_text) {
    const auto failed = conn().try_execute("begin raise_application_error(-20123, 'told'); end;");
    ASSERT_FALSE(failed.has_value());
    EXPECT_EQ(failed.error().ora_code, 20123);
    EXPECT_NE(failed.error().message.find("told"), std::string::npos);
}

TEST_P(blocks, that_do_not_compile_are_told) {
    EXPECT_TRUE(conn().execute("create or replace procedure broken is begin nope; end;").compiled_with_errors);
    EXPECT_FALSE(conn().execute("create or replace procedure whole is begin null; end;").compiled_with_errors);
}

TEST_P(blocks, a_cursor_comes_out) {
    std::optional<result_set> rows;
    conn().execute("begin open :1 for select level from dual connect by level <= 3; end;", out(rows));
    ASSERT_TRUE(rows.has_value());
    std::vector<std::string> got;
    for (const auto& row : *rows) got.emplace_back(row.text(0));
    EXPECT_THAT(got, ElementsAre("1", "2", "3"));
}

TEST_P(blocks, results_are_handed_back) {
    auto done = conn().execute(
        "declare c sys_refcursor; begin open c for select 'x' from dual; dbms_sql.return_result(c); end;");
    ASSERT_EQ(done.implicit_results.size(), 1U);
    for (const auto& row : done.implicit_results[0]) EXPECT_EQ(row.text(0), "x");
}

TEST_P(cursors, stand_in_rows) {
    std::vector<std::string> got;
    for (const auto& row : conn().query("select cursor(select level from dual connect by level <= 2) from dual")) {
        auto nested = row.get<result_set>(0);
        for (const auto& each : nested) got.emplace_back(each.text(0));
    }
    EXPECT_THAT(got, ElementsAre("1", "2"));
}

TEST_P(cursors, scroll) {
    auto rows = conn().query_scrollable("select level from dual connect by level <= 20");
    ASSERT_TRUE(rows.absolute(7));
    EXPECT_EQ(rows.current().text(0), "7");
    ASSERT_TRUE(rows.prior());
    EXPECT_EQ(rows.current().text(0), "6");
}

TEST_P(cursors, scroll_to_their_end) {
    auto rows = conn().query_scrollable("select level from dual connect by level <= 20");
    ASSERT_TRUE(rows.last());
    EXPECT_EQ(rows.position(), 20U);
    EXPECT_FALSE(rows.next());
}

TEST_P(documents, of_json_are_read_from_text) {
    conn().execute("create table documents (d clob)");
    conn().execute("insert into documents values ('[true, null]')");
    for (const auto& row : conn().query("select '{\"a\": 1.50}', d from documents")) {
        EXPECT_EQ(row.get<json>(0).at("a").get<number>().to_string(), "1.5");
        EXPECT_EQ(row.get<json>(1).to_text(), "[true,null]");
    }
}

TEST_P(documents, of_xml_are_read) {
    ORAXX_NOT_SHOWN("the sandbox does not describe object types to Oracle's client");
    EXPECT_EQ(text("select xmltype('<a>1</a>') from dual"), "<a>1</a>");
}

TEST_P(documents, of_xml_are_read_as_text) {
    EXPECT_EQ(text("select xmltype('<a>1</a>').getstringval() from dual"), "<a>1</a>");
}

ORAXX_IN_BOTH_MODES(queries);
ORAXX_IN_BOTH_MODES(binds);
ORAXX_IN_BOTH_MODES(changes);
ORAXX_IN_BOTH_MODES(blocks);
ORAXX_IN_BOTH_MODES(cursors);
ORAXX_IN_BOTH_MODES(documents);

}  // namespace
}  // namespace oraxx::test
