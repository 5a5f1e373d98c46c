#include "lambda/aws/credentials.hpp"

#include <cstdlib>

#include "lambda/aws/aws_error.hpp"

namespace oraxx::lambda::aws {
namespace {

std::string_view variable(const char* name) {
    const char* value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): nothing writes to it in another thread
    return value == nullptr ? std::string_view{} : std::string_view(value);
}

}  // namespace

credentials credentials::from_environment() {
    credentials out;
    out.access_key_id = variable("AWS_ACCESS_KEY_ID");
    out.secret_access_key = base::secret_bytes(variable("AWS_SECRET_ACCESS_KEY"));
    out.session_token = variable("AWS_SESSION_TOKEN");
    if (out.access_key_id.empty() || out.secret_access_key.empty()) {
        throw aws_error(
            "MissingCredentials", 0,
            "no AWS credentials: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not set (Lambda sets them for a "
            "function with an execution role)");
    }
    return out;
}

}  // namespace oraxx::lambda::aws
