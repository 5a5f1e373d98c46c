// Function 98. The request is one that ojdbc 23.26 sent; the answer is one that it understood: no recording of a real
// server has it.
#include "wire/ttc/describe_statement.hpp"

#include <gtest/gtest.h>

#include "base/hex.hpp"
#include "support/cut_everywhere.hpp"

namespace oraxx::wire::ttc {
namespace {

const capabilities& ojdbc_caps() {
    static const capabilities caps = [] {
        capabilities out;
        out.version = field_version::v23_4;
        out.request_text_has_length = false;
        out.dialect.universal_sb1 = true;
        out.dialect.shortest_integers = true;
        return out;
    }();
    return caps;
}

template <class Message>
Message read_and_write_again(bytes_view wire) {
    base::arena scratch;
    decoder c(wire, ojdbc_caps(), scratch);
    Message out;
    EXPECT_EQ(decode(c, out), decode_errc::ok);
    EXPECT_EQ(c.reader().remaining(), 0U);
    byte_buffer again;
    encoder e(again, ojdbc_caps());
    encode(e, out);
    const bool has_type = again.size() == wire.size() + 1;
    EXPECT_EQ(base::hex_lower(bytes_view(again).subspan(has_type ? 1 : 0)), base::hex_lower(wire));
    oraxx::test::cut_everywhere(wire, ojdbc_caps(), [](decoder& part) {
        Message cut;
        return decode(part, cut);
    });
    return out;
}

TEST(describe_statement, is_read_as_ojdbc_sends_it) {
    const auto wire = base::parse_hex(
        "07000101260102010173656c6563742069642c206e616d652066726f6d20743933207768657265206964203d203a31");
    const auto request = read_and_write_again<describe_statement>(wire.value());
    EXPECT_EQ(request.sql, "select id, name from t93 where id = :1");
    EXPECT_EQ(request.cursor_id, 0U);
}

TEST(describe_statement, is_answered_as_ojdbc_reads_it) {
    const auto wire = base::parse_hex(
        "0102020009000116000000000000000001020102024944000000000000000000000180000001140000000002036901011402"
        "3ffe01040104044e414d450000010100000000000000");
    const auto answer = read_and_write_again<statement_columns>(wire.value());
    ASSERT_EQ(answer.columns.size(), 2U);
    EXPECT_EQ(answer.columns[0].name, "ID");
    EXPECT_EQ(answer.columns[0].format.precision, 9);
    EXPECT_EQ(answer.columns[1].name, "NAME");
}

}  // namespace
}  // namespace oraxx::wire::ttc
