// Binds in and out, and what reaches the backend.
#include <gtest/gtest.h>

#include "unit/api/fake_backend.hpp"

namespace oraxx {
namespace {

using backend::bind_direction;
using backend::bind_item;

class statements : public testing::Test {
protected:
    statements() {
        db.answers["dml"] = test::fake_answer{
            .kind = backend::statement_kind::dml,
            .outcome = {.row_count = 3, .last_rowid = rowid{.object = 1}, .compiled_with_errors = false}};
        db.answers["query"] = test::one_value(db_type::number, "c102");
        db.answers["query"].bind_names = {"ID"};
    }

    const bind_item& bound(std::size_t at = 0) { return db.executions.back().binds.at(at); }
    const std::string& bound_text(std::size_t at = 0) { return db.executions.back().bind_texts.at(at); }

    test::fake_database db;
    connection conn = test::connect_to(db);
};

TEST_F(statements, report_what_they_did) {
    const auto done = conn.execute("dml");
    EXPECT_EQ(done.row_count, 3U);
    EXPECT_EQ(done.last_rowid, rowid{.object = 1});
    EXPECT_FALSE(done.compiled_with_errors);
}

TEST_F(statements, bind_each_type_as_its_own_database_type) {
    const std::vector<std::byte> bytes{std::byte{1}};
    conn.execute("dml", 7, 7U, number(5), 1.5, 1.5F, true, "text", std::string("text"), std::string_view("text"),
                 bytes, date{}, timestamp{}, timestamp_tz{}, timestamp_ltz{}, interval_ds{}, interval_ym{}, rowid{},
                 std::chrono::sys_seconds{});
    std::vector<db_type> types;
    for (const auto& item : db.executions.back().binds) types.push_back(item.type);
    EXPECT_EQ(types,
              (std::vector<db_type>{db_type::number, db_type::number, db_type::number, db_type::binary_double,
                                    db_type::binary_float, db_type::boolean, db_type::varchar2, db_type::varchar2,
                                    db_type::varchar2, db_type::raw, db_type::date, db_type::timestamp,
                                    db_type::timestamp_tz, db_type::timestamp_ltz, db_type::interval_ds,
                                    db_type::interval_ym, db_type::rowid, db_type::date}));
    EXPECT_EQ(std::get<std::int64_t>(bound(0).value), 7);
    EXPECT_EQ(std::get<std::uint64_t>(bound(1).value), 7U);
    EXPECT_EQ(std::get<date>(bound(17).value), (date{.year = 1970}));
    EXPECT_EQ(bound_text(6), "text");
}

TEST_F(statements, bind_null_with_a_type) {
    const char* nothing = nullptr;
    conn.execute("dml", std::nullopt, std::optional<int>(), std::optional<std::string>(), nothing, value());
    EXPECT_EQ(bound(0).type, db_type::varchar2);
    EXPECT_EQ(bound(1).type, db_type::number);
    EXPECT_EQ(bound(2).type, db_type::varchar2);
    for (const auto& item : db.executions.back().binds) {
        EXPECT_TRUE(std::holds_alternative<std::monostate>(item.value));
    }
}

TEST_F(statements, bind_what_an_optional_holds_without_copying_it) {
    const std::optional<std::string> text("a text too long for the small string buffer");
    conn.execute("dml", text);
    EXPECT_EQ(std::get<std::string_view>(bound().value).data(), text->data());
}

TEST_F(statements, bind_by_name_and_as_another_type) {
    const std::string code = "x";
    conn.execute("dml", oraxx::bind("sal", 3000), oraxx::bind("code", bind_as(db_type::char_, code)),
                 bind_as(db_type::nvarchar2, "n"));
    EXPECT_EQ(bound(0).name, "sal");
    EXPECT_EQ(bound(1).name, "code");
    EXPECT_EQ(bound(1).type, db_type::char_);
    EXPECT_EQ(bound(2).type, db_type::nvarchar2);
}

TEST_F(statements, bind_a_list_made_at_run_time) {
    bind_list list;
    list.add("a", 5).add("b", "text").add("c", value());
    conn.execute("dml", list);
    EXPECT_EQ(bound(0).type, db_type::number);
    EXPECT_EQ(bound(0).name, "a");
    EXPECT_EQ(bound_text(1), "text");
    EXPECT_TRUE(std::holds_alternative<std::monostate>(bound(2).value));
}

TEST_F(statements, bind_a_list_whose_types_are_declared) {
    bind_list list;
    list.add("", db_type::nvarchar2, "text").add("", db_type::date, value());
    conn.execute("dml", list);
    EXPECT_EQ(bound(0).type, db_type::nvarchar2);
    EXPECT_EQ(bound(0).name, "");
    EXPECT_EQ(bound_text(0), "text");
    EXPECT_EQ(bound(1).type, db_type::date);
    EXPECT_TRUE(std::holds_alternative<std::monostate>(bound(1).value));
}

TEST_F(statements, refuse_dates_no_database_can_store) {
    const auto zero = conn.try_execute("dml", 1, date{.year = 0});
    ASSERT_FALSE(zero);
    EXPECT_EQ(zero.error().code, errc::value_out_of_range);
    EXPECT_EQ(zero.error().message, "bind 2 (DATE) is no date Oracle can store");
    const auto far = conn.try_execute("dml", oraxx::bind("when", std::chrono::sys_seconds::max()));
    EXPECT_EQ(far.error().message, "bind 1 (when, DATE) is no date Oracle can store");
    EXPECT_TRUE(db.executions.empty()) << "nothing is sent";
}

TEST_F(statements, receive_out_values) {
    auto& block = db.answers["block"];
    block.kind = backend::statement_kind::plsql;
    block.out_columns = {test::column("", db_type::number), test::column("", db_type::varchar2),
                         test::column("", db_type::date)};
    block.out_values = {"c10b", "616263", std::nullopt};
    int total = 0;
    std::string text = "before";
    std::optional<date> when = date{};
    conn.execute("block", oraxx::out("total", total), oraxx::bind("x", 5), oraxx::in_out("text", text),
                 oraxx::out("when", when));
    EXPECT_EQ(total, 10);
    EXPECT_EQ(text, "abc");
    EXPECT_EQ(when, std::nullopt);
    EXPECT_EQ(bound(0).direction, bind_direction::out);
    EXPECT_EQ(bound(0).type, db_type::number);
    EXPECT_EQ(bound(1).direction, bind_direction::in);
    EXPECT_EQ(bound(2).direction, bind_direction::in_out);
    EXPECT_EQ(bound_text(2), "before");
}

TEST_F(statements, receive_out_values_into_a_list_made_at_run_time) {
    auto& block = db.answers["block"];
    block.kind = backend::statement_kind::plsql;
    block.out_columns = {test::column("", db_type::number), test::column("", db_type::varchar2)};
    block.out_values = {"c10b", std::nullopt};
    value total;
    value text = "before";
    bind_list list;
    list.add_out("total", db_type::number, total)
        .add("x", 5)
        .add_in_out("text", db_type::varchar2, text, max_bytes{100});
    conn.execute("block", list);
    EXPECT_EQ(total, value(number(10)));
    EXPECT_TRUE(text.is_null());
    EXPECT_EQ(bound(0).direction, bind_direction::out);
    EXPECT_EQ(bound(0).type, db_type::number);
    EXPECT_TRUE(std::holds_alternative<std::monostate>(bound(0).value));
    EXPECT_EQ(bound(1).direction, bind_direction::in);
    EXPECT_EQ(bound(2).direction, bind_direction::in_out);
    EXPECT_EQ(bound(2).max_bytes, 100U);
    EXPECT_EQ(bound_text(2), "before");
}

TEST_F(statements, leave_variables_alone_when_an_out_value_does_not_fit) {
    auto& block = db.answers["block"];
    block.kind = backend::statement_kind::plsql;
    block.out_columns = {test::column("", db_type::number)};
    block.out_values = {std::nullopt};
    int total = 42;
    const auto null = conn.try_execute("block", oraxx::out("total", total));
    EXPECT_EQ(null.error().code, errc::unexpected_null);
    EXPECT_EQ(null.error().message, "bind 1 (total, NUMBER) is NULL, which std::int32_t cannot hold");
    std::int8_t tiny = 42;
    block.out_values = {"c20b"};
    EXPECT_EQ(conn.try_execute("block", oraxx::out(tiny)).error().code, errc::value_out_of_range);
    EXPECT_EQ(total, 42);
    EXPECT_EQ(tiny, 42);
}

TEST_F(statements, report_an_out_bind_that_received_nothing) {
    int total = 0;
    EXPECT_EQ(conn.try_execute("dml", oraxx::out(total)).error().code, errc::bind_mismatch);
}

TEST_F(statements, tell_queries_from_the_rest) {
    EXPECT_TRUE(conn.prepare("query").is_query());
    EXPECT_FALSE(conn.prepare("dml").is_query());
    const auto wrong = conn.try_query("dml");
    EXPECT_EQ(wrong.error().code, errc::invalid_argument);
    EXPECT_TRUE(db.executions.empty());
    EXPECT_TRUE(conn.try_execute("query")) << "the rows are dropped";
}

TEST_F(statements, know_their_placeholders_and_columns) {
    auto prepared = conn.prepare("query");
    ASSERT_EQ(prepared.bind_names().size(), 1U);
    EXPECT_EQ(prepared.bind_names().front(), "ID");
    EXPECT_TRUE(prepared.columns().empty());
    (void)prepared.query(1);
    EXPECT_EQ(prepared.columns().front().name, "V");
}

TEST_F(statements, can_be_executed_many_times_with_new_binds) {
    auto prepared = conn.prepare("dml");
    for (int i = 0; i < 3; ++i) prepared.execute(i);
    EXPECT_EQ(db.executions.size(), 3U);
    EXPECT_EQ(std::get<std::int64_t>(bound().value), 2);
}

TEST_F(statements, commit_in_the_same_round_trip_with_autocommit_on) {
    conn.execute("dml");
    EXPECT_FALSE(db.executions.back().args.commit_on_success);
    conn.set_autocommit(true);
    conn.execute("dml");
    EXPECT_TRUE(db.executions.back().args.commit_on_success);
    (void)conn.query("query");
    EXPECT_FALSE(db.executions.back().args.commit_on_success) << "a query has nothing to commit";
}

TEST_F(statements, fetch_by_the_sessions_sizes_unless_they_have_their_own) {
    conn.set_fetch({.prefetch_rows = 7, .array_rows = 0, .array_bytes = 1});
    auto prepared = conn.prepare("query");
    (void)prepared.query();
    EXPECT_EQ(db.executions.back().args.fetch.prefetch_rows, 7U);
    EXPECT_EQ(db.executions.back().args.fetch.array_rows, 1U) << "brought to the nearest limit";
    EXPECT_EQ(db.executions.back().args.fetch.array_bytes, 64U << 10U);
    prepared.set_fetch({.prefetch_rows = 9});
    (void)prepared.query();
    EXPECT_EQ(db.executions.back().args.fetch.prefetch_rows, 9U);
}

TEST_F(statements, outlive_their_connection_object) {
    std::optional<statement> prepared = conn.prepare("dml");
    { const auto gone = std::move(conn); }
    EXPECT_EQ(prepared->execute().row_count, 3U);
    prepared.reset();
    EXPECT_EQ(db.calls, (std::vector<std::string>{"statement gone", "connection gone"}));
}

TEST_F(statements, that_were_moved_from_say_so) {
    auto prepared = conn.prepare("dml");
    const auto moved = std::move(prepared);
    // NOLINTBEGIN(bugprone-use-after-move): what it is about
    EXPECT_EQ(prepared.try_execute().error().code, errc::wrong_state);
    EXPECT_EQ(prepared.try_query().error().code, errc::wrong_state);
    EXPECT_THROW((void)prepared.is_query(), error);
    // NOLINTEND(bugprone-use-after-move)
}

}  // namespace
}  // namespace oraxx
