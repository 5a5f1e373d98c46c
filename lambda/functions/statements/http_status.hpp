// What errors mean to callers by HTTP.
#pragma once

#include <string>

#include <oraxx/lambda/function_error.hpp>

namespace oraxx::lambda::statements {

// 400, 404 and 405 for events that ask for what there is not; 409 and 422 for values the database refuses; 503 for
// what may succeed later; 504 for what took too long; else 500.
[[nodiscard]] unsigned http_status(const function_error& error);

// {"errorType":...,"errorMessage":...}. What is not the caller's fault is told by its type and the request id alone:
// the message, which may name addresses and tables, stands in the function's log.
[[nodiscard]] std::string http_error_body(const function_error& error, unsigned status,
                                          const std::string& request_id);

}  // namespace oraxx::lambda::statements
