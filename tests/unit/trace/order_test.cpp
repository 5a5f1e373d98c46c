// Recordings of real sessions keep the order of src/net/conversation.hpp, and what breaks it is noticed.
#include <gmock/gmock.h>

#include <algorithm>

#include "support/recorded_messages.hpp"

namespace oraxx::test {
namespace {

bool is_complete(const std::string& name) {
    const auto file = read_capture(name);
    return file.note("complete").rfind("yes", 0) == 0 && file.note("layer") == "tns";
}

TEST(recorded_order, is_kept_by_every_complete_session) {
    std::size_t sessions = 0;
    for (const auto& name : capture_names()) {
        if (!is_complete(name)) continue;
        const auto& found = collected(name);
        EXPECT_THAT(found.complaints, testing::IsEmpty()) << name;
        if (found.summary.undecoded_bytes == 0) ++sessions;  // judged to its end
    }
    EXPECT_GE(sessions, 22U);
}

TEST(recorded_order, is_broken_by_an_answer_before_its_request) {
    const auto packets = read_capture("py_free23_26_fetch_df").packets;
    std::size_t moved = 0;
    for (std::size_t i = 1; i < packets.size(); ++i) {
        if (packets[i].from_client || !packets[i - 1].from_client) continue;
        trace::trace_file file;
        for (const auto& packet : packets) file.lines.push_back({packet.from_client, packet.bytes, packet.line, {}});
        std::swap(file.lines[i], file.lines[i - 1]);
        message_collector found;
        const auto summary = trace::decode_trace(file, found);
        EXPECT_EQ(summary.out_of_order, 1U) << "line " << packets[i].line;
        EXPECT_EQ(found.complaints.size(), 1U);
        ++moved;
    }
    EXPECT_EQ(moved, 12U);
}

}  // namespace
}  // namespace oraxx::test
