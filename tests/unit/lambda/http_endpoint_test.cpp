#include <gtest/gtest.h>

#include "lambda/http/http.hpp"

namespace oraxx::lambda::http {
namespace {

TEST(endpoint, takes_urls_apart) {
    const auto aws = endpoint::parse("https://secretsmanager.eu-central-1.amazonaws.com");
    ASSERT_TRUE(aws);
    EXPECT_TRUE(aws->tls);
    EXPECT_EQ(aws->host, "secretsmanager.eu-central-1.amazonaws.com");
    EXPECT_EQ(aws->port, 443);
    EXPECT_EQ(aws->authority(), "secretsmanager.eu-central-1.amazonaws.com");

    const auto local = endpoint::parse("http://localhost:4566/base/");
    ASSERT_TRUE(local);
    EXPECT_FALSE(local->tls);
    EXPECT_EQ(local->port, 4566);
    EXPECT_EQ(local->base_path, "/base");
    EXPECT_EQ(local->authority(), "localhost:4566");

    const auto v6 = endpoint::parse("http://[::1]:9001/");
    ASSERT_TRUE(v6);
    EXPECT_EQ(v6->host, "::1");
    EXPECT_EQ(v6->base_path, "");
    EXPECT_EQ(v6->authority(), "[::1]:9001");
}

TEST(endpoint, refuses_what_is_no_http_url) {
    for (const char* bad : {"", "http://", "ftp://host", "host:80", "http://host:0", "http://host:65536",
                            "http://host:80x", "http://user@host", "http://[::1", "http://host/path?query"}) {
        EXPECT_FALSE(endpoint::parse(bad)) << bad;
    }
}

TEST(headers, are_found_without_regard_to_case) {
    const std::vector<header> headers{{"Content-Type", "a"}, {"content-type", "b"}};
    EXPECT_EQ(find_header(headers, "CONTENT-TYPE"), "a");
    EXPECT_EQ(find_header(headers, "Content-Typ"), "");
}

}  // namespace
}  // namespace oraxx::lambda::http
