// The keys that requests to AWS are signed with.
#pragma once

#include <string>

#include "base/secret.hpp"

namespace oraxx::lambda::aws {

struct credentials {
    std::string access_key_id{};
    base::secret_bytes secret_access_key{};
    std::string session_token{};  // empty for long-lived keys

    // AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN, as Lambda sets them. Throws aws_error
    // ("MissingCredentials") when there are none.
    [[nodiscard]] static credentials from_environment();
};

}  // namespace oraxx::lambda::aws
