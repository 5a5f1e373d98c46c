// The calls of the Lambda Runtime API (version 2018-06-01), typed.
#pragma once

#include <oraxx/lambda/function.hpp>
#include "lambda/http/http.hpp"

namespace oraxx::lambda {

struct next_invocation {
    invocation_facts facts{};
    std::string event{};
};

// What became of a posted answer.
enum class post_status : std::uint8_t {
    accepted,   // 202
    too_large,  // 413: the platform reports Function.ResponseSizeTooLarge to the caller itself
    refused,    // 400, 403: e.g. the invocation has timed out meanwhile; the next event can be asked for
    broken,     // 500 and what is not specified: the runtime has to end
};

// Thread safety: one thread at a time. Everything throws http::error when the Runtime API cannot be reached.
class api_client {
public:
    api_client(http::endpoint server, std::chrono::milliseconds post_timeout);

    // Waits for the next event for as long as it takes, or until the stop (error_kind::stopped).
    [[nodiscard]] next_invocation next(const stop_event& stop);
    [[nodiscard]] post_status post_response(const invocation_facts& invocation, std::string_view body);

    // A response that is sent while it is made. Each wait for the platform to take more ends at `deadline`.
    void begin_response(const invocation_facts& invocation, std::string_view content_type,
                        http::clock::time_point deadline);
    void send_piece(std::string_view piece, http::clock::time_point deadline);
    // `failure`: what ended the response before its time; null when it is complete.
    [[nodiscard]] post_status end_response(const function_error* failure);

    [[nodiscard]] post_status post_error(const invocation_facts& invocation, const function_error& failure);
    [[nodiscard]] post_status post_init_error(const function_error& failure);

private:
    [[nodiscard]] post_status post(const std::string& target, std::vector<http::header> headers,
                                   std::string_view body);

    std::unique_ptr<http::connection> connection_;
    std::chrono::milliseconds post_timeout_;
};

}  // namespace oraxx::lambda
