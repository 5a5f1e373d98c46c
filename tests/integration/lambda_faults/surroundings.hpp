// A sandbox database and a function, each a process of its own, for situations in which one of them has a bad time.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "lambda/local/local_lambda.hpp"

namespace oraxx::lambda::faults {

struct settings {
    std::string bootstrap{};
    std::string sandbox{};
    std::string statements{};  // folder
    std::string init{};        // SQL script
    std::chrono::milliseconds pause{1'000};
};

// A sandbox on a port that stays the same when it is started again.
class database {
public:
    explicit database(const settings& given);

    // Ends the process, if there is one, and starts another; waits until it takes connections.
    void restart(const std::string& password, const std::vector<std::string>& arguments = {});
    void stop();  // at once: nobody is told
    void send(int signal) { process_->send(signal); }
    [[nodiscard]] std::string secret(const std::string& password) const;

private:
    [[nodiscard]] bool takes_connections() const;

    const settings& given_;
    std::uint16_t port_;
    std::unique_ptr<local::child_process> process_{};
};

// Both, as most situations begin: started and logged on.
class surroundings {
public:
    explicit surroundings(const settings& given);

    [[nodiscard]] local::invocation_result invoke(const std::string& event = "{}",
                                                  std::chrono::milliseconds timeout = std::chrono::seconds(20)) {
        return function.invoke(event, timeout);
    }
    void pause() const;  // for as long as the settings say

    const settings& given;
    database oracle;
    local::local_lambda function;
};

inline constexpr const char* password = "demo";

}  // namespace oraxx::lambda::faults
