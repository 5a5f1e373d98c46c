#include "lambda/functions/thin/documents.hpp"

#include <gtest/gtest.h>

#include <oraxx/lambda/function.hpp>

namespace oraxx::thin_function {
namespace {

lambda::function_error error_of(std::string_view secret) {
    try {
        static_cast<void>(parse_secret(secret));
    } catch (const lambda::failed_invocation& failed) {
        return failed.error();
    }
    return {};
}

TEST(secret_document, takes_the_samples_shape_with_a_sid) {
    const auto who =
        parse_secret(R"({"host":"db.example.com","port":"1522","sid":"ORCL","username":"scott","password":"t"})");
    EXPECT_EQ(who.connect_string,
              "(DESCRIPTION=(ADDRESS=(PROTOCOL=TCP)(HOST=db.example.com)(PORT=1522))(CONNECT_DATA=(SID=ORCL)))");
    EXPECT_EQ(who.user, "scott");
    EXPECT_EQ(who.password.reveal(), "t");
}

TEST(secret_document, takes_a_service_name_and_a_port_that_is_a_number) {
    const auto who = parse_secret(
        R"({"host":"h","port":1521,"sid":"","service_name":"orders.example.com","username":"u","password":"p"})");
    EXPECT_EQ(
        who.connect_string,
        "(DESCRIPTION=(ADDRESS=(PROTOCOL=TCP)(HOST=h)(PORT=1521))(CONNECT_DATA=(SERVICE_NAME=orders.example.com)))");
}

TEST(secret_document, takes_the_rds_shape) {
    const auto who = parse_secret(
        R"({"engine":"oracle","host":"h.rds.amazonaws.com","username":"admin","password":"p","dbname":"ORCL","dbInstanceIdentifier":"i"})");
    EXPECT_EQ(who.connect_string,
              "(DESCRIPTION=(ADDRESS=(PROTOCOL=TCP)(HOST=h.rds.amazonaws.com)(PORT=1521))(CONNECT_DATA=(SERVICE_NAME="
              "ORCL)))");
}

TEST(secret_document, takes_a_whole_connect_string) {
    EXPECT_EQ(parse_secret(R"({"connect_string":"h:1521/s","username":"u","password":"p"})").connect_string,
              "h:1521/s");
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

TEST(event_document, may_be_empty_and_nothing_else) {
    for (const char* good : {"", "{}", " { } ", "null"}) EXPECT_NO_THROW(check_event(good)) << good;
    for (const char* bad : {"[]", "1", "{\"a\":1}", "{", "\"{}\""}) {
        EXPECT_THROW(check_event(bad), lambda::failed_invocation) << bad;
    }
}

}  // namespace
}  // namespace oraxx::thin_function
