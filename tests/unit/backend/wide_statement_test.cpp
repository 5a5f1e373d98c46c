// Statements with very many binds: the work grows with their number, not with its square. Allocations and the bytes
// asked for stand in for work: they do not depend on the machine.
#include <gtest/gtest.h>

#include "allocations/counted_allocations.hpp"
#include "backend/thin/bind_encoder.hpp"
#include "net/frame_writer.hpp"
#include "session/execute_call.hpp"

namespace oraxx::backend::thin {
namespace {

struct cost {
    test::allocation_counts allocated{};
    std::size_t request = 0;
};

// A block that uses each of `count` names twice, bound by name in the opposite order, and a comment of `comment`
// bytes.
cost prepare_and_write(std::size_t count, std::size_t comment) {
    std::vector<std::string> names;
    std::string sql = "begin null;";
    for (std::size_t i = 0; i < count; ++i) {
        names.push_back("name_" + std::to_string(i));
        sql += " x := :" + names.back() + " + :" + names.back() + ";";
    }
    sql += " end; /*" + std::string(comment, 'x') + "*/";
    std::vector<bind_item> items;
    for (std::size_t i = count; i-- > 0;) {
        items.push_back({.name = names[i], .type = db_type::number, .value = static_cast<std::int64_t>(i)});
    }
    session::state state;
    bind_encoder encoder;
    net::frame_writer writer;
    detail::column_batch rows;
    detail::out_values outs;

    const auto before = test::allocations_so_far();
    session::cursor cursor;
    cursor.sql = sql;
    cursor.text = sql::scan_sql(sql);
    const auto binds = encoder.encode({.binds = items}, cursor, state);
    EXPECT_TRUE(binds.has_value());
    EXPECT_EQ(binds->values.size(), count);
    session::execute_call call(cursor, *binds, {}, rows, outs);
    wire::ttc::encoder out(writer.begin_data(), state.caps);
    call.write_request(out, state);
    writer.end_data();
    return {test::allocations_so_far() - before, writer.pending().size()};
}

TEST(wide_statement, costs_what_its_binds_cost_each) {
    const auto small = prepare_and_write(250, 0);
    const auto large = prepare_and_write(1000, 0);
    EXPECT_LT(large.allocated.calls, 5 * small.allocated.calls);
    EXPECT_LT(large.allocated.bytes, 6 * small.allocated.bytes);
    EXPECT_GT(large.request, 3 * small.request);
}

// Encoding and writing them; what it takes grows with the size of buffers, not with their number.
TEST(wide_statement, runs_a_batch_without_allocations_for_its_rows) {
    const auto cost = [](std::size_t rows) {
        std::vector<bind_item> items(rows * 2);
        for (std::size_t i = 0; i < rows; ++i) {
            items[2 * i] = {.type = db_type::number, .value = static_cast<std::int64_t>(i)};
            items[2 * i + 1] = {.type = db_type::varchar2, .value = std::string_view("the text of a row")};
        }
        session::cursor cursor;
        cursor.sql = "insert into t values (:1, :2)";
        cursor.text = sql::scan_sql(cursor.sql);
        session::state state;
        bind_encoder encoder;
        net::frame_writer writer;
        detail::column_batch batch;
        detail::out_values outs;
        const auto before = test::allocations_so_far();
        const auto binds =
            encoder.encode({.binds = items, .iterations = static_cast<std::uint32_t>(rows)}, cursor, state);
        EXPECT_TRUE(binds.has_value());
        session::execute_call call(cursor, *binds, {}, batch, outs);
        wire::ttc::encoder out(writer.begin_data(), state.caps);
        call.write_request(out, state);
        return (test::allocations_so_far() - before).calls;
    };
    const auto few = cost(10);
    EXPECT_LT(cost(10'000), few + 60) << "doublings of three buffers";
}

TEST(wide_statement, copies_a_megabyte_of_text_a_few_times_and_no_more) {
    constexpr std::size_t megabyte = std::size_t{1} << 20U;
    const auto cost = prepare_and_write(1, megabyte);
    EXPECT_GT(cost.request, megabyte);
    EXPECT_LT(cost.allocated.bytes, 12 * megabyte);
}

}  // namespace
}  // namespace oraxx::backend::thin
