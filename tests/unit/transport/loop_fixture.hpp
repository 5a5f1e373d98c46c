// A pair of connected streams and a client for the loop that is told what to do by each test.
#pragma once

#include <gtest/gtest.h>
#include <sys/socket.h>

#include <functional>
#include <thread>

#include "transport/run.hpp"
#include "transport/tcp_stream.hpp"

namespace oraxx::transport {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

// Long enough that only a hanging loop reaches it.
inline constexpr std::chrono::seconds patience{20};

struct stream_pair {
    std::unique_ptr<tcp_stream> ours;
    int theirs = -1;  // plain, blocking

    stream_pair() {
        int sockets[2] = {-1, -1};
        EXPECT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, sockets), 0);
        ours = std::make_unique<tcp_stream>(sockets[0], "test peer");
        theirs = sockets[1];
    }
    stream_pair(const stream_pair&) = delete;
    stream_pair& operator=(const stream_pair&) = delete;
    ~stream_pair() { close_theirs(); }

    void close_theirs() {
        if (theirs >= 0) ::close(theirs);
        theirs = -1;
    }
    void send_theirs(std::string_view text) const {
        EXPECT_EQ(::send(theirs, text.data(), text.size(), MSG_NOSIGNAL), static_cast<ssize_t>(text.size()));
    }
    // Exactly `size` bytes, or less at the end of the stream.
    [[nodiscard]] std::string receive_theirs(std::size_t size) const {
        std::string out(size, '\0');
        const auto got = ::recv(theirs, out.data(), size, MSG_WAITALL);
        out.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
        return out;
    }
};

class test_client final : public io_client {
public:
    std::string output{};
    std::string input{};
    std::function<bool(const test_client&)> is_done = [](const auto&) { return false; };
    std::optional<time_point> deadline_at = steady_clock::now() + patience;
    bool wants_input = true;
    bool ignores_deadline = false;

    bool saw_end = false;
    bool saw_deadline = false;
    int wakes = 0;
    int questions = 0;  // calls of done(): how busy the loop was
    errc error = errc::ok;
    std::string reason{};

    bytes_view pending_output() override { return base::as_bytes(std::string_view(output).substr(sent_)); }
    void consumed(std::size_t bytes) override { sent_ += bytes; }
    std::span<std::uint8_t> input_space(std::size_t hint) override {
        if (!wants_input) return {};
        space_.resize(hint);
        return space_;
    }
    void received(std::size_t bytes) override { input += base::as_text(bytes_view(space_).first(bytes)); }
    void end_of_input() override { saw_end = true; }
    void io_failed(errc code, std::string why) override {
        error = code;
        reason = std::move(why);
    }
    std::optional<time_point> deadline() override { return deadline_at; }
    void deadline_passed() override {
        saw_deadline = true;
        if (!ignores_deadline) deadline_at.reset();
    }
    void woken() override { ++wakes; }
    bool done() override {
        ++questions;
        return is_done(*this);
    }
    [[nodiscard]] std::size_t sent() const noexcept { return sent_; }

private:
    std::size_t sent_ = 0;
    base::byte_buffer space_{};
};

}  // namespace oraxx::transport
