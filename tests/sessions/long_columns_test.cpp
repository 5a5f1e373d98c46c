// LONG, LONG RAW and UROWID columns: framings of their own in a row.
#include <gtest/gtest.h>

#include <oraxx/detail/convert.hpp>

#include "session/execute_call.hpp"
#include "session/fetch_call.hpp"
#include "support/captured_exchanges.hpp"
#include "support/engine_script.hpp"

namespace oraxx::test {
namespace {

using oraxx::detail::column_batch;
using session::cell_form;

std::vector<std::string> texts_of(const column_batch& batch) {
    std::vector<std::string> out;
    oraxx::detail::scratch scratch;
    for (std::uint32_t row = 0; row < batch.rows; ++row) {
        for (std::uint32_t column = 0; column < batch.columns(); ++column) {
            const auto cell = batch.ref(row, column);
            std::string_view text = "NULL";
            if (!cell.is_null()) {
                EXPECT_EQ(oraxx::detail::read_canonical_text(cell, scratch, text), errc::ok);
            }
            out.emplace_back(text);
        }
    }
    return out;
}

// Two rows of NUMBER and LONG: 1 and eight characters in two chunks, 2 and NULL (as
// muhdur_free23_ttc_fragments has it: indicator -1, return code 1405).
constexpr std::string_view two_rows =
    "02c102"
    "fe0105"
    "68656c6c6f"
    "0103"
    "776f77"
    "00"
    "0000"
    "02c103"
    "00"
    "8101"
    "02057d";

TEST(long_column, is_read_however_its_rows_are_cut) {
    const auto whole = base::parse_hex(two_rows).value();
    for (std::size_t cut = 0; cut <= whole.size(); ++cut) {
        session::row_decoder rows;
        rows.use_columns({cell_form::counted, cell_form::long_value}, true);
        column_batch batch;
        batch.types = {db_type::number, db_type::long_text};
        std::size_t position = 0;
        for (const std::size_t size : {cut, whole.size()}) {
            const base::bytes_view part = base::bytes_view(whole).first(size);
            while (batch.rows < 2) {
                const auto error = rows.decode(part, position, batch);
                if (error == base::decode_errc::incomplete) break;
                ASSERT_EQ(error, base::decode_errc::ok) << "cut at " << cut;
            }
        }
        ASSERT_EQ(batch.rows, 2U) << "cut at " << cut;
        EXPECT_EQ(position, whole.size());
        batch.bytes = whole;
        EXPECT_EQ(texts_of(batch), (std::vector<std::string>{"1", "hellowow", "2", "NULL"}));
    }
}

TEST(long_column, that_was_cut_short_is_not_passed_off_as_whole) {
    session::row_decoder rows;
    rows.use_columns({cell_form::long_value}, true);
    column_batch batch;
    batch.types = {db_type::long_raw};
    const auto row = base::parse_hex(
                         "0241420102"
                         "02057e")
                         .value();  // return code 1406
    std::size_t position = 0;
    EXPECT_EQ(rows.decode(row, position, batch), base::decode_errc::limit_exceeded);
}

TEST(long_column, keeps_the_first_fetch_small_and_learns_from_it) {
    session::cursor cursor;
    cursor.columns =
        std::make_shared<const std::vector<column_info>>(1, column_info{.name = "TEXT", .type = db_type::long_text});
    EXPECT_EQ(session::rows_to_ask(cursor, 1000, 4U << 20U), 4U) << "nothing says how long a LONG is";
    cursor.rows_seen = 4;
    cursor.row_bytes_seen = 400;
    EXPECT_EQ(session::rows_to_ask(cursor, 1000, 4U << 20U), 1000U);
}

base::byte_buffer packet_of(base::bytes_view body) {
    net::frame_writer writer;
    writer.use_form(wire::tns::length_form::large);
    auto& payload = writer.begin_data();
    payload.insert(payload.end(), body.begin(), body.end());
    writer.end_data(wire::tns::data_flags::end_of_response);
    const auto bytes = writer.pending();
    return {bytes.begin(), bytes.end()};
}

// "select :1 as v from dual", first fetched as CHAR, then with a CLOB: described as CLOB, sent as LONG.
TEST(long_column, is_the_form_in_which_a_column_comes_that_has_become_a_lob) {
    session::engine engine;
    open_session(engine, read_exchanges("py_free23_26_failed_stmt").caps);
    session::cursor cursor;
    cursor.sql = "select :1 as v from dual";
    cursor.text = sql::scan_sql(cursor.sql);
    cursor.id = 0x11;
    cursor.executed = true;
    cursor.types = {db_type::char_};
    wire::ttc::bind_metadata bind;
    bind.type = 112;
    column_batch rows;
    oraxx::detail::out_values outs;
    session::execute_call call(cursor, {.metadata = {&bind, 1}}, {.prefetch_rows = 100}, rows, outs);
    engine.submit(call, std::nullopt);
    feed(engine, packet_of(read_capture("muhdur_free23_ttc_fragments").packets.at(1).bytes));
    ASSERT_TRUE(engine.is_idle());
    ASSERT_FALSE(engine.outcome()) << engine.outcome()->to_string();
    EXPECT_EQ(texts_of(rows), std::vector<std::string>{"NULL"});
    EXPECT_EQ(cursor.types, std::vector<db_type>{db_type::long_text});
    EXPECT_TRUE(cursor.at_end);
}

TEST(urowid_column, is_read_with_its_duplicates_and_nulls) {
    auto caps = read_exchanges("jdbc_12_2_session").caps;
    caps.version = wire::ttc::field_version::v18_1_ext1;
    caps.dialect = {};
    running_statement running("select col_urowid from t", caps, {}, {.prefetch_rows = 4000});
    auto& engine = running.engine;
    feed(engine, read_capture("seerdb_urowid").packets.at(0).bytes);
    ASSERT_TRUE(engine.is_idle());
    ASSERT_FALSE(engine.outcome()) << engine.outcome()->to_string();
    const auto texts = texts_of(running.rows);
    ASSERT_EQ(texts.size(), 12U);
    EXPECT_EQ(texts[0], "AAAAB6AABAAAAABAAK") << "object 122, file 1, block 1, slot 10";
    EXPECT_EQ(texts[1], "AAAAB6AABAAAAABAAB");
    EXPECT_EQ(texts[2], texts[1]) << "a row that sends nothing repeats the one before";
    EXPECT_EQ(texts[3], "NULL");
    EXPECT_EQ(texts[11], "AAAAB6AABAAAAABAAJ");
}

// Rows with cursors in them: each comes with its description and is open on the server.
TEST(cursor_column, is_null_or_a_cursor_with_its_description) {
    const auto caps = read_exchanges("py_free23_26_failed_stmt").caps;
    running_statement running("select cursor(select 1 n from dual), n from t", caps, {}, {.prefetch_rows = 100});
    auto& engine = running.engine;
    base::byte_buffer body;
    wire::ttc::encoder out(body, caps);
    wire::ttc::describe_info described;
    described.block.columns.resize(2);
    described.block.columns[0].format.type = 102;
    described.block.columns[0].format.buffer_size = 1;
    described.block.columns[0].name = "C";
    described.block.columns[1].format.type = 2;
    described.block.columns[1].format.buffer_size = 22;
    described.block.columns[1].name = "N";
    wire::ttc::encode(out, described);
    wire::ttc::wire_value inner{.is_null = false, .cursor_mark = 1, .cursor_id = 33};
    inner.described.emplace().columns.push_back(described.block.columns[1]);
    for (const auto& value : {wire::ttc::wire_value{}, inner}) {
        out.u8("message type", wire::ttc::message_type::row_data);
        wire::ttc::encode_value(out, wire::ttc::value_role::fetch, wire::ttc::value_form::cursor, value);
        out.writer().raw(base::parse_hex("02c102").value());
    }
    wire::ttc::encode(out, wire::ttc::error_info{.short_error = 1403, .cursor_id = 19, .error_number = 1403});
    out.u8("message type", wire::ttc::message_type::end_of_response);
    feed(engine, packet_of(body));
    ASSERT_TRUE(engine.is_idle());
    ASSERT_FALSE(engine.outcome()) << engine.outcome()->to_string();
    ASSERT_EQ(running.rows.rows, 2U);
    EXPECT_TRUE(running.rows.at(0, 0).is_null());
    EXPECT_EQ(running.rows.at(1, 0).size, 4U);
    EXPECT_TRUE(running.cursor.fetches_by_execute());
    auto opened = running.cursor.rows.children().take();
    ASSERT_EQ(opened.size(), 1U);
    EXPECT_EQ(opened[0]->id, 33U);
    EXPECT_EQ(opened[0]->columns->at(0).name, "N");
    opened[0]->close(engine.session());
    EXPECT_TRUE(engine.session().cursors_to_close.empty()) << "it goes with the cursor of its row";
}

}  // namespace
}  // namespace oraxx::test
