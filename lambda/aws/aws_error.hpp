// An AWS call that failed: the service's own name for it, and what to do.
#pragma once

#include <stdexcept>
#include <string>

namespace oraxx::lambda::aws {

class aws_error : public std::runtime_error {
public:
    // `type` is the service's error name ("AccessDeniedException"), or our own ("Unreachable", "BadResponse",
    // "MissingCredentials"). `status` is 0 when no HTTP answer came.
    aws_error(std::string type, unsigned status, const std::string& message)
        : std::runtime_error(message), type_(std::move(type)), status_(status) {}

    [[nodiscard]] const std::string& type() const noexcept { return type_; }
    [[nodiscard]] unsigned status() const noexcept { return status_; }

private:
    std::string type_;
    unsigned status_;
};

}  // namespace oraxx::lambda::aws
