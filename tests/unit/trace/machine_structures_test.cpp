// Structures that OCI clients and servers of one platform send as they lie in memory. That every byte is read and
// written again: coverage_test.cpp.
#include <gtest/gtest.h>

#include "base/arena.hpp"
#include "support/recorded_messages.hpp"
#include "wire/ttc/auth.hpp"
#include "wire/ttc/describe.hpp"
#include "wire/ttc/error_info.hpp"
#include "wire/ttc/row_header.hpp"

namespace oraxx::test {
namespace {

using namespace wire::ttc;

capabilities of_the_machine(field_version version) {
    capabilities caps;
    caps.version = version;
    caps.error_has_sql_type = false;
    caps.dialect = {.integers = integer_form::fixed_little, .oci = true, .machine_structures = true};
    return caps;
}

template <class Message>
void read(const recorded_message& recorded, field_version version, base::arena& scratch, Message& out) {
    const auto caps = of_the_machine(version);
    decoder c(base::bytes_view(recorded.wire).subspan(1), caps, scratch);
    ASSERT_EQ(decode(c, out), decode_errc::ok) << c.failed_field();
    EXPECT_EQ(c.reader().remaining(), 0U);
}

TEST(machine_structures, tell_the_columns_and_the_end_of_a_query) {
    const auto& session = collected("oci_12_2_native_session");
    base::arena scratch;
    describe_info described;
    read(session.at(false, "describe"), field_version::v12_2_ext1, scratch, described);
    ASSERT_EQ(described.block.columns.size(), 1U);
    const auto& column = described.block.columns[0];
    EXPECT_EQ(column.format.type, 2);
    EXPECT_EQ(column.format.scale, -127);
    EXPECT_EQ(column.format.buffer_size, 2U);
    EXPECT_EQ(column.name, "1");
    row_header header;
    read(session.at(false, "row header"), field_version::v12_2_ext1, scratch, header);
    EXPECT_EQ(header.columns_low, 1);
    EXPECT_EQ(header.rows_wanted, 2U);
    error_info end;
    read(session.at(false, "error", 2), field_version::v12_2_ext1, scratch, end);
    EXPECT_EQ(end.error_number, ora_no_data_found);
    EXPECT_EQ(end.row_count, 1U);
    EXPECT_EQ(end.cursor_id, 1);
    EXPECT_EQ(end.call_number, 5);
    EXPECT_EQ(end.message, "ORA-01403: no data found\n");
}

TEST(machine_structures, of_a_client_before_12c_have_no_row_count) {
    error_info refused;
    base::arena scratch;
    read(collected("oci_11g_12c_fragments").at(false, "error", 2), field_version::v11_2, scratch, refused);
    EXPECT_EQ(refused.error_number, 1031U);
    EXPECT_EQ(refused.sql_type, 0x27);
    EXPECT_EQ(refused.message.substr(0, 11), "ORA-01031: ");
}

TEST(machine_structures, tell_who_logs_on) {
    base::arena scratch;
    for (const auto& [capture, user] :
         {std::pair{"oci_12c_handshake_ndpi", "sys"}, std::pair{"oci_12_2_native_session", "testuser"}}) {
        auto recorded = collected(capture).at(true, "auth phase one");
        recorded.wire.erase(recorded.wire.begin(), recorded.wire.begin() + 2);  // the rest of the function header
        auth_request request;
        read(recorded, field_version::v12_2_ext1, scratch, request);
        EXPECT_EQ(request.user, user);
        EXPECT_EQ(request.pairs.size(), 5U);
    }
}

TEST(machine_structures, are_refused_where_they_end_too_early) {
    const auto& whole = collected("oci_12_2_native_session").at(false, "error", 2).wire;
    const auto caps = of_the_machine(field_version::v12_2_ext1);
    for (std::size_t size = 1; size < whole.size(); ++size) {
        base::arena scratch;
        decoder c(base::bytes_view(whole).subspan(1, size - 1), caps, scratch);
        error_info out;
        EXPECT_EQ(decode(c, out), decode_errc::incomplete) << size;
    }
}

}  // namespace
}  // namespace oraxx::test
