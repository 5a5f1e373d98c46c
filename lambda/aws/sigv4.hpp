// AWS Signature Version 4, request signing by headers. Pure: time and keys come from the caller.
#pragma once

#include <chrono>
#include <span>
#include <string>
#include <string_view>

#include "lambda/aws/credentials.hpp"
#include "lambda/http/http.hpp"

namespace oraxx::lambda::aws {

// A request as it will be sent. All headers given are signed; Host and X-Amz-Date must be among them.
struct signing_request {
    std::string_view method{};
    std::string_view path{};   // as sent, percent-encoded
    std::string_view query{};  // as sent, without '?'
    std::span<const http::header> headers{};
    std::string_view body{};
};

struct signing_scope {
    std::string region{};
    std::string service{};
    std::chrono::sys_seconds time{};
    bool is_s3 = false;  // S3 takes the path as it is sent; others want it normalised, and encoded once more
};

// The result and, for diagnosis, what led to it.
struct signature {
    std::string canonical_request{};
    std::string string_to_sign{};
    std::string value{};          // 64 hexadecimal digits
    std::string authorization{};  // the whole header value
};

[[nodiscard]] signature sign(const signing_request& request, const signing_scope& scope, const credentials& keys);

// 64 lower-case digits.
[[nodiscard]] std::string sha256_hex(std::string_view data);

// "20260102T030405Z", the form of X-Amz-Date.
[[nodiscard]] std::string amz_date(std::chrono::sys_seconds time);

}  // namespace oraxx::lambda::aws
