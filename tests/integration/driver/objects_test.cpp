// Object types, collections and PL/SQL records from the sandbox's tables to C++ values and back.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <oraxx/oraxx.hpp>

#include "server/net/sandbox_server.hpp"

namespace oraxx::test {

struct point {
    double x = 0;
    number y{};
    std::optional<std::string> label{};
    std::optional<date> day{};
};

struct named_point {
    std::string label{};
    int x = 0;
};

struct segment {
    std::int64_t id = 0;
    point start{};
    std::optional<point> stop{};
    std::vector<std::optional<int>> weights{};
};

}  // namespace oraxx::test

template <>
struct oraxx::mapping<oraxx::test::named_point> {
    static constexpr auto members = oraxx::members(oraxx::member("label", &oraxx::test::named_point::label),
                                                   oraxx::member("x", &oraxx::test::named_point::x));
};

namespace oraxx::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class objects : public testing::Test {
protected:
    objects() {
        sandbox::server_options options;
        options.password = base::secret_bytes(std::string_view("tiger"));
        server_ = std::make_unique<sandbox::sandbox_server>(std::move(options));
        connect_options wanted;
        wanted.connect_string = server_->address() + "/FREEPDB1";
        wanted.user = "scott";
        wanted.password = "tiger";
        wanted.connect_timeout = std::chrono::seconds(30);
        conn_.emplace(connect(std::move(wanted)));
        run("create type point_t as object (x number, y number(10, 2), label varchar2(20), day date)");
        run("create type weights_t as varray(3) of number");
        run("create type names_t as table of varchar2(20)");
        run("create type segment_t as object (id number, start_at point_t, stop_at point_t, weights weights_t)");
        run("create type points_t as table of point_t");
    }
    void run(std::string_view sql) { conn_->execute(sql); }
    // Reads the only column of the only row.
    template <class T>
    result<T> read(std::string_view sql) {
        auto rows = conn_->query(sql);
        EXPECT_TRUE(rows.next());
        return rows.current().template try_get<T>(0);
    }

    std::unique_ptr<sandbox::sandbox_server> server_;
    std::optional<connection> conn_;
};

TEST_F(objects, types_are_described) {
    const auto type = conn_->object_type("segment_t");
    EXPECT_EQ(type.full_name(), "SCOTT.SEGMENT_T");
    EXPECT_FALSE(type.is_collection());
    ASSERT_EQ(type.attributes().size(), 4U);
    EXPECT_EQ(type.attributes()[0].name, "ID");
    EXPECT_EQ(type.attributes()[0].type, db_type::number);
    EXPECT_EQ(type.attributes()[0].scale, -127);
    const auto& start = type.attributes()[1].object;
    EXPECT_EQ(start, conn_->object_type("SCOTT.\"POINT_T\""));
    EXPECT_EQ(start.attributes()[1].precision, 10);
    EXPECT_EQ(start.attributes()[1].scale, 2);
    EXPECT_EQ(start.attributes()[2].type, db_type::varchar2);
    EXPECT_EQ(start.attributes()[2].size_bytes, 20U);
    EXPECT_EQ(start.find("label"), 2U);
    EXPECT_EQ(start.find("colour"), std::nullopt);
    const auto& weights = type.attributes()[3].object;
    EXPECT_EQ(weights.form(), object_form::varray);
    EXPECT_EQ(weights.max_elements(), 3U);
    EXPECT_EQ(weights.element().type, db_type::number);
    EXPECT_EQ(conn_->object_type("points_t").element().object, start);
}

TEST_F(objects, types_are_asked_for_once) {
    const auto type = conn_->object_type("point_t");
    const auto before = conn_->stats().round_trips;
    EXPECT_EQ(conn_->object_type("scott.point_t").full_name(), type.full_name());
    EXPECT_EQ(conn_->object_type("POINT_T"), type);
    EXPECT_LE(conn_->stats().round_trips - before, 2U);
    const auto then = conn_->stats().round_trips;
    EXPECT_EQ(conn_->object_type("point_t"), type);
    EXPECT_EQ(conn_->stats().round_trips, then);
}

TEST_F(objects, types_that_do_not_exist_are_told_by_name) {
    const auto unknown = conn_->try_object_type("nowhere_t");
    ASSERT_FALSE(unknown);
    EXPECT_EQ(unknown.error().code, errc::invalid_argument);
    EXPECT_THAT(unknown.error().message, HasSubstr("NOWHERE_T"));
    EXPECT_EQ(conn_->try_object_type("a b").error().code, errc::invalid_argument);
    EXPECT_TRUE(conn_->is_usable());
}

TEST_F(objects, are_read_by_attribute) {
    const auto read_back = read<object>("select point_t(1, 2.5, 'it''s', date '2024-02-29') from dual").value();
    EXPECT_EQ(read_back.type().name(), "POINT_T");
    EXPECT_EQ(read_back.size(), 4U);
    EXPECT_EQ(read_back.get<int>("x"), 1);
    EXPECT_EQ(read_back.get<number>(1).to_string(), "2.5");
    EXPECT_EQ(read_back.get<std::string_view>("Label"), "it's");
    EXPECT_EQ(read_back.get<std::string>("Y"), "2.5");
    EXPECT_EQ(read_back.get<date>("DAY"), (date{.year = 2024, .month = 2, .day = 29}));
    EXPECT_EQ(read_back.to_string(), "SCOTT.POINT_T(1, 2.5, 'it''s', 2024-02-29T00:00:00)");
    EXPECT_EQ(read_back.try_get<int>("Y").error().code, errc::value_out_of_range);
    EXPECT_EQ(read_back.try_get<int>("colour").error().code, errc::invalid_argument);
    EXPECT_EQ(read_back.try_get<int>(4).error().code, errc::invalid_argument);
    const auto wrong = read_back.try_get<date>("label");
    ASSERT_FALSE(wrong);
    EXPECT_EQ(wrong.error().code, errc::type_mismatch);
    EXPECT_THAT(wrong.error().message, HasSubstr("attribute LABEL (VARCHAR2) of SCOTT.POINT_T"));
}

TEST_F(objects, that_are_null_need_an_optional) {
    run("create table t1 (p point_t)");
    run("insert into t1 values (null)");
    EXPECT_FALSE(read<std::optional<object>>("select p from t1").value());
    EXPECT_EQ(read<object>("select p from t1").error().code, errc::unexpected_null);
    const auto empty = read<object>("select point_t(null, null, null, null) from dual").value();
    EXPECT_TRUE(empty.is_null("x"));
    EXPECT_EQ(empty.get<std::optional<int>>("x"), std::nullopt);
    EXPECT_EQ(empty.try_get<int>("x").error().code, errc::unexpected_null);
}

TEST_F(objects, within_objects_and_collections_are_objects) {
    const auto whole =
        read<object>("select segment_t(7, point_t(1, 2, 'a', null), null, weights_t(5, null)) from dual").value();
    const auto start = whole.get<object>("start_at");
    EXPECT_EQ(start.get<std::string>("label"), "a");
    EXPECT_TRUE(whole.is_null("stop_at"));
    EXPECT_THAT(whole.get<std::vector<std::optional<int>>>("weights"), ElementsAre(5, std::nullopt));
    const auto points = read<object>("select points_t(point_t(1, 2, 'a', null), null) from dual").value();
    ASSERT_EQ(points.size(), 2U);
    EXPECT_EQ(points.get<object>(0), start);
    EXPECT_TRUE(points.is_null(1));
}

TEST_F(objects, are_read_as_dynamic_values_and_as_text) {
    auto rows = conn_->query("select weights_t(1, 2) w, names_t('a', 'b''c') from dual");
    ASSERT_TRUE(rows.next());
    const auto held = rows.current().value("W");
    ASSERT_TRUE(held.holds<object>());
    EXPECT_EQ(held.get_if<object>()->get<int>(1), 2);
    EXPECT_EQ(held, rows.current().value(0));
    EXPECT_EQ(rows.current().text(1), "SCOTT.NAMES_T('a', 'b''c')");
}

TEST_F(objects, are_read_as_structs) {
    const auto p = read<point>("select point_t(1.5, 2.25, null, date '2024-02-29') from dual").value();
    EXPECT_EQ(p.x, 1.5);
    EXPECT_EQ(p.y.to_string(), "2.25");
    EXPECT_EQ(p.label, std::nullopt);
    EXPECT_EQ(p.day->day, 29);
    const auto named = read<named_point>("select point_t(3, 2, 'north', null) from dual").value();
    EXPECT_EQ(named.label, "north");
    EXPECT_EQ(named.x, 3);
    const auto s =
        read<segment>("select segment_t(7, point_t(1, 2, 'a', null), null, weights_t(5, null)) from dual").value();
    EXPECT_EQ(s.id, 7);
    EXPECT_EQ(s.start.label, "a");
    EXPECT_FALSE(s.stop);
    EXPECT_THAT(s.weights, ElementsAre(5, std::nullopt));
    const auto all =
        read<std::vector<std::optional<named_point>>>("select points_t(point_t(1, 2, 'a', null), null) from dual")
            .value();
    ASSERT_EQ(all.size(), 2U);
    EXPECT_EQ(all[0]->label, "a");
    EXPECT_FALSE(all[1]);
    EXPECT_THAT(read<std::vector<double>>("select weights_t(1, 2.5) from dual").value(), ElementsAre(1, 2.5));
}

TEST_F(objects, in_rows_of_structs_are_members) {
    struct house {
        int id = 0;
        named_point place{};
    };
    std::vector<std::string> seen;
    for (const auto& each : conn_->query<house>("select 1, point_t(1, 2, 'a', null) from dual"))
        seen.push_back(each.place.label);
    for (const auto& [place] : conn_->query<std::tuple<named_point>>("select point_t(1, 2, 'b', null) from dual"))
        seen.push_back(place.label);
    EXPECT_THAT(seen, ElementsAre("a", "b"));
}

TEST_F(objects, that_do_not_fit_a_struct_say_where) {
    const auto null_label = read<named_point>("select point_t(1, 2, null, null) from dual");
    ASSERT_FALSE(null_label);
    EXPECT_EQ(null_label.error().code, errc::unexpected_null);
    EXPECT_THAT(null_label.error().message, HasSubstr("attribute LABEL"));
    const auto no_point = read<named_point>("select segment_t(1, null, null, null) from dual");
    ASSERT_FALSE(no_point);
    EXPECT_THAT(no_point.error().message,
                HasSubstr("SCOTT.SEGMENT_T has no attribute named label; it has ID, START_AT"));
    EXPECT_EQ(read<point>("select weights_t(1, 2) from dual").error().code, errc::type_mismatch);
    EXPECT_EQ(read<std::vector<std::int64_t>>("select point_t(1, 2, 'a', null) from dual").error().code,
              errc::type_mismatch);
    EXPECT_EQ((read<std::map<std::int32_t, int>>("select weights_t(1, 2) from dual").error().code),
              errc::type_mismatch);
    EXPECT_EQ(read<object>("select 1 from dual").error().code, errc::type_mismatch);
    const auto deep = read<std::vector<named_point>>("select points_t(point_t(1.5, 2, 'a', null)) from dual");
    ASSERT_FALSE(deep);
    EXPECT_EQ(deep.error().code, errc::value_out_of_range);
    EXPECT_THAT(deep.error().message, HasSubstr("attribute X (NUMBER) of SCOTT.POINT_T"));
}

TEST_F(objects, outlive_their_connection) {
    const auto kept = read<object>("select point_t(1, 2, 'a', null) from dual").value();
    conn_->close();
    conn_.reset();
    EXPECT_EQ(kept.get<std::string>("label"), "a");
    EXPECT_EQ(kept.type().attributes().size(), 4U);
}

TEST_F(objects, are_made_and_changed) {
    object p(conn_->object_type("point_t"));
    EXPECT_TRUE(p.is_null(0));
    p.set("x", 1).set("label", "a").set("day", date{.year = 2024, .month = 2, .day = 29});
    auto copy = p;
    copy.set("x", 2);
    EXPECT_EQ(p.get<int>("x"), 1);
    EXPECT_EQ(copy.get<int>("x"), 2);
    EXPECT_THROW(p.append(1), error);
    EXPECT_THROW(p.set("colour", 1), error);
    const auto made = object::from(conn_->object_type("point_t"), named_point{"a", 1});
    EXPECT_EQ(made.get<std::string>("label"), "a");
    EXPECT_TRUE(made.is_null("day"));
    const auto weights = conn_->object_type("weights_t");
    EXPECT_EQ(object::from(weights, std::vector<double>{1, 2}).size(), 2U);
    EXPECT_EQ(object::try_from(weights, std::vector<double>{1, 2, 3, 4}).error().code, errc::value_out_of_range);
    EXPECT_EQ(object::try_from(weights, named_point{}).error().code, errc::invalid_argument);
    EXPECT_THROW((void)object().type().name(), error);
}

TEST_F(objects, are_bound_as_values_structs_and_null) {
    run("create table t2 (id number, p point_t)");
    const auto type = conn_->object_type("point_t");
    object p(type);
    p.set("x", 1)
        .set("y", number::from_text("2.25"))
        .set("label", "a")
        .set("day", date{.year = 2024, .month = 2, .day = 29});
    const auto insert = "insert into t2 values (:1, :2)";
    EXPECT_EQ(conn_->execute(insert, 1, p).row_count, 1U);
    conn_->execute(insert, 2, bind_as(type, named_point{"b", -3}));
    conn_->execute(insert, 3, bind_as(type, std::nullopt));
    conn_->execute(insert, 4, bind_as(type, std::optional<named_point>()));
    conn_->execute(insert, bind_list().add(5).add(p));
    conn_->execute(insert, bind_list().add(6).add("", type, value()));
    auto rows = conn_->query("select p from t2 order by id");
    ASSERT_TRUE(rows.next());
    EXPECT_EQ(rows.current().get<object>(0), p);
    ASSERT_TRUE(rows.next());
    EXPECT_EQ(rows.current().get<named_point>(0).x, -3);
    for (const bool is_null : {true, true, false, true}) {
        ASSERT_TRUE(rows.next());
        EXPECT_EQ(rows.current().is_null(0), is_null);
    }
    EXPECT_EQ(rows.current().text(0), "");
}

TEST_F(objects, nested_ones_are_bound_as_deep_as_they_are) {
    run("create table t3 (s segment_t)");
    const auto type = conn_->object_type("segment_t");
    segment given;
    given.id = 7;
    given.start = {.x = 1, .y = 2, .label = "a", .day = std::nullopt};
    given.weights = {5, std::nullopt};
    conn_->execute("insert into t3 values (:1)", bind_as(type, given));
    const auto back = read<segment>("select s from t3").value();
    EXPECT_EQ(back.start.label, "a");
    EXPECT_FALSE(back.stop);
    EXPECT_EQ(back.weights, given.weights);
}

TEST_F(objects, come_out_of_blocks) {
    object p(conn_->object_type("point_t"));
    conn_->execute("begin :1 := point_t(1, 2, 'a', null); end;", out(p));
    EXPECT_EQ(p.get<std::string>("label"), "a");
    std::vector<std::string> names;
    conn_->execute("begin :n := names_t('a', 'b'); end;", out("n", names, conn_->object_type("names_t")));
    EXPECT_THAT(names, ElementsAre("a", "b"));
    std::optional<named_point> none = named_point{};
    conn_->execute("begin :1 := null; end;", out(none, conn_->object_type("point_t")));
    EXPECT_FALSE(none);
    named_point changed{"a", 1};
    conn_->execute("declare p point_t := :1; begin p.x := p.x + 1; p.label := p.label || 'b'; :1 := p; end;",
                   in_out("1", changed, p.type()));
    EXPECT_EQ(changed.label, "ab");
    EXPECT_EQ(changed.x, 2);
    value dynamic;
    conn_->execute("begin :1 := point_t(1, 2, 'a', null); end;", bind_list().add_out("", p.type(), dynamic));
    ASSERT_TRUE(dynamic.holds<object>());
    EXPECT_EQ(dynamic.get_if<object>()->get<int>("x"), 1);
}

TEST_F(objects, without_a_type_or_of_another_one_are_refused) {
    run("create table t4 (p point_t)");
    const auto no_type = conn_->try_execute("insert into t4 values (:1)", object());
    ASSERT_FALSE(no_type);
    EXPECT_EQ(no_type.error().code, errc::bind_mismatch);
    EXPECT_THAT(no_type.error().message, HasSubstr("no object type"));
    EXPECT_EQ(conn_->try_execute("insert into t4 values (:1)", std::optional<object>()).error().code,
              errc::bind_mismatch);
    object p(conn_->object_type("point_t"));
    p.set("day", "no date");
    const auto wrong = conn_->try_execute("insert into t4 values (:1)", p);
    ASSERT_FALSE(wrong);
    EXPECT_EQ(wrong.error().code, errc::type_mismatch);
    EXPECT_THAT(wrong.error().message, HasSubstr("DAY of SCOTT.POINT_T"));
    EXPECT_THAT(wrong.error().message, testing::Not(HasSubstr("no date")));
    const std::vector<object> mixed{object(p.type()), object(conn_->object_type("weights_t"))};
    EXPECT_EQ(conn_->try_execute_many("insert into t4 values (:1)", mixed).error().code, errc::bind_mismatch);
    EXPECT_TRUE(conn_->is_usable());
}

TEST_F(objects, go_in_batches_with_nulls_among_them) {
    run("create table t5 (id number, p point_t)");
    const auto type = conn_->object_type("point_t");
    std::vector<std::tuple<int, std::optional<object>>> rows;
    for (int id = 0; id < 4; ++id) {
        rows.emplace_back(id, std::nullopt);
        if (id % 2 == 1) std::get<1>(rows.back()) = object::from(type, named_point{"p", id});
    }
    EXPECT_EQ(conn_->execute_many("insert into t5 values (:1, :2)", rows).row_count, 4U);
    std::vector<std::optional<named_point>> back;
    for (auto [p] : conn_->query<std::tuple<std::optional<named_point>>>("select p from t5 order by id"))
        back.push_back(p);
    ASSERT_EQ(back.size(), 4U);
    EXPECT_FALSE(back[0]);
    EXPECT_EQ(back[3]->x, 3);
    // Another type in its place: the server is told again.
    run("create table t6 (id number, w weights_t)");
    conn_->execute("insert into t6 values (:1, :2)", 1,
                   bind_as(conn_->object_type("weights_t"), std::vector<double>{1}));
    EXPECT_THAT(read<std::vector<double>>("select w from t6").value(), ElementsAre(1));
}

TEST_F(objects, of_every_attribute_type_come_back) {
    run("create type all_t as object (t varchar2(20), n nvarchar2(20), c char(3), r raw(10), f binary_float, d "
        "binary_double,"
        " ts timestamp, tz timestamp with time zone, cl clob, bl blob, i integer)");
    run("create table t7 (a all_t)");
    object given(conn_->object_type("all_t"));
    const std::vector<std::byte> bytes{std::byte{1}, std::byte{0}, std::byte{255}};
    const timestamp time{.date = {.year = 2024, .month = 2, .day = 29, .hour = 1, .minute = 2, .second = 3},
                         .nanosecond = 5000};
    given.set("t", "\u00e9\u20ac")
        .set("n", "\u00e9\u20ac")
        .set("c", "abc")
        .set("r", bytes)
        .set("f", 1.5F)
        .set("d", -0.25);
    given.set("ts", time).set("tz", timestamp_tz{.utc = time, .offset_minutes = 60}).set("i", 5);
    given.set("cl", std::string(5000, 'x')).set("bl", std::vector<std::byte>(5000, std::byte{7}));
    conn_->execute("insert into t7 values (:1)", given);
    EXPECT_EQ(read<object>("select a from t7").value(), given);
    given.set("cl", value()).set("t", value());
    conn_->execute("update t7 set a = :1", given);
    EXPECT_EQ(read<object>("select a from t7").value(), given);
}

TEST_F(objects, of_packages_are_records_and_tables) {
    run("create or replace package shapes as"
        " type point_r is record (label varchar2(20), x pls_integer, is_set boolean);"
        " type labels_t is table of varchar2(20) index by pls_integer;"
        " end;");
    const auto record = conn_->object_type("shapes.point_r");
    EXPECT_EQ(record.full_name(), "SCOTT.SHAPES.POINT_R");
    EXPECT_EQ(record.attributes()[1].type, db_type::binary_integer);
    EXPECT_EQ(record.attributes()[2].type, db_type::boolean);
    object r(record);
    r.set("label", "a").set("x", -5).set("is_set", true);
    conn_->execute("declare r shapes.point_r := :1; begin r.x := r.x * 2; :1 := r; end;", in_out("1", r));
    EXPECT_EQ(r.get<int>("x"), -10);
    EXPECT_TRUE(r.get<bool>("is_set"));
    std::map<std::int32_t, std::string> labels{{-3, "c"}, {7, "g"}};
    conn_->execute("declare l shapes.labels_t := :1; begin l(8) := 'h'; :1 := l; end;",
                   in_out("1", labels, conn_->object_type("shapes.labels_t")));
    EXPECT_EQ(labels, (std::map<std::int32_t, std::string>{{-3, "c"}, {7, "g"}, {8, "h"}}));
}

TEST_F(objects, batches_of_columns_are_rows) {
    run("create table t8 (id number, name nvarchar2(20), p point_t)");
    const std::vector<std::int64_t> ids{1, 2, 3};
    const std::vector<std::optional<std::string>> names{"a", std::nullopt, "c"};
    const std::vector<object> points(3, object(conn_->object_type("point_t")));
    const auto done = conn_->execute_many(
        "insert into t8 values (:id, :name, :p)",
        bind_columns(oraxx::bind("id", ids), oraxx::bind("name", bind_as(db_type::nvarchar2, names)),
                     oraxx::bind("p", std::span(points))));
    EXPECT_EQ(done.row_count, 3U);
    std::string all;
    for (const auto& row : conn_->query("select id, name from t8 order by id"))
        all += std::string(row.text(0)) + std::string(row.text(1));
    EXPECT_EQ(all, "1a23c");
    EXPECT_THROW((void)bind_columns(ids, std::vector<double>{1}), error);
    EXPECT_EQ(conn_
                  ->execute_many("insert into t8 values (:1, :2, null)",
                                 bind_columns(std::span(ids).first(0), std::span(names).first(0)))
                  .row_count,
              0U);
}

}  // namespace
}  // namespace oraxx::test
