#include "lambda/aws/service_client.hpp"

#include <algorithm>
#include <thread>

#include "lambda/aws/endpoints.hpp"
#include "lambda/aws/sigv4.hpp"

namespace oraxx::lambda::aws {
namespace {

// Sent again, a request would meet the same certificate or the same misunderstanding.
bool is_final(const http::error& lost) noexcept {
    return lost.kind() == http::error_kind::tls || lost.kind() == http::error_kind::protocol;
}

}  // namespace

bool is_transient_status(const http::response& answer) noexcept {
    return answer.status >= 500 || answer.status == 429;
}

service_client::service_client(http::endpoint server, retry_policy policy)
    : server_(std::move(server)),
      policy_(policy),
      jitter_(static_cast<std::minstd_rand::result_type>(http::clock::now().time_since_epoch().count())) {}

service_client::service_client(http::endpoint server, retry_policy policy, signing_target signed_for,
                               credentials_provider& keys)
    : service_client(std::move(server), policy) {
    signed_for_ = std::move(signed_for);
    keys_ = &keys;
}

http::response service_client::call(const service_request& request, http::clock::time_point deadline,
                                    const judge& is_transient) {
    for (retries_ = 0;; ++retries_) {
        const bool is_last = retries_ + 1 >= policy_.attempts;
        try {
            auto answer = attempt(request, deadline);
            if (is_last || !is_transient(answer) || !pause(deadline)) return answer;
        } catch (const http::error& lost) {
            if (is_last || is_final(lost) || !pause(deadline)) throw;
        }
    }
}

http::response service_client::attempt(const service_request& request, http::clock::time_point deadline) {
    if (connection_ == nullptr) connection_ = make_connection(server_);
    return connection_->exchange({.method = request.method,
                                  .target = request.target,
                                  .headers = keys_ == nullptr ? request.headers : signed_headers(request, deadline),
                                  .body = request.body},
                                 {.deadline = std::min(deadline, http::clock::now() + policy_.attempt_timeout)});
}

std::vector<http::header> service_client::signed_headers(const service_request& request,
                                                         http::clock::time_point deadline) const {
    const auto keys = keys_->get(deadline);
    const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
    auto headers = request.headers;
    headers.push_back({"X-Amz-Date", amz_date(now)});
    if (!keys->session_token.empty()) headers.push_back({"X-Amz-Security-Token", keys->session_token});
    if (signed_for_.is_s3) headers.push_back({"X-Amz-Content-Sha256", sha256_hex(request.body)});
    headers.push_back({"Host", server_.authority()});
    const auto path = server_.base_path + request.target;
    const auto question = std::min(path.find('?'), path.size());
    const auto signed_by =
        sign({.method = request.method,
              .path = std::string_view(path).substr(0, question),
              .query = std::string_view(path).substr(std::min(question + 1, path.size())),
              .headers = headers,
              .body = request.body},
             {.region = signed_for_.region, .service = signed_for_.service, .time = now, .is_s3 = signed_for_.is_s3},
             *keys);
    headers.back() = {"Authorization", signed_by.authorization};  // the connection writes Host itself
    return headers;
}

bool service_client::pause(http::clock::time_point deadline) {
    const auto longest = policy_.first_pause * (1U << std::min(retries_ + 1, 6U));
    std::uniform_int_distribution<std::int64_t> pick(longest.count() / 4, longest.count());
    const auto wake = http::clock::now() + std::chrono::milliseconds(pick(jitter_));
    if (wake >= deadline) return false;
    std::this_thread::sleep_until(wake);
    return true;
}

}  // namespace oraxx::lambda::aws
