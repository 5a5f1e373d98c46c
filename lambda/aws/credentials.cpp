#include "lambda/aws/credentials.hpp"

#include "lambda/aws/aws_error.hpp"
#include "lambda/aws/credential_sources.hpp"
#include "lambda/runtime/runtime.hpp"

namespace oraxx::lambda::aws {
namespace {

// Botocore asks for new keys in the last quarter of an hour, and must have them in the last ten minutes.
constexpr std::chrono::minutes renewal_before_end{10};

credentials fetch(http::clock::time_point deadline) {
    if (auto keys = fetch_web_identity(deadline)) return *std::move(keys);
    if (auto keys = fetch_container_credentials(deadline)) return *std::move(keys);
    throw aws_error("MissingCredentials", 0,
                    "no AWS credentials: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not set (Lambda sets them "
                    "for a function with an execution role), nor are the variables of a web identity or a container");
}

}  // namespace

std::optional<credentials> credentials::from_environment() {
    credentials out;
    out.access_key_id = environment_variable("AWS_ACCESS_KEY_ID");
    auto key = environment_variable("AWS_SECRET_ACCESS_KEY");
    out.secret_access_key = base::secret_bytes(std::string_view(key));
    base::wipe(key.data(), key.size());
    out.session_token = environment_variable("AWS_SESSION_TOKEN");
    if (out.access_key_id.empty() || out.secret_access_key.empty()) return std::nullopt;
    return out;
}

credentials_provider& credentials_provider::of_process() {
    static credentials_provider instance;
    return instance;
}

std::shared_ptr<const credentials> credentials_provider::get(http::clock::time_point deadline) {
    if (auto keys = credentials::from_environment()) return std::make_shared<const credentials>(*std::move(keys));
    if (auto keys = kept(); is_fresh(keys)) return keys;
    const auto turn = fetching_.enter(deadline);
    if (!turn) throw aws_error("CredentialsUnavailable", 0, "no AWS credentials came within the time allowed");
    auto old = kept();
    if (is_fresh(old)) return old;
    try {
        keep(std::make_shared<const credentials>(fetch(deadline)));
    } catch (const aws_error&) {
        // The old ones still do for a while.
        if (old == nullptr || !old->expiration || *old->expiration <= now_()) throw;
        return old;
    }
    return kept();
}

credentials_provider::pointer credentials_provider::kept() const {
    const std::lock_guard lock(mutex_);
    return kept_;
}

void credentials_provider::keep(pointer keys) {
    const std::lock_guard lock(mutex_);
    kept_ = std::move(keys);
}

bool credentials_provider::is_fresh(const pointer& keys) const {
    return keys != nullptr && (!keys->expiration || *keys->expiration - renewal_before_end > now_());
}

}  // namespace oraxx::lambda::aws
