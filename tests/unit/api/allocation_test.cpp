// Reading rows allocates nothing per cell and nothing per row.
#include <gtest/gtest.h>

#include "allocations/counted_allocations.hpp"
#include "unit/api/fake_backend.hpp"

namespace oraxx {
namespace {

constexpr std::uint32_t row_count = 1000;

// All rows in one batch, so that what the fake itself allocates for a batch is over before counting starts.
test::fake_answer wide_rows() {
    test::fake_answer out;
    out.columns = {test::column("ID", db_type::number),         test::column("NAME", db_type::varchar2),
                   test::column("AT", db_type::date),           test::column("NOTE", db_type::nvarchar2),
                   test::column("EXACT", db_type::number),      test::column("RATIO", db_type::binary_double),
                   test::column("DATA", db_type::raw),          test::column("ADDRESS", db_type::rowid),
                   test::column("ZONED", db_type::timestamp_tz)};
    const test::fake_row row{"c20b",
                             "61206e616d6520746861742069732066617220746f6f206c6f6e6720666f722061206275666665722e",
                             "787e0b17060708",
                             "00e900e900e900e900e900e900e900e900e900e900e900e9",
                             "c10d33",
                             "bff8000000000000",
                             "deadbeef",
                             "0400011c1b011800011f0102",
                             "77aa010101010100000000195a"};
    out.rows.assign(row_count, row);
    out.rows_per_batch = row_count;
    return out;
}

TEST(allocations, do_not_happen_per_row_or_cell_in_typed_rows) {
    test::fake_database db;
    db.answers["q"] = wide_rows();
    auto conn = test::connect_to(db);
    auto rows = conn.query<std::int64_t, std::string_view, date, std::string_view, std::string_view, double,
                           std::span<const std::byte>, rowid, std::optional<timestamp_tz>>("q");
    ASSERT_TRUE(rows.next());
    ASSERT_EQ(std::get<3>(rows.current()).size(), 24U);  // the scratch memory is there from now on
    const auto before = test::allocations_so_far();
    std::size_t seen = 1;
    std::size_t characters = 0;
    while (seen < row_count && rows.next()) {
        const auto [id, name, at, note, exact, ratio, data, address, zoned] = rows.current();
        characters += name.size() + note.size() + exact.size() + data.size();
        ++seen;
    }
    EXPECT_EQ((test::allocations_so_far() - before).calls, 0U);
    EXPECT_EQ(seen, row_count);
    EXPECT_GT(characters, row_count);
}

struct wide_row {
    std::int64_t id = 0;
    std::string_view name{};
    date at{};
    std::string_view note{};
    std::string_view exact{};
    double ratio = 0;
    std::span<const std::byte> data{};
    rowid address{};
    std::optional<timestamp_tz> zoned{};
};
struct narrow_row {
    double ratio = 0;
    std::int64_t id = 0;
};
}  // namespace

template <>
struct mapping<narrow_row> {
    static constexpr auto members =
        oraxx::members(member("RATIO", &narrow_row::ratio), member("ID", &narrow_row::id));
};

namespace {

template <class Row>
void expect_no_allocation_per_row() {
    test::fake_database db;
    db.answers["q"] = wide_rows();
    auto conn = test::connect_to(db);
    auto rows = conn.query<Row>("q");
    ASSERT_TRUE(rows.next());
    (void)rows.current();  // the scratch memory is there from now on
    const auto before = test::allocations_so_far();
    std::size_t seen = 1;
    double sum = 0;
    while (seen < row_count && rows.next()) {
        sum += rows.current().ratio;
        ++seen;
    }
    EXPECT_EQ((test::allocations_so_far() - before).calls, 0U);
    EXPECT_EQ(sum, 1.5 * double{row_count - 1});
}

TEST(allocations, do_not_happen_per_row_of_structs_beyond_their_members_own) {
    expect_no_allocation_per_row<wide_row>();
    expect_no_allocation_per_row<narrow_row>();
}

TEST(allocations, do_not_happen_per_row_or_cell_in_dynamic_rows) {
    test::fake_database db;
    db.answers["q"] = wide_rows();
    auto conn = test::connect_to(db);
    auto rows = conn.query("q");
    ASSERT_TRUE(rows.next());
    (void)rows.current().get<std::string_view>("note");
    const auto before = test::allocations_so_far();
    std::size_t seen = 1;
    while (seen < row_count && rows.next()) {
        const auto row = rows.current();
        (void)row.get<number>("exact");
        (void)row.get<std::string_view>("note");
        (void)row.text("id");
        (void)row.is_null(3);
        ++seen;
    }
    EXPECT_EQ((test::allocations_so_far() - before).calls, 0U);
}

TEST(allocations, do_not_happen_for_binds_on_the_stack) {
    const std::string text = "a text that is too long for the small string buffer";
    const auto before = test::allocations_so_far();
    const auto bound = detail::make_binds(1, text, std::optional<int>(5), oraxx::bind("n", 7), date{});
    EXPECT_EQ(bound.span().items.size(), 5U);
    EXPECT_EQ((test::allocations_so_far() - before).calls, 0U);
}

TEST(allocations, of_a_batch_are_the_same_for_ten_rows_and_ten_thousand) {
    test::fake_database db;
    db.answers["dml"].kind = backend::statement_kind::dml;
    const auto cost = [](std::size_t count) {
        const std::vector<std::tuple<std::int64_t, std::string, std::optional<date>>> rows(
            count, {1, "a name that is far too long for a buffer", date{}});
        const auto before = test::allocations_so_far();
        detail::batch_binds binds;
        auto next = rows.begin();
        binds.fill(next, 0, count);
        return (test::allocations_so_far() - before).calls;
    };
    EXPECT_EQ(cost(10), cost(10'000));
}

}  // namespace
}  // namespace oraxx
