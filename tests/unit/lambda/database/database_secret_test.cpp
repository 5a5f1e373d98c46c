#include "lambda/database/database_secret.hpp"

#include <gtest/gtest.h>

#include <oraxx/lambda/function_error.hpp>

namespace oraxx::lambda::database {
namespace {

function_error error_of(std::string_view secret, const database_place& place = {}) {
    try {
        static_cast<void>(parse_secret(secret, place));
    } catch (const failed_invocation& failed) {
        return failed.error();
    }
    return {};
}

std::string descriptor(const std::string& host, const std::string& port, const std::string& target) {
    return "(DESCRIPTION=(ADDRESS=(PROTOCOL=TCP)(HOST=" + host + ")(PORT=" + port + "))(CONNECT_DATA=(" + target +
           ")))";
}

TEST(secret_document, takes_the_samples_shape_with_a_sid) {
    const auto who =
        parse_secret(R"({"host":"db.example.com","port":"1522","sid":"ORCL","username":"scott","password":"t"})");
    EXPECT_EQ(who.connect_string, descriptor("db.example.com", "1522", "SID=ORCL"));
    EXPECT_EQ(who.user, "scott");
    EXPECT_EQ(who.password.reveal(), "t");
}

TEST(secret_document, takes_a_service_name_and_a_port_that_is_a_number) {
    const auto who = parse_secret(
        R"({"host":"h","port":1521,"sid":"","service_name":"orders.example.com","username":"u","password":"p"})");
    EXPECT_EQ(who.connect_string, descriptor("h", "1521", "SERVICE_NAME=orders.example.com"));
}

TEST(secret_document, takes_the_rds_shape) {
    const auto who = parse_secret(
        R"({"engine":"oracle","host":"h.rds.amazonaws.com","username":"admin","password":"p","dbname":"ORCL"})");
    EXPECT_EQ(who.connect_string, descriptor("h.rds.amazonaws.com", "1521", "SERVICE_NAME=ORCL"));
}

TEST(secret_document, takes_a_whole_connect_string) {
    EXPECT_EQ(parse_secret(R"({"connect_string":"h:1521/s","username":"u","password":"p"})").connect_string,
              "h:1521/s");
}

TEST(secret_document, takes_user_and_password_alone_when_variables_say_where) {
    constexpr std::string_view managed = R"({"username":"admin","password":"p"})";
    EXPECT_EQ(parse_secret(managed, {.connect_string = "h/s"}).connect_string, "h/s");
    EXPECT_EQ(parse_secret(managed, {.host = "h", .port = "1600", .service = "s"}).connect_string,
              descriptor("h", "1600", "SERVICE_NAME=s"));
    const auto error = error_of(managed);
    EXPECT_EQ(error.type, "SecretError.BadShape");
    EXPECT_NE(error.message.find("ORAXX_CONNECT_STRING"), std::string::npos);
    EXPECT_NE(error_of(managed, {.host = "h"}).message.find("ORAXX_SERVICE"), std::string::npos);
}

TEST(secret_document, gives_way_to_variables) {
    constexpr std::string_view full = R"({"host":"h","port":1,"sid":"s","username":"u","password":"p"})";
    EXPECT_EQ(parse_secret(full, {.connect_string = "other/s:pooled"}).connect_string, "other/s:pooled");
    EXPECT_EQ(parse_secret(full, {.host = "replica"}).connect_string, descriptor("replica", "1", "SID=s"));
    EXPECT_EQ(parse_secret(full, {.service = "orders"}).connect_string, descriptor("h", "1", "SERVICE_NAME=orders"));
    const auto error = error_of(full, {.port = "0"});
    EXPECT_EQ(error.type, "ConfigurationError.BadVariable");
    EXPECT_NE(error.message.find("ORAXX_PORT"), std::string::npos);
}

TEST(secret_document, may_hold_a_wallet) {
    const auto who = parse_secret(
        R"({"connect_string":"tcps://h/s","username":"u","password":"p","wallet":"AAEC","wallet_password":"w"})",
        {.wallet_directory = "/opt/wallet"});
    EXPECT_EQ(who.wallet_content.reveal(), std::string_view("\0\1\2", 3));
    EXPECT_EQ(who.wallet_password.reveal(), "w");
    EXPECT_EQ(who.wallet_directory, "/opt/wallet");
    EXPECT_EQ(error_of(R"({"connect_string":"h/s","username":"u","password":"p","wallet":"?"})").type,
              "SecretError.BadShape");
}

TEST(secret_document, names_the_field_at_fault_and_no_value) {
    for (const auto& [secret, word] : std::initializer_list<std::pair<const char*, const char*>>{
             {"hunter2", "JSON object"},
             {R"({"host":"h","sid":"s","username":"u"})", "'password'"},
             {R"({"host":"h","sid":"s","password":"hunter2"})", "'username'"},
             {R"({"sid":"s","username":"u","password":"hunter2"})", "'host'"},
             {R"({"host":"h","username":"u","password":"hunter2"})", "'service_name'"},
             {R"({"host":"h","port":"0","sid":"s","username":"u","password":"hunter2"})", "'port'"},
             {R"({"host":"h","port":70000,"sid":"s","username":"u","password":"hunter2"})", "'port'"},
             {R"({"host":"h","port":-1,"sid":"s","username":"u","password":"hunter2"})", "'port'"},
             {R"({"host":7,"sid":"s","username":"u","password":"hunter2"})", "'host'"},
             {R"({"host":"h)(PORT=1","sid":"s","username":"u","password":"hunter2"})", "'host'"},
             {R"~({"host":"h","sid":"s)","username":"u","password":"hunter2"})~", "'sid'"}}) {
        const auto error = error_of(secret);
        EXPECT_EQ(error.type, "SecretError.BadShape") << secret;
        EXPECT_NE(error.message.find(word), std::string::npos) << error.message;
        EXPECT_EQ(error.message.find("hunter2"), std::string::npos) << error.message;
    }
}

}  // namespace
}  // namespace oraxx::lambda::database
