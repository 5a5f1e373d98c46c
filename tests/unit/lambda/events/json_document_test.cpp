#include "lambda/events/json_document.hpp"

#include <gtest/gtest.h>

#include <oraxx/lambda/function.hpp>

namespace oraxx::lambda::events {
namespace {

std::string round_trip(std::string_view text) {
    std::string out;
    append_json(out, parse_json(text));
    return out;
}

std::string message_of_error(std::string_view text, const json_limits& limits = {}) {
    try {
        (void)parse_json(text, limits);
    } catch (const failed_invocation& failed) {
        return failed.error().message;
    }
    return {};
}

TEST(json_document, keeps_every_digit) {
    for (const char* text : {"12345678901234567890123456789012345678", "-0.1234567890123456789012345678901234567",
                             "1e125", "18446744073709551616", "-9223372036854775809", "1.10", "7"}) {
        EXPECT_EQ(round_trip(text), text);
    }
}

TEST(json_document, keeps_values_of_all_kinds_in_their_order) {
    const std::string text = R"({"b":[null,true,false,{"x":[]}],"a":"q\"\\\nA","c":{}})";
    EXPECT_EQ(round_trip(text), text);
    EXPECT_EQ(parse_json("\"\\ud83d\\ude00\"").text, "\xF0\x9F\x98\x80");
}

TEST(json_document, finds_members_by_name) {
    const auto document = parse_json(R"({"a":1,"b":"x","a":2})");
    EXPECT_EQ(document.find("a")->text, "1");
    EXPECT_EQ(document.text_of("b"), "x");
    EXPECT_EQ(document.text_of("a"), "");
    EXPECT_EQ(document.find("c"), nullptr);
    EXPECT_EQ(document.repeated_member(), "a");
    EXPECT_EQ(parse_json("[1]").find("a"), nullptr);
}

TEST(json_document, bounds_depth_and_number_of_values) {
    EXPECT_EQ(message_of_error("[[[1]]]", {.depth = 3}), "");
    EXPECT_EQ(message_of_error("[[[[]]]]", {.depth = 3}), "the event is nested more than 3 levels deep");
    EXPECT_EQ(message_of_error("[1,2,3]", {.values = 3}), "the event holds more than 3 values");
    EXPECT_NE(message_of_error(std::string(100'000, '[')), "");
}

TEST(json_document, says_where_a_text_stops_being_json) {
    EXPECT_EQ(message_of_error(R"({"a": x})"), "the event is no JSON: what stands at byte 7 does not belong there");
    EXPECT_EQ(message_of_error("\"\xFF\""), "the event is not UTF-8, as JSON has to be");
}

}  // namespace
}  // namespace oraxx::lambda::events
