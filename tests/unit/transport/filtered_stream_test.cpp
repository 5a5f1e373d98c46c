// The seam for TLS, with a filter that needs whole records, a handshake, and changes every byte.
#include "transport/filtered_stream.hpp"

#include <gtest/gtest.h>

#include "unit/transport/loop_fixture.hpp"

namespace oraxx::transport {
namespace {

constexpr std::uint8_t mask = 0x5A;
constexpr std::uint8_t hello = 0xFF;  // the handshake, both ways; otherwise a record's length
constexpr std::uint8_t bad_record = 0xFE;
constexpr std::size_t largest_record = 200;

// Records: one byte of length (0 = the end), then that many bytes xored.
class xor_filter final : public stream_filter {
public:
    bool put_wire(bytes_view bytes) override {
        wire_in_.insert(wire_in_.end(), bytes.begin(), bytes.end());
        while (!wire_in_.empty() && !ended_) {
            const std::size_t head = wire_in_.front();
            failed_ = head == bad_record;
            if (failed_) return false;
            if (head == hello) {
                wire_in_.erase(wire_in_.begin());
                open_ = true;
                continue;
            }
            if (wire_in_.size() < head + 1) break;
            for (std::size_t i = 1; i <= head; ++i) plain_.push_back(wire_in_[i] ^ mask);
            ended_ = head == 0;
            wire_in_.erase(wire_in_.begin(), wire_in_.begin() + static_cast<std::ptrdiff_t>(head + 1));
        }
        return true;
    }
    std::size_t get_plain(std::span<std::uint8_t> into) override {
        const auto size = std::min(into.size(), plain_.size());
        std::copy_n(plain_.begin(), size, into.begin());
        plain_.erase(plain_.begin(), plain_.begin() + static_cast<std::ptrdiff_t>(size));
        return size;
    }
    bool has_plain() const noexcept override { return !plain_.empty(); }
    bool holds_input() const noexcept override { return !wire_in_.empty() || !plain_.empty(); }
    bool has_failed() const noexcept override { return failed_; }
    bool at_end() const noexcept override { return ended_; }
    std::size_t put_plain(bytes_view bytes) override {
        if (!open_) return 0;
        const auto size = std::min(bytes.size(), largest_record);
        if (size == 0) return 0;
        wire_out_.push_back(static_cast<std::uint8_t>(size));
        for (const auto b : bytes.first(size)) wire_out_.push_back(b ^ mask);
        return size;
    }
    bytes_view wire_output() const noexcept override { return bytes_view(wire_out_).subspan(sent_); }
    void wire_sent(std::size_t bytes) override {
        sent_ += bytes;
        if (sent_ < wire_out_.size()) return;
        wire_out_.clear();
        sent_ = 0;
    }
    std::string reason() const override { return "bad record"; }

private:
    base::byte_buffer wire_in_{};
    base::byte_buffer plain_{};
    base::byte_buffer wire_out_{hello};
    std::size_t sent_ = 0;
    bool open_ = false;
    bool ended_ = false;
    bool failed_ = false;
};

std::unique_ptr<filtered_stream> filtered(std::unique_ptr<stream> inner) {
    return std::make_unique<filtered_stream>(std::move(inner), std::make_unique<xor_filter>());
}

TEST(filtered_stream, two_filtered_ends_understand_each_other_under_flood) {
    constexpr std::size_t size = 1U << 20U;
    stream_pair pair;
    const wakeup wake;
    const wakeup other_wake;
    const auto done = [](const auto& c) { return c.input.size() == size && c.sent() == size; };
    test_client ours;
    ours.output.assign(size, 'a');
    ours.is_done = done;
    test_client theirs;
    theirs.output.assign(size, 'b');
    theirs.is_done = done;
    const auto our_stream = filtered(std::move(pair.ours));
    const auto their_stream = filtered(std::make_unique<tcp_stream>(::dup(pair.theirs), "ours"));
    std::thread peer([&] {
        EXPECT_EQ(run(theirs, *their_stream, other_wake), loop_outcome::done);
        while (their_stream->has_unsent() && their_stream->flush().status != io_status::failed) {
        }
    });
    EXPECT_EQ(run(ours, *our_stream, wake), loop_outcome::done);
    while (our_stream->has_unsent() && our_stream->flush().status != io_status::failed) {
    }
    peer.join();
    EXPECT_EQ(ours.input, theirs.output);
    EXPECT_EQ(theirs.input, ours.output);
}

TEST(filtered_stream, waits_for_the_handshake_without_spinning) {
    stream_pair pair;
    const wakeup wake;
    test_client client;
    client.output = "plain";
    client.deadline_at = steady_clock::now() + milliseconds(30);
    client.is_done = [](const auto& c) { return c.saw_deadline; };
    const auto stream = filtered(std::move(pair.ours));
    EXPECT_EQ(run(client, *stream, wake), loop_outcome::done);
    EXPECT_EQ(client.sent(), 0U) << "nothing plain goes out before the handshake";
    EXPECT_EQ(pair.receive_theirs(1), "\xFF");
    EXPECT_LT(client.questions, 50);
}

TEST(filtered_stream, records_may_arrive_in_any_pieces) {
    stream_pair pair;
    const auto stream = filtered(std::move(pair.ours));
    std::array<std::uint8_t, 2> space{};
    std::string got;
    for (const char c : std::string{'\xFF', '\x03', 'a' ^ mask, 'b' ^ mask, 'c' ^ mask, '\x00'}) {
        pair.send_theirs(std::string_view(&c, 1));
        for (auto result = stream->read(space); result.status == io_status::ok; result = stream->read(space)) {
            got += base::as_text(bytes_view(space).first(result.bytes));
        }
    }
    EXPECT_EQ(got, "abc");
    EXPECT_EQ(stream->read(space).status, io_status::end_of_file) << "the filter's own end";
}

TEST(filtered_stream, a_filter_that_gives_up_fails_the_stream_with_its_reason) {
    stream_pair pair;
    const auto stream = filtered(std::move(pair.ours));
    pair.send_theirs("\xFE");
    std::array<std::uint8_t, 2> space{};
    const auto result = stream->read(space);
    EXPECT_EQ(result.status, io_status::failed);
    EXPECT_EQ(result.reason, "bad record");
}

TEST(filtered_stream, the_bare_stream_can_be_had_back) {
    stream_pair pair;
    const auto stream = filtered(std::move(pair.ours));
    const auto bare = stream->release();
    pair.send_theirs("clear");
    std::array<std::uint8_t, 8> space{};
    EXPECT_EQ(bare->read(space).bytes, 5U);
}

TEST(filtered_stream, peek_looks_into_filter_and_socket) {
    stream_pair pair;
    const auto stream = filtered(std::move(pair.ours));
    EXPECT_FALSE(stream->peek_closed());
    pair.send_theirs(std::string{'\xFF', '\x02', 'a' ^ mask, 'b' ^ mask});
    std::array<std::uint8_t, 1> space{};
    EXPECT_EQ(stream->read(space).bytes, 1U);
    EXPECT_TRUE(stream->peek_closed()) << "one decrypted byte is left";
    EXPECT_EQ(stream->read(space).bytes, 1U);
    EXPECT_FALSE(stream->peek_closed());
    pair.close_theirs();
    EXPECT_TRUE(stream->peek_closed());
}

}  // namespace
}  // namespace oraxx::transport
