// Whole sessions of thin clients against real servers: every byte of both sides is read, and every message comes
// out of the encoder as it stood on the wire.
#include <gmock/gmock.h>

#include "base/hex.hpp"
#include "support/recorded_messages.hpp"

namespace oraxx::test {
namespace {

// How often each kind of connect, negotiation and logon message stands in a file, counted from the first bytes of
// the packets by other means than these codecs.
struct logon_counts {
    std::size_t connect, accept, resend, marker, native_services;
    std::size_t protocol, data_types, fast_auth, cookie, phase_one, phase_two;
};

struct session {
    const char* name;
    logon_counts counts;
};

const session sessions[] = {
    {"py_free23_26_aq_bulk", {1, 1, 0, 0, 0, 0, 0, 1, 0, 0, 1}},
    {"py_free23_26_aq_object", {1, 1, 0, 0, 0, 0, 0, 1, 0, 0, 1}},
    {"py_free23_26_aq_raw", {1, 1, 0, 0, 0, 0, 0, 1, 0, 0, 1}},
    {"py_free23_26_cursor_reexec", {1, 1, 0, 0, 0, 0, 0, 1, 0, 0, 1}},
    {"py_free23_26_dbobject", {1, 1, 0, 0, 0, 0, 0, 1, 0, 0, 1}},
    {"py_free23_26_dpl", {1, 1, 0, 0, 0, 0, 0, 1, 0, 0, 1}},
    {"py_free23_26_failed_stmt", {1, 1, 0, 21, 0, 0, 0, 1, 0, 0, 1}},
    {"py_free23_26_fetch_df", {1, 1, 0, 0, 0, 0, 0, 1, 0, 0, 1}},
    {"py_free23_26_pipeline", {1, 1, 0, 1, 0, 0, 0, 1, 0, 0, 1}},
    {"py_21c_session", {2, 1, 1, 0, 0, 1, 1, 0, 0, 1, 1}},
    {"goora_free23_26_binds", {1, 1, 0, 0, 2, 1, 1, 0, 0, 1, 1}},
    {"goora_free23_26_colcount", {1, 1, 0, 0, 2, 1, 1, 0, 0, 1, 1}},
    {"goora_free23_26_compressed", {1, 1, 0, 0, 2, 1, 1, 0, 0, 1, 1}},
    {"goora_free23_26_cursor_reexec", {1, 1, 0, 0, 2, 0, 0, 1, 0, 0, 1}},
    {"goora_free23_26_dml", {1, 1, 0, 3, 2, 1, 1, 0, 0, 1, 1}},
    {"goora_free23_26_failed_stmt", {1, 1, 0, 18, 2, 0, 0, 1, 0, 0, 1}},
    {"goora_free23_26_largeresult", {1, 1, 0, 0, 2, 1, 1, 0, 0, 1, 1}},
    {"goora_free23_26_numbers", {1, 1, 0, 0, 2, 1, 1, 0, 0, 1, 1}},
    {"goora_free23_26_temporal", {1, 1, 0, 0, 2, 1, 1, 0, 0, 1, 1}},
    {"jdbc_ee23_26_dml_errors", {1, 1, 0, 10, 2, 0, 0, 1, 0, 0, 1}},
    {"jdbc_free23_26_cursor_reexec", {1, 1, 0, 0, 2, 0, 0, 1, 0, 0, 1}},
    {"jdbc_free23_26_midfetch_fail", {1, 1, 0, 6, 2, 0, 0, 1, 0, 0, 1}},
    {"jdbc_tcps_ee23_admin", {2, 1, 1, 4, 2, 0, 0, 1, 0, 0, 1}},
    {"jdbc_tcps_ee23_grant_cookie", {2, 1, 1, 1, 2, 1, 1, 0, 1, 1, 1}},
    {"jdbc_tcps_ee23_kill", {2, 1, 1, 4, 2, 1, 1, 0, 1, 1, 1}},
    {"jdbc_tcps_ee23_timezone", {2, 1, 1, 1, 2, 1, 1, 0, 1, 1, 1}},
    {"jdbc_12_2_session", {2, 1, 1, 0, 2, 1, 1, 0, 0, 1, 1}},
    {"jdbc_11_2_expired_password", {2, 1, 1, 3, 2, 1, 1, 0, 0, 1, 1}},
};

bool is_logon_message(const recorded_message& m) {
    static const char* const names[] = {"CONNECT", "ACCEPT",          "RESEND",         "MARKER",
                                        "CONTROL", "native services", "protocol",       "data types",
                                        "cookie",  "fast auth",       "auth phase one", "auth phase two"};
    return std::find(std::begin(names), std::end(names), m.name) != std::end(names);
}

class captured_session : public testing::TestWithParam<session> {};

TEST_P(captured_session, holds_every_logon_message_its_packets_show) {
    const auto& found = collected(GetParam().name);
    const auto& want = GetParam().counts;
    EXPECT_EQ(found.count(true, "CONNECT"), want.connect);
    EXPECT_EQ(found.count(false, "ACCEPT"), want.accept);
    EXPECT_EQ(found.count(false, "RESEND"), want.resend);
    EXPECT_EQ(found.count(true, "MARKER") + found.count(false, "MARKER"), want.marker);
    EXPECT_EQ(found.count(true, "native services") + found.count(false, "native services"), want.native_services);
    EXPECT_EQ(found.count(true, "protocol"), want.protocol);
    EXPECT_EQ(found.count(true, "data types"), want.data_types);
    EXPECT_EQ(found.count(true, "fast auth"), want.fast_auth);
    EXPECT_EQ(found.count(true, "cookie"), want.cookie);
    EXPECT_EQ(found.count(true, "auth phase one"), want.phase_one);
    EXPECT_EQ(found.count(true, "auth phase two"), want.phase_two);
    // One answer each, whichever way they were asked for.
    EXPECT_EQ(found.count(false, "protocol"), 1U);
    EXPECT_EQ(found.count(false, "data types"), 1U);
}

TEST_P(captured_session, writes_every_connect_negotiation_and_logon_message_byte_for_byte) {
    const auto& found = collected(GetParam().name);
    std::size_t checked = 0;
    for (const auto& m : found.messages) {
        if (!is_logon_message(m)) continue;
        ++checked;
        EXPECT_EQ(base::hex_lower(m.encoded), base::hex_lower(m.wire)) << m.name;
    }
    const auto& n = GetParam().counts;
    EXPECT_EQ(checked, n.connect + n.accept + n.resend + n.marker + n.native_services + n.protocol + n.data_types +
                           n.fast_auth + n.cookie + n.phase_one + n.phase_two + 2);
}

INSTANTIATE_TEST_SUITE_P(thin_clients, captured_session, testing::ValuesIn(sessions),
                         [](const auto& at) { return std::string(at.param.name); });

// Sessions whose statements are all of the kinds this driver speaks.
class statement_session : public testing::TestWithParam<const char*> {};

TEST_P(statement_session, reads_to_the_last_byte) {
    const auto& found = collected(GetParam());
    EXPECT_EQ(found.summary.undecoded_bytes, 0U);
    EXPECT_THAT(found.failures, testing::IsEmpty());
}

TEST_P(statement_session, writes_every_message_of_both_sides_byte_for_byte) {
    const auto& found = collected(GetParam());
    for (const auto& m : found.messages) {
        // go-ora writes three-byte integers where the official clients write four: both are right.
        const bool shorter = std::string_view(GetParam()).rfind("goora", 0) == 0 && m.name == "execute" &&
                             m.encoded.size() == m.wire.size() + 1;
        if (shorter) continue;
        EXPECT_EQ(base::hex_lower(m.encoded), base::hex_lower(m.wire)) << m.name;
    }
}

INSTANTIATE_TEST_SUITE_P(
    thin_clients, statement_session,
    testing::Values("py_free23_26_fetch_df", "py_free23_26_cursor_reexec", "py_free23_26_failed_stmt",
                    "py_free23_26_dbobject", "py_free23_26_pipeline", "py_21c_session", "goora_free23_26_binds",
                    "goora_free23_26_colcount", "goora_free23_26_compressed", "goora_free23_26_cursor_reexec",
                    "goora_free23_26_dml", "goora_free23_26_failed_stmt", "goora_free23_26_largeresult",
                    "goora_free23_26_numbers", "goora_free23_26_temporal", "goora_19c_session",
                    "jdbc_ee23_26_dml_errors", "jdbc_free23_26_cursor_reexec", "jdbc_free23_26_midfetch_fail",
                    "jdbc_tcps_ee23_admin", "jdbc_tcps_ee23_grant_cookie", "jdbc_tcps_ee23_kill",
                    "jdbc_tcps_ee23_timezone", "jdbc_12_2_session", "jdbc_11_2_expired_password", "jdbc_19c_dbeaver",
                    "rust_free23_connect", "rust_free23_postauth", "rust_xe11_connect", "rust_xe18_connect",
                    "rust_xe18_postauth", "rust_xe21_connect", "seerdb_urowid", "goora_issue276_error_piggyback",
                    "seerdb_xe11_alter_session", "goora_oracle_ns_packets", "sqlplus_xe11_handshake"),
    [](const auto& at) { return std::string(at.param); });

// What the SQL of these sessions says must have happened, by number of messages.
TEST(captured_statements, count_rows_as_their_sql_demands) {
    const message_collector large("goora_free23_26_largeresult");
    EXPECT_EQ(large.count(false, "row data"), 401U);  // 400 rows, and the client's own SYSTIMESTAMP query
    const message_collector again("py_free23_26_cursor_reexec");
    EXPECT_EQ(again.count(true, "re-execute and fetch"), 3U);
    const message_collector pipeline("py_free23_26_pipeline");
    EXPECT_EQ(pipeline.count(true, "pipeline begin"), pipeline.count(true, "pipeline end"));
    EXPECT_EQ(pipeline.count(false, "token"), 9U);  // as many as client packets with the end-of-request flag
}

}  // namespace
}  // namespace oraxx::test
