// The function's conduct towards its database over invocations, with scripted logons and a scripted secret.
#include "lambda/database/pooled_source.hpp"

#include <gtest/gtest.h>

#include <deque>

#include <oraxx/lambda/context.hpp>
#include "api/pool_state.hpp"
#include "lambda/aws/aws_error.hpp"
#include "unit/api/fake_backend.hpp"

namespace oraxx::lambda::database {
namespace {

using namespace std::chrono_literals;

failure refused_with(int number) {
    return {.code = errc::server_error,
            .phase = phase::authenticate,
            .ora_code = number,
            .message = "ORA-" + std::to_string(number),
            .connection_usable = false};
}

// Secrets by version: what the cache holds and what a re-read finds. The password is the version.
struct fake_secrets {
    std::string cached_version = "v1";
    std::string current_version = "v1";
    unsigned rereads = 0;
    bool is_reachable = true;

    std::shared_ptr<const aws::secret_value> get(freshness wanted) {
        if (!is_reachable) throw aws::aws_error("AccessDeniedException", 400, "no");
        if (wanted == freshness::reread) {
            ++rereads;
            cached_version = current_version;
        }
        auto out = std::make_shared<aws::secret_value>();
        out->text =
            base::secret_bytes(R"({"host":"h","sid":"s","username":"u","password":")" + cached_version + "\"}");
        out->version_id = cached_version;
        return out;
    }
};

// What an observation was told.
struct told_facts {
    std::map<std::string, double> metrics{};
    std::vector<std::string> statements{};
};

class noting_observation final : public observation {
public:
    explicit noting_observation(told_facts& told) : told_(told) {}
    [[nodiscard]] std::unique_ptr<span> begin_span(std::string_view) override { return nullptr; }
    void add(std::string_view metric, double value, metric_unit) override {
        told_.metrics[std::string(metric)] += value;
    }
    void service_call_ended(const service_call&) override {}
    void connect_step_ended(const connect_step&) override {}
    void statement_ended(const statement_report& report) override { told_.statements.emplace_back(report.sql); }

private:
    told_facts& told_;
};

class noting_observer final : public observer {
public:
    [[nodiscard]] std::unique_ptr<observation> begin(const context&) override {
        return std::make_unique<noting_observation>(told);
    }
    void end(const context&, std::unique_ptr<observation>, const function_error*) noexcept override {}
    void flush() noexcept override {}

    told_facts told{};
};

class pooled_sources : public testing::Test {
protected:
    [[nodiscard]] source_options options() {
        return {.read_secret = [this](auto, freshness wanted, observation*) { return secrets.get(wanted); }};
    }
    [[nodiscard]] std::unique_ptr<pooled_source> make(source_options wanted) {
        source_seams seams;
        seams.wall_time = [this] { return wall; };
        seams.make_pool = [this](options_provider provider, pool_options limits) {
            oraxx::detail::pool_seams inner;
            inner.pause = [](std::chrono::milliseconds) {};
            inner.connect = [this](const connect_options& asked) { return connect(asked); };
            auto state = std::make_shared<oraxx::detail::pool_state>(std::move(provider), std::move(limits), inner);
            return std::unique_ptr<pool>(new pool(oraxx::detail::pool_state::make_pool(std::move(state))));
        };
        return std::make_unique<pooled_source>(std::move(wanted), std::move(seams));
    }
    [[nodiscard]] result<connection> connect(const connect_options& asked) {
        passwords.emplace_back(asked.password.reveal());
        last_mode = asked.mode;
        if (!failures.empty()) {
            auto why = std::move(failures.front());
            failures.pop_front();
            return why;
        }
        auto& database = databases.emplace_back();
        database.in_transaction = false;
        database.answers["dml"] = test::fake_answer{.kind = backend::statement_kind::dml};
        return test::connect_to(database, asked);
    }
    // The error of one invocation that uses a connection; empty when it got one.
    [[nodiscard]] std::string invoke(pooled_source& of, std::chrono::milliseconds remaining = 5s) {
        context invocation({.deadline = std::chrono::system_clock::now() + remaining}, log, &of, &watching);
        try {
            (void)invocation.connection();
        } catch (const failed_invocation& failed) {
            return failed.error().type;
        }
        return {};
    }
    [[nodiscard]] bool called(std::size_t database, std::string_view what) const {
        const auto& calls = databases.at(database).calls;
        return std::find(calls.begin(), calls.end(), what) != calls.end();
    }

    logger log{log_level::fatal};
    noting_observer watching{};
    fake_secrets secrets{};
    std::deque<failure> failures{};  // of the next logons
    std::vector<std::string> passwords{};
    driver_mode last_mode = driver_mode::thin;
    std::deque<test::fake_database> databases{};
    std::chrono::system_clock::time_point wall{};
    std::unique_ptr<pooled_source> source = make(options());
};

TEST_F(pooled_sources, log_on_at_the_start_and_keep_the_session) {
    source->start(log);
    for (int i = 0; i < 3; ++i) EXPECT_EQ(invoke(*source), "");
    EXPECT_EQ(passwords.size(), 1U);
    EXPECT_FALSE(called(0, "ping"));
}

TEST_F(pooled_sources, start_although_the_database_is_down_and_recover) {
    failures = {{.code = errc::connect_refused, .phase = phase::tcp, .message = "refused"},
                {.code = errc::connect_refused, .phase = phase::tcp, .message = "refused"}};
    EXPECT_NO_THROW(source->start(log));
    EXPECT_EQ(invoke(*source), "OracleError.ConnectionRefused");
    EXPECT_EQ(invoke(*source), "");
}

TEST_F(pooled_sources, report_a_secret_that_cannot_be_read_and_recover) {
    secrets.is_reachable = false;
    source->start(log);
    EXPECT_EQ(invoke(*source), "SecretsManagerError.AccessDeniedException");
    secrets.is_reachable = true;
    EXPECT_EQ(invoke(*source), "");
}

TEST_F(pooled_sources, ping_after_a_rest_and_connect_again_when_nobody_answers) {
    source->start(log);
    databases[0].rest = {.total = 9s, .frozen = 9s};
    EXPECT_EQ(invoke(*source), "");
    EXPECT_FALSE(called(0, "ping"));
    databases[0].rest = {.total = 30s, .frozen = 30s};
    databases[0].call_failure = failure{.code = errc::connection_lost, .message = "gone", .connection_usable = false};
    EXPECT_EQ(invoke(*source), "");
    EXPECT_TRUE(called(0, "ping"));
    EXPECT_EQ(databases.size(), 2U);
}

TEST_F(pooled_sources, log_on_again_with_a_rotated_password_once) {
    for (const int number : {1017, 28001}) {
        secrets = {};
        secrets.current_version = "v2";
        passwords.clear();
        failures = {refused_with(number)};
        const auto fresh = make(options());
        EXPECT_EQ(invoke(*fresh), "");
        EXPECT_EQ(passwords, (std::vector<std::string>{"v1", "v2"}));
        EXPECT_EQ(secrets.rereads, 1U);
    }
    EXPECT_EQ(watching.told.metrics["Retries"], 2);
}

TEST_F(pooled_sources, send_a_refused_password_only_once) {
    failures = {refused_with(1017), refused_with(1017), refused_with(1017)};
    source->start(log);
    EXPECT_EQ(invoke(*source), "OracleError.ORA01017");
    EXPECT_EQ(invoke(*source), "OracleError.ORA01017");
    EXPECT_EQ(passwords.size(), 1U) << "every refused logon counts towards the account's lock";
    secrets.current_version = "v2";
    EXPECT_EQ(invoke(*source), "OracleError.ORA01017");
    EXPECT_EQ(invoke(*source), "OracleError.ORA01017");
    EXPECT_EQ(passwords, (std::vector<std::string>{"v1", "v2"})) << "nor is the second one sent again";
    wall += 1min;
    failures.clear();
    EXPECT_EQ(invoke(*source), "");
    EXPECT_EQ(passwords.back(), "v2");
}

TEST_F(pooled_sources, do_not_touch_an_account_that_is_locked) {
    failures = {refused_with(28000)};
    EXPECT_EQ(invoke(*source), "OracleError.ORA28000");
    EXPECT_EQ(passwords.size(), 1U);
    EXPECT_EQ(secrets.rereads, 0U);
}

TEST_F(pooled_sources, connect_again_when_the_database_has_no_room) {
    failures = {refused_with(12516), refused_with(20)};
    EXPECT_EQ(invoke(*source), "");
    EXPECT_EQ(watching.told.metrics["Retries"], 2);
}

TEST_F(pooled_sources, keep_a_margin_of_the_invocations_time) {
    const auto latest = std::chrono::steady_clock::now() + 4h;
    context invocation({.deadline = std::chrono::system_clock::now() + 4h}, log, source.get());
    (void)invocation.connection();
    ASSERT_TRUE(databases[0].deadline.has_value());
    EXPECT_LE(*databases[0].deadline, latest);
    EXPECT_GT(*databases[0].deadline, latest - 1h);
}

TEST_F(pooled_sources, give_no_connection_when_no_time_is_left) {
    source->start(log);
    EXPECT_EQ(invoke(*source, 0ms), "OracleError.TimedOut");
}

TEST_F(pooled_sources, tell_the_invocation_that_is_under_way_of_its_statements) {
    source->start(log);
    {
        context invocation({.deadline = std::chrono::system_clock::now() + 5s}, log, source.get(), &watching);
        invocation.connection().execute("dml");
    }
    {
        context unwatched({.deadline = std::chrono::system_clock::now() + 5s}, log, source.get());
        unwatched.connection().execute("dml");
    }
    EXPECT_EQ(watching.told.statements, (std::vector<std::string>{"dml"}));
    EXPECT_EQ(databases.size(), 1U);
}

TEST_F(pooled_sources, connect_in_the_mode_they_are_given) {
    auto wanted = options();
    wanted.mode = driver_mode::thick;
    const auto thick = make(std::move(wanted));
    EXPECT_EQ(invoke(*thick), "");
    EXPECT_EQ(last_mode, driver_mode::thick);
    EXPECT_EQ(invoke(*source), "");
    EXPECT_EQ(last_mode, driver_mode::thin);
}

TEST_F(pooled_sources, cancel_all_calls_when_the_process_is_about_to_end) {
    context invocation({.deadline = std::chrono::system_clock::now() + 5s}, log, source.get());
    (void)invocation.connection();
    invocation.interrupt();
    EXPECT_TRUE(called(0, "cancel all"));
}

TEST_F(pooled_sources, leave_no_transaction_behind) {
    {
        context invocation({.deadline = std::chrono::system_clock::now() + 5s}, log, source.get());
        (void)invocation.connection();
        databases[0].in_transaction = true;
    }
    EXPECT_TRUE(called(0, "rollback"));
    EXPECT_FALSE(called(0, "release session"));
}

TEST_F(pooled_sources, release_the_session_after_each_invocation_when_asked) {
    auto wanted = options();
    wanted.release_sessions = true;
    const auto pooled = make(std::move(wanted));
    EXPECT_EQ(invoke(*pooled), "");
    EXPECT_TRUE(called(0, "release session"));
}

TEST_F(pooled_sources, have_a_connection_for_each_invocation_at_once) {
    auto wanted = options();
    wanted.connections = 2;
    const auto both = make(std::move(wanted));
    context first({.deadline = std::chrono::system_clock::now() + 5s}, log, both.get());
    (void)first.connection();
    EXPECT_EQ(invoke(*both), "");
    EXPECT_EQ(databases.size(), 2U);
}

TEST_F(pooled_sources, close_the_sessions_at_the_end) {
    source->start(log);
    source->stop(log);
    EXPECT_TRUE(called(0, "connection gone"));
    EXPECT_EQ(invoke(*source), "OracleError.WrongState");
}

}  // namespace
}  // namespace oraxx::lambda::database
