// The Secrets Manager client beside the Parameters and Secrets extension, and shared by threads.
#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "lambda/aws/aws_error.hpp"
#include "lambda/aws/secrets_client.hpp"
#include "lambda/local/secrets_endpoint.hpp"
#include "support/environment.hpp"

namespace oraxx::lambda::aws {
namespace {

using namespace std::chrono_literals;
using local::exchange;
using freshness = secrets_client::freshness;

// Keeps what it was told.
class told_calls final : public observation {
public:
    std::unique_ptr<span> begin_span(std::string_view) override { return nullptr; }
    void add(std::string_view, double, metric_unit) override {}
    void service_call_ended(const service_call& call) override {
        text += std::string(call.service) + '.' + std::string(call.operation) + ' ' + std::string(call.region) + ' ' +
                std::to_string(call.status) + ' ' + std::to_string(call.retries) + ' ' +
                std::string(call.error_type) + '\n';
    }
    void connect_step_ended(const connect_step&) override {}
    void statement_ended(const statement_report&) override {}

    std::string text{};
};

class secrets_extension_test : public ::testing::Test {
protected:
    secrets_extension_test() {
        const local::secrets_endpoint_options account;
        environment_.set("AWS_ACCESS_KEY_ID", account.access_key_id);
        environment_.set("AWS_SECRET_ACCESS_KEY", account.secret_access_key);
        environment_.set("AWS_SESSION_TOKEN", account.session_token);
        environment_.set("AWS_ENDPOINT_URL_SECRETS_MANAGER", "http://127.0.0.1:" + std::to_string(service_.port()));
        environment_.set("PARAMETERS_SECRETS_EXTENSION_HTTP_PORT", std::to_string(extension_.port()));
        service_.put("db name", "of the service");
    }
    static http::clock::time_point soon() { return http::clock::now() + 20s; }
    static std::string text_of(const std::shared_ptr<const secret_value>& secret) {
        return base::to_string(secret->text.view());
    }

    test::scoped_environment environment_{};
    std::atomic<unsigned> asked_ = 0;
    std::atomic<unsigned> status_ = 200;
    local::server_request last_{};
    local::http_server extension_{[this](const std::shared_ptr<exchange>& asked) {
        ++asked_;
        last_ = asked->request();
        if (status_ == 0) return asked->drop();
        asked->answer({.status = status_,
                       .body = status_ == 200 ? R"({"SecretString":"of the extension","VersionId":"v"})"
                                              : "not ready to serve traffic, please wait"});
    }};
    local::secrets_endpoint service_{};
};

TEST_F(secrets_extension_test, gives_what_it_has) {
    secrets_client client(secrets_options::for_region("us-east-1"));
    const auto secret = client.get("db name", soon());
    EXPECT_EQ(text_of(secret), "of the extension");
    EXPECT_EQ(secret->version_id, "v");
    EXPECT_EQ(last_.target, "/secretsmanager/get?secretId=db%20name");
    EXPECT_EQ(http::find_header(last_.headers, "X-Aws-Parameters-Secrets-Token"), "example-session-token");
    EXPECT_EQ(service_.answered(), 0U);
}

TEST_F(secrets_extension_test, is_asked_for_the_stage) {
    environment_.set("SECRET_VERSION_STAGE", "AWSPREVIOUS");
    secrets_client client(secrets_options::for_region("us-east-1"));
    static_cast<void>(client.get("db", soon()));
    EXPECT_EQ(last_.target, "/secretsmanager/get?secretId=db&versionStage=AWSPREVIOUS");
}

TEST_F(secrets_extension_test, is_not_waited_for_while_it_is_not_ready) {
    for (const unsigned status : {400U, 500U, 0U}) {
        status_ = status;
        secrets_client client(secrets_options::for_region("us-east-1"));
        EXPECT_EQ(text_of(client.get("db name", soon())), "of the service");
    }
}

TEST_F(secrets_extension_test, is_passed_by_when_its_cache_may_be_stale) {
    secrets_client client(secrets_options::for_region("us-east-1"));
    EXPECT_EQ(text_of(client.get("db name", soon(), freshness::reread)), "of the service");
    EXPECT_EQ(asked_, 0U);
}

TEST_F(secrets_extension_test, is_not_asked_when_its_port_is_none) {
    for (const char* port : {"", "0", "65536", "2773x"}) {
        environment_.set("PARAMETERS_SECRETS_EXTENSION_HTTP_PORT", port);
        EXPECT_EQ(secrets_options::for_region("us-east-1").extension_port, std::nullopt) << port;
    }
}

TEST_F(secrets_extension_test, tells_the_observation_of_signed_calls) {
    environment_.unset("PARAMETERS_SECRETS_EXTENSION_HTTP_PORT");
    secrets_client client(secrets_options::for_region("us-east-1"));
    told_calls told;
    static_cast<void>(client.get("db name", soon(), freshness::cached, &told));
    static_cast<void>(client.get("db name", soon(), freshness::cached, &told));  // from the cache: no call
    EXPECT_THROW(static_cast<void>(client.get("none", soon(), freshness::cached, &told)), aws_error);
    EXPECT_EQ(told.text,
              "SecretsManager.GetSecretValue us-east-1 200 0 \n"
              "SecretsManager.GetSecretValue us-east-1 400 0 ResourceNotFoundException\n");
}

TEST_F(secrets_extension_test, threads_that_need_a_secret_at_once_make_one_call) {
    environment_.unset("PARAMETERS_SECRETS_EXTENSION_HTTP_PORT");
    secrets_client client(secrets_options::for_region("us-east-1"));
    std::vector<std::thread> threads;
    for (unsigned i = 0; i < 8; ++i) {
        threads.emplace_back([&client] { EXPECT_EQ(text_of(client.get("db name", soon())), "of the service"); });
    }
    for (auto& each : threads) each.join();
    EXPECT_EQ(service_.answered(), 1U);
}

}  // namespace
}  // namespace oraxx::lambda::aws
