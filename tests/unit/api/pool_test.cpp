// The pool on connections without a server: lending, queueing, limits, retries, passwords that change.
#include <gtest/gtest.h>

#include <algorithm>
#include <deque>
#include <thread>

#include "api/pool_state.hpp"
#include "unit/api/fake_backend.hpp"

namespace oraxx {
namespace {

using namespace std::chrono_literals;
using steady = std::chrono::steady_clock;

failure server_failure(int number) {
    return {.code = errc::server_error,
            .phase = phase::authenticate,
            .ora_code = number,
            .message = "ORA-" + std::to_string(number),
            .connection_usable = false};
}

class pools : public testing::Test {
protected:
    [[nodiscard]] pool make(pool_options limits = {}, options_provider provider = {}) {
        if (!provider) {
            provider = [](const options_request& request) -> result<connect_options> {
                if (request.refused != nullptr) return *request.refused;
                return connect_options{.user = "scott", .call_timeout = 7s};
            };
        }
        detail::pool_seams seams;
        seams.connect = [this](const connect_options& options) -> result<connection> {
            const std::lock_guard lock(mutex);
            users.push_back(options.user);
            if (!refusals.empty()) {
                auto why = std::move(refusals.front());
                refusals.pop_front();
                return why;
            }
            databases.emplace_back().in_transaction = false;
            return test::connect_to(databases.back(), options);
        };
        seams.wall_time = [this] { return wall; };
        seams.pause = [this](std::chrono::milliseconds length) { pauses.push_back(length); };
        return detail::pool_state::make_pool(
            std::make_shared<detail::pool_state>(std::move(provider), std::move(limits), std::move(seams)));
    }
    [[nodiscard]] bool called(std::size_t database, std::string_view what) const {
        const auto& calls = databases.at(database).calls;
        return std::find(calls.begin(), calls.end(), what) != calls.end();
    }
    static acquire_options at_once() { return {.deadline = steady::now()}; }

    std::mutex mutex{};
    std::deque<test::fake_database> databases{};  // one for each connection
    std::deque<failure> refusals{};               // of the next connects
    std::vector<std::string> users{};
    std::vector<std::chrono::milliseconds> pauses{};
    std::chrono::system_clock::time_point wall{};
};

// -- lending -------------------------------------------------------------------------------------------------

TEST_F(pools, connect_when_needed_and_lend_again) {
    auto lent = make();
    EXPECT_EQ(lent.stats().open, 0U);
    { const auto first = lent.acquire(); }
    { const auto second = lent.acquire(); }
    EXPECT_EQ(databases.size(), 1U);
    EXPECT_EQ(lent.stats().idle, 1U);
    EXPECT_EQ(lent.stats().acquired, 2U);
    EXPECT_FALSE(called(0, "ping"));
}

TEST_F(pools, roll_back_what_was_not_committed) {
    auto lent = make();
    {
        const auto lease = lent.acquire();
        databases[0].in_transaction = true;
    }
    EXPECT_TRUE(called(0, "rollback"));
    EXPECT_EQ(lent.stats().idle, 1U);
    {
        const auto lease = lent.acquire();
        databases[0].call_failure = failure{.code = errc::timed_out, .message = "no answer"};
    }
    EXPECT_TRUE(called(0, "connection gone"));
    EXPECT_EQ(lent.stats().dropped.give_back, 1U);
}

TEST_F(pools, drop_connections_that_broke) {
    auto lent = make();
    {
        const auto lease = lent.acquire();
        databases[0].usable = false;
    }
    EXPECT_EQ(lent.stats().open, 0U);
    { const auto lease = lent.acquire(); }
    databases[1].usable = false;  // while it was idle
    { const auto lease = lent.acquire(); }
    EXPECT_EQ(databases.size(), 3U);
    EXPECT_EQ(lent.stats().dropped.unusable, 2U);
}

TEST_F(pools, drop_connections_whose_rows_are_still_read) {
    auto lent = make();
    std::optional<statement> kept;
    {
        const auto lease = lent.acquire();
        databases[0].answers["q"] = test::one_value(db_type::number, "c102");
        kept = lease->prepare("q");
    }
    EXPECT_EQ(lent.stats().open, 0U);
    EXPECT_EQ(lent.stats().dropped.give_back, 1U);
}

TEST_F(pools, begin_each_lease_with_the_settings_of_the_options) {
    auto lent = make();
    {
        const auto lease = lent.acquire();
        lease->set_autocommit(true);
        lease->set_call_timeout(1ms);
        lease->set_deadline(steady::now());
    }
    const auto lease = lent.acquire();
    EXPECT_FALSE(databases[0].deadline.has_value());
    EXPECT_FALSE(lease->autocommit());
    EXPECT_EQ(databases[0].call_timeout, 7s);
}

TEST_F(pools, give_back_early_and_discard) {
    auto lent = make();
    auto lease = lent.acquire();
    lease.give_back();
    EXPECT_FALSE(lease);
    lease = lent.acquire();
    auto moved = std::move(lease);
    moved.discard();
    moved.discard();
    EXPECT_TRUE(called(0, "connection gone"));
    EXPECT_EQ(lent.stats().dropped.discarded, 1U);
    EXPECT_EQ(lent.stats().open, 0U);
}

TEST_F(pools, release_sessions_of_the_servers_pool) {
    auto lent = make({.release_sessions = true});
    { const auto lease = lent.acquire(); }
    EXPECT_TRUE(called(0, "release session"));
    EXPECT_EQ(lent.stats().idle, 1U);
    databases[0].call_failure = failure{.code = errc::wrong_state, .message = "not pooled"};
    { const auto lease = lent.acquire(); }
    EXPECT_EQ(lent.stats().idle, 1U) << "a connection that is not pooled has nothing to release";
}

// -- validation and limits -----------------------------------------------------------------------------------

TEST_F(pools, ping_after_a_rest_or_a_freeze_only) {
    auto lent = make({.ping_after = 10s});
    { const auto lease = lent.acquire(); }
    databases[0].rest = {.total = 9s, .frozen = 0ms};
    { const auto lease = lent.acquire(); }
    EXPECT_FALSE(called(0, "ping"));
    databases[0].rest = {.total = 9s, .frozen = 8s};
    { const auto lease = lent.acquire(); }
    EXPECT_TRUE(called(0, "ping"));
    databases[0].rest = {.total = 10s, .frozen = 0ms};
    databases[0].call_failure = failure{.code = errc::timed_out, .message = "no answer", .connection_usable = false};
    { const auto lease = lent.acquire(); }
    EXPECT_EQ(lent.stats().dropped.ping, 1U);
    EXPECT_EQ(databases.size(), 2U);
}

TEST_F(pools, connect_instead_of_asking_one_dead_connection_after_the_other) {
    auto lent = make({.ping_after = 10s});
    {
        const auto first = lent.acquire();
        const auto second = lent.acquire();
    }
    for (auto& one : databases) {
        one.rest.total = 1h;
        one.call_failure = failure{.code = errc::timed_out, .message = "no answer", .connection_usable = false};
    }
    const auto lease = lent.acquire();
    EXPECT_EQ(databases.size(), 3U);
    EXPECT_EQ(lent.stats().dropped.ping, 1U);
    EXPECT_EQ(lent.stats().idle, 1U);
}

TEST_F(pools, close_what_is_idle_or_old_beyond_its_limit) {
    auto lent = make({.min_size = 1, .idle_limit = 60s, .lifetime_limit = 1h});
    {
        const auto first = lent.acquire();
        const auto second = lent.acquire();
    }
    databases[0].rest.total = databases[1].rest.total = 2min;
    lent.upkeep(steady::now() + 10s);
    EXPECT_EQ(lent.stats().dropped.idle, 1U);
    EXPECT_EQ(lent.stats().open, 1U) << "min_size stays";
    wall += 1h;
    { const auto lease = lent.acquire(); }
    EXPECT_EQ(lent.stats().dropped.lifetime, 1U);
    EXPECT_EQ(databases.size(), 3U);
    {
        const auto lease = lent.acquire();
        wall += 1h;
    }
    EXPECT_EQ(lent.stats().dropped.lifetime, 2U) << "also when it is given back";
}

TEST_F(pools, are_filled_and_pinged_by_upkeep) {
    auto lent = make({.min_size = 3, .ping_after = 10s});
    lent.upkeep(steady::now() + 10s);
    EXPECT_EQ(lent.stats().idle, 3U);
    databases[0].rest.total = 1h;
    databases[1].rest.total = 1h;
    databases[1].call_failure = failure{.code = errc::connection_lost, .message = "gone"};
    lent.upkeep(steady::now() + 10s);
    EXPECT_TRUE(called(0, "ping"));
    EXPECT_FALSE(called(2, "ping"));
    EXPECT_EQ(lent.stats().dropped.ping, 1U);
    EXPECT_EQ(lent.stats().idle, 3U);
    databases[0].usable = databases[2].usable = databases[3].usable = false;
    refusals = {server_failure(28000)};
    EXPECT_EQ(lent.try_upkeep(steady::now() + 10s).error().ora_code, 28000);
}

// -- the state of sessions -----------------------------------------------------------------------------------

TEST_F(pools, bring_sessions_into_the_wanted_state) {
    std::vector<std::string> fixes;
    auto lent = make({.fix_state = [&fixes](connection&, const state_request& request) -> result<void> {
        fixes.push_back(std::string(request.actual.value_or("new")) + " to " + std::string(request.wanted));
        if (request.wanted == "impossible") return failure{.code = errc::server_error, .message = "no"};
        return {};
    }});
    {
        const auto german = lent.acquire({.state = "german"});
        const auto french = lent.acquire({.state = "french"});
    }
    { const auto again = lent.acquire({.state = "german"}); }
    EXPECT_EQ(fixes, (std::vector<std::string>{"new to german", "new to french"}));
    {
        auto changed = lent.acquire({.state = "french"});
        changed.set_state(std::nullopt);
    }
    { const auto again = lent.acquire({.state = "french"}); }
    { const auto other = lent.acquire({.state = "italian"}); }
    EXPECT_EQ(fixes.size(), 4U);
    EXPECT_EQ(fixes[2], "new to french");
    EXPECT_EQ(fixes[3], "french to italian");
    EXPECT_FALSE(lent.try_acquire({.state = "impossible"}).has_value());
    EXPECT_EQ(lent.stats().dropped.state, 1U);
    EXPECT_EQ(lent.stats().open, 1U);
}

TEST_F(pools, know_nothing_of_a_session_whose_state_was_changed_half_way) {
    bool fails = false;
    auto lent = make({.fix_state = [&fails](connection&, const state_request& request) -> result<void> {
        if (fails) throw std::runtime_error("half-way");
        EXPECT_FALSE(request.actual.has_value());
        return {};
    }});
    { const auto lease = lent.acquire({.state = "a"}); }
    fails = true;
    EXPECT_THROW((void)lent.acquire({.state = "b"}), std::runtime_error);
    fails = false;
    { const auto lease = lent.acquire({.state = "a"}); }
    EXPECT_EQ(databases.size(), 1U);
}

TEST_F(pools, know_nothing_of_a_session_that_was_released) {
    int fixes = 0;
    auto lent = make({.release_sessions = true, .fix_state = [&fixes](connection&, const state_request& request) {
                          EXPECT_FALSE(request.actual.has_value());
                          ++fixes;
                          return result<void>();
                      }});
    { const auto lease = lent.acquire(); }
    { const auto lease = lent.acquire(); }
    EXPECT_EQ(fixes, 2);
}

// -- connecting ----------------------------------------------------------------------------------------------

TEST_F(pools, connect_again_when_the_database_has_no_room) {
    int told = 0;
    auto lent = make({.retry = {.attempts = 4,
                                .first_pause = 100ms,
                                .longest_pause = 150ms,
                                .on_retry = [&told](const failure&, std::chrono::milliseconds) { ++told; }}});
    refusals = {server_failure(12516), server_failure(20), server_failure(18)};
    { const auto lease = lent.acquire({.deadline = steady::now() + 1h}); }
    ASSERT_EQ(pauses.size(), 3U);
    EXPECT_GE(pauses[0], 50ms);
    EXPECT_LE(pauses[0], 100ms);
    EXPECT_GE(pauses[2], 75ms);
    EXPECT_LE(pauses[2], 150ms);
    EXPECT_EQ(told, 3);
    EXPECT_EQ(lent.stats().connect_retries, 3U);
    EXPECT_EQ(lent.stats().connects, 1U);
}

TEST_F(pools, give_up_after_so_many_attempts_and_free_the_slot) {
    auto lent = make({.max_size = 1, .retry = {.attempts = 2}});
    refusals = {server_failure(12520), server_failure(12520)};
    const auto failed = lent.try_acquire({.deadline = steady::now() + 1h});
    ASSERT_FALSE(failed.has_value());
    EXPECT_EQ(failed.error().ora_code, 12520);
    EXPECT_NE(failed.error().message.find("2 attempts"), std::string::npos);
    EXPECT_EQ(lent.stats().connect_failures, 1U);
    EXPECT_EQ(lent.stats().connecting, 0U);
    EXPECT_TRUE(lent.try_acquire().has_value());
}

TEST_F(pools, do_not_pause_beyond_the_deadline) {
    auto lent = make({.retry = {.first_pause = 1min, .longest_pause = 1min}});
    refusals = {server_failure(12516)};
    EXPECT_EQ(lent.try_acquire({.deadline = steady::now() + 10s}).error().ora_code, 12516);
    EXPECT_TRUE(pauses.empty());
}

TEST_F(pools, do_not_repeat_what_will_not_change) {
    auto lent = make();
    for (const int number : {1017, 28000, 12514}) {
        refusals = {server_failure(number)};
        EXPECT_EQ(lent.try_acquire().error().ora_code, number);
    }
    EXPECT_EQ(users.size(), 3U);
    EXPECT_TRUE(pauses.empty());
}

TEST_F(pools, ask_once_for_another_password_after_a_refusal) {
    int asked = 0;
    const auto provider = [&asked](const options_request& request) -> result<connect_options> {
        EXPECT_EQ(request.refused != nullptr, asked == 1);
        return connect_options{.user = ++asked == 1 ? "old" : "new"};
    };
    auto lent = make({}, provider);
    refusals = {server_failure(28001)};
    { const auto lease = lent.acquire(); }
    EXPECT_EQ(users, (std::vector<std::string>{"old", "new"}));
    lent.acquire().discard();
    { const auto lease = lent.acquire(); }
    EXPECT_EQ(asked, 3) << "each connection is asked for anew";
    asked = 0;
    users.clear();
    refusals = {server_failure(1017), server_failure(1017), server_failure(1017)};
    auto again = make({}, provider);
    EXPECT_EQ(again.try_acquire().error().ora_code, 1017);
    EXPECT_EQ(users.size(), 2U);
}

TEST_F(pools, make_one_connection_at_a_time_when_asked_to) {
    int under_way = 0;
    const auto provider = [&](const options_request&) -> result<connect_options> {
        EXPECT_EQ(++under_way, 1);  // unguarded: two at once would be a race
        std::this_thread::yield();
        --under_way;
        return connect_options{};
    };
    auto lent = make({.max_size = 8, .max_connecting = 1}, provider);
    std::vector<std::thread> callers;
    for (int caller = 0; caller < 8; ++caller) callers.emplace_back([&lent] { (void)lent.acquire(); });
    for (auto& caller : callers) caller.join();
    EXPECT_EQ(lent.stats().connecting, 0U);
}

TEST_F(pools, survive_a_provider_that_throws) {
    bool fails = true;
    auto lent = make({.max_size = 1}, [&fails](const options_request&) -> result<connect_options> {
        if (fails) throw std::runtime_error("no secret");
        return connect_options{};
    });
    EXPECT_THROW((void)lent.acquire(), std::runtime_error);
    fails = false;
    EXPECT_TRUE(lent.try_acquire().has_value());
    EXPECT_EQ(lent.stats().connecting, 0U);
}

// -- queueing ------------------------------------------------------------------------------------------------

void wait_until_waiting(const pool& lent, std::size_t count) {
    while (lent.stats().waiting < count) std::this_thread::yield();
}

TEST_F(pools, tell_that_none_came_free_in_time) {
    auto lent = make({.max_size = 1});
    const auto lease = lent.acquire();
    const auto failed = lent.try_acquire(at_once());
    ASSERT_FALSE(failed.has_value());
    EXPECT_EQ(failed.error().code, errc::timed_out);
    EXPECT_NE(failed.error().message.find("all 1 are in use"), std::string::npos);
    EXPECT_THROW((void)lent.acquire(at_once()), connect_error);
    EXPECT_EQ(lent.stats().timeouts, 2U);
    EXPECT_EQ(lent.stats().waiting, 0U);
}

TEST_F(pools, serve_callers_in_their_order) {
    auto lent = make({.max_size = 1});
    std::optional<pooled_connection> lease = lent.acquire();
    std::vector<std::size_t> served;
    std::vector<std::thread> callers;
    for (std::size_t caller = 0; caller < 4; ++caller) {
        callers.emplace_back([&lent, &served, caller] {
            const auto mine = lent.acquire({.deadline = steady::now() + 1min});
            served.push_back(caller);  // only one has the connection at a time
        });
        wait_until_waiting(lent, caller + 1);
    }
    lease.reset();
    for (auto& caller : callers) caller.join();
    EXPECT_EQ(served, (std::vector<std::size_t>{0, 1, 2, 3}));
    EXPECT_EQ(lent.stats().waits, 4U);
    EXPECT_EQ(databases.size(), 1U);
}

TEST_F(pools, let_the_next_in_the_queue_connect_when_a_connection_is_dropped) {
    auto lent = make({.max_size = 1});
    auto lease = lent.acquire();
    std::thread caller([&lent] { EXPECT_TRUE(lent.try_acquire({.deadline = steady::now() + 1min}).has_value()); });
    wait_until_waiting(lent, 1);
    lease.discard();
    caller.join();
    EXPECT_EQ(databases.size(), 2U);
}

TEST_F(pools, fail_only_the_caller_whose_connect_failed) {
    auto lent = make({.max_size = 1});
    auto lease = lent.acquire();
    refusals = {server_failure(28000)};
    std::thread first(
        [&lent] { EXPECT_EQ(lent.try_acquire({.deadline = steady::now() + 1min}).error().ora_code, 28000); });
    wait_until_waiting(lent, 1);
    std::thread second([&lent] { EXPECT_TRUE(lent.try_acquire({.deadline = steady::now() + 1min}).has_value()); });
    wait_until_waiting(lent, 2);
    lease.discard();
    first.join();
    second.join();
}

// -- the end -------------------------------------------------------------------------------------------------

TEST_F(pools, end_all_waiting_when_closed) {
    auto lent = make({.max_size = 1});
    auto lease = lent.acquire();
    std::thread caller(
        [&lent] { EXPECT_EQ(lent.try_acquire({.deadline = steady::now() + 1min}).error().code, errc::wrong_state); });
    wait_until_waiting(lent, 1);
    EXPECT_EQ(lent.try_close(steady::now()).error().code, errc::timed_out);
    caller.join();
    lease.give_back();
    EXPECT_TRUE(lent.try_close(steady::now()).has_value());
    EXPECT_TRUE(called(0, "connection gone"));
    EXPECT_EQ(lent.try_acquire().error().code, errc::wrong_state);
    EXPECT_EQ(lent.stats().dropped.closed, 1U);
}

TEST_F(pools, wait_for_leases_when_closed) {
    auto lent = make({.max_size = 2});
    std::optional<pooled_connection> lease = lent.acquire();
    { const auto idle = lent.acquire(); }
    std::thread closing([&lent] { lent.close(steady::now() + 1min); });
    while (lent.stats().dropped.closed == 0) std::this_thread::yield();
    lease.reset();
    closing.join();
    EXPECT_EQ(lent.stats().dropped.closed, 2U);
}

TEST_F(pools, may_go_before_their_leases) {
    std::optional<pooled_connection> lease;
    {
        auto lent = make();
        lease = lent.acquire();
    }
    EXPECT_FALSE(called(0, "connection gone"));
    lease.reset();
    EXPECT_TRUE(called(0, "connection gone"));
}

}  // namespace
}  // namespace oraxx
