// A program run with an environment of its own, which ends with this process at the latest.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "lambda/local/process_usage.hpp"

namespace oraxx::lambda::local {

struct child_options {
    std::string program{};
    std::vector<std::string> arguments{};
    std::string working_directory{};
    std::vector<std::string> environment{};  // "NAME=value", all there is
    std::string control_group{};             // folder of a control group that it joins before it starts; may be empty
};

// The child gets no input, and its standard output goes to this process's standard error.
// Thread safety: one thread at a time; make it on a thread that lives as long as the child.
class child_process {
public:
    explicit child_process(const child_options& options);  // throws std::system_error
    child_process(const child_process&) = delete;
    child_process& operator=(const child_process&) = delete;
    ~child_process();  // kills it when it still runs

    // Readable once the child has ended; owned by this object.
    [[nodiscard]] int end_descriptor() const noexcept { return end_descriptor_; }
    // Right before its program replaced this one's: when it has joined its group, which may take some time.
    [[nodiscard]] std::chrono::steady_clock::time_point started() const noexcept { return started_; }
    // What it and its descendants use; nothing when it has ended.
    [[nodiscard]] process_usage usage() const { return usage_of(process_); }
    // Does nothing once the child was made to end by this object.
    void send(int signal) const noexcept;
    // Asks it to end (SIGTERM), then makes it (SIGKILL). "exit status 0", "signal 15"...
    std::string end(std::chrono::milliseconds grace);

private:
    void learn_start(int source);
    [[nodiscard]] bool has_ended_within(std::chrono::milliseconds timeout) const;
    std::string reap();

    pid_t process_ = -1;
    int end_descriptor_ = -1;
    std::chrono::steady_clock::time_point started_{};
};

}  // namespace oraxx::lambda::local
