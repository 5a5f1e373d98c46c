// The pool and the sandbox: threads that share sessions, a password that changes, what a lease leaves behind.
#include <gtest/gtest.h>

#include <oraxx/oraxx.hpp>

#include <atomic>
#include <thread>

#include "server/net/sandbox_server.hpp"

namespace oraxx::test {
namespace {

using namespace std::chrono_literals;

class pool_and_sandbox : public testing::Test {
protected:
    pool_and_sandbox() {
        sandbox::server_options options;
        options.password = base::secret_bytes(std::string_view("tiger"));
        options.persona = sandbox::find_persona("26ai");
        options.init_sql = "create table emp (id number primary key);\n";
        server_ = std::make_unique<sandbox::sandbox_server>(std::move(options));
    }
    [[nodiscard]] connect_options options(std::string_view password = "tiger", std::string_view server = "") const {
        connect_options out;
        out.connect_string = server_->address() + "/FREEPDB1" + std::string(server);
        out.user = "scott";
        out.password = password;
        return out;
    }
    static std::int64_t count(connection& conn) {
        std::int64_t found = -1;
        for (const auto [n] : conn.query<std::int64_t>("select count(*) from emp")) found = n;
        return found;
    }

    std::unique_ptr<sandbox::sandbox_server> server_;
};

TEST_F(pool_and_sandbox, serve_sixteen_threads_with_four_sessions) {
    constexpr int threads = 16;
    constexpr int rounds = 8;
    pool shared(options(), {.max_size = 4, .wait_timeout = 60s});
    std::atomic<int> answered = 0;
    std::vector<std::thread> workers;
    for (int worker = 0; worker < threads; ++worker) {
        workers.emplace_back([&, worker] {
            for (int round = 0; round < rounds; ++round) {
                auto conn = shared.acquire();
                for (const auto [n] : conn->query<int>("select :1 from dual", worker * rounds + round)) {
                    if (n == worker * rounds + round) ++answered;
                }
                if (worker == 0 && round % 4 == 3) conn.discard();
            }
        });
    }
    for (auto& worker : workers) worker.join();
    EXPECT_EQ(answered, threads * rounds);
    const auto stats = shared.stats();
    EXPECT_EQ(stats.acquired, static_cast<std::uint64_t>(threads * rounds));
    EXPECT_LE(stats.connects, 6U) << "four, and those in the place of two that were discarded";
    EXPECT_EQ(stats.idle, stats.open);
    EXPECT_TRUE(shared.try_close(std::chrono::steady_clock::now() + 10s).has_value());
}

TEST_F(pool_and_sandbox, leave_no_transaction_behind) {
    pool shared(options(), {.max_size = 1});
    shared.acquire()->execute("insert into emp values (1)");
    auto conn = shared.acquire();
    EXPECT_FALSE(conn->in_transaction());
    EXPECT_EQ(count(*conn), 0);
    EXPECT_EQ(shared.stats().connects, 1U);
}

TEST_F(pool_and_sandbox, log_on_with_the_password_the_provider_gives_after_a_refusal) {
    pool shared([this](const options_request& request) -> result<connect_options> {
        return options(request.refused == nullptr ? "lion" : "tiger");
    });
    EXPECT_EQ(count(*shared.acquire()), 0);
    EXPECT_EQ(shared.stats().connect_failures, 0U);
}

TEST_F(pool_and_sandbox, release_the_session_of_the_servers_pool) {
    pool shared(options("tiger", ":pooled"), {.max_size = 1, .release_sessions = true});
    for (int round = 0; round < 3; ++round) EXPECT_EQ(count(*shared.acquire()), 0);
    EXPECT_EQ(shared.stats().connects, 1U);
    EXPECT_EQ(shared.stats().dropped.give_back, 0U);
}

}  // namespace
}  // namespace oraxx::test
