// Objects, collections and PL/SQL records, and XMLTYPE, which is one of them to Oracle's client.
#include <map>

#include "contract.hpp"

namespace oraxx::test {
namespace {

using testing::ElementsAre;

constexpr const char* no_descriptions = "the sandbox does not describe object types to Oracle's client";

class objects : public contract {
protected:
    void make_shapes() {
        conn().execute("create type point_t as object (x number, y number(10, 2), label varchar2(20), day date)");
        conn().execute("create type points_t as table of point_t");
        conn().execute("create type segment_t as object (id number, start_at point_t, points points_t)");
    }
    [[nodiscard]] object point(int x) {
        object out(conn().object_type("point_t"));
        out.set("x", x).set("y", number::parse("2.5").value()).set("label", "p" + std::to_string(x));
        return out;
    }
};

TEST_P(objects, are_read) {
    ORAXX_NOT_SHOWN(no_descriptions);
    make_shapes();
    const std::string sql =
        "select point_t(1, 2.5, 'a', date '2024-02-29') p, point_t(null, 0, null, null) q, "
        "cast(null as point_t) n from dual";
    for (const auto& row : conn().query(sql)) {
        EXPECT_EQ(row.columns()[0].type, db_type::object);
        EXPECT_EQ(row.columns()[0].type_name, "POINT_T");
        EXPECT_EQ(row.get<object>(0).get<number>("Y").to_string(), "2.5");
        EXPECT_EQ(row.get<object>(0).get<std::string>("LABEL"), "a");
        EXPECT_EQ(row.get<object>(0).get<date>("DAY").to_string(), "2024-02-29T00:00:00");
        EXPECT_TRUE(row.get<object>(1).is_null("X"));
        EXPECT_TRUE(row.is_null(2));
    }
}

TEST_P(objects, within_others_are_read) {
    ORAXX_NOT_SHOWN(no_descriptions);
    make_shapes();
    conn().execute("create table segments (s segment_t)");
    object given(conn().object_type("segment_t"));
    object points(conn().object_type("points_t"));
    points.append(point(1)).append(value()).append(point(3));
    given.set("id", 7).set("start_at", point(5)).set("points", points);
    conn().execute("insert into segments values (:1)", given);
    for (const auto& row : conn().query("select s from segments")) EXPECT_EQ(row.get<object>(0), given);
}

TEST_P(objects, as_collections_are_read) {
    ORAXX_NOT_SHOWN(no_descriptions);
    conn().execute("create type numbers_t as varray(5) of number");
    for (const auto& row : conn().query("select numbers_t(1, 2) from dual")) {
        EXPECT_EQ(row.get<object>(0).type().form(), object_form::varray);
        EXPECT_THAT(row.get<object>(0).to<std::vector<std::int64_t>>(), ElementsAre(1, 2));
    }
}

TEST_P(objects, of_every_attribute_type_come_back) {
    ORAXX_NOT_SHOWN(no_descriptions);
    conn().execute(
        "create type all_t as object (t varchar2(20), n nvarchar2(20), c char(3), r raw(10), f binary_float, "
        "d binary_double, ts timestamp, tz timestamp with time zone, cl clob, bl blob, i integer)");
    conn().execute("create table everything (a all_t)");
    const timestamp time{.date = {.year = 2024, .month = 2, .day = 29, .hour = 1, .minute = 2, .second = 3},
                         .nanosecond = 5000};
    object given(conn().object_type("all_t"));
    given.set("t", "\u00e9\u20ac").set("n", "\u00e9\u20ac").set("c", "abc").set("f", 1.5F).set("d", -0.25);
    given.set("r", std::vector<std::byte>{std::byte{1}, std::byte{0}, std::byte{255}});
    given.set("ts", time).set("tz", timestamp_tz{.utc = time, .offset_minutes = 60}).set("i", 5);
    given.set("cl", std::string(5000, 'x')).set("bl", std::vector<std::byte>(5000, std::byte{7}));
    conn().execute("insert into everything values (:1)", given);
    for (const auto& row : conn().query("select a from everything")) EXPECT_EQ(row.get<object>(0), given);
}

TEST_P(objects, are_bound) {
    ORAXX_NOT_SHOWN(no_descriptions);
    conn().execute("create type pair_t as object (a number, b varchar2(10))");
    object given(conn().object_type("PAIR_T"));
    given.set("A", number(7)).set("B", "seven");
    std::string got;
    conn().execute("declare p pair_t := :1; begin :2 := p.a || p.b; end;", given, out(got));
    EXPECT_EQ(got, "7seven");
}

TEST_P(objects, come_out_of_blocks) {
    ORAXX_NOT_SHOWN(no_descriptions);
    make_shapes();
    std::optional<object> made;
    auto changed = point(1);
    conn().execute("declare p point_t := :1; begin p.x := p.x + 1; :1 := p; :2 := point_t(9, 8, 'out', null); end;",
                   in_out(changed), out(made, conn().object_type("point_t")));
    EXPECT_EQ(changed.get<int>("X"), 2);
    ASSERT_TRUE(made.has_value());
    EXPECT_EQ(made->get<int>("X"), 9);
    EXPECT_EQ(made->get<std::string>("LABEL"), "out");
}

TEST_P(objects, of_packages_are_records_and_tables) {
    ORAXX_NOT_SHOWN(no_descriptions);
    conn().execute(
        "create or replace package shapes as"
        " type point_r is record (label varchar2(20), x pls_integer, is_set boolean);"
        " type labels_t is table of varchar2(20) index by pls_integer;"
        " end;");
    object r(conn().object_type("shapes.point_r"));
    r.set("label", "a").set("x", -5).set("is_set", true);
    conn().execute("declare r shapes.point_r := :1; begin r.x := r.x * 2; :1 := r; end;", in_out("1", r));
    EXPECT_EQ(r.get<int>("x"), -10);
    EXPECT_TRUE(r.get<bool>("is_set"));
    std::map<std::int32_t, std::string> labels{{-3, "c"}, {7, "g"}};
    conn().execute("declare l shapes.labels_t := :1; begin l(8) := 'h'; :1 := l; end;",
                   in_out("1", labels, conn().object_type("shapes.labels_t")));
    EXPECT_EQ(labels, (std::map<std::int32_t, std::string>{{-3, "c"}, {7, "g"}, {8, "h"}}));
}

TEST_P(objects, that_do_not_fit_are_refused_alike) {
    ORAXX_NOT_SHOWN(no_descriptions);
    make_shapes();
    conn().execute("create table points (p point_t)");
    auto wrong = point(1);
    wrong.set("label", 5.5);
    const auto failed = conn().try_execute("insert into points values (:1)", wrong);
    ASSERT_FALSE(failed.has_value());
    EXPECT_EQ(failed.error().code, errc::type_mismatch);
    EXPECT_NE(failed.error().message.find("LABEL of SCOTT.POINT_T: the value cannot be sent as VARCHAR2"),
              std::string::npos)
        << failed.error().message;
}

TEST_P(objects, go_in_batches) {
    ORAXX_NOT_SHOWN(no_descriptions);
    make_shapes();
    conn().execute("create table points (id number, p point_t)");
    const std::vector<std::tuple<int, object>> rows{{1, point(1)}, {2, point(2)}, {3, point(3)}};
    EXPECT_EQ(conn().execute_many("insert into points values (:1, :2)", rows).row_count, 3U);
    std::vector<std::int64_t> got;
    for (const auto& row : conn().query("select p from points order by id")) {
        got.push_back(row.get<object>(0).get<std::int64_t>("X"));
    }
    EXPECT_THAT(got, ElementsAre(1, 2, 3));
}

ORAXX_IN_BOTH_MODES(objects);

}  // namespace
}  // namespace oraxx::test
