// Whole sessions of thin clients against real servers hold the messages their packets and their SQL say. That every
// byte is read and written again: coverage_test.cpp.
#include <gtest/gtest.h>

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

INSTANTIATE_TEST_SUITE_P(thin_clients, captured_session, testing::ValuesIn(sessions),
                         [](const auto& at) { return std::string(at.param.name); });

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
