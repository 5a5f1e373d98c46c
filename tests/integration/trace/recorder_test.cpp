// The recorder between a client and a server that speak recorded bytes.
#include "cli/trace_recorder.hpp"

#include <gmock/gmock.h>
#include <poll.h>
#include <sys/socket.h>

#include <filesystem>
#include <fstream>
#include <thread>

#include "support/recorded_traces.hpp"
#include "trace/document.hpp"
#include "transport/connector.hpp"

namespace oraxx::test {
namespace {

using base::byte_buffer;
using base::bytes_view;
using cli::trace_recorder;
using transport::io_status;
using transport::tcp_stream;

std::unique_ptr<tcp_stream> connect_to(const std::string& address) {
    const auto at = transport::parse_endpoint(address);
    transport::connect_target target;
    target.host = at->host;
    target.port = at->port;
    target.deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    const transport::wakeup never;
    auto stream = transport::connect_tcp(target, never);
    EXPECT_TRUE(stream);
    return *std::move(stream);
}

void wait_for(const tcp_stream& stream, short events) {
    pollfd one{stream.descriptor(), events, 0};
    ASSERT_GT(::poll(&one, 1, 20'000), 0) << "nothing happened for 20 seconds";
}

void send_all(tcp_stream& stream, bytes_view bytes) {
    while (!bytes.empty()) {
        const auto sent = stream.write(bytes);
        ASSERT_NE(sent.status, io_status::failed) << sent.reason;
        if (sent.status == io_status::would_block) wait_for(stream, POLLOUT);
        bytes = bytes.subspan(sent.bytes);
    }
}

byte_buffer receive(tcp_stream& stream, std::size_t count) {
    byte_buffer out(count);
    std::size_t have = 0;
    while (have < count) {
        const auto got = stream.read(std::span(out).subspan(have));
        if (got.status == io_status::would_block) {
            wait_for(stream, POLLIN);
        } else if (got.status != io_status::ok) {
            ADD_FAILURE() << "the connection ended after " << have << " of " << count << " bytes";
            break;
        }
        have += got.bytes;
    }
    return out;
}

bool is_closed(tcp_stream& stream) {
    byte_buffer byte(1);
    wait_for(stream, POLLIN);
    return stream.read(byte).status == io_status::end_of_file;
}

std::string text_of(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

// A recorder before a listening server, writing into a folder of its own.
class recorder : public testing::Test {
protected:
    recorder() {
        folder_ = std::filesystem::path(testing::TempDir()) /
                  ("oraxx_recorder_" + std::to_string(::getpid()) + "_" +
                   testing::UnitTest::GetInstance()->current_test_info()->name());
        std::filesystem::create_directories(folder_);
        server_ = *transport::listen_at("127.0.0.1:0");
        auto started = trace_recorder::start(
            {.listen = "127.0.0.1:0", .to = server_->address(), .output = (folder_ / "a.trace").string()}, said_);
        EXPECT_TRUE(started);
        recorder_ = *std::move(started);
    }
    ~recorder() override {
        recorder_.reset();
        std::fclose(said_);
        std::filesystem::remove_all(folder_);
    }

    struct pair {
        std::unique_ptr<tcp_stream> client{};
        std::unique_ptr<tcp_stream> server{};
    };
    pair connection() {
        pair out;
        out.client = connect_to(recorder_->address());
        out.server = *server_->accept(never_);
        return out;
    }
    [[nodiscard]] std::string recorded(const char* name = "a.trace") const { return text_of(folder_ / name); }
    // Until the recorder has noticed that both sides are gone.
    void await_end(const char* name = "a.trace") const {
        const auto patience = std::chrono::steady_clock::now() + std::chrono::seconds(20);
        while (recorded(name).find("\n# end: ") == std::string::npos && std::chrono::steady_clock::now() < patience) {
            std::this_thread::sleep_for(std::chrono::milliseconds(2));
        }
    }
    // Its packet lines alone.
    [[nodiscard]] static std::string packets_of(const std::string& text) {
        std::string out;
        for (std::size_t start = 0; start < text.size();) {
            const auto end = text.find('\n', start);
            if (text[start] != '#') out += text.substr(start, end + 1 - start);
            start = end + 1;
        }
        return out;
    }

    std::filesystem::path folder_;
    std::FILE* said_ = std::tmpfile();
    transport::wakeup never_;
    std::unique_ptr<transport::listener> server_;
    std::unique_ptr<trace_recorder> recorder_;
};

// Lets both sides say their lines of a recording in order.
void speak(const trace::trace_file& file, tcp_stream& client, tcp_stream& server) {
    for (const auto& line : file.lines) {
        send_all(line.from_client ? client : server, line.bytes);
        EXPECT_EQ(receive(line.from_client ? server : client, line.bytes.size()), line.bytes);
    }
}

TEST_F(recorder, writes_a_session_as_it_was_recorded_once) {
    auto [client, server] = connection();
    speak(parsed_trace("py_free23_26_fetch_df"), *client, *server);
    client.reset();
    EXPECT_TRUE(is_closed(*server));
    server.reset();
    await_end();
    EXPECT_EQ(recorder_->stop(), 1U);
    EXPECT_EQ(packets_of(recorded()), packets_of(trace_text("py_free23_26_fetch_df")));
    EXPECT_THAT(recorded(), testing::HasSubstr("# layer: tns\n"));
    EXPECT_THAT(recorded(), testing::HasSubstr("# holds: every byte both sides sent"));
    EXPECT_THAT(recorded(), testing::EndsWith("# end: both sides closed\n"));
    trace::trace_error error;
    const auto file = trace::parse_trace(recorded(), error);
    ASSERT_TRUE(file);
    EXPECT_EQ(trace::take_apart(*file).summary.undecoded_bytes, 0U);
}

TEST_F(recorder, puts_packets_together_that_come_in_pieces) {
    auto [client, server] = connection();
    const auto file = parsed_trace("goora_free23_26_binds");
    for (const auto& line : file.lines) {
        auto& from = line.from_client ? *client : *server;
        auto& to = line.from_client ? *server : *client;
        for (std::size_t at = 0; at < line.bytes.size(); at += 50) {
            const auto piece = bytes_view(line.bytes).subspan(at, std::min<std::size_t>(50, line.bytes.size() - at));
            send_all(from, piece);
            (void)receive(to, piece.size());
        }
    }
    client.reset();
    server.reset();
    recorder_->stop();
    EXPECT_EQ(packets_of(recorded()), packets_of(trace_text("goora_free23_26_binds")));
}

TEST_F(recorder, writes_connections_at_the_same_time_to_a_file_each) {
    const auto file = parsed_trace("goora_free23_26_binds");
    std::vector<pair> pairs;
    for (int i = 0; i < 3; ++i) pairs.push_back(connection());
    for (const auto& line : file.lines) {
        for (auto& [client, server] : pairs) {
            send_all(line.from_client ? *client : *server, line.bytes);
            (void)receive(line.from_client ? *server : *client, line.bytes.size());
        }
    }
    pairs.clear();
    EXPECT_EQ(recorder_->stop(), 3U);
    const auto wanted = packets_of(trace_text("goora_free23_26_binds"));
    for (const auto* name : {"a.trace", "a.2.trace", "a.3.trace"})
        EXPECT_EQ(packets_of(recorded(name)), wanted) << name;
}

// A DATA packet of the large form, filled with one byte.
byte_buffer data_packet(std::size_t size, std::uint8_t filler) {
    byte_buffer out(size, filler);
    const std::uint8_t header[] = {static_cast<std::uint8_t>(size >> 24U),
                                   static_cast<std::uint8_t>(size >> 16U),
                                   static_cast<std::uint8_t>(size >> 8U),
                                   static_cast<std::uint8_t>(size),
                                   6,
                                   0,
                                   0,
                                   0};
    std::copy(std::begin(header), std::end(header), out.begin());
    return out;
}

TEST_F(recorder, carries_large_packets_both_ways_at_once) {
    constexpr std::size_t size = 2'000'000;
    constexpr std::size_t count = 4;
    constexpr std::size_t accepted = 3;
    auto [client, server] = connection();
    // CONNECT, its text and ACCEPT: from there on lengths have 32 bits.
    auto file = parsed_trace("py_free23_26_fetch_df");
    file.lines.resize(accepted);
    speak(file, *client, *server);
    const auto request = data_packet(size, 0x11);
    const auto answer = data_packet(size, 0x22);
    const auto say = [](tcp_stream& stream, const byte_buffer& packet) {
        for (std::size_t i = 0; i < count; ++i) send_all(stream, packet);
    };
    std::thread client_speaks([&, to = client.get()] { say(*to, request); });
    std::thread server_speaks([&, to = server.get()] { say(*to, answer); });
    std::thread client_hears([&, from = client.get()] { EXPECT_EQ(receive(*from, size * count).back(), 0x22); });
    EXPECT_EQ(receive(*server, size * count).back(), 0x11);
    client_speaks.join();
    server_speaks.join();
    client_hears.join();
    client.reset();
    server.reset();
    recorder_->stop();
    trace::trace_error error;
    const auto written = trace::parse_trace(recorded(), error);
    ASSERT_TRUE(written);
    ASSERT_EQ(written->lines.size(), accepted + 2 * count);
    for (const auto& line : std::span(written->lines).subspan(accepted)) {
        EXPECT_TRUE(line.bytes == (line.from_client ? request : answer));
    }
}

TEST_F(recorder, writes_tls_as_it_stands_on_the_wire) {
    auto [client, server] = connection();
    const byte_buffer hello{22, 3, 1, 0, 2, 1, 0};
    send_all(*client, hello);
    EXPECT_EQ(receive(*server, hello.size()), hello);
    client.reset();
    server.reset();
    recorder_->stop();
    EXPECT_THAT(recorded(), testing::HasSubstr("# layer: tls\n"));
    EXPECT_EQ(packets_of(recorded()), "C 16030100020100\n");
}

TEST_F(recorder, stops_in_the_middle_of_a_packet_and_writes_what_it_has) {
    auto [client, server] = connection();
    const byte_buffer start{0, 60, 0, 0, 1};
    send_all(*client, start);
    EXPECT_EQ(receive(*server, start.size()), start);
    recorder_->stop();
    EXPECT_EQ(packets_of(recorded()), "C 003c000001\n");
    EXPECT_THAT(recorded(), testing::EndsWith("# end: the recorder was stopped\n"));
    EXPECT_FALSE(recorder_->has_failed());
}

TEST_F(recorder, passes_urgent_bytes_on_and_notes_them) {
    auto [client, server] = connection();
    const byte_buffer start{0, 60, 0, 0, 1};
    send_all(*client, start);
    EXPECT_EQ(receive(*server, start.size()), start);
    const std::uint8_t byte = '!';
    ASSERT_EQ(::send(client->descriptor(), &byte, 1, MSG_OOB), 1);
    wait_for(*server, POLLPRI);
    std::uint8_t urgent = 0;
    EXPECT_EQ(::recv(server->descriptor(), &urgent, 1, MSG_OOB), 1);
    EXPECT_EQ(urgent, '!');
    client.reset();
    server.reset();
    recorder_->stop();
    EXPECT_THAT(recorded(), testing::HasSubstr("# out of band, from the client: 21\n"));
}

TEST(recorder_start, refuses_addresses_that_are_none) {
    EXPECT_FALSE(trace_recorder::start({.listen = "here", .to = "127.0.0.1:1521"}, stderr));
    EXPECT_FALSE(trace_recorder::start({.listen = "127.0.0.1:0", .to = "db1"}, stderr));
}

}  // namespace
}  // namespace oraxx::test
