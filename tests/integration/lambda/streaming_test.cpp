// Streamed answers: the runtime against the emulated Runtime API, in one process over loopback.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "runtime_fixture.hpp"

namespace oraxx::lambda {
namespace {

using namespace std::chrono_literals;
using local::invocation_end;

constexpr std::size_t mebibyte = std::size_t{1} << 20U;

class streamed_answers : public test::runtime_fixture {
protected:
    void answer_by(std::function<void(context&, response&)> action) {
        function_.on_answer = [action = std::move(action)](std::string_view event, context& invocation,
                                                           response& answer) {
            if (event == "\"plain\"") return answer.send("\"plain\"");
            action(invocation, answer);
        };
    }
    // The function lives on and answers the next event.
    void expect_alive() { EXPECT_EQ(api_->invoke("\"plain\"", test::patience).body, "\"plain\""); }
};

TEST_F(streamed_answers, arrive_whole) {
    answer_by([](context&, response& answer) {
        auto& out = answer.stream("text/csv");
        for (int i = 0; i < 10'000; ++i) out.write("0123456789\n");
    });
    start();
    const auto result = api_->invoke("{}", test::patience);
    EXPECT_EQ(result.end, invocation_end::response);
    EXPECT_TRUE(result.was_streamed);
    EXPECT_EQ(result.streamed_bytes, 110'000U);
    EXPECT_EQ(result.body.substr(0, 13), "0123456789\n01");
    EXPECT_EQ(result.body.size(), 110'000U);
    expect_alive();
    EXPECT_EQ(stop_and_join(), 0);
    EXPECT_EQ(api_->violations(), std::vector<std::string>{});
}

TEST_F(streamed_answers, may_be_small_or_empty) {
    answer_by([](context&, response& answer) { answer.stream("text/plain"); });
    start();
    auto result = api_->invoke("{}", test::patience);
    EXPECT_EQ(result.end, invocation_end::response);
    EXPECT_TRUE(result.was_streamed);
    EXPECT_EQ(result.body, "");
    answer_by([](context&, response& answer) { answer.stream("text/plain").write("x"); });
    EXPECT_EQ(api_->invoke("{}", test::patience).body, "x");
    EXPECT_EQ(api_->violations(), std::vector<std::string>{});
}

TEST_F(streamed_answers, are_longer_than_lambda_takes_otherwise) {
    api_options_.streams.kept_bytes = 1000;
    answer_by([](context&, response& answer) {
        auto& out = answer.stream("text/plain");
        const std::string piece(mebibyte + 1, 'x');
        for (int i = 0; i < 50; ++i) out.write(piece);
    });
    start();
    const auto result = api_->invoke("{}", test::patience);
    EXPECT_EQ(result.streamed_bytes, 50 * (mebibyte + 1));
    EXPECT_EQ(result.body, std::string(1000, 'x'));
}

TEST_F(streamed_answers, begin_with_a_prelude_when_they_answer_http) {
    answer_by([](context&, response& answer) {
        auto& out =
            answer.stream("text/csv", {.status = 201, .headers = {{"X-Rows", "\"2\""}}, .cookies = {"a=b", "c=d"}});
        out.write("1,2\n");
    });
    start();
    const auto result = api_->invoke("{}", test::patience);
    EXPECT_EQ(result.body, "1,2\n");
    EXPECT_EQ(nlohmann::json::parse(result.prelude),
              nlohmann::json::parse(R"({"statusCode":201,"headers":{"Content-Type":"text/csv","X-Rows":"\"2\""},
                                        "cookies":["a=b","c=d"]})"));
    answer_by([](context&, response& answer) {
        answer.stream("text/csv", {.status = 200, .headers = {{"content-type", "text/html"}}});
    });
    EXPECT_EQ(api_->invoke("{}", test::patience).prelude,
              R"({"statusCode":200,"headers":{"content-type":"text/html"},"cookies":[]})");
    EXPECT_EQ(api_->violations(), std::vector<std::string>{});
}

TEST_F(streamed_answers, that_end_in_an_error_say_so_in_their_trailers) {
    answer_by([](context&, response& answer) {
        auto& out = answer.stream("text/plain");
        out.write(std::string(100'000, 'x'));
        throw failed_invocation({.type = "OracleError.ORA01555", .message = "snapshot \"too\" old"});
    });
    start();
    const auto result = api_->invoke("{}", test::patience);
    EXPECT_EQ(result.end, invocation_end::error);
    EXPECT_TRUE(result.was_streamed);
    EXPECT_EQ(result.streamed_bytes, 100'000U);
    EXPECT_EQ(result.error_type, "OracleError.ORA01555");
    EXPECT_EQ(nlohmann::json::parse(result.stream_error)["errorMessage"], "snapshot \"too\" old");
    expect_alive();
    EXPECT_EQ(api_->violations(), std::vector<std::string>{});
}

TEST_F(streamed_answers, that_fail_before_a_part_was_sent_are_errors_like_others) {
    answer_by([](context&, response& answer) {
        answer.stream("text/plain").write("header,line\n");
        throw failed_invocation({.type = "OracleError.ORA00942", .message = "no table"});
    });
    start();
    const auto result = api_->invoke("{}", test::patience);
    EXPECT_EQ(result.end, invocation_end::error);
    EXPECT_FALSE(result.was_streamed);
    EXPECT_EQ(nlohmann::json::parse(result.body)["errorType"], "OracleError.ORA00942");
}

TEST_F(streamed_answers, wait_for_a_slow_reader) {
    api_options_.streams.bytes_per_second = 40 * mebibyte;
    answer_by([](context&, response& answer) {
        auto& out = answer.stream("text/plain");
        for (int i = 0; i < 8; ++i) out.write(std::string(mebibyte, 'x'));
    });
    start();
    EXPECT_EQ(api_->invoke("{}", test::patience).streamed_bytes, 8 * mebibyte);
}

TEST_F(streamed_answers, are_lost_when_the_platform_closes_the_connection) {
    api_options_.streams.cut_after = 200'000;
    std::string told;
    answer_by([&told](context&, response& answer) {
        auto& out = answer.stream("text/plain");
        try {
            for (;;) out.write(std::string(mebibyte, 'x'));
        } catch (const response_lost& lost) {
            told = lost.what();
            throw;
        }
    });
    start();
    const auto result = api_->invoke("{}", test::patience);
    EXPECT_EQ(result.error_type, "Runtime.TruncatedResponse");
    expect_alive();
    EXPECT_NE(told.find("took no more of the response"), std::string::npos) << told;
    EXPECT_EQ(stop_and_join(), 0);
}

TEST_F(streamed_answers, are_lost_when_nothing_is_taken_until_the_deadline) {
    api_options_.streams.bytes_per_second = 1;
    bool was_lost = false;
    answer_by([&was_lost](context&, response& answer) {
        auto& out = answer.stream("text/plain");
        try {
            for (;;) out.write(std::string(mebibyte, 'x'));
        } catch (const response_lost&) {
            was_lost = true;
            throw;
        }
    });
    start();
    EXPECT_EQ(api_->invoke("{}", 500ms).end, invocation_end::timed_out);
    expect_alive();
    EXPECT_TRUE(was_lost);
    EXPECT_EQ(stop_and_join(), 0);
}

TEST_F(streamed_answers, lost_between_two_pieces_throw_at_every_further_one) {
    api_options_.streams.cut_after = 1;
    unsigned thrown = 0;
    answer_by([&thrown](context&, response& answer) {
        auto& out = answer.stream("text/plain");
        for (int i = 0; i < 1000; ++i) {
            try {
                out.write(std::string(mebibyte, 'x'));
            } catch (const response_lost&) {
                ++thrown;
            }
        }
    });
    start();
    EXPECT_EQ(api_->invoke("{}", test::patience).error_type, "Runtime.TruncatedResponse");
    expect_alive();
    EXPECT_GT(thrown, 900U);
    EXPECT_EQ(stop_and_join(), 0);
}

TEST_F(streamed_answers, open_a_new_connection_when_the_kept_one_was_closed) {
    // The connection over which the event came is closed as soon as the function has it.
    answer_by([this](context&, response& answer) {
        api_->close_connections();
        auto& out = answer.stream("text/plain");
        out.write(std::string(100'000, 'x'));
    });
    start();
    EXPECT_EQ(api_->invoke("{}", test::patience).streamed_bytes, 100'000U);
    expect_alive();
}

TEST_F(streamed_answers, are_given_once) {
    answer_by([](context&, response& answer) {
        answer.stream("text/plain");
        answer.send("again");
    });
    start();
    EXPECT_EQ(api_->invoke("{}", test::patience).error_type, "Handler.Exception");
    answer_by([](context&, response& answer) { answer.stream("text/plain\r\nX-Header: 1"); });
    EXPECT_EQ(api_->invoke("{}", test::patience).error_type, "Handler.Exception");
}

}  // namespace
}  // namespace oraxx::lambda
