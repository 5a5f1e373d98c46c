// Cursors that a server opens for the client, from answers of real servers.
#include "session/child_cursors.hpp"

#include <gtest/gtest.h>

#include <cstring>

#include "support/engine_script.hpp"

namespace oraxx::test {
namespace {

base::byte_buffer packet_of(base::bytes_view body) {
    net::frame_writer writer;
    writer.use_form(wire::tns::length_form::large);
    auto& payload = writer.begin_data();
    payload.insert(payload.end(), body.begin(), body.end());
    writer.end_data();
    const auto bytes = writer.pending();
    return {bytes.begin(), bytes.end()};
}

// The answer of 11g XE to "BEGIN pyo_refcur(:1); END;".
TEST(ref_cursor, is_opened_as_a_block_hands_it_back) {
    wire::ttc::capabilities caps;
    caps.version = wire::ttc::field_version::v11_2;
    caps.dialect.universal_sb1 = true;  // as that client asked for
    caps.end_of_response = false;
    wire::ttc::bind_metadata bind{.type = static_cast<std::uint8_t>(db_type::cursor), .buffer_size = 4};
    running_statement running("BEGIN pyo_refcur(:1); END;", caps, {.metadata = {&bind, 1}});
    auto& engine = running.engine;
    feed(engine, packet_of(read_capture("seerdb_10g_11g_ttc_fragments").packets.at(2).bytes));
    EXPECT_TRUE(engine.is_usable()) << "what was recorded ends before message 4";
    ASSERT_EQ(running.outs.iterations(), 1U);
    ASSERT_EQ(running.outs.runs[0].count, 1U);
    std::uint32_t place = 99;
    ASSERT_EQ(running.outs.cells.cells[0].size, sizeof(place));
    std::memcpy(&place, running.outs.cells.bytes.data() + running.outs.cells.cells[0].offset, sizeof(place));
    EXPECT_EQ(place, 0U);
    auto opened = running.call.take_out_cursors();
    ASSERT_EQ(opened.size(), 1U);
    auto& child = *opened[0];
    EXPECT_EQ(child.id, 2U);
    ASSERT_EQ(child.columns->size(), 2U);
    EXPECT_EQ(child.columns->at(0).name, "A");
    EXPECT_EQ(child.columns->at(1).name, "B");
    EXPECT_FALSE(child.at_end);
}

TEST(implicit_result, is_a_cursor_to_fetch_from) {
    wire::ttc::capabilities caps;
    caps.version = wire::ttc::field_version::v21_1;
    caps.end_of_response = false;
    running_statement running("begin p; end;", caps);
    auto& engine = running.engine;
    const auto recorded = read_capture("seerdb_21c_ttc_fragments");
    for (const auto& packet : recorded.packets) {
        if (packet.bytes.empty() || packet.bytes[0] != 27) continue;
        feed(engine, packet_of(packet.bytes));
        break;
    }
    ASSERT_TRUE(engine.is_idle()) << "the rest of the answer stands behind it";
    ASSERT_FALSE(engine.outcome()) << engine.outcome()->to_string();
    const auto opened = running.call.take_implicit_results();
    ASSERT_EQ(opened.size(), 1U);
    for (const auto& each : opened) {
        EXPECT_NE(each->id, 0U);
        EXPECT_FALSE(each->columns->empty());
        EXPECT_TRUE(each->is_child());
    }
}

}  // namespace
}  // namespace oraxx::test
