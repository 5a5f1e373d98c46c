// A function's surroundings on this machine: Runtime API, Secrets Manager, and the process between them.
#pragma once

#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "lambda/local/child_process.hpp"
#include "lambda/local/runtime_api.hpp"
#include "lambda/local/secrets_endpoint.hpp"

namespace oraxx::lambda::local {

struct local_lambda_options {
    std::string bootstrap{};                 // path of the program
    std::vector<std::string> arguments{};    // what it is started with; Lambda gives none
    std::string task_root{};                 // LAMBDA_TASK_ROOT and working directory; empty: the program's folder
    std::string secret{};                    // value of the secret that SECRET_NAME names; empty: no SECRET_NAME
    std::vector<std::string> environment{};  // "NAME=value", in addition to what Lambda sets, or instead of it
    std::string control_group{};             // see child_options
    runtime_api_options api{};
    // What Lambda leaves a process with an internal extension between SIGTERM and SIGKILL.
    std::chrono::milliseconds end_grace{500};
};

// One execution environment: started by the constructor, ended by the destructor.
class local_lambda {
public:
    explicit local_lambda(const local_lambda_options& options);  // throws std::system_error
    local_lambda(const local_lambda&) = delete;
    local_lambda& operator=(const local_lambda&) = delete;
    ~local_lambda();

    [[nodiscard]] invocation_result invoke(const std::string& event, std::chrono::milliseconds timeout);
    // From the start of the process to its first request for an event; nullopt when none came.
    [[nodiscard]] std::optional<std::chrono::microseconds> time_to_ready(std::chrono::milliseconds timeout);
    // When the program was started.
    [[nodiscard]] std::chrono::steady_clock::time_point started() const { return child_->started(); }
    [[nodiscard]] process_usage usage() const { return child_->usage(); }
    // To the function's process: SIGSTOP and SIGCONT freeze and thaw it as Lambda does between invocations.
    void send(int signal) const noexcept { child_->send(signal); }
    // A new version of the secret that SECRET_NAME names.
    void put_secret(const std::string& value);
    // Ends the process as Lambda does and says how it went: "exit status 0". One without an extension gets SIGTERM,
    // too, where Lambda would just kill it, and more time: what it leaves behind then is its own fault.
    std::string end();
    [[nodiscard]] std::vector<std::string> violations() const { return runtime_.violations(); }

private:
    void watch();

    runtime_api runtime_;
    std::chrono::milliseconds end_grace_;
    secrets_endpoint secrets_{};
    stop_event watcher_stop_{};
    std::unique_ptr<child_process> child_{};
    std::thread watcher_{};
};

}  // namespace oraxx::lambda::local
