// oraxx-local-lambda: runs a Lambda function on this machine as AWS Lambda would, for trying and for tests.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <atomic>
#include <cerrno>
#include <mutex>
#include <system_error>
#include <thread>

#include "lambda/local/local_lambda.hpp"
#include "lambda/local/measurement.hpp"

namespace {

using oraxx::lambda::local::invocation_end;
using oraxx::lambda::local::invocation_result;
using oraxx::lambda::local::local_lambda;
using oraxx::lambda::local::local_lambda_options;
using oraxx::lambda::local::measure;

struct settings {
    local_lambda_options lambda{};
    std::string event = "{}";
    unsigned repeat = 1;
    unsigned measure = 0;
    double timeout_seconds = 45;
    std::string stream_to{};

    [[nodiscard]] std::chrono::milliseconds timeout() const {
        return std::chrono::milliseconds(static_cast<std::int64_t>(timeout_seconds * 1000));
    }
};

// The response as one line: outside strings JSON's line ends are blanks, inside they are escaped.
std::string one_line(std::string body) {
    std::replace_if(
        body.begin(), body.end(), [](char c) { return c == '\n' || c == '\r'; }, ' ');
    return body;
}

// Complaints go to stderr; true when there were none.
bool report_violations(const local_lambda& lambda) {
    for (const auto& violation : lambda.violations()) {
        std::fprintf(stderr, "oraxx-local-lambda: against the Runtime API: %s\n", violation.c_str());
    }
    return lambda.violations().empty();
}

// What --stream-to names; null without it.
class stream_copy {
public:
    explicit stream_copy(const std::string& path) {
        if (path.empty()) return;
        file_ = path == "-" ? stdout : std::fopen(path.c_str(), "wb");
        if (file_ == nullptr) throw std::system_error(errno, std::generic_category(), path);
    }
    stream_copy(const stream_copy&) = delete;
    stream_copy& operator=(const stream_copy&) = delete;
    ~stream_copy() {
        if (file_ != nullptr && file_ != stdout) std::fclose(file_);
    }
    [[nodiscard]] std::FILE* file() const noexcept { return file_; }

private:
    std::FILE* file_ = nullptr;
};

// The response on stdout, as a line; a streamed one that went elsewhere is told in figures on stderr.
void print_result(const invocation_result& result, bool was_copied) {
    if (result.was_streamed) {
        std::fprintf(stderr, "oraxx-local-lambda: streamed %llu bytes%s%s\n",
                     static_cast<unsigned long long>(result.streamed_bytes),
                     result.end == invocation_end::response ? "" : ", then failed: ", result.stream_error.c_str());
    }
    if (!result.was_streamed || !was_copied) std::printf("%s\n", one_line(result.body).c_str());
    std::fflush(stdout);
}

// Invokes the function --repeat times, so many at once as it was told it may get.
class invocation_run {
public:
    invocation_run(local_lambda& lambda, const settings& wanted, bool copies_streams)
        : lambda_(lambda), wanted_(wanted), copies_streams_(copies_streams) {}

    // true when all of them were answered.
    bool run() {
        std::vector<std::thread> others;
        for (unsigned i = 1; i < wanted_.lambda.api.concurrency; ++i) others.emplace_back([this] { invoke_some(); });
        invoke_some();
        for (auto& each : others) each.join();
        return is_good_;
    }

private:
    void invoke_some() {
        while (made_++ < wanted_.repeat && !is_over_) {
            const auto result = lambda_.invoke(wanted_.event, wanted_.timeout());
            const std::lock_guard lock(print_mutex_);
            print_result(result, copies_streams_);
            if (result.end == invocation_end::response) continue;
            is_good_ = false;
            is_over_ = is_over_ || result.end != invocation_end::error;
        }
    }

    local_lambda& lambda_;
    const settings& wanted_;
    bool copies_streams_;
    std::mutex print_mutex_{};
    std::atomic<unsigned> made_ = 0;
    std::atomic<bool> is_over_ = false;
    std::atomic<bool> is_good_ = true;
};

int run_invocations(const settings& wanted) {
    const stream_copy copy(wanted.stream_to);
    auto options = wanted.lambda;
    options.api.streams.copy = copy.file();
    if (copy.file() != nullptr) options.api.streams.kept_bytes = 0;
    local_lambda lambda(options);
    const bool is_good = invocation_run(lambda, wanted, copy.file() != nullptr).run();
    if (const auto usage = lambda.usage(); usage.peak_kib > 0) {  // else it has ended already
        std::fprintf(stderr, "oraxx-local-lambda: most memory %zu KiB\n", usage.peak_kib);
    }
    const auto end = lambda.end();
    std::fprintf(stderr, "oraxx-local-lambda: the function ended with %s\n", end.c_str());
    return report_violations(lambda) && is_good ? 0 : 1;
}

int run_measurement(const settings& wanted) {
    const auto figures = measure({.lambda = wanted.lambda,
                                  .event = wanted.event,
                                  .starts = wanted.measure,
                                  .invocations = wanted.repeat,
                                  .timeout = wanted.timeout()});
    std::printf("%s\n", figures.c_str());
    return 0;
}

// The exit status; throws when something around the function fails.
int run_program(int argc, char** argv) {
    settings wanted;
    CLI::App app{
        "Runs a Lambda function on this machine: a Runtime API and a Secrets Manager endpoint on loopback, and "
        "the function's program between them with Lambda's environment. The last line on stdout is the "
        "function's response."};
    app.add_option("--bootstrap", wanted.lambda.bootstrap, "the function's program")
        ->required()
        ->check(CLI::ExistingFile);
    app.add_option("arguments", wanted.lambda.arguments, "after --: what the program is started with");
    app.add_option("--task-root", wanted.lambda.task_root,
                   "the function's folder; the program's, unless it is an interpreter")
        ->check(CLI::ExistingDirectory);
    app.add_option("--cgroup", wanted.lambda.control_group, "folder of a control group that the function joins")
        ->check(CLI::ExistingDirectory);
    app.add_option("--event", wanted.event, "JSON, given to the function as it stands")->capture_default_str();
    app.add_option("--repeat", wanted.repeat, "invoke so many times, one response a line")
        ->check(CLI::PositiveNumber);
    app.add_option("--secret", wanted.lambda.secret, "JSON, the value of the secret that SECRET_NAME names");
    app.add_option("--env", wanted.lambda.environment, "NAME=value, a variable more, or instead of Lambda's")
        ->allow_extra_args(false);
    app.add_option("--timeout", wanted.timeout_seconds, "seconds an invocation may take")->capture_default_str();
    app.add_option("--concurrency", wanted.lambda.api.concurrency,
                   "so many invocations at once, as on managed instances (AWS_LAMBDA_MAX_CONCURRENCY)")
        ->check(CLI::Range(1, 1000));
    app.add_flag("!--no-invocation-ids", wanted.lambda.api.has_invocation_ids,
                 "send no Lambda-Runtime-Invocation-Id: for runtimes that do not echo it yet");
    app.add_option("--stream-to", wanted.stream_to,
                   "file for the bytes of streamed responses as they arrive; - is stdout");
    app.add_option("--stream-rate", wanted.lambda.api.streams.bytes_per_second,
                   "bytes of a streamed response that are taken in a second; 0: all that come");
    app.add_option("--stream-cut", wanted.lambda.api.streams.cut_after,
                   "close the connection after so many bytes of a streamed response");
    app.add_option("--measure", wanted.measure,
                   "start the function so many times, invoke it --repeat times each, and print times and memory as "
                   "JSON");
    CLI11_PARSE(app, argc, argv);
    return wanted.measure > 0 ? run_measurement(wanted) : run_invocations(wanted);
}

}  // namespace

int main(int argc, char** argv) {
    try {
        return run_program(argc, argv);
    } catch (const std::exception& failed) {
        std::fprintf(stderr, "oraxx-local-lambda: %s\n", failed.what());
        return 1;
    }
}
