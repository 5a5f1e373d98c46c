#include "lambda/aws/small_file.hpp"

#include "lambda/aws/aws_error.hpp"
#include "transport/system.hpp"

namespace oraxx::lambda::aws {

std::string read_small_file(const std::string& path, std::size_t max_bytes, const char* error_type,
                            const char* what) {
    auto content = transport::read_file(path, max_bytes);
    if (content && *content) return *std::move(*content);
    throw aws_error(
        error_type, 0,
        std::string("cannot get ") + what + ": " + (content ? "there is no file " + path : content.error().message));
}

}  // namespace oraxx::lambda::aws
