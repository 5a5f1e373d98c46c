#include "lambda/database/secret_logon.hpp"

#include "lambda/aws/aws_error.hpp"
#include "lambda/database/function_errors.hpp"

namespace oraxx::lambda::database {
namespace {

constexpr int invalid_password = 1017;
constexpr int expired_password = 28001;

bool is_about_password(const failure& why) {
    return why.ora_code == invalid_password || why.ora_code == expired_password;
}

}  // namespace

secret_logon::secret_logon(secret_reader read, database_place place, std::chrono::milliseconds pause_after_refusal,
                           std::function<std::chrono::system_clock::time_point()> wall_time)
    : read_(std::move(read)),
      place_(std::move(place)),
      pause_after_refusal_(pause_after_refusal),
      wall_time_(std::move(wall_time)) {}

result<connect_options> secret_logon::options(const options_request& asked) {
    auto& now = *current_work();
    secret_pointer chosen;
    if (asked.refused == nullptr) {
        now.connecting_since = std::chrono::steady_clock::now();
        chosen = untried_secret(asked);
    } else {
        // The password may have been rotated since the secret was cached: one newer version gets one more try.
        note_failure(*asked.refused, now.version);
        chosen = read(asked, freshness::reread);
        if (chosen->version_id == now.version) return *asked.refused;
        now.log.info("the secret has a new version: logging on again");
        if (now.told != nullptr) now.told->add("Retries", 1);
    }
    now.version = chosen->version_id;
    const auto bytes = chosen->text.view();
    return parse_secret({reinterpret_cast<const char*>(bytes.data()), bytes.size()}, place_);
}

secret_logon::secret_pointer secret_logon::untried_secret(const options_request& asked) const {
    auto found = read(asked, freshness::cached);
    if (refusal_of(found->version_id)) found = read(asked, freshness::reread);
    if (auto refused = refusal_of(found->version_id)) throw failed_invocation(*std::move(refused));
    return found;
}

secret_logon::secret_pointer secret_logon::read(const options_request& asked, freshness wanted) const {
    try {
        return read_(asked.deadline, wanted, current_work()->told);
    } catch (const aws::aws_error& failed) {
        throw failed_invocation({.type = "SecretsManagerError." + failed.type(), .message = failed.what()});
    }
}

void secret_logon::note_failure(const failure& why, const std::string& version) {
    if (!is_about_password(why)) return;
    const std::lock_guard lock(mutex_);
    refusal_ = refusal{version, to_function_error(why), wall_time_()};
}

std::optional<function_error> secret_logon::refusal_of(const std::string& version) const {
    const std::lock_guard lock(mutex_);
    if (!refusal_ || refusal_->version != version) return std::nullopt;
    const auto passed = wall_time_() - refusal_->when;
    if (passed < std::chrono::seconds(0) || passed >= pause_after_refusal_) return std::nullopt;
    return refusal_->error;
}

}  // namespace oraxx::lambda::database
