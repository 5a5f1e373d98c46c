// The function's conduct over invocations, with a scripted database and a scripted secret.
#include "lambda/functions/thin/thin_function.hpp"

#include <gtest/gtest.h>

#include "collected_answer.hpp"
#include "fake_database.hpp"
#include "lambda/aws/aws_error.hpp"

namespace oraxx::thin_function {
namespace {

using namespace std::chrono_literals;
using test::lost_connection;
using test::wrong_password;

// Secrets by version: what the cache holds and what a re-read finds.
struct fake_secrets {
    std::string cached_version = "v1";
    std::string current_version = "v1";
    unsigned rereads = 0;
    bool is_reachable = true;

    std::shared_ptr<const lambda::aws::secret_value> get(freshness wanted) {
        if (!is_reachable) throw lambda::aws::aws_error("AccessDeniedException", 400, "no");
        if (wanted == freshness::reread) {
            ++rereads;
            cached_version = current_version;
        }
        auto out = std::make_shared<lambda::aws::secret_value>();
        out->text =
            base::secret_bytes(R"({"host":"h","sid":"s","username":"u","password":")" + cached_version + "\"}");
        out->version_id = cached_version;
        return out;
    }
};

class thin_function_test : public ::testing::Test {
protected:
    thin_function make(warm_session_policy policy = {}) {
        return thin_function(
            database_, [this](clock::time_point, freshness wanted) { return secrets_.get(wanted); }, policy);
    }
    [[nodiscard]] std::string answer_of(thin_function& function, std::string_view event = "{}",
                                        std::chrono::milliseconds remaining = 5s) const {
        lambda::context invocation({.request_id = "id", .deadline = std::chrono::system_clock::now() + remaining},
                                   log_);
        lambda::test::collected_answer answer;
        function.handle(event, invocation, answer);
        return answer.body;
    }
    [[nodiscard]] std::string error_type(thin_function& function, std::string_view event = "{}") const {
        try {
            static_cast<void>(answer_of(function, event));
        } catch (const lambda::failed_invocation& failed) {
            return failed.error().type;
        }
        return {};
    }

    lambda::logger log_{lambda::log_level::fatal};
    test::fake_database database_;
    test::fake_database_script& script_ = database_.script;
    fake_secrets secrets_;
};

TEST_F(thin_function_test, answers_rows_as_an_array_of_arrays) {
    auto function = make();
    EXPECT_EQ(answer_of(function), R"([["T1"]])");
}

TEST_F(thin_function_test, logs_on_at_the_start_and_keeps_the_session) {
    auto function = make();
    function.start(log_);
    for (int i = 0; i < 3; ++i) static_cast<void>(answer_of(function));
    EXPECT_EQ(script_.passwords.size(), 1U);
    EXPECT_EQ(script_.pings, 0U);
}

TEST_F(thin_function_test, starts_although_the_database_is_down_and_recovers) {
    script_.connect_failures = {{.code = errc::connect_refused, .phase = phase::tcp, .message = "refused"},
                                {.code = errc::connect_refused, .phase = phase::tcp, .message = "refused"}};
    auto function = make();
    EXPECT_NO_THROW(function.start(log_));
    EXPECT_EQ(error_type(function), "OracleError.ConnectionRefused");
    EXPECT_EQ(answer_of(function), R"([["T1"]])");
}

TEST_F(thin_function_test, reports_a_secret_that_cannot_be_read_and_recovers) {
    secrets_.is_reachable = false;
    auto function = make();
    function.start(log_);
    EXPECT_EQ(error_type(function), "SecretsManagerError.AccessDeniedException");
    secrets_.is_reachable = true;
    EXPECT_EQ(error_type(function), "");
}

TEST_F(thin_function_test, pings_after_a_rest_and_connects_again_when_nobody_answers) {
    auto function = make({.ping_after_rest = 0ms});
    function.start(log_);
    static_cast<void>(answer_of(function));
    EXPECT_EQ(script_.pings, 1U);
    EXPECT_EQ(script_.passwords.size(), 1U);
    script_.ping_failures = {lost_connection()};
    EXPECT_EQ(answer_of(function), R"([["T1"]])");
    EXPECT_EQ(script_.passwords.size(), 2U);
    EXPECT_EQ(script_.live_sessions, 1U);
}

TEST_F(thin_function_test, connects_again_when_the_session_is_known_to_be_gone) {
    auto function = make();
    function.start(log_);
    script_.sessions_usable = false;
    static_cast<void>(answer_of(function));
    EXPECT_EQ(script_.passwords.size(), 2U);
    EXPECT_EQ(script_.pings, 0U);
}

TEST_F(thin_function_test, repeats_a_query_once_when_the_session_breaks_under_it) {
    auto function = make();
    script_.query_failures = {lost_connection()};
    EXPECT_EQ(answer_of(function), R"([["T1"]])");
    EXPECT_EQ(script_.passwords.size(), 2U);
    script_.query_failures = {lost_connection(), lost_connection()};
    EXPECT_EQ(error_type(function), "OracleError.ConnectionLost");
    EXPECT_EQ(script_.live_sessions, 0U);
}

TEST_F(thin_function_test, keeps_the_session_after_an_error_of_the_statement) {
    auto function = make();
    script_.query_failures = {
        {.code = errc::server_error, .phase = phase::execute, .ora_code = 942, .message = "ORA-00942: no table"}};
    EXPECT_EQ(error_type(function), "OracleError.ORA00942");
    EXPECT_EQ(error_type(function), "");
    EXPECT_EQ(script_.passwords.size(), 1U);
}

TEST_F(thin_function_test, does_not_repeat_a_query_that_ran_out_of_time) {
    auto function = make();
    script_.query_failures = {
        {.code = errc::timed_out, .phase = phase::execute, .message = "timed out", .connection_usable = false}};
    EXPECT_EQ(error_type(function), "OracleError.TimedOut");
    EXPECT_EQ(script_.query_timeouts.size(), 1U);
}

TEST_F(thin_function_test, logs_on_again_with_a_rotated_password_once) {
    secrets_.current_version = "v2";
    script_.connect_failures = {wrong_password()};
    auto function = make();
    EXPECT_EQ(answer_of(function), R"([["T1"]])");
    EXPECT_EQ(script_.passwords, (std::vector<std::string>{"v1", "v2"}));
    EXPECT_EQ(secrets_.rereads, 1U);
}

TEST_F(thin_function_test, does_the_same_for_an_expired_password) {
    secrets_.current_version = "v2";
    script_.connect_failures = {{.code = errc::server_error, .phase = phase::authenticate, .ora_code = 28001}};
    auto function = make();
    EXPECT_EQ(answer_of(function), R"([["T1"]])");
}

TEST_F(thin_function_test, sends_a_refused_password_only_once) {
    script_.connect_failures = {wrong_password(), wrong_password(), wrong_password()};
    auto function = make();
    function.start(log_);
    EXPECT_EQ(error_type(function), "OracleError.ORA01017");
    EXPECT_EQ(error_type(function), "OracleError.ORA01017");
    EXPECT_EQ(script_.passwords.size(), 1U) << "every refused logon counts towards the account's lock";
    secrets_.current_version = "v2";
    script_.connect_failures.clear();
    EXPECT_EQ(error_type(function), "");
    EXPECT_EQ(script_.passwords.back(), "v2");
}

TEST_F(thin_function_test, tries_a_refused_password_again_after_a_pause) {
    script_.connect_failures = {wrong_password()};
    auto function = make({.pause_after_refusal = 0ms});
    EXPECT_EQ(error_type(function), "OracleError.ORA01017");
    EXPECT_EQ(error_type(function), "");
}

TEST_F(thin_function_test, keeps_a_margin_of_the_invocations_time) {
    auto function = make();
    static_cast<void>(answer_of(function, "{}", 5s));
    static_cast<void>(answer_of(function, "{}", 400ms));
    ASSERT_EQ(script_.query_timeouts.size(), 2U);
    EXPECT_LE(script_.query_timeouts[0], 4500ms);
    EXPECT_GT(script_.query_timeouts[0], 3500ms);
    EXPECT_LE(script_.query_timeouts[1], 300ms);
}

TEST_F(thin_function_test, does_not_query_when_no_time_is_left) {
    auto function = make();
    function.start(log_);
    try {
        static_cast<void>(answer_of(function, "{}", 0ms));
        FAIL() << "answered without time";
    } catch (const lambda::failed_invocation& failed) {
        EXPECT_EQ(failed.error().type, "OracleError.TimedOut");
    }
    EXPECT_TRUE(script_.query_timeouts.empty());
}

TEST_F(thin_function_test, refuses_events_it_would_have_to_ignore) {
    auto function = make();
    EXPECT_EQ(error_type(function, R"({"sql":"drop table t"})"), "EventError.Unsupported");
    EXPECT_TRUE(script_.query_timeouts.empty());
}

TEST_F(thin_function_test, closes_the_session_at_the_end) {
    auto function = make();
    function.start(log_);
    function.stop(log_);
    EXPECT_EQ(script_.live_sessions, 0U);
}

}  // namespace
}  // namespace oraxx::thin_function
