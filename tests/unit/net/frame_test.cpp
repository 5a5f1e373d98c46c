#include <gtest/gtest.h>

#include "base/hex.hpp"
#include "net/frame_reader.hpp"
#include "net/frame_writer.hpp"

namespace oraxx::net {
namespace {

namespace tns = wire::tns;

base::byte_buffer bytes(std::string_view hex) {
    auto out = base::parse_hex(hex);
    EXPECT_TRUE(out) << hex;
    return out.value_or(base::byte_buffer{});
}

void put(frame_reader& reader, base::bytes_view input) {
    const auto space = reader.input_space(input.size());
    ASSERT_GE(space.size(), input.size());
    std::copy(input.begin(), input.end(), space.begin());
    reader.received(input.size());
}

// A packet_filter that shows where it was used: every byte is turned around and two are added.
class turning_filter final : public packet_filter {
public:
    [[nodiscard]] std::size_t overhead() const noexcept override { return 2; }
    void seal(base::byte_buffer& payload) override {
        for (auto& b : payload) b = static_cast<std::uint8_t>(~b);
        payload.push_back(generation);
        payload.push_back(0xAA);
    }
    [[nodiscard]] bool open(base::bytes_view payload, base::byte_buffer& out) override {
        if (payload.size() < 2 || payload.back() != 0xAA || payload[payload.size() - 2] != generation) return false;
        for (const auto b : payload.first(payload.size() - 2)) out.push_back(static_cast<std::uint8_t>(~b));
        return true;
    }
    void renew_keys() override { ++generation; }

    std::uint8_t generation = 0;
};

// From py_free23_26_failed_stmt: a commit's answer, and the markers of a failed statement.
constexpr std::string_view commit_answer =
    "00000012060000002000"
    "090301000501441d";
constexpr std::string_view reset_marker = "0000000b0c200000 010002";

TEST(frame_reader, finds_packets_however_the_stream_is_cut) {
    const auto stream = bytes(std::string(commit_answer) + std::string(reset_marker));
    for (std::size_t cut = 1; cut <= stream.size(); ++cut) {
        frame_reader reader;
        reader.use_form(tns::length_form::large);
        std::vector<tns::packet_type> seen;
        packet found;
        for (std::size_t at = 0; at < stream.size(); at += cut) {
            put(reader, base::bytes_view(stream).subspan(at, std::min(cut, stream.size() - at)));
            while (reader.next(found) == frame_status::packet) {
                seen.push_back(found.type);
                if (found.type != tns::packet_type::data) continue;
                EXPECT_EQ(base::hex_lower(found.body), "090301000501441d");
                EXPECT_TRUE(tns::has(found.data_flags, tns::data_flags::end_of_response));
            }
        }
        EXPECT_EQ(seen, (std::vector{tns::packet_type::data, tns::packet_type::marker})) << "pieces of " << cut;
        EXPECT_EQ(reader.buffered(), 0U);
    }
}

TEST(frame_reader, refuses_what_is_no_packet) {
    for (const auto* hex : {"485454502f312e31",     // HTTP/1.1
                            "0007000006000000",     // shorter than its header
                            "0010000063000000",     // no such type
                            "1503030002022800"}) {  // a TLS alert
        frame_reader reader;
        put(reader, bytes(hex));
        packet found;
        EXPECT_EQ(reader.next(found), frame_status::broken) << hex;
        EXPECT_NE(reader.error_text().find("not an Oracle Net packet"), std::string::npos) << reader.error_text();
        EXPECT_FALSE(reader.saw_packet());
        EXPECT_EQ(reader.next(found), frame_status::broken) << "stays broken";
    }
}

TEST(frame_reader, refuses_lengths_above_its_limit_without_waiting_for_the_bytes) {
    frame_reader reader;
    reader.use_form(tns::length_form::large);
    reader.limit_packet(8192);
    put(reader, bytes("0000200106000000"));  // 8193
    packet found;
    EXPECT_EQ(reader.next(found), frame_status::broken);
}

TEST(frame_reader, refuses_a_data_packet_without_data_flags) {
    frame_reader reader;
    put(reader, bytes("0009000006000000"
                      "00"));
    packet found;
    EXPECT_EQ(reader.next(found), frame_status::broken);
}

TEST(frame_writer, writes_a_short_payload_as_one_packet) {
    frame_writer writer;
    writer.use_form(tns::length_form::large);
    const auto payload = bytes("030e0800");  // commit, from py_free23_26_failed_stmt
    auto& out = writer.begin_data();
    out.insert(out.end(), payload.begin(), payload.end());
    writer.end_data();
    EXPECT_EQ(base::hex_lower(writer.pending()), "0000000e060000000000030e0800");
}

TEST(frame_writer, splits_a_long_payload_at_the_limit) {
    frame_writer writer;
    writer.use_form(tns::length_form::large);
    writer.limit_packet(20);  // room for 10 bytes of payload
    auto& out = writer.begin_data();
    for (int i = 0; i < 25; ++i) out.push_back(static_cast<std::uint8_t>(i));
    writer.end_data(tns::data_flags::begin_pipeline, tns::data_flags::end_of_request);
    EXPECT_EQ(base::hex_lower(writer.pending()),
              "00000014060000001000"
              "00010203040506070809"
              "00000014060000001000"
              "0a0b0c0d0e0f10111213"
              "0000000f060000001800"
              "1415161718");
}

TEST(frame_writer, forgets_a_payload_that_is_given_up) {
    frame_writer writer;
    writer.begin_data().push_back(1);
    writer.cancel_data();
    EXPECT_TRUE(writer.pending().empty());
}

TEST(frame_writer, keeps_unsent_bytes_when_the_stream_takes_a_part) {
    frame_writer writer;
    writer.use_form(tns::length_form::large);
    writer.write_marker(tns::marker_kind::reset);
    writer.consumed(4);
    writer.write_marker(tns::marker_kind::interrupt);
    EXPECT_EQ(base::hex_lower(writer.pending()), "0c0000000100020000000b0c000000010003");
    writer.consumed(18);
    EXPECT_TRUE(writer.pending().empty());
}

TEST(packet_filter_seam, protects_payloads_and_leaves_headers_and_markers_clear) {
    turning_filter client;
    turning_filter server;
    frame_writer writer;
    writer.use_form(tns::length_form::large);
    writer.limit_packet(64);
    writer.use_filter(&client);
    auto& out = writer.begin_data();
    for (int i = 0; i < 100; ++i) out.push_back(static_cast<std::uint8_t>(i));
    writer.end_data();
    writer.write_marker(tns::marker_kind::reset);

    frame_reader reader;
    reader.use_form(tns::length_form::large);
    reader.use_filter(&server);
    put(reader, writer.pending());
    base::byte_buffer payload;
    packet found;
    int packets = 0;
    while (reader.next(found) == frame_status::packet) {
        ++packets;
        EXPECT_LE(found.whole.size(), 64U);
        if (found.type == tns::packet_type::data) payload.insert(payload.end(), found.body.begin(), found.body.end());
    }
    EXPECT_EQ(packets, 3);  // 52 and 48 bytes of payload, and the marker
    ASSERT_EQ(payload.size(), 100U);
    for (std::size_t i = 0; i < payload.size(); ++i) EXPECT_EQ(payload[i], i);
}

TEST(packet_filter_seam, refuses_a_payload_under_old_keys) {
    turning_filter client;
    turning_filter server;
    server.renew_keys();
    frame_writer writer;
    writer.use_filter(&client);
    writer.begin_data().push_back(7);
    writer.end_data();
    frame_reader reader;
    reader.use_filter(&server);
    put(reader, writer.pending());
    packet found;
    EXPECT_EQ(reader.next(found), frame_status::broken);
    EXPECT_NE(reader.error_text().find("integrity"), std::string::npos);
}

}  // namespace
}  // namespace oraxx::net
