// An answer that is an error, and the exception that asks for one.
#pragma once

#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace oraxx::lambda {

// `type` is "Category.Reason", e.g. "OracleError.ORA01017".
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

}  // namespace oraxx::lambda
