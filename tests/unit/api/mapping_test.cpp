// Rows as structs, tuples and pairs.
#include <oraxx/mapping.hpp>

#include <gtest/gtest.h>

#include "unit/api/fake_backend.hpp"

namespace oraxx {
namespace {

struct employee {
    std::int64_t id = 0;
    std::optional<std::string> name{};
};

// Another order than the columns', names in another case, a member that no column fills.
struct person {
    std::string name{};
    int visits = 7;
    std::int64_t id = 0;
};

class account {
public:
    [[nodiscard]] std::int64_t id() const { return id_; }

private:
    friend struct oraxx::mapping<account>;
    std::int64_t id_ = 0;
};

struct base_of_people {
    std::int64_t id = 0;
};
struct heir : base_of_people {
    std::string name{};
};

struct longest {
    using n = std::optional<int>;
    n a1, a2, a3, a4, a5, a6, a7, a8, b1, b2, b3, b4, b5, b6, b7, b8, c1, c2, c3, c4, c5, c6, c7, c8, d1, d2, d3, d4,
        d5, d6, d7, d8, e1, e2, e3, e4, e5, e6, e7, e8, f1, f2, f3, f4, f5, f6, f7, f8, g1, g2, g3, g4, g5, g6, g7,
        g8, h1, h2, h3, h4, h5, h6, h7, h8;
};

}  // namespace

template <>
struct mapping<person> {
    static constexpr auto members = oraxx::members(member("name", &person::name), member("Id", &person::id));
};
template <>
struct mapping<account> {
    static constexpr auto members = oraxx::members(member("ID", &account::id_));
};
template <>
struct mapping<heir> {
    static constexpr auto members = oraxx::members(member("ID", &heir::id), member("NAME", &heir::name));
};

namespace {

template <class Member>
struct alone {
    Member only;
};
template <class Member>
struct between {
    int before{};
    Member between{};
    std::string after{};
};

template <class... Ts>
constexpr bool are_counted() {
    return ((detail::member_count_of<alone<Ts>> == 1 && detail::member_count_of<alone<std::optional<Ts>>> == 1 &&
             detail::member_count_of<between<Ts>> == 3 && detail::member_count_of<between<std::optional<Ts>>> == 3) &&
            ...);
}

// Types that anything converts to, or that convert to much, must not mislead the counting.
static_assert(are_counted<bool, unsigned char, int, std::uint64_t, float, double, number, std::string,
                          std::string_view, std::vector<std::byte>, std::span<const std::byte>, date, timestamp,
                          timestamp_tz, timestamp_ltz, interval_ds, interval_ym, rowid, std::chrono::sys_seconds,
                          value, std::vector<int>, std::array<int, 3>, std::shared_ptr<int>>());
static_assert(detail::member_count_of<longest> == 64);
static_assert(mapped<person> && mapped<const person> && !mapped<employee>);

test::fake_answer employees() {
    test::fake_answer out;
    out.columns = {test::column("ID", db_type::number), test::column("NAME", db_type::varchar2)};
    out.rows = {{"c102", "616e6e"}, {"c103", "626f62"}, {"c104", std::nullopt}};
    return out;
}

class records : public testing::Test {
protected:
    records() { db.answers["emp"] = employees(); }

    // What a query says that cannot be read into T.
    template <class T>
    failure refusal() {
        auto rows = conn.try_query<T>("emp");
        EXPECT_FALSE(rows.has_value());
        return rows ? failure{} : rows.error();
    }

    test::fake_database db;
    connection conn = test::connect_to(db);
};

TEST_F(records, are_structs_by_position) {
    std::string seen;
    for (const employee& each : conn.query<employee>("emp")) {
        seen += std::to_string(each.id) + each.name.value_or("-");
    }
    EXPECT_EQ(seen, "1ann2bob3-");
}

TEST_F(records, are_tuples_and_pairs) {
    auto tuples = conn.query<std::tuple<int, std::optional<std::string_view>>>("emp");
    auto pairs = conn.query<std::pair<int, std::optional<std::string_view>>>("emp");
    ASSERT_TRUE(tuples.next() && pairs.next());
    const std::tuple<int, std::optional<std::string_view>> first = tuples.current();
    EXPECT_EQ(first, std::tuple(1, "ann"));
    EXPECT_EQ(pairs.current(), std::pair(1, std::optional<std::string_view>("ann")));
}

TEST_F(records, are_tuples_of_one_where_one_scalar_is_the_type) {
    db.answers["one"] = test::one_value(db_type::number, "c102");
    for (const auto& row : conn.query<int>("one")) EXPECT_EQ(row, std::tuple(1));
}

TEST_F(records, are_structs_by_name_in_any_order) {
    db.answers["emp"].columns.push_back(test::column("NOTE", db_type::varchar2));
    db.answers["emp"].rows = {{"c102", "616e6e", "61"}};
    auto rows = conn.query<person>("emp");
    ASSERT_TRUE(rows.next());
    const person first = rows.current();
    EXPECT_EQ(first.name, "ann");
    EXPECT_EQ(first.id, 1);
    EXPECT_EQ(first.visits, 7) << "no column is mapped to it";
}

TEST_F(records, can_be_classes_and_heirs_by_their_mapping) {
    auto accounts = conn.query<account>("emp");
    auto heirs = conn.query<heir>("emp");
    ASSERT_TRUE(accounts.next() && heirs.next());
    EXPECT_EQ(accounts.current().id(), 1);
    EXPECT_EQ(heirs.current().name, "ann");
    EXPECT_EQ(heirs.current().id, 1);
}

TEST_F(records, come_from_dynamic_rows) {
    for (const auto row : conn.query("emp")) {
        EXPECT_EQ(row.to<employee>().id, row.to<account>().id());
        EXPECT_EQ((row.to<std::pair<int, std::optional<std::string>>>().second), row.to<employee>().name);
    }
}

TEST_F(records, have_as_many_columns_as_members_without_a_mapping) {
    db.answers["emp"].columns.push_back(test::column("NOTE", db_type::varchar2));
    const auto why = refusal<employee>();
    EXPECT_EQ(why.code, errc::type_mismatch);
    EXPECT_EQ(why.message, "the query returns 3 columns, but 2 types were given");
}

TEST_F(records, name_the_column_that_is_missing) {
    db.answers["emp"].columns[1].name = "LAST_NAME";
    const auto why = refusal<person>();
    EXPECT_EQ(why.code, errc::type_mismatch);
    EXPECT_EQ(
        why.message,
        "the query returns no column named name, which the mapping of the struct names; it returns ID, LAST_NAME");
    EXPECT_FALSE(why.advice.empty());
}

TEST_F(records, do_not_guess_which_of_two_columns_is_meant) {
    db.answers["emp"].columns.push_back(test::column("id", db_type::number));
    EXPECT_EQ(refusal<person>().message,
              "the query returns several columns named Id, and the mapping of the struct does not tell them apart");
}

TEST_F(records, name_the_column_that_cannot_be_read) {
    auto rows = conn.query<person>("emp");
    ASSERT_TRUE(rows.next() && rows.next() && rows.next());
    const auto third = rows.try_current();
    ASSERT_FALSE(third);
    EXPECT_EQ(third.error().code, errc::unexpected_null);
    EXPECT_NE(third.error().message.find("column 1 (NAME, VARCHAR2)"), std::string::npos) << third.error().message;
}

// What bind number `at` of the last execution was given, as text.
std::string bound(const test::fake_database& db, std::size_t at) {
    const auto& item = db.executions.back().binds.at(at);
    const auto* integer = std::get_if<std::int64_t>(&item.value);
    const auto value = integer != nullptr ? std::to_string(*integer) : db.executions.back().bind_texts.at(at);
    return std::string(item.name) + "=" + value + (item.is_optional ? "?" : "");
}

class member_binds : public records {
protected:
    member_binds() { db.answers["dml"].kind = backend::statement_kind::dml; }
};

TEST_F(member_binds, go_by_the_names_of_the_mapping_where_the_statement_has_them) {
    const person ann{.name = "ann", .visits = 1, .id = 7};
    conn.execute("dml", bind_members(ann), oraxx::bind("extra", 5));
    ASSERT_EQ(db.executions.back().binds.size(), 3U);
    EXPECT_EQ(bound(db, 0), "name=ann?");
    EXPECT_EQ(bound(db, 1), "Id=7?");
    EXPECT_EQ(bound(db, 2), "extra=5");
}

TEST_F(member_binds, go_by_position_without_a_mapping) {
    conn.execute("dml", 1, bind_members(employee{.id = 2, .name = "bob"}), bind_members(std::tuple(3, "x")));
    ASSERT_EQ(db.executions.back().binds.size(), 5U);
    EXPECT_EQ(bound(db, 1), "=2");
    EXPECT_EQ(bound(db, 2), "=bob");
    EXPECT_EQ(bound(db, 4), "=x");
    conn.execute("dml", bind_members(employee{}));
    EXPECT_TRUE(std::holds_alternative<std::monostate>(db.executions.back().binds[1].value));
    EXPECT_EQ(db.executions.back().binds[1].type, db_type::varchar2) << "NULL of the member's type";
}

TEST_F(member_binds, are_the_rows_of_a_batch) {
    conn.execute_many("dml", std::vector<employee>{{1, "ann"}, {2, "bob"}});
    ASSERT_EQ(db.executions.back().binds.size(), 4U);
    EXPECT_EQ(bound(db, 2), "=2");
    EXPECT_EQ(bound(db, 3), "=bob");
    conn.execute_many("dml", std::vector<person>{{"ann", 0, 1}, {"bob", 0, 2}});
    EXPECT_EQ(bound(db, 2), "name=bob?");
    EXPECT_EQ(bound(db, 3), "Id=2?");
    conn.execute_many("dml", std::vector<date>(3));
    EXPECT_EQ(db.executions.back().binds.size(), 3U) << "a value, not a struct of its members";
}

TEST_F(records, have_up_to_64_members) {
    test::fake_answer wide;
    for (int i = 0; i < 64; ++i) {
        wide.columns.push_back(test::column("C" + std::to_string(i), db_type::number));
    }
    wide.rows = {test::fake_row(64)};
    wide.rows[0][0] = "c102";
    wide.rows[0][63] = "c103";
    db.answers["wide"] = wide;
    auto rows = conn.query<longest>("wide");
    ASSERT_TRUE(rows.next());
    const auto seen = rows.current();
    EXPECT_EQ(seen.a1, 1);
    EXPECT_EQ(seen.h7, std::nullopt);
    EXPECT_EQ(seen.h8, 2);
}

}  // namespace
}  // namespace oraxx
