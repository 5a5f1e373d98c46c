// The answer to an invocation: sent whole, or streamed as it is made.
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace oraxx::lambda {

// What precedes the body of an answer to HTTP. `status` 0: none, the body is all there is (direct invocations).
struct http_prelude {
    unsigned status = 0;
    std::vector<std::pair<std::string, std::string>> headers{};
    std::vector<std::string> cookies{};
};

// The platform has given up the invocation, or takes nothing more of its answer: nothing more can be said. handle()
// should let it pass.
class response_lost : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

// The body of a streamed answer. Thread safety: one thread at a time.
class response_stream {
public:
    response_stream() = default;
    response_stream(const response_stream&) = delete;
    response_stream& operator=(const response_stream&) = delete;
    virtual ~response_stream() = default;

    // Sends the bytes, in pieces of 16 KiB; waits while the platform takes no more, at most until the invocation's
    // deadline. Throws response_lost.
    virtual void write(std::string_view bytes) = 0;
    // Sends what is still held back. The end of the answer itself follows when handle() has returned.
    virtual void flush() = 0;
};

// One answer: either send() or stream(), once. An exception out of handle() is reported as the invocation's error;
// when a part of a stream has been sent already, as its end in error, which callers see in the trailers of the
// answer. Thread safety: one thread at a time.
class response {
public:
    response() = default;
    response(const response&) = delete;
    response& operator=(const response&) = delete;
    virtual ~response() = default;

    // The whole answer, as a rule JSON. It is posted when handle() has returned. At most 6 MiB.
    virtual void send(std::string body) = 0;
    // Begins an answer of any length (Lambda: 200 MiB). The result is valid until handle() returns. Callers that do
    // not stream get the answer once it is complete, and then no more than 6 MiB of it.
    virtual response_stream& stream(std::string_view content_type, http_prelude prelude = {}) = 0;
};

}  // namespace oraxx::lambda
