// Array DML as python-oracledb sent it to a 26ai database: the same rows of binds, and the database's answer.
#include <gtest/gtest.h>

#include <algorithm>
#include <tuple>

#include <oraxx/detail/make_batch.hpp>

#include "backend/thin/bind_encoder.hpp"
#include "session/execute_call.hpp"
#include "support/captured_exchanges.hpp"
#include "support/engine_script.hpp"

namespace oraxx::test {
namespace {

template <class T>
using opt = std::optional<T>;
using fdf_row = std::tuple<int, opt<number>, opt<number>, opt<number>, opt<std::string>, opt<std::string>, opt<date>,
                           opt<timestamp>, opt<std::vector<std::byte>>, opt<number>, opt<number>>;

number num(std::string_view text) {
    return number::from_text(text);
}

// What the script of the capture inserts, read from its binds.
std::vector<fdf_row> recorded_rows() {
    const auto bytes = [](std::size_t count, int value) {
        return std::vector<std::byte>(count, static_cast<std::byte>(value));
    };
    auto payload = bytes(2, 1);
    payload[1] = std::byte{2};
    return {
        fdf_row{1, num("12345678901234"), num("12.34"), num("1.5"), "alpha", "ab",
                *date::parse("2024-01-02T03:04:05"), *timestamp::parse("2024-01-02T03:04:05.123456"), payload,
                num("2.5"), num("0.5")},
        fdf_row{2, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}},
        fdf_row{3, num("-42"), num("-99.99"), num("-0.25"), "gamma", "xyz", *date::parse("1988-12-31T23:59:58"),
                *timestamp::parse("1988-12-31T23:59:58.999999"), bytes(8, 0xFF), num("-1.5"), num("-2")},
    };
}

const exchange& recorded_insert(const captured_session& recorded) {
    return *std::find_if(recorded.exchanges.begin(), recorded.exchanges.end(),
                         [](const auto& each) { return each.sql.rfind("insert into fdf_golden", 0) == 0; });
}

// The request as the capture has it.
std::string recorded_request(const captured_session& recorded) {
    const auto packets = read_capture("py_free23_26_fetch_df").packets;
    const auto line = recorded_insert(recorded).line;
    const auto found = std::find_if(packets.begin(), packets.end(), [&](const auto& p) { return p.line == line; });
    return base::hex_lower(found->bytes);
}

class array_dml : public testing::Test {
protected:
    array_dml() {
        cursor_.sql = recorded_insert(recorded_).sql;
        cursor_.text = sql::scan_sql(cursor_.sql);
        open_session(engine_, recorded_.caps);
    }
    session::wire_binds encode(const std::vector<fdf_row>& rows) {
        auto next = rows.begin();
        binds_.fill(next, 0, rows.size());
        const auto span = binds_.span();
        auto encoded =
            encoder_.encode({.binds = span.items, .iterations = span.iterations}, cursor_, engine_.session());
        EXPECT_TRUE(encoded.has_value()) << encoded.error().to_string();
        return *encoded;
    }

    captured_session recorded_ = read_exchanges("py_free23_26_fetch_df");
    session::engine engine_{};
    session::cursor cursor_{};
    oraxx::detail::batch_binds binds_{};
    backend::thin::bind_encoder encoder_{};
};

TEST_F(array_dml, sends_the_rows_another_driver_sends_for_the_same_values) {
    const auto values = recorded_rows();
    const auto binds = encode(values);
    EXPECT_EQ(binds.iterations, 3U);
    oraxx::detail::column_batch rows;
    oraxx::detail::out_values outs;
    session::execute_call call(cursor_, binds, {}, rows, outs);
    engine_.submit(call, std::nullopt);
    const auto sent = take_output_hex(engine_);
    const auto recorded = recorded_request(recorded_);
    const auto first_row = recorded.find("0702c102");
    ASSERT_NE(first_row, std::string::npos);
    ASSERT_NE(sent.find("0702c102"), std::string::npos) << sent;
    EXPECT_EQ(sent.substr(sent.find("0702c102")), recorded.substr(first_row));
    for (const auto& packet : recorded_insert(recorded_).answer) feed(engine_, packet);
    ASSERT_TRUE(engine_.is_idle());
    ASSERT_FALSE(engine_.outcome()) << engine_.outcome()->to_string();
    EXPECT_EQ(call.row_count(), 3U);
    EXPECT_EQ(call.iterations_done(), 3U);
    ASSERT_TRUE(call.last_rowid());
    EXPECT_EQ(call.last_rowid()->slot, 2);
}

TEST_F(array_dml, declares_every_column_for_its_longest_value) {
    auto rows = recorded_rows();
    std::get<4>(rows[1]) = std::string(100, 'x');
    std::swap(rows[0], rows[1]);
    const auto binds = encode(rows);
    EXPECT_EQ(binds.metadata[4].buffer_size, 128U);
    EXPECT_EQ(binds.metadata[5].buffer_size, 32U);
    EXPECT_EQ(binds.metadata[6].type, static_cast<std::uint8_t>(db_type::date)) << "the first row has NULL there";
    EXPECT_EQ(binds.part(1, 2).values.size(), 22U);
}

TEST_F(array_dml, gives_nulls_without_a_type_that_of_the_other_rows) {
    const detail::bind_item items[] = {{.type = db_type::varchar2},
                                       {.type = db_type::number, .value = std::int64_t{7}},
                                       {.type = db_type::varchar2}};
    cursor_.text = sql::scan_sql("insert into t values (:1)");
    const auto binds = encoder_.encode({.binds = items, .iterations = 3}, cursor_, engine_.session());
    ASSERT_TRUE(binds.has_value());
    EXPECT_EQ(binds->metadata[0].type, static_cast<std::uint8_t>(db_type::number));
    EXPECT_TRUE(binds->values[0].is_null);
    EXPECT_FALSE(binds->values[1].is_null);
}

TEST_F(array_dml, refuses_rows_of_different_types_and_names_the_row) {
    const detail::bind_item items[] = {{.type = db_type::number, .value = std::int64_t{7}},
                                       {.type = db_type::varchar2, .value = std::string_view("seven")}};
    cursor_.text = sql::scan_sql("insert into t values (:1)");
    const auto binds =
        encoder_.encode({.binds = items, .iterations = 2, .first_row = 100}, cursor_, engine_.session());
    ASSERT_FALSE(binds.has_value());
    EXPECT_EQ(binds.error().code, errc::bind_mismatch);
    EXPECT_EQ(binds.error().message, "row 102 of the batch: bind 1 has type VARCHAR2, in rows before it NUMBER");
}

}  // namespace
}  // namespace oraxx::test
