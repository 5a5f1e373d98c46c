#include "trace/trace_file.hpp"

#include <gtest/gtest.h>

#include "support/recorded_messages.hpp"
#include "trace/decode_trace.hpp"

namespace oraxx::trace {
namespace {

TEST(trace_file, reads_notes_and_lines) {
    trace_error error;
    const auto file =
        parse_trace("# layer: ttc (bodies)\n# client: x\n\nC 0309\n# about the next\nS 0901\r\n", error);
    ASSERT_TRUE(file.has_value());
    EXPECT_EQ(file->layer, trace_layer::ttc);
    EXPECT_EQ(file->note("client"), "x");
    EXPECT_EQ(file->note("server"), "");
    ASSERT_EQ(file->lines.size(), 2U);
    EXPECT_TRUE(file->lines[0].from_client);
    EXPECT_EQ(file->lines[1].number, 6U);
    EXPECT_EQ(file->lines[1].note, "about the next");
    EXPECT_EQ(file->lines[1].bytes, (base::byte_buffer{9, 1}));
}

TEST(trace_file, names_the_line_it_cannot_read) {
    trace_error error;
    EXPECT_FALSE(parse_trace("# x\nC 03zz\n", error).has_value());
    EXPECT_EQ(error.line, 2U);
    EXPECT_FALSE(parse_trace("X 03\n", error).has_value());
    EXPECT_EQ(error.line, 1U);
}

TEST(decode_trace, counts_what_it_cannot_read_and_goes_on) {
    // Nothing here is a conversation: unknown types, a piggyback that claims to be a fetch, packets cut in half.
    for (const auto* text :
         {"C ff\n", "# layer: ttc\nC 1105000001\nS 07\nS 1501ff\n", "C 0000\n", "S 00080000ff000000\n",
          "C 0008000001000000\n", "# layer: ttc\nS 0b0502ffff000000\n", "S 0000000a0600000000\nS 00\n"}) {
        trace_error error;
        const auto file = parse_trace(text, error);
        ASSERT_TRUE(file.has_value()) << text;
        test::message_collector collector;
        const auto summary = decode_trace(*file, collector);
        std::size_t total = 0;
        for (const auto& line : file->lines) total += line.bytes.size();
        EXPECT_LE(summary.undecoded_bytes, total) << text;
    }
}

// Every capture there is, whatever it holds: decoding ends, and counts no byte twice.
TEST(decode_trace, survives_every_capture) {
    for (const auto& name : test::capture_names()) {
        const auto& found = test::collected(name);
        std::size_t total = 0;
        for (const auto& packet : test::read_capture(name).packets) total += packet.bytes.size();
        EXPECT_LE(found.summary.undecoded_bytes + found.summary.opaque_bytes, total) << name;
    }
}

}  // namespace
}  // namespace oraxx::trace
