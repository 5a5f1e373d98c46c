#include "lambda/functions/thin/warm_session.hpp"

#include <algorithm>

#include "lambda/aws/aws_error.hpp"
#include "lambda/database/function_errors.hpp"
#include "lambda/functions/thin/documents.hpp"

namespace oraxx::thin_function {
namespace {

constexpr int invalid_password = 1017;
constexpr int expired_password = 28001;

bool is_about_password(const failure& facts) {
    return facts.ora_code == invalid_password || facts.ora_code == expired_password;
}

// At least a millisecond, since zero would mean no limit.
std::chrono::milliseconds time_left(clock::time_point deadline) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - clock::now());
    return std::max(left, std::chrono::milliseconds(1));
}

}  // namespace

warm_session::warm_session(database& target, secret_source secrets, warm_session_policy policy)
    : target_(target), secrets_(std::move(secrets)), policy_(policy) {}

database_session& warm_session::acquire(clock::time_point deadline, const lambda::logger& log) {
    if (session_ != nullptr && !is_alive(deadline)) {
        log.info("the database session is gone: connecting again");
        session_.reset();
    }
    if (session_ == nullptr) connect(deadline, log);
    return *session_;
}

bool warm_session::is_alive(clock::time_point deadline) {
    if (!session_->is_usable()) return false;
    const auto rest = std::chrono::system_clock::now() - last_use_;
    if (rest >= std::chrono::seconds(0) && rest < policy_.ping_after_rest) return true;
    return session_->ping(std::min(policy_.ping_timeout, time_left(deadline))).has_value();
}

void warm_session::connect(clock::time_point deadline, const lambda::logger& log) {
    const auto began = clock::now();
    auto secret = read_secret(deadline, freshness::cached);
    if (was_refused(*secret)) secret = read_secret(deadline, freshness::reread);
    if (was_refused(*secret)) throw lambda::failed_invocation(refusal_->error);

    auto opened = log_on(*secret, deadline);
    if (!opened && is_about_password(opened.error())) {
        // The password may have been rotated since the secret was cached; one newer version gets one more try.
        auto newer = read_secret(deadline, freshness::reread);
        if (newer->version_id != secret->version_id) {
            log.info("the secret has a new version: logging on again");
            secret = std::move(newer);
            opened = log_on(*secret, deadline);
        }
    }
    if (!opened) {
        const auto error = lambda::database::to_function_error(opened.error());
        if (is_about_password(opened.error())) {
            refusal_ = refusal{secret->version_id, error, std::chrono::system_clock::now()};
        }
        throw lambda::failed_invocation(error);
    }
    session_ = *std::move(opened);
    refusal_.reset();
    note_use();
    const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(clock::now() - began);
    log.info("connected to the database", {{"milliseconds", static_cast<std::int64_t>(took.count())}});
}

result<std::unique_ptr<database_session>> warm_session::log_on(const lambda::aws::secret_value& secret,
                                                               clock::time_point deadline) {
    const auto bytes = secret.text.view();
    const logon who = parse_secret({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
    return target_.connect(who, time_left(deadline));
}

warm_session::secret_pointer warm_session::read_secret(clock::time_point deadline, freshness wanted) {
    try {
        return secrets_(deadline, wanted);
    } catch (const lambda::aws::aws_error& failed) {
        throw lambda::failed_invocation({.type = "SecretsManagerError." + failed.type(), .message = failed.what()});
    }
}

bool warm_session::was_refused(const lambda::aws::secret_value& secret) const {
    if (!refusal_ || refusal_->version_id != secret.version_id) return false;
    return std::chrono::system_clock::now() - refusal_->when < policy_.pause_after_refusal;
}

}  // namespace oraxx::thin_function
