#include <gtest/gtest.h>

#include "base/hex.hpp"
#include "session/row_decoder.hpp"
#include "support/cut_everywhere.hpp"

namespace oraxx::session {
namespace {

using base::decode_errc;
using oraxx::detail::column_batch;

base::byte_buffer bytes(std::string_view hex) {
    return base::parse_hex(hex).value();
}

column_batch batch_of(std::size_t columns) {
    column_batch out;
    out.types.assign(columns, db_type::varchar2);
    return out;
}

std::string cell_hex(const column_batch& batch, std::uint32_t row, std::uint32_t column) {
    const auto& cell = batch.at(row, column);
    if (cell.is_null()) return "NULL";
    return base::hex_lower({batch.data(cell), cell.size});
}

// The first row of "select id, price, anynum ..." in py_free23_26_fetch_df, after its type byte.
const char* const first_row = "02c10203c10d2303c10233";

TEST(row_decoder, decodes_rows_cut_at_every_byte) {
    const auto input = bytes(first_row);
    for (std::size_t cut = 0; cut <= input.size(); ++cut) {
        row_decoder rows;
        rows.use_columns({cell_form::counted, cell_form::counted, cell_form::counted}, true);
        auto batch = batch_of(3);
        std::size_t position = 0;
        const test::exact_bytes part(base::bytes_view(input).first(cut));
        const auto first = rows.decode(part.view(), position, batch);
        EXPECT_EQ(first, cut == input.size() ? decode_errc::ok : decode_errc::incomplete);
        if (first != decode_errc::ok) {
            EXPECT_TRUE(rows.mid_row());
            const test::exact_bytes whole(input);
            ASSERT_EQ(rows.decode(whole.view(), position, batch), decode_errc::ok) << "cut at " << cut;
        }
        EXPECT_EQ(position, input.size());
        batch.bytes = input;
        EXPECT_EQ(batch.rows, 1U);
        EXPECT_EQ(cell_hex(batch, 0, 0), "c102");
        EXPECT_EQ(cell_hex(batch, 0, 1), "c10d23");
        EXPECT_EQ(cell_hex(batch, 0, 2), "c10233");
    }
}

TEST(row_decoder, takes_values_the_server_left_out_from_the_row_before) {
    row_decoder rows;
    rows.use_columns({cell_form::counted, cell_form::counted, cell_form::counted}, true);
    auto batch = batch_of(3);
    auto input = bytes(first_row);
    std::size_t position = 0;
    ASSERT_EQ(rows.decode(input, position, batch), decode_errc::ok);
    const std::uint8_t only_first[] = {0x01};
    rows.next_row_has(only_first);
    const auto second = bytes("02c103");
    input.insert(input.end(), second.begin(), second.end());
    ASSERT_EQ(rows.decode(input, position, batch), decode_errc::ok);
    batch.bytes = input;
    EXPECT_EQ(cell_hex(batch, 1, 0), "c103");
    EXPECT_EQ(cell_hex(batch, 1, 1), "c10d23");
    EXPECT_EQ(cell_hex(batch, 1, 2), "c10233");
}

TEST(row_decoder, applies_the_rule_across_batches) {
    row_decoder rows;
    rows.use_columns({cell_form::counted, cell_form::counted}, true);
    auto first = batch_of(2);
    auto input = bytes(
        "0161"
        "00");
    std::size_t position = 0;
    ASSERT_EQ(rows.decode(input, position, first), decode_errc::ok);
    first.bytes = input;
    rows.finish_batch(first);
    first.bytes.assign(first.bytes.size(), 0);  // whoever held the batch may let it go

    auto second = batch_of(2);
    const std::uint8_t nothing[] = {0x00};
    rows.next_row_has(nothing);
    position = 0;
    ASSERT_EQ(rows.decode({}, position, second), decode_errc::ok);
    EXPECT_EQ(cell_hex(second, 0, 0), "61");
    EXPECT_EQ(cell_hex(second, 0, 1), "NULL");
}

TEST(row_decoder, refuses_a_repetition_of_nothing) {
    row_decoder rows;
    rows.use_columns({cell_form::counted}, true);
    auto batch = batch_of(1);
    const std::uint8_t nothing[] = {0x00};
    rows.next_row_has(nothing);
    std::size_t position = 0;
    EXPECT_EQ(rows.decode({}, position, batch), decode_errc::bad_value);
}

TEST(row_decoder, puts_chunked_values_together_wherever_they_are_cut) {
    const auto input = bytes(
        "fe"
        "0103"
        "616263"
        "0102"
        "6465"
        "00"
        "0178");
    for (std::size_t cut = 0; cut < input.size(); ++cut) {
        row_decoder rows;
        rows.use_columns({cell_form::counted, cell_form::counted}, true);
        auto batch = batch_of(2);
        std::size_t position = 0;
        const test::exact_bytes part(base::bytes_view(input).first(cut));
        ASSERT_EQ(rows.decode(part.view(), position, batch), decode_errc::incomplete) << cut;
        ASSERT_EQ(rows.decode(input, position, batch), decode_errc::ok) << cut;
        batch.bytes = input;
        EXPECT_EQ(cell_hex(batch, 0, 0), "6162636465");
        EXPECT_EQ(cell_hex(batch, 0, 1), "78");
    }
}

TEST(row_decoder, reads_small_chunks_of_old_servers) {
    row_decoder rows;
    rows.use_columns({cell_form::counted}, false);
    auto batch = batch_of(1);
    const auto input = bytes(
        "fe"
        "03616263"
        "026465"
        "00");
    std::size_t position = 0;
    ASSERT_EQ(rows.decode(input, position, batch), decode_errc::ok);
    EXPECT_EQ(cell_hex(batch, 0, 0), "6162636465");
}

TEST(row_decoder, knows_columns_without_bytes) {
    // "select null as n from dual" of py_free23_26_fetch_df: the row is its type byte alone.
    row_decoder rows;
    rows.use_columns({cell_form::absent}, true);
    auto batch = batch_of(1);
    std::size_t position = 0;
    EXPECT_EQ(rows.decode({}, position, batch), decode_errc::ok);
    EXPECT_EQ(cell_hex(batch, 0, 0), "NULL");
}

TEST(row_decoder, finds_the_end_of_a_rowid) {
    // The row address of fetch_df_session's INSERT, as rowid.json has it; its length byte says nothing.
    const auto input = bytes(
        "0d"
        "03011c1b011800011f0102"
        "00");
    row_decoder rows;
    rows.use_columns({cell_form::rowid, cell_form::rowid}, true);
    auto batch = batch_of(2);
    std::size_t position = 0;
    ASSERT_EQ(rows.decode(input, position, batch), decode_errc::ok);
    batch.bytes = input;
    EXPECT_EQ(cell_hex(batch, 0, 0), "03011c1b011800011f0102");
    EXPECT_EQ(cell_hex(batch, 0, 1), "NULL");
}

TEST(row_decoder, refuses_escape_bytes_as_lengths) {
    row_decoder rows;
    rows.use_columns({cell_form::counted}, true);
    auto batch = batch_of(1);
    const auto input = bytes("fd01");
    std::size_t position = 0;
    EXPECT_EQ(rows.decode(input, position, batch), decode_errc::bad_value);
}

TEST(row_decoder, does_not_allocate_for_announced_chunks) {
    row_decoder rows;
    rows.use_columns({cell_form::counted}, true);
    auto batch = batch_of(1);
    const auto input = bytes(
        "fe"
        "047fffffff"
        "00");  // two gigabytes announced, one byte there
    std::size_t position = 0;
    EXPECT_EQ(rows.decode(input, position, batch), decode_errc::incomplete);
    EXPECT_LE(batch.side_bytes.capacity(), 16U);
}

}  // namespace
}  // namespace oraxx::session
