// Values of several fields. The layout with data in front of the locator has one source, go-oracledb's decoder; the
// locator is that of rust_xe21_lob.
#include <gtest/gtest.h>

#include "base/hex.hpp"
#include "session/row_decoder.hpp"
#include "session/temporary_lobs.hpp"
#include "support/cut_everywhere.hpp"

namespace oraxx::session {
namespace {

using base::decode_errc;
using oraxx::detail::column_batch;
using oraxx::detail::lob_record;
using oraxx::detail::lob_text;

// Byte 7 says that it is temporary.
constexpr std::string_view temporary =
    "00260001810800010001a2b900000043000000010000000a000000010000a62b6539000000010000";
constexpr std::string_view persistent =
    "00260001810800000001a2b900000043000000010000000a000000010000a62b6539000000010000";

std::string row_of(std::string_view fields, std::string_view locator) {
    return std::string(fields).append("28").append(locator);
}

// Decodes one row of one column, cut at every byte; calls check(batch) with each.
template <class Check>
void decode_however_cut(cell_form form, std::string_view hex, Check check) {
    const auto input = base::parse_hex(hex).value();
    for (std::size_t cut = 0; cut <= input.size(); ++cut) {
        row_decoder rows;
        rows.use_columns({form}, true);
        column_batch batch;
        batch.types = {db_type::clob};
        std::size_t position = 0;
        const test::exact_bytes part(base::bytes_view(input).first(cut));
        const auto first = rows.decode(part.view(), position, batch);
        ASSERT_EQ(first, cut == input.size() ? decode_errc::ok : decode_errc::incomplete) << "cut at " << cut;
        const test::exact_bytes whole(input);
        if (first != decode_errc::ok) {
            ASSERT_EQ(rows.decode(whole.view(), position, batch), decode_errc::ok) << "cut at " << cut;
        }
        ASSERT_EQ(position, input.size()) << "cut at " << cut;
        ASSERT_EQ(batch.rows, 1U);
        check(batch);
    }
}

lob_record record_of(const column_batch& batch) {
    const auto& cell = batch.at(0, 0);
    EXPECT_FALSE(cell.is_null());
    const auto record = lob_record::parse({batch.data(cell), cell.size});
    EXPECT_TRUE(record);
    return record.value_or(lob_record{});
}

TEST(composite_decoder, reads_a_clob_with_the_data_that_came_with_it) {
    // Three characters: a, a umlaut, the euro sign. Charset 2000.
    const auto row = row_of(
        "0128"
        "0103"
        "021fc4"
        "01"
        "0207d0"
        "01"
        "06006100e420ac",
        persistent);
    decode_however_cut(cell_form::prefetched_text, row, [](const column_batch& batch) {
        const auto record = record_of(batch);
        EXPECT_EQ(record.size, 3U);
        EXPECT_EQ(record.chunk_size, 8132U);
        EXPECT_EQ(record.text, lob_text::utf16be);
        EXPECT_EQ(base::hex_lower(record.data), "006100e420ac");
        EXPECT_EQ(base::hex_lower(record.locator), persistent);
    });
}

TEST(composite_decoder, knows_how_prefetched_text_is_encoded) {
    const auto text_of = [](std::string_view head) {
        lob_text out = lob_text::bytes;
        const auto row = row_of(std::string("012801010102").append(head).append("0161"), persistent);
        decode_however_cut(cell_form::prefetched_text, row, [&](const auto& batch) { out = record_of(batch).text; });
        return out;
    };
    EXPECT_EQ(text_of("0001"), lob_text::utf8) << "a database with one byte a character";
    EXPECT_EQ(text_of("0002"), lob_text::utf16be) << "NCLOB";
    EXPECT_EQ(text_of("010207d202"), lob_text::utf16le);
    EXPECT_EQ(text_of("0102036901"), lob_text::utf8);
}

TEST(composite_decoder, reads_a_blob_in_chunks) {
    const auto row = row_of(
        "0128"
        "0105"
        "021fc4"
        "fe"
        "0102"
        "4142"
        "0103"
        "434445"
        "00",
        persistent);
    decode_however_cut(cell_form::prefetched_bytes, row, [](const column_batch& batch) {
        const auto record = record_of(batch);
        EXPECT_EQ(record.size, 5U);
        EXPECT_EQ(base::hex_lower(record.data), "4142434445");
        EXPECT_EQ(base::hex_lower(record.locator), persistent);
    });
}

TEST(composite_decoder, reads_lobs_without_data_and_files) {
    decode_however_cut(cell_form::lob,
                       row_of("0128"
                              "00"
                              "021fc4",
                              persistent),
                       [](const column_batch& batch) {
                           const auto record = record_of(batch);
                           EXPECT_EQ(record.size, 0U);
                           EXPECT_TRUE(record.data.empty());
                           EXPECT_EQ(base::hex_lower(record.locator), persistent);
                       });
    decode_however_cut(cell_form::bfile, row_of("0128", persistent), [](const column_batch& batch) {
        EXPECT_EQ(record_of(batch).size, lob_record::unknown_size);
        EXPECT_EQ(base::hex_lower(record_of(batch).locator), persistent);
    });
}

TEST(composite_decoder, reads_images_and_leaves_their_locators) {
    const auto row = row_of(
        "0128"
        "0104"
        "021fc4"
        "04ff4a5a01",
        persistent);
    decode_however_cut(cell_form::image, row, [](const column_batch& batch) {
        const auto& cell = batch.at(0, 0);
        EXPECT_EQ(base::hex_lower({batch.data(cell), cell.size}), "ff4a5a01");
    });
    decode_however_cut(cell_form::image,
                       row_of("0128"
                              "00"
                              "00"
                              "00",
                              persistent),
                       [](const column_batch& batch) { EXPECT_TRUE(batch.at(0, 0).is_null()) << "an empty image"; });
}

// TOID, OID, snapshot, version, size, flags, image.
TEST(composite_decoder, reads_objects_with_the_id_of_their_type) {
    constexpr std::string_view row =
        "0124"
        "24"
        "00220208"
        "495ca9321ff500dce063020011ac7a8a"
        "00000000000000000000000000010001"
        "00"
        "00"
        "00"
        "0103"
        "0101"
        "03840103";
    decode_however_cut(cell_form::object, row, [](const column_batch& batch) {
        const auto& cell = batch.at(0, 0);
        EXPECT_EQ(base::hex_lower({batch.data(cell), cell.size}), "495ca9321ff500dce063020011ac7a8a840103");
    });
}

TEST(composite_decoder, knows_null_of_every_form) {
    const auto is_null = [](const column_batch& batch) {
        EXPECT_TRUE(batch.at(0, 0).is_null());
        EXPECT_TRUE(batch.side_bytes.empty());
    };
    for (const auto form : {cell_form::lob, cell_form::prefetched_text, cell_form::prefetched_bytes, cell_form::bfile,
                            cell_form::image}) {
        decode_however_cut(form, "00", is_null);
    }
    decode_however_cut(cell_form::object, "00000000000101", is_null);
}

TEST(composite_decoder, refuses_lengths_that_are_none) {
    for (const std::string_view hex : {"05",
                                       "0128"
                                       "0103"
                                       "021fc4"
                                       "fd",
                                       "0128"
                                       "09"}) {
        row_decoder rows;
        rows.use_columns({cell_form::prefetched_bytes}, true);
        column_batch batch;
        batch.types = {db_type::blob};
        std::size_t position = 0;
        EXPECT_EQ(rows.decode(base::parse_hex(hex).value(), position, batch), decode_errc::bad_value) << hex;
    }
}

TEST(composite_decoder, gives_temporary_lobs_back_with_the_last_batch_that_has_them) {
    const auto session = std::make_shared<freed_lobs>();
    row_decoder rows;
    rows.use_columns({cell_form::lob}, true);
    const auto input = base::parse_hex(row_of("0128"
                                              "0101"
                                              "00",
                                              temporary))
                           .value();
    const auto decode = [&](column_batch& batch) {
        batch.types = {db_type::clob};
        std::size_t position = 0;
        ASSERT_EQ(rows.decode(input, position, batch), decode_errc::ok);
        batch.temporary_lobs = rows.take_temporary_lobs(session);
        rows.finish_batch(batch);
    };
    {
        column_batch second;
        {
            column_batch first;
            decode(first);
            const std::uint8_t nothing_sent[] = {0x00};
            rows.next_row_has(nothing_sent);
            second.types = {db_type::clob};
            std::size_t position = 0;
            ASSERT_EQ(rows.decode({}, position, second), decode_errc::ok);
            second.temporary_lobs = rows.take_temporary_lobs(session);
            rows.finish_batch(second);
        }
        EXPECT_TRUE(session->locators.empty()) << "the second batch repeats it";
        rows.forget_last_row();
        EXPECT_TRUE(session->locators.empty());
    }
    ASSERT_EQ(session->locators.size(), 1U);
    EXPECT_EQ(base::hex_lower(session->locators[0]), temporary);
}

TEST(composite_decoder, does_not_give_back_what_went_with_the_session) {
    const auto session = std::make_shared<freed_lobs>();
    auto owner = own_temporary_lobs({{1, 2, 3}}, session);
    ++session->generation;
    owner.reset();
    EXPECT_TRUE(session->locators.empty());
    EXPECT_EQ(own_temporary_lobs({}, session), nullptr);
}

}  // namespace
}  // namespace oraxx::session
