// The emulator around real processes.
#include "lambda/local/local_lambda.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <thread>

namespace oraxx::lambda::local {
namespace {

using namespace std::chrono_literals;

constexpr auto patience = 20s;

local_lambda_options echo_options() {
    // Sanitizers look for leaks by ptrace, which a parent that dies with its child does not need.
    return {.bootstrap = ECHO_FUNCTION, .environment = {"ASAN_OPTIONS=detect_leaks=0"}};
}

TEST(local_lambda, runs_a_function_and_ends_it_cleanly) {
    local_lambda lambda(echo_options());
    EXPECT_TRUE(lambda.time_to_ready(patience));
    EXPECT_EQ(lambda.invoke(R"({"a":1})", patience).body, R"({"a":1})");
    EXPECT_GT(lambda.usage().resident_kib, 0U);
    EXPECT_GE(lambda.usage().peak_kib, lambda.usage().resident_kib);
    EXPECT_GE(lambda.usage().descriptors, 4U);  // the standard ones and the connection to the Runtime API
    EXPECT_EQ(lambda.end(), "exit status 0");
    EXPECT_EQ(lambda.violations(), std::vector<std::string>{});
}

TEST(local_lambda, gives_the_function_lambdas_environment_and_no_other) {
    auto options = echo_options();
    options.secret = "{}";
    local_lambda lambda(options);
    std::map<std::string, std::string> variables;
    for (const std::string each : nlohmann::json::parse(lambda.invoke(R"("environment")", patience).body)) {
        const auto equals = each.find('=');
        variables[each.substr(0, equals)] = each.substr(equals + 1);
    }
    for (const char* name : {"AWS_LAMBDA_RUNTIME_API", "AWS_REGION", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY",
                             "AWS_SESSION_TOKEN", "AWS_LAMBDA_FUNCTION_NAME", "_HANDLER", "LAMBDA_TASK_ROOT", "TZ",
                             "REGION", "SECRET_NAME", "_X_AMZN_TRACE_ID"}) {
        EXPECT_TRUE(variables.contains(name)) << name;
    }
    for (const char* name : {"HOME", "USER", "SHELL", "PWD", "AWS_EXECUTION_ENV"}) {
        EXPECT_FALSE(variables.contains(name)) << name;
    }
    const auto folder = nlohmann::json::parse(lambda.invoke(R"("folder")", patience).body).get<std::string>();
    EXPECT_EQ(folder, std::filesystem::canonical(ECHO_FUNCTION).parent_path());
}

TEST(local_lambda, takes_streamed_answers_of_any_length_without_keeping_them) {
    auto options = echo_options();
    options.api.streams.kept_bytes = 10;
    local_lambda lambda(options);
    const auto result = lambda.invoke(R"("stream 60000000")", patience);
    EXPECT_EQ(result.end, invocation_end::response);
    EXPECT_EQ(result.streamed_bytes, 60'000'000U);
    EXPECT_EQ(result.body, "xxxxxxxxxx");
    EXPECT_EQ(lambda.violations(), std::vector<std::string>{});
}

TEST(local_lambda, ends_a_function_that_wants_to_log_off_by_a_signal) {
    auto options = echo_options();
    options.environment.emplace_back("ORAXX_LAMBDA_LOGOFF=yes");
    options.end_grace = patience;  // sanitizers take their time
    local_lambda lambda(options);
    EXPECT_EQ(lambda.invoke("1", patience).body, "1");
    EXPECT_EQ(lambda.end(), "exit status 0");
    EXPECT_EQ(lambda.violations(), std::vector<std::string>{});
}

TEST(local_lambda, kills_a_function_that_does_not_end_in_time) {
    auto options = echo_options();
    options.environment.emplace_back("ORAXX_LAMBDA_LOGOFF=yes");
    options.end_grace = 1ms;
    local_lambda lambda(options);
    EXPECT_EQ(lambda.invoke(R"("sleep")", 500ms).end, invocation_end::timed_out);
    EXPECT_EQ(lambda.end(), "signal 9");
}

TEST(local_lambda, gives_several_events_at_once) {
    auto options = echo_options();
    options.api.concurrency = 8;
    local_lambda lambda(options);
    std::vector<std::thread> callers;
    std::atomic<unsigned> answered = 0;
    for (int i = 0; i < 32; ++i) {
        callers.emplace_back([&lambda, &answered, i] {
            if (lambda.invoke(std::to_string(i), patience).body == std::to_string(i)) ++answered;
        });
    }
    for (auto& each : callers) each.join();
    EXPECT_EQ(answered, 32U);
    EXPECT_EQ(lambda.end(), "exit status 0");
    EXPECT_EQ(lambda.violations(), std::vector<std::string>{});
}

TEST(local_lambda, reports_a_function_that_crashes) {
    local_lambda lambda(echo_options());
    const auto result = lambda.invoke(R"("crash")", patience);
    EXPECT_EQ(result.end, invocation_end::ended);
    EXPECT_EQ(result.error_type, "Runtime.ExitError");
    EXPECT_EQ(lambda.end(), "exit status 3");
}

TEST(local_lambda, ends_an_invocation_that_takes_too_long) {
    local_lambda lambda(echo_options());
    EXPECT_EQ(lambda.invoke(R"("sleep")", 200ms).end, invocation_end::timed_out);
}

TEST(local_lambda, starts_a_command_with_arguments_and_variables_instead_of_lambdas) {
    auto options = echo_options();
    options.bootstrap = "/bin/sh";
    options.arguments = {"-c", "exec \"$1\"", "sh", ECHO_FUNCTION};
    options.task_root = "/tmp";
    options.environment.emplace_back("_HANDLER=other");
    local_lambda lambda(options);
    EXPECT_EQ(lambda.invoke(R"("folder")", patience).body, R"("/tmp")");
    const auto variables = lambda.invoke(R"("environment")", patience).body;
    EXPECT_NE(variables.find(R"("_HANDLER=other")"), std::string::npos);
    EXPECT_EQ(variables.find("_HANDLER=bootstrap"), std::string::npos);
    EXPECT_NE(variables.find(R"("LAMBDA_TASK_ROOT=/tmp")"), std::string::npos);
}

TEST(local_lambda, runtimes_that_echo_no_ids_are_given_none) {
    auto options = echo_options();
    options.api.has_invocation_ids = false;
    local_lambda lambda(options);
    EXPECT_EQ(lambda.invoke("1", patience).body, "1");
    EXPECT_EQ(lambda.invoke("2", patience).body, "2");
    EXPECT_EQ(lambda.violations(), std::vector<std::string>{});
}

TEST(local_lambda, counts_what_descendants_use) {
    auto alone = echo_options();
    local_lambda one(alone);
    auto below_a_shell = echo_options();
    below_a_shell.bootstrap = "/bin/sh";
    below_a_shell.arguments = {"-c", "\"$1\"; exit", "sh", ECHO_FUNCTION};
    local_lambda two(below_a_shell);
    ASSERT_EQ(one.invoke("1", patience).end, invocation_end::response);
    ASSERT_EQ(two.invoke("1", patience).end, invocation_end::response);
    EXPECT_GE(two.usage().descriptors, one.usage().descriptors + 3);
}

TEST(local_lambda, a_control_group_that_is_not_there_is_no_start) {
    auto options = echo_options();
    options.control_group = "/nowhere";
    local_lambda lambda(options);
    EXPECT_EQ(lambda.invoke("1", patience).end, invocation_end::ended);
}

TEST(local_lambda, reports_a_program_that_cannot_be_started) {
    local_lambda lambda({.bootstrap = "/dev/null"});
    EXPECT_EQ(lambda.invoke("{}", patience).end, invocation_end::ended);
}

// The program, with its standard error (which the function shares) on a pipe.
class started_program {
public:
    explicit started_program(const char* event) {
        std::array<int, 2> ends{};
        if (::pipe2(ends.data(), O_CLOEXEC) != 0) std::abort();
        errors_ = ends[0];
        process_ = ::fork();
        if (process_ == 0) {
            ::dup2(ends[1], STDERR_FILENO);
            ::execl(LOCAL_LAMBDA, LOCAL_LAMBDA, "--bootstrap", ECHO_FUNCTION, "--event", event, nullptr);
            ::_exit(127);
        }
        ::close(ends[1]);
    }
    ~started_program() {
        ::kill(process_, SIGKILL);
        ::waitpid(process_, nullptr, 0);
        ::close(errors_);
    }
    started_program(const started_program&) = delete;
    started_program& operator=(const started_program&) = delete;

    void kill_it(int signal) const { ::kill(process_, signal); }
    // Reads until `text` came, or to the end of the pipe: then nobody holds its other side any more. false when
    // neither happened in time.
    bool reads_until(std::string_view text) {
        std::array<char, 4096> piece{};
        pollfd interest{.fd = errors_, .events = POLLIN, .revents = 0};
        while (text.empty() || seen_.find(text) == std::string::npos) {
            if (::poll(&interest, 1, 20'000) != 1) return false;
            const auto got = ::read(errors_, piece.data(), piece.size());
            if (got <= 0) return text.empty();
            seen_.append(piece.data(), static_cast<std::size_t>(got));
        }
        return true;
    }

private:
    pid_t process_ = -1;
    int errors_ = -1;
    std::string seen_{};
};

TEST(local_lambda_program, leaves_no_process_behind_when_it_is_killed) {
    for (const int signal : {SIGTERM, SIGKILL}) {
        started_program program(R"("sleep")");
        ASSERT_TRUE(program.reads_until("handling"));
        program.kill_it(signal);
        EXPECT_TRUE(program.reads_until("")) << "the function outlived signal " << signal;
    }
}

}  // namespace
}  // namespace oraxx::lambda::local
