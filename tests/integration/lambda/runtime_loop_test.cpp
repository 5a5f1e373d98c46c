// The runtime loop against the emulated Runtime API, in one process over loopback.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "runtime_fixture.hpp"

namespace oraxx::lambda {
namespace {

using namespace std::chrono_literals;
using local::exchange;
using local::invocation_end;
using test::patience;

class runtime_loop : public test::runtime_fixture {
protected:
    static nlohmann::json body_of(const local::invocation_result& result) {
        return nlohmann::json::parse(result.body);
    }
};

TEST_F(runtime_loop, answers_events_one_after_the_other) {
    start();
    for (const char* event : {"{}", R"({"a":1})", "null"}) {
        const auto result = api_->invoke(event, patience);
        EXPECT_EQ(result.end, invocation_end::response);
        EXPECT_EQ(result.body, event);
    }
    EXPECT_EQ(stop_and_join(), 0);
    EXPECT_TRUE(function_.was_stopped);
    EXPECT_EQ(api_->violations(), std::vector<std::string>{});
}

TEST_F(runtime_loop, tells_the_function_who_asks_and_how_long_there_is) {
    invocation_facts seen;
    std::string trace_variable;
    std::chrono::milliseconds remaining{};
    function_.on_event = [&](std::string_view, context& invocation) {
        seen = invocation.facts();
        remaining = invocation.remaining();
        trace_variable = environment_variable("_X_AMZN_TRACE_ID");
        return std::string("1");
    };
    start();
    const auto result = api_->invoke("{}", patience);
    stop_and_join();
    EXPECT_EQ(seen.request_id, result.request_id);
    EXPECT_FALSE(seen.invocation_id.empty());
    EXPECT_LE(remaining, patience);
    EXPECT_GT(remaining, patience - 10s);
    EXPECT_EQ(seen.function_arn, "arn:aws:lambda:us-east-1:000000000000:function:oraxx-local");
    EXPECT_EQ(seen.trace_header.rfind("Root=1-", 0), 0U);
    EXPECT_EQ(trace_variable, seen.trace_header);
}

TEST_F(runtime_loop, survives_every_kind_of_exception) {
    start();
    function_.on_event = [](std::string_view, context&) -> std::string { throw std::runtime_error("a \"bad\" day"); };
    auto result = api_->invoke("{}", patience);
    EXPECT_EQ(result.end, invocation_end::error);
    EXPECT_EQ(result.error_type, "Handler.Exception");
    EXPECT_EQ(body_of(result)["errorMessage"], "a \"bad\" day");
    EXPECT_TRUE(body_of(result)["stackTrace"].empty());

    function_.on_event = [](std::string_view, context&) -> std::string { throw 42; };
    EXPECT_EQ(api_->invoke("{}", patience).error_type, "Handler.UnknownException");

    function_.on_event = [](std::string_view, context&) -> std::string {
        throw failed_invocation({.type = "OracleError.ORA00942", .message = "no", .stack_trace = {"a", "b"}});
    };
    result = api_->invoke("{}", patience);
    EXPECT_EQ(result.error_type, "OracleError.ORA00942");
    EXPECT_EQ(body_of(result)["errorType"], "OracleError.ORA00942");
    EXPECT_EQ(body_of(result)["stackTrace"].size(), 2U);
    EXPECT_EQ(stop_and_join(), 0);
    EXPECT_EQ(api_->violations(), std::vector<std::string>{});
}

TEST_F(runtime_loop, keeps_what_a_function_says_within_its_header) {
    function_.on_event = [](std::string_view, context&) -> std::string {
        throw failed_invocation({.type = "Bad\r\nX-Other: 1", .message = "\x7F \xC3\xBC \n \"quoted\""});
    };
    start();
    const auto result = api_->invoke("{}", patience);
    EXPECT_EQ(result.error_type, "Bad??X-Other: 1");
    EXPECT_EQ(body_of(result)["errorMessage"], "\x7F \xC3\xBC \n \"quoted\"");
    EXPECT_EQ(api_->violations(), std::vector<std::string>{});
}

TEST_F(runtime_loop, reports_a_failed_start_and_ends) {
    function_.on_start = [] { throw std::runtime_error("no disk"); };
    start();
    EXPECT_EQ(join(), 1);
    const auto result = api_->invoke("{}", patience);
    EXPECT_EQ(result.end, invocation_end::init_error);
    EXPECT_EQ(result.error_type, "Init.Exception");
    EXPECT_EQ(body_of(result)["errorMessage"], "no disk");
    EXPECT_FALSE(function_.was_stopped);
}

TEST_F(runtime_loop, does_not_post_a_response_larger_than_lambda_takes) {
    start();
    function_.on_event = [](std::string_view, context&) { return std::string((std::size_t{6} << 20U) + 101, '1'); };
    const auto result = api_->invoke("{}", patience);
    EXPECT_EQ(result.end, invocation_end::error);
    EXPECT_EQ(result.error_type, "Function.ResponseSizeTooLarge");
    function_.on_event = [](std::string_view, context&) { return std::string((std::size_t{6} << 20U) + 100, '1'); };
    EXPECT_EQ(api_->invoke("{}", patience).end, invocation_end::response);
    EXPECT_EQ(stop_and_join(), 0);
}

TEST_F(runtime_loop, goes_on_after_the_platform_refused_a_response_as_too_large) {
    options_.max_response_bytes = std::size_t{32} << 20U;
    function_.on_event = [](std::string_view event, context&) {
        return event == "1" ? std::string(std::size_t{7} << 20U, '1') : std::string("2");
    };
    start();
    EXPECT_EQ(api_->invoke("1", patience).error_type, "Function.ResponseSizeTooLarge");
    EXPECT_EQ(api_->invoke("2", patience).body, "2");
    EXPECT_EQ(stop_and_join(), 0);
}

TEST_F(runtime_loop, goes_on_after_a_late_answer_was_refused) {
    start();
    fault_.arm("/response", [](exchange& asked) { asked.answer({.status = 403}); });
    EXPECT_EQ(api_->invoke("1", 300ms).end, invocation_end::timed_out);
    EXPECT_EQ(api_->invoke("2", patience).body, "2");
    EXPECT_EQ(stop_and_join(), 0);
}

TEST_F(runtime_loop, ends_when_the_platform_reports_its_own_failure) {
    start();
    fault_.arm("/response", [](exchange& asked) { asked.answer({.status = 500}); });
    EXPECT_EQ(api_->invoke("1", 300ms).end, invocation_end::timed_out);
    EXPECT_EQ(join(), 1);
    EXPECT_TRUE(function_.was_stopped);
}

TEST_F(runtime_loop, asks_again_when_the_connection_drops_while_it_waits) {
    fault_.arm("/next", [](exchange& asked) { asked.drop(); });
    start();
    EXPECT_EQ(api_->invoke("1", patience).body, "1");
    EXPECT_EQ(stop_and_join(), 0);
}

TEST_F(runtime_loop, posts_again_when_the_kept_connection_drops) {
    start();
    fault_.arm("/response", [](exchange& asked) { asked.drop(); });
    EXPECT_EQ(api_->invoke("1", patience).body, "1");
    EXPECT_EQ(api_->invoke("2", patience).body, "2");
    EXPECT_EQ(stop_and_join(), 0);
}

TEST_F(runtime_loop, ends_when_the_runtime_api_answers_nonsense) {
    fault_.arm("/next", [](exchange& asked) { asked.answer({.status = 200, .body = "{}"}); });
    start();
    EXPECT_EQ(join(), 1);
}

TEST_F(runtime_loop, takes_events_of_six_mebibytes) {
    start();
    const std::string event = '"' + std::string((std::size_t{6} << 20U) - 2, 'x') + '"';
    const auto result = api_->invoke(event, patience);
    EXPECT_EQ(result.body, event);
    EXPECT_EQ(stop_and_join(), 0);
}

TEST_F(runtime_loop, ends_at_once_when_stopped_while_waiting) {
    start();
    ASSERT_TRUE(api_->wait_until_ready(patience));
    const auto before = std::chrono::steady_clock::now();
    EXPECT_EQ(stop_and_join(), 0);
    EXPECT_LT(std::chrono::steady_clock::now() - before, 5s);
    EXPECT_TRUE(function_.was_stopped);
}

TEST_F(runtime_loop, finishes_the_invocation_under_way_when_stopped) {
    function_.on_event = [this](std::string_view, context&) {
        stop_.request();
        return std::string("done");
    };
    start();
    EXPECT_EQ(api_->invoke("{}", patience).body, "done");
    EXPECT_EQ(join(), 0);
}

TEST(runtime, says_so_when_it_is_not_started_by_lambda) {
    test::scripted_function function;
    stop_event stop;
    EXPECT_EQ(run(function, {.api = "", .least_level = log_level::fatal}, stop), 1);
    EXPECT_EQ(run(function, {.api = "127.0.0.1:1", .least_level = log_level::fatal}, stop), 1);
}

}  // namespace
}  // namespace oraxx::lambda
