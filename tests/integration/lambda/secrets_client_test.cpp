// The Secrets Manager client against the emulated endpoint, which verifies every signature.
#include "lambda/aws/secrets_client.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <deque>
#include <mutex>
#include <optional>

#include "lambda/aws/aws_error.hpp"
#include "lambda/local/secrets_endpoint.hpp"

namespace oraxx::lambda::aws {
namespace {

using namespace std::chrono_literals;
using local::exchange;
using freshness = secrets_client::freshness;

// Answers given instead of the endpoint's own, front to back; the endpoint takes them in its own thread.
class fault_queue {
public:
    void set(std::vector<http::response> answers) {
        const std::lock_guard lock(mutex_);
        answers_ = {answers.begin(), answers.end()};
    }
    std::optional<http::response> take() {
        const std::lock_guard lock(mutex_);
        if (answers_.empty()) return std::nullopt;
        auto first = std::move(answers_.front());
        answers_.pop_front();
        return first;
    }

private:
    std::mutex mutex_;
    std::deque<http::response> answers_;
};

class secrets_client_test : public ::testing::Test {
protected:
    secrets_client_test() {
        const local::secrets_endpoint_options account;
        set("AWS_ACCESS_KEY_ID", account.access_key_id);
        set("AWS_SECRET_ACCESS_KEY", account.secret_access_key);
        set("AWS_SESSION_TOKEN", account.session_token);
        set("AWS_ENDPOINT_URL_SECRETS_MANAGER", "http://127.0.0.1:" + std::to_string(endpoint_.port()));
    }
    ~secrets_client_test() override {
        for (const auto* name : {"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN",
                                 "AWS_ENDPOINT_URL_SECRETS_MANAGER", "AWS_ENDPOINT_URL"}) {
            ::unsetenv(name);
        }
    }
    static void set(const char* name, const std::string& value) { ::setenv(name, value.c_str(), 1); }
    static secrets_options quick_options() {
        auto options = secrets_options::for_region("us-east-1");
        options.retries.first_pause = 1ms;
        return options;
    }
    static http::clock::time_point soon() { return http::clock::now() + 20s; }
    static std::string text_of(const std::shared_ptr<const secret_value>& secret) {
        return base::to_string(secret->text.view());
    }
    // The error of reading `name`; fails the test when there is none.
    static aws_error error_of(secrets_client& client, const std::string& name = "db",
                              http::clock::time_point deadline = soon()) {
        try {
            static_cast<void>(client.get(name, deadline));
        } catch (const aws_error& failed) {
            return failed;
        }
        ADD_FAILURE() << "no error";
        return {"", 0, ""};
    }

    fault_queue faults_{};
    std::atomic<unsigned> requests_ = 0;
    local::secrets_endpoint endpoint_{{}, [this](const std::shared_ptr<exchange>& asked) {
                                          ++requests_;
                                          const auto fault = faults_.take();
                                          if (fault) asked->answer(*fault);
                                          return fault.has_value();
                                      }};
};

http::response failure_of(unsigned status, const std::string& type) {
    return {.status = status, .body = R"({"__type":"com.amazonaws#)" + type + R"(","message":"said the service"})"};
}

TEST_F(secrets_client_test, reads_a_secret_with_a_valid_signature) {
    endpoint_.put("db", R"({"password":"x"})");
    secrets_client client(quick_options());
    const auto secret = client.get("db", soon());
    EXPECT_EQ(text_of(secret), R"({"password":"x"})");
    EXPECT_EQ(secret->version_id, "version-1");
}

TEST_F(secrets_client_test, signs_without_a_session_token_when_there_is_none) {
    ::unsetenv("AWS_SESSION_TOKEN");
    secrets_client client(quick_options());
    EXPECT_EQ(error_of(client).type(), "InvalidSignatureException");  // the emulated account wants its token
}

TEST_F(secrets_client_test, keeps_a_value_until_its_time_is_over) {
    endpoint_.put("db", "one");
    secrets_client client(quick_options());
    EXPECT_EQ(text_of(client.get("db", soon())), "one");
    endpoint_.put("db", "two");
    EXPECT_EQ(text_of(client.get("db", soon())), "one");
    EXPECT_EQ(endpoint_.answered(), 1U);

    auto options = quick_options();
    options.time_to_live = 0s;
    secrets_client forgetful(options);
    EXPECT_EQ(text_of(forgetful.get("db", soon())), "two");
    endpoint_.put("db", "three");
    EXPECT_EQ(text_of(forgetful.get("db", soon())), "three");
}

TEST_F(secrets_client_test, reads_past_its_cache_when_asked_to) {
    endpoint_.put("db", "one");
    secrets_client client(quick_options());
    const auto old = client.get("db", soon());
    endpoint_.put("db", "two");
    const auto renewed = client.get("db", soon(), freshness::reread);
    EXPECT_EQ(text_of(renewed), "two");
    EXPECT_NE(renewed->version_id, old->version_id);
    EXPECT_EQ(text_of(client.get("db", soon())), "two");
}

TEST_F(secrets_client_test, names_what_an_unknown_secret_needs) {
    secrets_client client(quick_options());
    const auto error = error_of(client, "no-such-secret");
    EXPECT_EQ(error.type(), "ResourceNotFoundException");
    EXPECT_EQ(error.status(), 400U);
    EXPECT_NE(std::string(error.what()).find("SECRET_NAME"), std::string::npos);
    EXPECT_EQ(requests_, 1U) << "a permanent error is not tried again";
}

TEST_F(secrets_client_test, names_the_permission_that_is_missing) {
    faults_.set({failure_of(400, "AccessDeniedException")});
    secrets_client client(quick_options());
    const auto error = error_of(client);
    EXPECT_EQ(error.type(), "AccessDeniedException");
    EXPECT_NE(std::string(error.what()).find("secretsmanager:GetSecretValue"), std::string::npos);
    EXPECT_NE(std::string(error.what()).find("said the service"), std::string::npos);
}

TEST_F(secrets_client_test, tries_again_when_throttled_or_failing) {
    endpoint_.put("db", "one");
    faults_.set({failure_of(400, "ThrottlingException"), failure_of(500, "InternalServiceError"), {.status = 503}});
    secrets_client client(quick_options());
    EXPECT_EQ(text_of(client.get("db", soon())), "one");
    EXPECT_EQ(requests_, 4U);
}

TEST_F(secrets_client_test, gives_up_after_its_attempts) {
    faults_.set(std::vector(10, failure_of(500, "InternalServiceError")));
    secrets_client client(quick_options());
    const auto error = error_of(client);
    EXPECT_EQ(error.type(), "InternalServiceError");
    EXPECT_EQ(error.status(), 500U);
    EXPECT_EQ(requests_, 4U);
}

TEST_F(secrets_client_test, stays_within_its_deadline_with_a_silent_server) {
    std::vector<std::shared_ptr<exchange>> held;
    const local::http_server silent([&held](std::shared_ptr<exchange> asked) { held.push_back(std::move(asked)); });
    set("AWS_ENDPOINT_URL_SECRETS_MANAGER", "http://127.0.0.1:" + std::to_string(silent.port()));
    secrets_client client(quick_options());
    const auto before = http::clock::now();
    EXPECT_EQ(error_of(client, "db", before + 300ms).type(), "Unreachable");
    EXPECT_LT(http::clock::now() - before, 3s);
}

TEST_F(secrets_client_test, says_unreachable_when_nobody_listens) {
    set("AWS_ENDPOINT_URL_SECRETS_MANAGER", "http://127.0.0.1:1");
    secrets_client client(quick_options());
    const auto error = error_of(client);
    EXPECT_EQ(error.type(), "Unreachable");
    EXPECT_NE(std::string(error.what()).find("endpoint"), std::string::npos);
}

TEST_F(secrets_client_test, refuses_answers_it_cannot_use) {
    secrets_client client(quick_options());
    for (const char* body : {"", "[]", "{}", R"({"SecretBinary":"AAAA"})", R"({"SecretString":5})"}) {
        faults_.set({{.status = 200, .body = body}});
        EXPECT_EQ(error_of(client).type(), "BadResponse") << body;
    }
    faults_.set({{.status = 400, .body = R"({"__type":5})"}});
    EXPECT_EQ(error_of(client).type(), "Http400");
}

TEST_F(secrets_client_test, finds_its_endpoint) {
    EXPECT_EQ(secrets_options::for_region("us-east-1").server.host, "127.0.0.1");
    ::unsetenv("AWS_ENDPOINT_URL_SECRETS_MANAGER");
    set("AWS_ENDPOINT_URL", "http://localhost:4566");
    EXPECT_EQ(secrets_options::for_region("us-east-1").server.port, 4566);
    ::unsetenv("AWS_ENDPOINT_URL");
    EXPECT_EQ(secrets_options::for_region("eu-central-1").server.host, "secretsmanager.eu-central-1.amazonaws.com");
    EXPECT_TRUE(secrets_options::for_region("eu-central-1").server.tls);
    EXPECT_EQ(secrets_options::for_region("cn-north-1").server.host, "secretsmanager.cn-north-1.amazonaws.com.cn");
    EXPECT_THROW(static_cast<void>(secrets_options::for_region("")), aws_error);
    set("AWS_ENDPOINT_URL", "nonsense");
    EXPECT_THROW(static_cast<void>(secrets_options::for_region("us-east-1")), aws_error);
}

TEST_F(secrets_client_test, says_so_without_credentials) {
    ::unsetenv("AWS_ACCESS_KEY_ID");
    secrets_client client(quick_options());
    EXPECT_EQ(error_of(client).type(), "MissingCredentials");
}

}  // namespace
}  // namespace oraxx::lambda::aws
