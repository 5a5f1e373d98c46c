// What a Lambda function is to the runtime: it starts, answers events, and ends.
#pragma once

#include <string_view>

#include <oraxx/lambda/context.hpp>
#include <oraxx/lambda/function_error.hpp>
#include <oraxx/lambda/log.hpp>
#include <oraxx/lambda/response.hpp>

namespace oraxx::lambda {

// Derive from it and give it to run(). start() and stop() are called once each, from one thread, with no handle()
// under way. handle() is called from one thread, one call at a time, except where the platform asks for several
// invocations at once (AWS_LAMBDA_MAX_CONCURRENCY above 1, Lambda Managed Instances): then from so many threads.
class function {
public:
    function() = default;
    function(const function&) = delete;
    function& operator=(const function&) = delete;
    virtual ~function() = default;

    // Once, before the first event; Lambda allows 10 seconds. An exception is reported as an init error and
    // ends the process, so what may recover by itself should be caught and left to handle().
    virtual void start(const logger&) {}
    // Answers an event, usually JSON, by `answer`; without an answer it is "null". An exception is reported as the
    // invocation's error; it does not end the process.
    virtual void handle(std::string_view event, context& invocation, response& answer) = 0;
    // At the end, also after SIGTERM: there are a few hundred milliseconds left.
    virtual void stop(const logger&) noexcept {}
};

}  // namespace oraxx::lambda
