#include "transport/resolver.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "unit/transport/name_server.hpp"

namespace oraxx::transport {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

class resolver : public testing::Test {
protected:
    result<std::vector<ip_address>> resolve_within(const std::string& host, milliseconds time) {
        return resolve(host, {steady_clock::now() + time, names_.endpoint()}, wake_);
    }
    std::string resolved(const std::string& host) {
        const auto found = resolve_within(host, std::chrono::seconds(20));
        if (!found) return found.error().message;
        std::string out;
        for (const auto& address : *found) out += (out.empty() ? "" : " ") + address.to_string();
        return out;
    }

    name_server names_{{{"v4.test", {"192.0.2.1", "192.0.2.1"}},
                        {"v6.test", {"2001:db8::1"}},
                        {"both.test", {"127.0.0.1", "::1"}},
                        {"silent.test", {}}}};
    wakeup wake_;
};

TEST_F(resolver, numeric_addresses_and_localhost_need_no_network) {
    const auto expired = milliseconds(-1000);
    for (const auto* host : {"127.0.0.1", "::1", "2001:db8::7", "localhost", "LocalHost."}) {
        EXPECT_TRUE(resolve_within(host, expired).has_value()) << host;
    }
    EXPECT_EQ(resolved("localhost"), "127.0.0.1 ::1");
    EXPECT_EQ(resolved("fe80::1%7"), "fe80::1%7");
}

TEST_F(resolver, asks_for_both_kinds_of_address) {
    EXPECT_EQ(resolved("v4.test"), "192.0.2.1") << "each address once";
    EXPECT_EQ(resolved("v6.test"), "2001:db8::1");
    const auto both = resolve_within("both.test", std::chrono::seconds(20));
    ASSERT_TRUE(both.has_value());
    EXPECT_EQ(both->size(), 2U);
}

TEST_F(resolver, a_name_that_does_not_exist_is_told_with_advice) {
    const auto found = resolve_within("missing.test", std::chrono::seconds(20));
    ASSERT_FALSE(found.has_value());
    EXPECT_EQ(found.error().code, errc::name_resolution);
    EXPECT_EQ(found.error().phase, phase::resolve);
    EXPECT_EQ(found.error().message, "cannot resolve host name 'missing.test': Domain name not found");
    EXPECT_FALSE(found.error().advice.empty());
}

TEST_F(resolver, names_that_are_no_names_fail_cleanly) {
    for (const auto& host : {std::string(), std::string(300, 'a'), std::string("a..b"), std::string("256.1.1.1")}) {
        EXPECT_FALSE(resolve_within(host, std::chrono::seconds(20)).has_value()) << host;
    }
}

TEST_F(resolver, a_silent_server_meets_the_deadline) {
    const auto found = resolve_within("silent.test", milliseconds(50));
    ASSERT_FALSE(found.has_value());
    EXPECT_EQ(found.error().code, errc::timed_out);
}

TEST_F(resolver, another_thread_cancels_it) {
    std::thread other([&] { wake_.signal(); });
    const auto found = resolve_within("silent.test", std::chrono::seconds(20));
    other.join();
    ASSERT_FALSE(found.has_value());
    EXPECT_EQ(found.error().code, errc::cancelled);
}

// The first name of /etc/hosts that is not some spelling of localhost.
std::string name_in_hosts_file() {
    std::ifstream in("/etc/hosts");
    for (std::string line; std::getline(in, line);) {
        std::istringstream words(line.substr(0, line.find('#')));
        std::string address;
        words >> address;
        for (std::string name; words >> name;) {
            if (name != "localhost" && ip_address::parse(address)) return name;
        }
    }
    return {};
}

TEST_F(resolver, reads_the_hosts_file) {
    const auto name = name_in_hosts_file();
    if (name.empty()) GTEST_SKIP() << "/etc/hosts has no name besides localhost";
    EXPECT_TRUE(resolve_within(name, std::chrono::seconds(20)).has_value()) << name;
}

TEST(ip_address, parses_only_numeric_text) {
    EXPECT_EQ(ip_address::parse("10.1.2.3")->to_string(), "10.1.2.3");
    EXPECT_EQ(ip_address::parse("0:0::1")->to_string(), "::1");
    for (const auto* text : {"", "10.1.2", "db", "10.1.2.3:1521", "[::1]", "::1%nosuchinterface"}) {
        EXPECT_FALSE(ip_address::parse(text).has_value()) << text;
    }
}

}  // namespace
}  // namespace oraxx::transport
