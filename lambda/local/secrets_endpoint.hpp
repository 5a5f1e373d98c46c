// An emulation of AWS Secrets Manager: GetSecretValue, with the signature of every request verified.
#pragma once

#include <map>
#include <mutex>
#include <string>

#include "lambda/aws/credentials.hpp"
#include "lambda/local/http_server.hpp"

namespace oraxx::lambda::local {

struct secrets_endpoint_options {
    std::string region = "us-east-1";
    std::string access_key_id = "AKIDEXAMPLE";
    std::string secret_access_key = "example-secret-access-key";
    std::string session_token = "example-session-token";
};

// Thread safety: all functions may be called from any thread.
class secrets_endpoint {
public:
    // Sees every request first; true when it has answered it itself (tests inject faults so).
    using interceptor = std::function<bool(const std::shared_ptr<exchange>&)>;

    explicit secrets_endpoint(secrets_endpoint_options options = {}, interceptor intercept = {});

    [[nodiscard]] std::uint16_t port() const noexcept { return server_.port(); }
    // A new version of the secret.
    void put(const std::string& name, std::string value);
    // Values handed out so far.
    [[nodiscard]] unsigned answered() const;

private:
    struct version {
        std::string value{};
        unsigned number = 0;
    };

    void serve(const std::shared_ptr<exchange>& asked);
    void serve_get(exchange& asked);

    secrets_endpoint_options options_;
    interceptor intercept_;
    mutable std::mutex mutex_{};
    std::map<std::string, version> secrets_{};
    unsigned answered_ = 0;
    http_server server_;  // last: its thread uses all of the above
};

// What is wrong with the signature of a request; empty when it is right.
[[nodiscard]] std::string signature_fault(const server_request& request, const secrets_endpoint_options& expected);

}  // namespace oraxx::lambda::local
