#include "lambda/observe/trace_context.hpp"

#include <gtest/gtest.h>

namespace oraxx::lambda::observe {
namespace {

TEST(trace_context, reads_the_header_of_lambda) {
    const auto read = trace_context::parse(
        "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1;Lineage=1:fc3b4ff1:0");
    ASSERT_TRUE(read.has_value());
    EXPECT_EQ(read->trace_id, "5759e988bd862e3fe1be46a994272793");
    EXPECT_EQ(read->xray_id(), "1-5759e988-bd862e3fe1be46a994272793");
    EXPECT_EQ(read->parent_id, "53995c3f42cd8ad8");
    EXPECT_EQ(read->sampled, sampling::yes);
}

TEST(trace_context, reads_headers_in_any_order_and_undecided_ones) {
    const auto read = trace_context::parse(
        "Self=1-0-0; Sampled=? ;Parent=53995c3f42cd8ad8; Root=1-5759e988-bd862e3fe1be46a994272793");
    ASSERT_TRUE(read.has_value());
    EXPECT_EQ(read->sampled, sampling::undecided);
    EXPECT_EQ(
        trace_context::parse("Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=0")->sampled,
        sampling::no);
}

TEST(trace_context, reads_a_traceparent) {
    const auto read = trace_context::parse("00-5759e988bd862e3fe1be46a994272793-53995c3f42cd8ad8-01");
    ASSERT_TRUE(read.has_value());
    EXPECT_EQ(read->xray_id(), "1-5759e988-bd862e3fe1be46a994272793");
    EXPECT_EQ(read->sampled, sampling::yes);
    EXPECT_EQ(trace_context::parse("00-5759e988bd862e3fe1be46a994272793-53995c3f42cd8ad8-00")->sampled, sampling::no);
}

TEST(trace_context, refuses_what_is_neither) {
    for (const char* header : {"", ";", "Root=", "Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=1",
                               "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995C3F42CD8AD8",
                               "Root=1-5759e988-bd862e3fe1be46a99427279;Parent=53995c3f42cd8ad8",
                               "Root=2-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8",
                               "Root=1-00000000-000000000000000000000000;Parent=53995c3f42cd8ad8", "00-", "00-0-0-01",
                               "ff-5759e988bd862e3fe1be46a994272793-53995c3f42cd8ad8-01",
                               "00-5759e988bd862e3fe1be46a994272793-53995c3f42cd8ad8-01x",
                               "00-5759e988bd862e3fe1be46a994272793-0000000000000000-01"}) {
        EXPECT_EQ(trace_context::parse(header), std::nullopt) << header;
    }
}

TEST(make_id, gives_other_ids_each_time) {
    EXPECT_EQ(make_id(16).size(), 16U);
    EXPECT_NE(make_id(16), make_id(16));
    const auto trace = make_trace_id();
    EXPECT_EQ(trace.size(), 32U);
    EXPECT_NE(trace.substr(0, 8), "00000000");
}

}  // namespace
}  // namespace oraxx::lambda::observe
