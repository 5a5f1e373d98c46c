// Documents of configuration providers: the forms that python-oracledb 26.1 and node-oracledb 26.0 read.
#include "config/config_document.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace oraxx::config {
namespace {

using ::testing::ElementsAre;
using ::testing::Pair;

TEST(config_location, takes_provider_location_and_parameters_apart) {
    const auto where =
        parse_config_location("config-awss3://bucket/a%20b/c.json?AWS_Region=eu-west-1&key=orders&flag");
    ASSERT_TRUE(where.has_value());
    EXPECT_EQ(where->provider, "awss3");
    EXPECT_EQ(where->location, "bucket/a b/c.json");
    EXPECT_THAT(where->parameters,
                ElementsAre(Pair("aws_region", "eu-west-1"), Pair("key", "orders"), Pair("flag", "")));
    EXPECT_EQ(parse_config_location("CONFIG-FILE:///etc/db.json")->location, "/etc/db.json");
    EXPECT_EQ(parse_config_location("config-file://100%.json")->location, "100%.json");
}

TEST(config_location, other_connect_strings_are_none) {
    for (const auto* text : {"db.example.com/orders", "tcps://db/orders", "config-://x", "config-file:/x", "orders",
                             "(DESCRIPTION=(ADDRESS=(HOST=config-file://x)))", ""}) {
        EXPECT_FALSE(parse_config_location(text).has_value()) << text;
    }
}

TEST(config_document, says_where_who_and_how) {
    const auto made = parse_config_document(
        R"({"connect_descriptor": "db/orders", "user": "app", "njs": {"stmtCacheSize": 5}, "config_time_to_live": 60,
            "password": {"type": "base64", "value": "dGlnZXI="},
            "wallet_location": {"type": "awssecretsmanager", "value": "wallet",
                                "authentication": {"Aws_Region": "eu-west-1", "n": 1}}})",
        "");
    ASSERT_TRUE(made.has_value()) << made.error().message;
    EXPECT_EQ(made->connect_descriptor, "db/orders");
    EXPECT_EQ(made->user, "app");
    EXPECT_EQ(made->password->type, "base64");
    EXPECT_EQ(made->password->value.reveal(), "dGlnZXI=");
    EXPECT_EQ(made->wallet->type, "awssecretsmanager");
    EXPECT_THAT(made->wallet->parameters, ElementsAre(Pair("aws_region", "eu-west-1")));
}

TEST(config_document, holds_one_database_or_several) {
    const std::string several = R"({"a": {"connect_descriptor": "h/a"}, "b": {"connect_descriptor": "h/b"}})";
    EXPECT_EQ(parse_config_document(several, "b")->connect_descriptor, "h/b");
    const auto unnamed = parse_config_document(several, "");
    ASSERT_FALSE(unnamed.has_value());
    EXPECT_NE(unnamed.error().advice.find("?key=NAME"), std::string::npos);
    EXPECT_NE(parse_config_document(several, "c").error().message.find("no object \"c\""), std::string::npos);
}

TEST(config_document, a_bare_text_is_the_password_itself) {
    EXPECT_EQ(parse_config_document(R"({"connect_descriptor": "h/s", "password": "tiger"})", "")->password->type,
              "text");
}

TEST(config_document, mistakes_are_named_and_nothing_is_quoted) {
    const auto refused = [](std::string_view text) { return parse_config_document(text, "").error().message; };
    EXPECT_EQ(refused(R"({"password": "hush-hush",})"), "configuration document: no JSON at byte 26");
    EXPECT_EQ(refused("[]"), "configuration document: it is no JSON object");
    EXPECT_EQ(refused(R"({"connect_descriptor": 1})"), "configuration document: \"connect_descriptor\" must be text");
    EXPECT_EQ(refused(R"({"connect_descriptor": "h/s", "password": {"value": "hush-hush"}})"),
              "configuration document: \"password\" must have a \"type\" and a \"value\"");
    EXPECT_EQ(refused(std::string(max_config_document + 1, ' ')), "configuration document: more than 1 MiB");
}

TEST(base64, is_decoded_strictly) {
    EXPECT_EQ(decode_base64("dGlnZXI=")->reveal(), "tiger");
    EXPECT_EQ(decode_base64("")->reveal(), "");
    EXPECT_EQ(decode_base64("AAECAw==")->reveal(), std::string_view("\0\1\2\3", 4));
    for (const auto* text : {"dGlnZXI", "dGln=XI=", "d===", "dGl?", "===="}) {
        EXPECT_FALSE(decode_base64(text).has_value()) << text;
    }
}

}  // namespace
}  // namespace oraxx::config
