// The production connect path, over a socket, against recordings of python-oracledb with a real server. Only
// entropy, clock (the time zone) and identity are injected. The bytes sent must be those of the recording,
// field by field, outside the list in connect_path_differences.txt.
#include <gtest/gtest.h>

#include <fstream>
#include <set>

#include "backend/thin/connect.hpp"
#include "support/recorded_logon.hpp"

namespace oraxx::test {
namespace {

constexpr const char* sessions[] = {
    "py_free23_26_aq_bulk",     "py_free23_26_aq_object", "py_free23_26_aq_raw",
    "py_free23_26_dbobject",    "py_free23_26_dpl",       "py_free23_26_cursor_reexec",
    "py_free23_26_failed_stmt", "py_free23_26_fetch_df",  "py_free23_26_pipeline"};

std::map<std::string, std::string> allowed_differences() {
    std::ifstream in(std::string(ORAXX_SOURCE_DIR) + "/tests/integration/replay/connect_path_differences.txt");
    std::map<std::string, std::string> out;
    for (std::string line; std::getline(in, line);) {
        const auto bar = line.find(" | ");
        if (line.empty() || line[0] == '#') continue;
        EXPECT_NE(bar, std::string::npos) << "no reason in: " << line;
        out.emplace(line.substr(0, bar), line.substr(bar + 3));
    }
    return out;
}

// Connects to a replay of the recording; what our client sent, field by field.
void connect_to_replay(const recorded_logon& logon, std::vector<sent_field>& fields) {
    const auto world = logon.environment();
    replay_server server(logon.runs);
    connect_options options;
    options.connect_string = logon.host + ":" + std::to_string(server.port()) + "/" + logon.service_name;
    options.user = logon.user;
    options.password = secret(logon.password);
    auto made = backend::thin::connect(options, world);
    ASSERT_TRUE(made.has_value()) << made.error().to_string();
    EXPECT_TRUE((*made)->session().fast_logon);
    EXPECT_EQ(std::to_string((*made)->session().session_id), logon.spoken.values.at("AUTH_SESSION_ID"));
    const auto sent = server.finish();
    fields = decode_conversation(logon.runs, &sent).client_fields;
}

TEST(connect_path, sends_the_bytes_of_recorded_sessions) {
    const auto allowed = allowed_differences();
    std::set<std::string> needed;
    for (const std::string name : sessions) {
        SCOPED_TRACE(name);
        const auto logon = read_logon(name);
        const auto& recorded = logon.spoken.client_fields;
        std::vector<sent_field> ours;
        ASSERT_NO_FATAL_FAILURE(connect_to_replay(logon, ours));
        ASSERT_EQ(ours.size(), recorded.size());
        ASSERT_GT(recorded.size(), 100U);
        for (std::size_t i = 0; i < recorded.size(); ++i) {
            ASSERT_EQ(ours[i].path, recorded[i].path) << "field " << i;
            if (ours[i] == recorded[i]) continue;
            EXPECT_TRUE(allowed.contains(recorded[i].path)) << "an unlisted difference: " << recorded[i].path;
            needed.insert(recorded[i].path);
        }
    }
    for (const auto& [path, reason] : allowed) {
        EXPECT_TRUE(needed.contains(path)) << "listed, but never needed: " << path << " | " << reason;
    }
}

}  // namespace
}  // namespace oraxx::test
