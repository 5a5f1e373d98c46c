// What a Lambda function is to the runtime: it starts, answers events, and ends.
#pragma once

#include <algorithm>
#include <chrono>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <oraxx/lambda/log.hpp>

namespace oraxx::lambda {

// One invocation: who asked, and how long there is.
struct context {
    std::string request_id{};
    std::chrono::system_clock::time_point deadline{};  // Lambda ends the invocation then
    std::string trace_id{};                            // X-Ray header; also in _X_AMZN_TRACE_ID during the call
    std::string function_arn{};
    std::string invocation_id{};  // empty when the platform sends none
    const logger* log = nullptr;  // never null inside handle()

    // Time left, zero once the deadline has passed.
    [[nodiscard]] std::chrono::milliseconds remaining() const {
        const auto left = deadline - std::chrono::system_clock::now();
        return std::max(std::chrono::duration_cast<std::chrono::milliseconds>(left), std::chrono::milliseconds(0));
    }
};

// An answer that is an error. `type` is "Category.Reason", e.g. "OracleError.ORA01017".
struct function_error {
    std::string type{};
    std::string message{};
    std::vector<std::string> stack_trace{};

    // {"errorType":...,"errorMessage":...,"stackTrace":[...]}
    [[nodiscard]] std::string to_json() const;
};

// Thrown by a function that wants a certain error to be reported; any other exception gets a general type.
class failed_invocation : public std::runtime_error {
public:
    explicit failed_invocation(function_error error) : std::runtime_error(error.message), error_(std::move(error)) {}
    [[nodiscard]] const function_error& error() const noexcept { return error_; }

private:
    function_error error_;
};

// Derive from it and give it to run(). Called from one thread, one call at a time.
class function {
public:
    function() = default;
    function(const function&) = delete;
    function& operator=(const function&) = delete;
    virtual ~function() = default;

    // Once, before the first event; Lambda allows 10 seconds. An exception is reported as an init error and
    // ends the process, so what may recover by itself should be caught and left to handle().
    virtual void start(const logger&) {}
    // Answers an event, usually JSON, with a response body, as a rule JSON too. An exception is reported as the
    // invocation's error; it does not end the process.
    virtual std::string handle(std::string_view event, const context& invocation) = 0;
    // At the end, also after SIGTERM: there are a few hundred milliseconds left.
    virtual void stop(const logger&) noexcept {}
};

}  // namespace oraxx::lambda
