// Framing of single values in rows.
#include "wire/ttc/row_data.hpp"

#include <gtest/gtest.h>

#include "base/hex.hpp"
#include "support/cut_everywhere.hpp"
#include "support/recorded_messages.hpp"

namespace oraxx::wire::ttc {
namespace {

using base::hex_lower;
using base::parse_hex;

constexpr std::uint8_t code(db_type type) {
    return static_cast<std::uint8_t>(type);
}

struct read_back {
    byte_buffer wire;
    base::arena scratch;
    wire_value value;

    read_back(const char* hex, value_role role, db_type type) : wire(parse_hex(hex).value()) {
        const auto form = form_of(role, code(type), 1);
        capabilities caps;
        caps.dialect.shortest_integers = true;
        decoder c(wire, caps, scratch);
        EXPECT_EQ(decode_value(c, role, form, value), decode_errc::ok);
        EXPECT_EQ(c.reader().remaining(), 0U);
        byte_buffer again;
        encoder e(again, caps);
        encode_value(e, role, form, value);
        EXPECT_EQ(hex_lower(again), hex_lower(wire));
        test::cut_everywhere(wire, caps, [&](decoder& part) {
            wire_value v;
            return decode_value(part, role, form, v);
        });
    }
};

// Bytes as the recordings and their descriptions show them.
TEST(fetched_value, is_a_counted_string_of_bytes) {
    const read_back number("02c102", value_role::fetch, db_type::number);
    EXPECT_EQ(hex_lower(number.value.bytes), "c102");
    EXPECT_FALSE(number.value.is_null);
    EXPECT_TRUE(read_back("00", value_role::fetch, db_type::varchar2).value.is_null);
}

TEST(fetched_value, of_a_long_has_indicator_and_return_code) {
    const read_back text(
        "0361626300"
        "00",
        value_role::fetch, db_type::long_text);
    EXPECT_EQ(base::as_text(text.value.bytes), "abc");
    const read_back null(
        "0081010205"
        "7d",
        value_role::fetch, db_type::long_text);
    EXPECT_TRUE(null.value.is_null);
    EXPECT_EQ(null.value.null_indicator, -1);
    EXPECT_EQ(null.value.return_code, 1405U);
}

TEST(fetched_value, takes_no_byte_where_the_describe_says_size_zero) {
    EXPECT_EQ(form_of(value_role::fetch, code(db_type::varchar2), 0), value_form::absent);
    EXPECT_EQ(form_of(value_role::fetch, code(db_type::long_text), 0), value_form::long_value);
    EXPECT_EQ(form_of(value_role::fetch, code(db_type::urowid), 0), value_form::universal_rowid);
    EXPECT_EQ(form_of(value_role::bind, code(db_type::varchar2), 0), value_form::counted);
    EXPECT_EQ(form_of(value_role::out, code(db_type::number), 0), value_form::counted);
}

// ojdbc declares them without, and reads nothing but the locator.
TEST(out_value, of_a_lob_is_its_locator_alone_without_prefetch) {
    for (const auto type : {db_type::clob, db_type::blob, db_type::json, db_type::vector}) {
        bind_metadata declared{.type = code(type), .buffer_size = 4000};
        EXPECT_EQ(form_of(value_role::out, declared), value_form::lob_locator) << to_string(type);
        declared.continuation_flags = continuation_flag::lob_prefetch;
        EXPECT_NE(form_of(value_role::out, declared), value_form::lob_locator) << to_string(type);
    }
    EXPECT_EQ(form_of(value_role::fetch, bind_metadata{.type = code(db_type::clob), .buffer_size = 4000}),
              value_form::lob);
}

// No chunk of a LONG is longer than what ojdbc has room for.
TEST(fetched_long, comes_in_pieces) {
    const byte_buffer bytes(70'000, 'l');
    wire_value value;
    value.is_null = false;
    value.bytes = bytes;
    const capabilities caps{.big_chunks = true};
    byte_buffer wire;
    encoder e(wire, caps);
    encode_value(e, value_role::fetch, value_form::long_value, value);
    base::arena scratch;
    decoder c(wire, caps, scratch);
    std::vector<std::uint32_t> chunks;
    bytes_view back;
    c.clr("value", back, chunks);
    EXPECT_EQ(back.size(), bytes.size());
    EXPECT_EQ(chunks, (std::vector<std::uint32_t>{32'767, 32'767, 4'466}));
}

TEST(fetched_rowid, is_a_structure_of_its_own) {
    const read_back rowid(
        "0103011e6701180002"
        "9bd30103",
        value_role::fetch, db_type::rowid);
    EXPECT_EQ(rowid.value.rowid, (oraxx::rowid{0x11E67, 0x18, 0x9BD3, 3}));
}

TEST(bound_boolean, has_a_null_of_its_own) {
    EXPECT_TRUE(read_back("fd01", value_role::bind, db_type::boolean).value.is_null);
    EXPECT_FALSE(read_back("020101", value_role::bind, db_type::boolean).value.is_null);
    EXPECT_FALSE(read_back("0100", value_role::bind, db_type::boolean).value.is_null);
}

TEST(out_value, is_followed_by_its_actual_length) {
    const read_back whole("02c10200", value_role::out, db_type::number);
    EXPECT_EQ(whole.value.actual_length, 0);
    const read_back cut(
        "02414201"
        "09",
        value_role::out, db_type::varchar2);
    EXPECT_EQ(cut.value.actual_length, 9);
}

TEST(counted_value, refuses_the_escape_where_it_means_nothing) {
    const auto wire = parse_hex("fd01").value();
    const capabilities caps;
    base::arena scratch;
    decoder c(wire, caps, scratch);
    wire_value v;
    EXPECT_EQ(decode_value(c, value_role::bind, value_form::counted, v), decode_errc::bad_value);
}

TEST(bind_row, puts_values_longer_than_the_longest_string_last) {
    std::vector<bind_metadata> binds(3);
    binds[0].buffer_size = 40000;
    binds[1].buffer_size = 22;
    binds[2].buffer_size = 32767;
    const capabilities caps;
    EXPECT_EQ(bind_row_order(binds, false, caps), (std::vector<std::uint16_t>{1, 2, 0}));
    EXPECT_EQ(bind_row_order(binds, true, caps), (std::vector<std::uint16_t>{0, 1, 2}));
    capabilities old;
    old.max_string_size = 4000;
    EXPECT_EQ(bind_row_order(binds, false, old), (std::vector<std::uint16_t>{1, 0, 2}));
}

// Real rows: describes, rows, duplicates and OUT values of whole sessions are read to their last byte in
// captured_sessions_test; here one row is looked at.
TEST(captured_row, carries_the_values_its_sql_names) {
    const auto& row = test::collected("py_21c_session").at(false, "row data");  // SELECT 1 FROM DUAL
    EXPECT_EQ(hex_lower(row.wire), "0702c102");
}

}  // namespace
}  // namespace oraxx::wire::ttc
