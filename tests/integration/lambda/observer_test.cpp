// The observer over real sockets: a UDP listener as the daemon of X-Ray, a server as the collector.
#include "lambda/observe/observer.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <nlohmann/json.hpp>
#include <thread>

#include <oraxx/config.hpp>
#include <oraxx/lambda/context.hpp>

#include "lambda/local/http_server.hpp"
#include "support/environment.hpp"

namespace oraxx::lambda::observe {
namespace {

using nlohmann::json;
using namespace std::chrono_literals;

constexpr const char* sampled_header = "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1";

// A socket that keeps what it is sent.
class udp_listener {
public:
    udp_listener() : socket_(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        EXPECT_EQ(::bind(socket_, reinterpret_cast<const sockaddr*>(&address), size), 0);
        EXPECT_EQ(::getsockname(socket_, reinterpret_cast<sockaddr*>(&address), &size), 0);
        port_ = ntohs(address.sin_port);
    }
    udp_listener(const udp_listener&) = delete;
    udp_listener& operator=(const udp_listener&) = delete;
    ~udp_listener() { ::close(socket_); }

    [[nodiscard]] std::uint16_t port() const { return port_; }
    // Empty when none is there.
    [[nodiscard]] std::string take() const {
        std::string out(max_datagram_bytes, '\0');
        const auto got = ::recv(socket_, out.data(), out.size(), MSG_DONTWAIT);
        out.resize(got < 0 ? 0 : static_cast<std::size_t>(got));
        return out;
    }

private:
    int socket_;
    std::uint16_t port_ = 0;
};

class observer_test : public ::testing::Test {
protected:
    observer_test() {
        for (const char* name :
             {"AWS_XRAY_DAEMON_ADDRESS", "POWERTOOLS_TRACE_DISABLED", "POWERTOOLS_METRICS_NAMESPACE",
              "OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"}) {
            environment_.unset(name);
        }
        EXPECT_EQ(::pipe2(lines_, O_CLOEXEC | O_NONBLOCK), 0);
    }
    ~observer_test() override {
        ::close(lines_[0]);
        ::close(lines_[1]);
    }
    [[nodiscard]] std::string collector_url() const {
        return "http://127.0.0.1:" + std::to_string(collector_.port());
    }
    [[nodiscard]] std::unique_ptr<observer> make() const {
        auto settings = observer_settings::from_environment();
        settings.metrics_descriptor = lines_[1];
        return make_observer(std::move(settings));
    }
    void invoke(observer& watching, const char* header = sampled_header) const {
        context invocation(
            {.request_id = "r", .deadline = std::chrono::system_clock::now() + 20s, .trace_header = header}, log_,
            nullptr, &watching);
        invocation.observed().statement_ended(
            {.sql = "select 'secret' from dual", .began = std::chrono::system_clock::now(), .time = 1ms, .rows = 1});
        invocation.finish(nullptr);
    }
    [[nodiscard]] std::string lines() const {
        std::string out(1U << 20U, '\0');
        const auto got = ::read(lines_[0], out.data(), out.size());
        out.resize(got < 0 ? 0 : static_cast<std::size_t>(got));
        return out;
    }

    test::scoped_environment environment_{};
    logger log_{log_level::fatal};
    int lines_[2]{};
    std::atomic<unsigned> posts_ = 0;
    std::atomic<unsigned> status_ = 200;
    local::server_request last_{};
    local::http_server collector_{[this](const std::shared_ptr<local::exchange>& asked) {
        ++posts_;
        last_ = asked->request();
        asked->answer({.status = status_, .body = "{}"});
    }};
};

TEST_F(observer_test, is_none_when_nothing_is_switched_on) {
    EXPECT_EQ(observer_from_environment(), nullptr);
    environment_.set("AWS_XRAY_DAEMON_ADDRESS", "127.0.0.1:2000");
    EXPECT_NE(observer_from_environment(), nullptr);
    environment_.set("POWERTOOLS_TRACE_DISABLED", "true");
    EXPECT_EQ(observer_from_environment(), nullptr);
    environment_.set("POWERTOOLS_METRICS_NAMESPACE", "N");
    EXPECT_NE(observer_from_environment(), nullptr);
    environment_.set("POWERTOOLS_METRICS_DISABLED", "true");
    EXPECT_EQ(observer_from_environment(), nullptr);
}

TEST_F(observer_test, sends_subsegments_before_the_invocation_is_over) {
    const udp_listener daemon;
    environment_.set("AWS_XRAY_DAEMON_ADDRESS", "127.0.0.1:" + std::to_string(daemon.port()));
    const auto watching = make();
    invoke(*watching);
    for (const char* name : {"## handler", "SELECT dual"}) {
        const auto datagram = daemon.take();
        ASSERT_NE(datagram.find('\n'), std::string::npos);
        EXPECT_EQ(json::parse(datagram.substr(datagram.find('\n')))["name"], name);
        EXPECT_EQ(datagram.find("secret"), std::string::npos);
    }
    invoke(*watching, "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=0");
    EXPECT_EQ(daemon.take(), "");
}

TEST_F(observer_test, bears_a_daemon_that_is_not_there) {
    environment_.set("AWS_XRAY_DAEMON_ADDRESS", "127.0.0.1:1");
    const auto watching = make();
    for (int i = 0; i < 3; ++i) invoke(*watching);
}

TEST_F(observer_test, posts_spans_to_the_collector) {
    environment_.set("OTEL_EXPORTER_OTLP_ENDPOINT", collector_url() + "/base/");
    environment_.set("OTEL_EXPORTER_OTLP_HEADERS", "api-key=a%20b, x=y");
    const auto watching = make();
    invoke(*watching);
    EXPECT_EQ(last_.target, "/base/v1/traces");
    EXPECT_EQ(http::find_header(last_.headers, "Content-Type"), "application/json");
    EXPECT_EQ(http::find_header(last_.headers, "api-key"), "a b");
    EXPECT_EQ(http::find_header(last_.headers, "x"), "y");
    EXPECT_EQ(json::parse(last_.body)["resourceSpans"][0]["scopeSpans"][0]["spans"].size(), 2U);
    invoke(*watching, "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=0");
    EXPECT_EQ(posts_, 1U) << "what is not sampled is not told";
}

TEST_F(observer_test, lets_a_failing_collector_rest) {
    environment_.set("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", collector_url() + "/traces");
    environment_.set("OTEL_EXPORTER_OTLP_TIMEOUT", "20000");
    status_ = 503;
    const auto watching = make();
    for (int i = 0; i < 3; ++i) invoke(*watching);
    EXPECT_EQ(posts_, 1U);
    EXPECT_EQ(last_.target, "/traces");
}

TEST_F(observer_test, writes_whole_lines_of_several_invocations_at_once) {
    environment_.set("POWERTOOLS_METRICS_NAMESPACE", "N");
    const auto watching = make();
    std::vector<std::thread> threads;
    for (int i = 0; i < 8; ++i) threads.emplace_back([&] { invoke(*watching); });
    for (auto& each : threads) each.join();
    unsigned cold = 0;
    unsigned count = 0;
    for (auto rest = lines(); !rest.empty(); rest.erase(0, rest.find('\n') + 1)) {
        cold += json::parse(rest.substr(0, rest.find('\n')))["ColdStart"].get<unsigned>();
        ++count;
    }
    EXPECT_EQ(count, 8U);
    EXPECT_EQ(cold, 1U);
}

TEST_F(observer_test, reads_its_settings) {
    environment_.set("OTEL_EXPORTER_OTLP_ENDPOINT", "https://xray.eu-central-1.amazonaws.com");
    const auto cloudwatch = otlp_settings::from_environment();
    ASSERT_TRUE(cloudwatch.has_value());
    EXPECT_EQ(cloudwatch->signed_region, "eu-central-1");
    EXPECT_EQ(cloudwatch->target, "/v1/traces");
    environment_.set("OTEL_EXPORTER_OTLP_ENDPOINT", "http://localhost:4318");
    EXPECT_EQ(otlp_settings::from_environment()->signed_region, "");
    for (const char* wrong : {"localhost:4318", "grpc://x", ""}) {
        environment_.set("OTEL_EXPORTER_OTLP_ENDPOINT", wrong);
        EXPECT_FALSE(otlp_settings::from_environment().has_value()) << wrong;
    }
    EXPECT_EQ(udp_address::parse("tcp:127.0.0.1:2000 udp:127.0.0.2:2001")->port, 2001);
    EXPECT_EQ(udp_address::parse("[::1]:2000")->host, "::1");
    EXPECT_EQ(udp_address::parse("localhost:2000")->host, "127.0.0.1");
    for (const char* wrong :
         {"", ":", "127.0.0.1", "127.0.0.1:0", "127.0.0.1:x", "example.com:2000", "tcp:127.0.0.1:2000"}) {
        EXPECT_FALSE(udp_address::parse(wrong).has_value()) << wrong;
    }
}

}  // namespace
}  // namespace oraxx::lambda::observe
