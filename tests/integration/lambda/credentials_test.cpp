// Keys from the environment, from a container's endpoint and from STS, each a server on loopback.
#include "lambda/aws/credentials.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <thread>

#include "lambda/aws/aws_error.hpp"
#include "lambda/aws/credential_sources.hpp"
#include "lambda/local/http_server.hpp"
#include "support/environment.hpp"

namespace oraxx::lambda::aws {
namespace {

using namespace std::chrono_literals;
using local::exchange;

http::clock::time_point soon() {
    return http::clock::now() + 20s;
}

class credentials_test : public ::testing::Test {
protected:
    credentials_test() {
        for (const char* name : {"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_ROLE_ARN",
                                 "AWS_WEB_IDENTITY_TOKEN_FILE", "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
                                 "AWS_CONTAINER_CREDENTIALS_FULL_URI", "AWS_CONTAINER_AUTHORIZATION_TOKEN",
                                 "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"}) {
            environment_.unset(name);
        }
    }
    ~credentials_test() override { std::filesystem::remove(token_file_); }

    [[nodiscard]] std::string url() const { return "http://127.0.0.1:" + std::to_string(server_.port()); }
    void use_container() { environment_.set("AWS_CONTAINER_CREDENTIALS_FULL_URI", url() + "/keys?role=x"); }
    void write_token(const std::string& text) { std::ofstream(token_file_) << text; }
    // The error of asking; fails the test when there is none.
    std::string error_of_get() {
        try {
            static_cast<void>(provider_.get(soon()));
        } catch (const aws_error& failed) {
            return failed.type() + ": " + failed.what();
        }
        ADD_FAILURE() << "no error";
        return {};
    }

    test::scoped_environment environment_{};
    std::string token_file_ =
        (std::filesystem::temp_directory_path() / ("oraxx-token-" + std::to_string(::getpid())));
    std::atomic<unsigned> requests_ = 0;
    std::atomic<unsigned> failing_ = 0;  // requests to be answered with 500
    std::string expiration_ = "2026-01-01T01:00:00Z";
    local::server_request last_{};
    std::atomic<std::int64_t> now_ = 1767225600;  // 2026-01-01T00:00:00Z
    credentials_provider provider_{
        [this] { return std::chrono::system_clock::time_point(std::chrono::seconds(now_)); }};
    local::http_server server_{[this](const std::shared_ptr<exchange>& asked) {
        ++requests_;
        last_ = asked->request();
        if (failing_ > 0) {
            --failing_;
            return asked->answer({.status = 500});
        }
        if (last_.method == "POST") {
            return asked->answer(
                {.status = 200,
                 .body = "<AssumeRoleWithWebIdentityResponse><Credentials><AccessKeyId>ASIASTS</AccessKeyId>"
                         "<SecretAccessKey>sts/key+</SecretAccessKey><SessionToken>t==</SessionToken>"
                         "<Expiration>" +
                         expiration_ + "</Expiration></Credentials></AssumeRoleWithWebIdentityResponse>"});
        }
        asked->answer({.status = 200,
                       .body = R"({"AccessKeyId":"ASIACONTAINER)" + std::to_string(requests_) +
                               R"(","SecretAccessKey":"k","Token":"t","Expiration":")" + expiration_ + "\"}"});
    }};
};

TEST_F(credentials_test, come_from_the_environment_first) {
    environment_.set("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE");
    environment_.set("AWS_SECRET_ACCESS_KEY", "key");
    use_container();
    EXPECT_EQ(provider_.get(soon())->access_key_id, "AKIDEXAMPLE");
    EXPECT_EQ(requests_, 0U);
}

TEST_F(credentials_test, say_so_when_there_are_none) {
    EXPECT_NE(error_of_get().find("MissingCredentials: "), std::string::npos);
}

TEST_F(credentials_test, of_a_container_are_asked_with_its_token) {
    use_container();
    environment_.set("AWS_CONTAINER_AUTHORIZATION_TOKEN", "Basic abc");
    const auto keys = provider_.get(soon());
    EXPECT_EQ(keys->access_key_id, "ASIACONTAINER1");
    EXPECT_EQ(keys->session_token, "t");
    EXPECT_EQ(last_.target, "/keys?role=x");
    EXPECT_EQ(http::find_header(last_.headers, "Authorization"), "Basic abc");
}

TEST_F(credentials_test, of_a_container_prefer_the_token_in_a_file) {
    use_container();
    environment_.set("AWS_CONTAINER_AUTHORIZATION_TOKEN", "old");
    environment_.set("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", token_file_);
    write_token("from-file\n");
    static_cast<void>(provider_.get(soon()));
    EXPECT_EQ(http::find_header(last_.headers, "Authorization"), "from-file");
}

TEST_F(credentials_test, of_a_container_refuse_a_token_of_two_lines) {
    use_container();
    environment_.set("AWS_CONTAINER_AUTHORIZATION_TOKEN", "a\r\nX-Other: b");
    EXPECT_NE(error_of_get().find("more than one line"), std::string::npos);
    EXPECT_EQ(requests_, 0U);
}

TEST_F(credentials_test, are_kept_until_ten_minutes_before_their_end) {
    use_container();
    EXPECT_EQ(provider_.get(soon())->access_key_id, "ASIACONTAINER1");
    now_ += 49 * 60;
    EXPECT_EQ(provider_.get(soon())->access_key_id, "ASIACONTAINER1");
    now_ += 2 * 60;
    EXPECT_EQ(provider_.get(soon())->access_key_id, "ASIACONTAINER2");
}

TEST_F(credentials_test, that_cannot_be_renewed_do_until_their_end) {
    use_container();
    EXPECT_EQ(provider_.get(soon())->access_key_id, "ASIACONTAINER1");
    failing_ = 6;
    now_ += 55 * 60;
    EXPECT_EQ(provider_.get(soon())->access_key_id, "ASIACONTAINER1");
    now_ += 6 * 60;
    EXPECT_NE(error_of_get().find("CredentialsUnavailable: "), std::string::npos);
    EXPECT_EQ(requests_, 7U);
}

TEST_F(credentials_test, are_fetched_once_for_threads_that_need_them_at_once) {
    use_container();
    std::vector<std::thread> threads;
    for (unsigned i = 0; i < 8; ++i) {
        threads.emplace_back([this] { EXPECT_EQ(provider_.get(soon())->access_key_id, "ASIACONTAINER1"); });
    }
    for (auto& each : threads) each.join();
    EXPECT_EQ(requests_, 1U);
}

TEST_F(credentials_test, are_not_asked_of_strangers_over_plain_http) {
    environment_.set("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://192.0.2.1/keys");
    EXPECT_NE(error_of_get().find("neither this machine"), std::string::npos);
}

TEST_F(credentials_test, of_a_web_identity_come_from_sts) {
    environment_.set("AWS_ENDPOINT_URL_STS", url());
    environment_.set("AWS_REGION", "eu-central-1");
    environment_.set("AWS_ROLE_ARN", "arn:aws:iam::123456789012:role/db reader");
    environment_.set("AWS_WEB_IDENTITY_TOKEN_FILE", token_file_);
    write_token("a.b+c\n");
    const auto keys = provider_.get(soon());
    EXPECT_EQ(keys->access_key_id, "ASIASTS");
    EXPECT_EQ(base::to_string(keys->secret_access_key.view()), "sts/key+");
    EXPECT_EQ(keys->expiration, std::chrono::system_clock::time_point(std::chrono::seconds(now_ + 3600)));
    EXPECT_EQ(last_.body,
              "Action=AssumeRoleWithWebIdentity&Version=2011-06-15"
              "&RoleArn=arn%3Aaws%3Aiam%3A%3A123456789012%3Arole%2Fdb%20reader&RoleSessionName=oraxx"
              "&WebIdentityToken=a.b%2Bc");
}

TEST_F(credentials_test, name_the_token_file_that_is_missing) {
    environment_.set("AWS_ENDPOINT_URL_STS", url());
    environment_.set("AWS_REGION", "eu-central-1");
    environment_.set("AWS_ROLE_ARN", "r");
    environment_.set("AWS_WEB_IDENTITY_TOKEN_FILE", token_file_);
    EXPECT_NE(error_of_get().find(token_file_), std::string::npos);
}

TEST(parse_utc_time, takes_what_aws_writes) {
    const auto expected = std::chrono::system_clock::time_point(1767225600s);
    EXPECT_EQ(parse_utc_time("2026-01-01T00:00:00Z"), expected);
    EXPECT_EQ(parse_utc_time("2026-01-01T00:00:00.123Z"), expected);
    for (const char* wrong : {"", "Z", "2026-01-01", "2026-13-01T00:00:00Z", "2026-01-01T00:00:00",
                              "2026-01-01 00:00:00Z", "2026-01-01T0a:00:00Z", "-026-01-01T00:00:00Z"}) {
        EXPECT_EQ(parse_utc_time(wrong), std::nullopt) << wrong;
    }
}

}  // namespace
}  // namespace oraxx::lambda::aws
