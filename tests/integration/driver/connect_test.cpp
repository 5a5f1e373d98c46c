// From a connect string to a session: aliases, lists of addresses, and what is said when none of them answers.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <map>
#include <oraxx/oraxx.hpp>

#include "server/net/sandbox_server.hpp"
#include "support/loopback_peer.hpp"
#include "support/scratch_directory.hpp"

namespace oraxx::test {
namespace {

using namespace std::chrono_literals;

// A port that refuses connections: it was free a moment ago.
std::uint16_t closed_port() {
    std::uint16_t port = 0;
    ::close(listen_on_loopback(port));
    return port;
}

std::string address_of(std::uint16_t port) {
    return "(ADDRESS=(PROTOCOL=tcp)(HOST=127.0.0.1)(PORT=" + std::to_string(port) + "))";
}

class connecting : public testing::Test {
protected:
    connecting() {
        sandbox::server_options options;
        options.password = base::secret_bytes(std::string_view("tiger"));
        server_ = std::make_unique<sandbox::sandbox_server>(std::move(options));
        const auto address = server_->address();
        port_ = static_cast<std::uint16_t>(std::stoi(address.substr(address.rfind(':') + 1)));
    }
    static connect_options options(std::string connect_string) {
        connect_options out;
        out.connect_string = std::move(connect_string);
        out.user = "scott";
        out.password = "tiger";
        out.connect_timeout = 30s;
        return out;
    }
    [[nodiscard]] static std::string user_of(connect_options wanted) {
        auto conn = connect(std::move(wanted));
        for (const auto& [user] : conn.query<std::string>("select user from dual")) return user;
        return {};
    }

    std::unique_ptr<sandbox::sandbox_server> server_;
    std::uint16_t port_ = 0;
};

TEST_F(connecting, by_an_alias_of_tnsnames_ora) {
    const scratch_directory directory;
    directory.write("tnsnames.ora", "IFILE = more.ora\n");
    directory.write("more.ora", "sandbox.example.com =\n  (DESCRIPTION = " + address_of(port_) +
                                    "\n    (CONNECT_DATA = (SERVICE_NAME = FREEPDB1)))\n");
    directory.write("sqlnet.ora", "NAMES.DEFAULT_DOMAIN = example.com\n");
    auto wanted = options("sandbox");
    wanted.config_directory = directory.path();
    EXPECT_EQ(user_of(std::move(wanted)), "SCOTT");
}

TEST_F(connecting, passes_dead_addresses_by) {
    EXPECT_EQ(user_of(options("(DESCRIPTION=" + address_of(closed_port()) + address_of(closed_port()) +
                              address_of(port_) + "(CONNECT_DATA=(SERVICE_NAME=FREEPDB1)))")),
              "SCOTT");
}

TEST_F(connecting, goes_on_to_the_next_description) {
    EXPECT_EQ(user_of(options("(DESCRIPTION_LIST=(LOAD_BALANCE=off)(DESCRIPTION=" + address_of(port_) +
                              "(CONNECT_DATA=(SERVICE_NAME=ELSEWHERE)))(DESCRIPTION=" + address_of(port_) +
                              "(CONNECT_DATA=(SERVICE_NAME=FREEPDB1))))")),
              "SCOTT");
}

TEST_F(connecting, does_not_wait_for_a_silent_address_longer_than_its_time) {
    loopback_peer silent([](int socket) { wait_for_close(socket); });
    EXPECT_EQ(user_of(options("(DESCRIPTION_LIST=(LOAD_BALANCE=off)(DESCRIPTION=(CONNECT_TIMEOUT=200ms)" +
                              address_of(silent.port()) + "(CONNECT_DATA=(SERVICE_NAME=FREEPDB1)))(DESCRIPTION=" +
                              address_of(port_) + "(CONNECT_DATA=(SERVICE_NAME=FREEPDB1))))")),
              "SCOTT");
}

// "phase" of each step, "phase!" of one that failed.
struct watched_steps {
    std::vector<std::string> names{};
    std::vector<std::string> targets{};

    connect_observer observer() {
        return [this](const connect_step& step) {
            names.push_back(std::string(to_string(step.phase)) + (step.error != nullptr ? "!" : ""));
            targets.push_back(step.target);
        };
    }
};

TEST_F(connecting, takes_everything_from_a_configuration_document) {
    const scratch_directory folder;
    folder.write("databases.json",
                 R"({"here": {"connect_descriptor": "127.0.0.1:)" + std::to_string(port_) +
                     R"(/FREEPDB1", "user": "scott", "password": {"type": "base64", "value": "dGlnZXI="}}})");
    connect_options wanted;
    wanted.connect_string = "config-file://" + folder.path() + "/databases.json?key=here";
    EXPECT_EQ(user_of(wanted.clone()), "SCOTT");
    wanted.connect_string = "config-file://databases.json?key=here";
    wanted.config_directory = folder.path();
    EXPECT_EQ(user_of(wanted.clone()), "SCOTT");
    wanted.password = "wrong";  // what the program says counts first
    EXPECT_EQ(try_connect(wanted.clone()).error().ora_code, 1017);
    wanted.connect_string = "config-file://nowhere.json";
    EXPECT_NE(try_connect(wanted.clone()).error().message.find("/nowhere.json"), std::string::npos);
}

TEST_F(connecting, asks_the_program_for_documents_of_other_providers) {
    connect_options wanted;
    wanted.connect_string = "config-vault://databases/here?region=x";
    EXPECT_EQ(try_connect(wanted.clone()).error().code, errc::unsupported);
    wanted.fetch_config = [this](const config_location& where) -> result<secret> {
        if (where.provider == "secrets") return secret(where.location == "scott" ? "tiger" : "");
        EXPECT_EQ(where.location, "databases/here");
        const auto document = R"({"connect_descriptor": "127.0.0.1:)" + std::to_string(port_) +
                              R"(/FREEPDB1", "user": "scott", "password": {"type": "secrets", "value": "scott"}})";
        return secret(std::string_view(document));
    };
    EXPECT_EQ(user_of(std::move(wanted)), "SCOTT");
}

TEST_F(connecting, tells_a_watcher_every_step_at_every_address) {
    watched_steps steps;
    const auto closed = closed_port();
    auto wanted =
        options("(DESCRIPTION=" + address_of(closed) + address_of(port_) + "(CONNECT_DATA=(SERVICE_NAME=FREEPDB1)))");
    wanted.on_connect_step = steps.observer();
    EXPECT_EQ(user_of(std::move(wanted)), "SCOTT");
    EXPECT_THAT(steps.names,
                ::testing::ElementsAre("resolve", "tcp!", "resolve", "tcp", "connect", "negotiate", "authenticate"));
    EXPECT_NE(steps.targets.front().find(std::to_string(closed)), std::string::npos);
    EXPECT_NE(steps.targets.back().find(std::to_string(port_)), std::string::npos);
}

TEST_F(connecting, without_a_user_ends_after_the_listener_has_accepted) {
    watched_steps steps;
    auto wanted = options("127.0.0.1:" + std::to_string(port_) + "/FREEPDB1");
    wanted.user.clear();
    wanted.on_connect_step = steps.observer();
    const auto made = try_connect(std::move(wanted));
    ASSERT_FALSE(made.has_value());
    EXPECT_EQ(made.error().message, "no user was given");
    EXPECT_THAT(steps.names, ::testing::ElementsAre("resolve", "tcp", "connect", "authenticate!"));
}

TEST_F(connecting, a_refusal_says_what_was_asked_for) {
    const auto made = try_connect(options("127.0.0.1:" + std::to_string(port_) + "/ELSEWHERE"));
    ASSERT_FALSE(made.has_value());
    EXPECT_NE(made.error().message.find("service \"ELSEWHERE\""), std::string::npos) << made.error().message;
}

TEST_F(connecting, a_wrong_password_is_not_tried_at_the_next_address) {
    auto wanted = options("(DESCRIPTION=" + address_of(port_) + address_of(closed_port()) +
                          "(CONNECT_DATA=(SERVICE_NAME=FREEPDB1)))");
    wanted.password = "lion";
    const auto refused = try_connect(std::move(wanted));
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().ora_code, 1017);
}

TEST_F(connecting, tells_what_happened_at_every_address) {
    const auto first = closed_port();
    const auto refused = try_connect(options("(DESCRIPTION=(RETRY_COUNT=1)(RETRY_DELAY=10ms)" + address_of(first) +
                                             address_of(closed_port()) + "(CONNECT_DATA=(SERVICE_NAME=FREEPDB1)))"));
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().code, errc::connect_refused);
    const auto& message = refused.error().message;
    EXPECT_NE(message.find("(before that: "), std::string::npos) << message;
    EXPECT_NE(message.find(":" + std::to_string(first)), std::string::npos) << message;
}

// Each address is as likely to be the first: with 60 connections the odds that one of three is never first are
// below one in 10^9.
TEST_F(connecting, load_balance_reaches_every_address) {
    std::map<std::uint16_t, unsigned> seen;
    std::vector<std::unique_ptr<sandbox::sandbox_server>> others;
    std::string addresses = address_of(port_);
    for (int i = 0; i < 2; ++i) {
        sandbox::server_options account;
        account.password = base::secret_bytes(std::string_view("tiger"));
        account.init_sql = "create table server_" + std::to_string(i + 1) + " (n number);\n";
        others.push_back(std::make_unique<sandbox::sandbox_server>(std::move(account)));
        const auto address = others.back()->address();
        addresses += address_of(static_cast<std::uint16_t>(std::stoi(address.substr(address.rfind(':') + 1))));
    }
    for (int i = 0; i < 60; ++i) {
        auto conn = connect(options("(DESCRIPTION=(ADDRESS_LIST=(LOAD_BALANCE=ON)" + addresses +
                                    ")(CONNECT_DATA=(SERVICE_NAME=FREEPDB1)))"));
        std::string table = "server_0";
        for (const auto& [name] : conn.query<std::string>("select table_name from user_tables")) table = name;
        ++seen[static_cast<std::uint16_t>(table.back())];
    }
    EXPECT_EQ(seen.size(), 3U);
}

}  // namespace
}  // namespace oraxx::test
