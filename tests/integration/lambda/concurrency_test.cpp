// Several invocations at once, as on managed instances: a slot for each, against the emulated Runtime API.
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <condition_variable>
#include <mutex>
#include <nlohmann/json.hpp>
#include <set>

#include "runtime_fixture.hpp"

namespace oraxx::lambda {
namespace {

using local::exchange;
using local::invocation_end;

constexpr unsigned slots = 16;

// Lets nobody pass before `count` have come.
class gate {
public:
    explicit gate(unsigned count) : missing_(count) {}
    // false when they did not come in time.
    bool pass() {
        std::unique_lock lock(mutex_);
        if (missing_ > 0) --missing_;
        changed_.notify_all();
        return changed_.wait_for(lock, test::patience, [this] { return missing_ == 0; });
    }

private:
    std::mutex mutex_{};
    std::condition_variable changed_{};
    unsigned missing_;
};

class concurrent_invocations : public test::runtime_fixture {
protected:
    concurrent_invocations() {
        options_.concurrency = slots;
        api_options_.concurrency = slots;
    }
    // So many events at once, each from a thread of its own.
    std::vector<local::invocation_result> invoke_at_once(unsigned count) {
        std::vector<local::invocation_result> results(count);
        std::vector<std::thread> threads;
        for (unsigned i = 0; i < count; ++i) {
            threads.emplace_back([&, i] { results[i] = api_->invoke(std::to_string(i), test::patience); });
        }
        for (auto& each : threads) each.join();
        return results;
    }
};

TEST_F(concurrent_invocations, are_all_under_way_at_once) {
    gate all(slots);
    function_.on_event = [&all](std::string_view event, context&) {
        return all.pass() ? std::string(event) : std::string("\"alone\"");
    };
    start();
    const auto results = invoke_at_once(slots);
    for (unsigned i = 0; i < slots; ++i) EXPECT_EQ(results[i].body, std::to_string(i));
    EXPECT_EQ(stop_and_join(), 0);
    EXPECT_TRUE(function_.was_stopped);
    EXPECT_EQ(api_->violations(), std::vector<std::string>{});
}

TEST_F(concurrent_invocations, answer_many_events) {
    function_.on_answer = [](std::string_view event, context& invocation, response& answer) {
        if (event.back() % 2 == 0) return answer.send(std::string(event));
        auto& out = answer.stream("text/plain");
        for (int i = 0; i < 100; ++i) out.write(std::string(1000, 'x'));
        out.write(invocation.request_id());
    };
    start();
    for (int round = 0; round < 4; ++round) {
        for (const auto& result : invoke_at_once(3 * slots)) {
            EXPECT_EQ(result.end, invocation_end::response);
            EXPECT_TRUE(!result.was_streamed || result.body.ends_with(result.request_id));
        }
    }
    EXPECT_EQ(stop_and_join(), 0);
    EXPECT_EQ(api_->violations(), std::vector<std::string>{});
}

TEST_F(concurrent_invocations, have_no_trace_variable) {
    ::unsetenv("_X_AMZN_TRACE_ID");
    function_.on_event = [](std::string_view, context& invocation) {
        return environment_variable("_X_AMZN_TRACE_ID") + invocation.facts().trace_header;
    };
    start();
    EXPECT_EQ(api_->invoke("{}", test::patience).body.rfind("Root=1-", 0), 0U);
}

TEST_F(concurrent_invocations, log_with_their_own_request_ids) {
    std::array<int, 2> ends{};
    ASSERT_EQ(::pipe(ends.data()), 0);
    options_.log_descriptor = ends[1];
    gate all(slots);
    function_.on_event = [&all](std::string_view event, context& invocation) {
        all.pass();
        invocation.log().write(log_level::fatal, "told", {{"event", event}});
        return invocation.request_id();
    };
    start();
    std::set<std::string> expected;
    const auto results = invoke_at_once(slots);
    for (unsigned i = 0; i < slots; ++i) expected.insert(results[i].body + " " + std::to_string(i));
    EXPECT_EQ(stop_and_join(), 0);
    ::close(ends[1]);
    std::string text;
    std::array<char, 4096> piece{};
    for (ssize_t got = 0; (got = ::read(ends[0], piece.data(), piece.size())) > 0;) {
        text.append(piece.data(), static_cast<std::size_t>(got));
    }
    ::close(ends[0]);
    std::set<std::string> told;
    for (std::size_t at = 0; at < text.size(); at = text.find('\n', at) + 1) {
        const auto line = nlohmann::json::parse(text.substr(at, text.find('\n', at) - at));
        told.insert(line["requestId"].get<std::string>() + " " + line["event"].get<std::string>());
    }
    EXPECT_EQ(told, expected);
}

TEST_F(concurrent_invocations, finish_when_the_platform_fails_one_of_them) {
    gate both(2);
    gate failed(2);
    function_.on_event = [&](std::string_view event, context&) {
        both.pass();
        if (event == "1") failed.pass();
        return std::string(event);
    };
    start();
    fault_.arm("/response", [&failed](exchange& asked) {
        asked.answer({.status = 500});
        failed.pass();
    });
    std::thread first([this] { static_cast<void>(api_->invoke("0", std::chrono::milliseconds(2'000))); });
    EXPECT_EQ(api_->invoke("1", test::patience).body, "1");
    first.join();
    EXPECT_EQ(join(), 1) << "no further event is asked for";
    EXPECT_TRUE(function_.was_stopped);
}

TEST_F(concurrent_invocations, finish_when_the_stop_is_requested) {
    gate all(slots);
    function_.on_event = [&](std::string_view event, context&) {
        all.pass();
        stop_.request();
        return std::string(event);
    };
    start();
    for (const auto& result : invoke_at_once(slots)) EXPECT_EQ(result.end, invocation_end::response);
    EXPECT_EQ(join(), 0);
}

}  // namespace
}  // namespace oraxx::lambda
