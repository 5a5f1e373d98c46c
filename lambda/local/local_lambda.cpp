#include "lambda/local/local_lambda.hpp"

#include <poll.h>

#include <array>
#include <filesystem>

namespace oraxx::lambda::local {
namespace {

constexpr const char* secret_name = "oraxx-local-secret";
// For processes that asked for no signal.
constexpr std::chrono::milliseconds unasked_grace{2'000};

// The variables that Lambda sets for a function on a custom runtime, and nothing else: no HOME, no USER.
std::vector<std::string> lambda_environment(const local_lambda_options& options, const std::string& task_root,
                                            std::uint16_t runtime_port, std::uint16_t secrets_port) {
    const secrets_endpoint_options account;
    const std::string loopback = "127.0.0.1:";
    std::vector<std::string> out{
        "_HANDLER=bootstrap",
        "AWS_REGION=" + account.region,
        "AWS_DEFAULT_REGION=" + account.region,
        "AWS_ACCESS_KEY_ID=" + account.access_key_id,
        "AWS_SECRET_ACCESS_KEY=" + account.secret_access_key,
        "AWS_SESSION_TOKEN=" + account.session_token,
        "AWS_LAMBDA_FUNCTION_NAME=oraxx-local",
        "AWS_LAMBDA_FUNCTION_VERSION=$LATEST",
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE=128",
        "AWS_LAMBDA_INITIALIZATION_TYPE=on-demand",
        "AWS_LAMBDA_LOG_GROUP_NAME=/aws/lambda/oraxx-local",
        "AWS_LAMBDA_LOG_STREAM_NAME=local",
        "AWS_LAMBDA_LOG_FORMAT=JSON",
        "AWS_LAMBDA_LOG_LEVEL=INFO",
        "AWS_LAMBDA_RUNTIME_API=" + loopback + std::to_string(runtime_port),
        "AWS_XRAY_CONTEXT_MISSING=LOG_ERROR",
        "LAMBDA_TASK_ROOT=" + task_root,
        "LAMBDA_RUNTIME_DIR=/var/runtime",
        "LANG=en_US.UTF-8",
        "LD_LIBRARY_PATH=/lib64:/usr/lib64:/var/runtime:/var/runtime/lib:/var/task:/var/task/lib:/opt/lib",
        "PATH=/usr/local/bin:/usr/bin/:/bin:/opt/bin",
        "TZ=:UTC",
        "REGION=" + account.region,
        "AWS_ENDPOINT_URL_SECRETS_MANAGER=http://" + loopback + std::to_string(secrets_port),
    };
    if (options.api.concurrency > 1) {
        out.push_back("AWS_LAMBDA_MAX_CONCURRENCY=" + std::to_string(options.api.concurrency));
    }
    if (!options.secret.empty()) out.push_back(std::string("SECRET_NAME=") + secret_name);
    for (const auto& variable : options.environment) {
        const auto name = std::string_view(variable).substr(0, variable.find('=') + 1);
        std::erase_if(out, [name](const std::string& other) { return other.compare(0, name.size(), name) == 0; });
        out.push_back(variable);
    }
    return out;
}

}  // namespace

local_lambda::local_lambda(const local_lambda_options& options)
    : runtime_({}, options.api), end_grace_(options.end_grace) {
    if (!options.secret.empty()) secrets_.put(secret_name, options.secret);
    const auto program = std::filesystem::absolute(options.bootstrap);
    const auto task_root = options.task_root.empty() ? program.parent_path().string()
                                                     : std::filesystem::absolute(options.task_root).string();
    child_ = std::make_unique<child_process>(
        child_options{.program = program.string(),
                      .arguments = options.arguments,
                      .working_directory = task_root,
                      .environment = lambda_environment(options, task_root, runtime_.port(), secrets_.port()),
                      .control_group = options.control_group});
    watcher_ = std::thread([this] { watch(); });
}

local_lambda::~local_lambda() {
    end();
}

invocation_result local_lambda::invoke(const std::string& event, std::chrono::milliseconds timeout) {
    return runtime_.invoke(event, timeout);
}

std::optional<std::chrono::microseconds> local_lambda::time_to_ready(std::chrono::milliseconds timeout) {
    const auto ready = runtime_.wait_until_ready(timeout);
    if (!ready) return std::nullopt;
    return std::chrono::duration_cast<std::chrono::microseconds>(*ready - child_->started());
}

void local_lambda::put_secret(const std::string& value) {
    secrets_.put(secret_name, value);
}

std::string local_lambda::end() {
    watcher_stop_.request();
    if (watcher_.joinable()) watcher_.join();
    return child_->end(runtime_.extension().empty() ? std::max(end_grace_, unasked_grace) : end_grace_);
}

// Tells the Runtime API when the process ends by itself, so that nobody waits for its answer.
void local_lambda::watch() {
    std::array<pollfd, 2> interests{pollfd{.fd = child_->end_descriptor(), .events = POLLIN, .revents = 0},
                                    pollfd{.fd = watcher_stop_.descriptor(), .events = POLLIN, .revents = 0}};
    while (::poll(interests.data(), interests.size(), -1) < 0) {
    }
    if (interests[0].revents != 0) runtime_.process_ended("the function's process ended before it answered");
}

}  // namespace oraxx::lambda::local
