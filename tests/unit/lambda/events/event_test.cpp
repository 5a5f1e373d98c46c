// Events in the shapes AWS documents for each of its senders.
#include "lambda/events/event.hpp"

#include <gtest/gtest.h>

#include <oraxx/lambda/function.hpp>

namespace oraxx::lambda::events {
namespace {

std::string type_of_error(std::string_view text) {
    try {
        (void)parse_event(text);
    } catch (const failed_invocation& failed) {
        return failed.error().type;
    }
    return {};
}

std::string message_of_error(std::string_view text) {
    try {
        (void)parse_event(text);
    } catch (const failed_invocation& failed) {
        return failed.error().message;
    }
    return {};
}

template <class T>
T parsed(std::string_view text) {
    auto found = parse_event(text);
    EXPECT_TRUE(std::holds_alternative<T>(found));
    return std::get<T>(found);
}

constexpr std::string_view gateway_v2 = R"({
    "version": "2.0", "routeKey": "$default", "rawPath": "/prod/reports/monthly",
    "rawQueryString": "id=7&note=a%20b+c&id=8&flag",
    "cookies": ["a=1"], "headers": {"Accept": "text/csv", "content-type": "application/json"},
    "requestContext": {"accountId": "1", "stage": "prod", "requestId": "r", "domainName": "x.execute-api.eu-central-1.amazonaws.com",
        "http": {"method": "POST", "path": "/prod/reports/monthly", "protocol": "HTTP/1.1", "sourceIp": "192.0.2.1"}},
    "body": "eyJhIjoxfQ==", "isBase64Encoded": true})";

constexpr std::string_view gateway_v1 = R"({
    "resource": "/{proxy+}", "path": "/monthly", "httpMethod": "GET",
    "headers": {"Accept": "text/csv"}, "multiValueHeaders": {"Accept": ["text/csv", "*/*"]},
    "queryStringParameters": {"id": "8", "note": "a%20b"},
    "multiValueQueryStringParameters": {"id": ["7", "8"], "note": ["a%20b"]},
    "pathParameters": {"proxy": "monthly"}, "stageVariables": null,
    "requestContext": {"stage": "prod", "path": "/prod/monthly", "httpMethod": "GET", "identity": {"sourceIp": "192.0.2.1"}},
    "body": null, "isBase64Encoded": false})";

constexpr std::string_view load_balancer = R"({
    "requestContext": {"elb": {"targetGroupArn": "arn:aws:elasticloadbalancing:r:1:targetgroup/t/1"}},
    "httpMethod": "GET", "path": "/", "queryStringParameters": {"note": "a%20b%2Bc", "na%6De": "+"},
    "headers": {"accept": "*/*"}, "body": "", "isBase64Encoded": false})";

TEST(lambda_event, is_direct_when_it_has_no_other_form) {
    EXPECT_EQ(parsed<direct_event>("").document.kind, json_kind::null);
    EXPECT_EQ(parsed<direct_event>("null").document.kind, json_kind::null);
    EXPECT_EQ(parsed<direct_event>(R"({"statement":"s","binds":{"n":1}})").document.text_of("statement"), "s");
}

TEST(lambda_event, of_http_apis_and_function_urls) {
    const auto event = parsed<http_event>(gateway_v2);
    EXPECT_EQ(event.form, http_form::gateway_v2);
    EXPECT_EQ(event.method, "POST");
    EXPECT_EQ(event.path, "/reports/monthly") << "without the stage";
    EXPECT_EQ(event.last_segment(), "monthly");
    EXPECT_EQ(event.query, (std::vector<name_and_text>{{"id", "7"}, {"note", "a b c"}, {"id", "8"}, {"flag", ""}}));
    EXPECT_EQ(event.header("accept"), "text/csv");
    EXPECT_EQ(event.header("x"), "");
    EXPECT_EQ(event.body, R"({"a":1})");
}

TEST(lambda_event, of_rest_apis_has_its_queries_decoded_already) {
    const auto event = parsed<http_event>(gateway_v1);
    EXPECT_EQ(event.form, http_form::gateway_v1);
    EXPECT_TRUE(event.is_multi_value);
    EXPECT_EQ(event.query, (std::vector<name_and_text>{{"id", "7"}, {"id", "8"}, {"note", "a%20b"}}));
    EXPECT_EQ(event.header("accept"), "text/csv");
    EXPECT_EQ(event.last_segment(), "monthly");
    EXPECT_EQ(event.body, "");
}

TEST(lambda_event, of_load_balancers_has_its_queries_encoded) {
    const auto event = parsed<http_event>(load_balancer);
    EXPECT_EQ(event.form, http_form::load_balancer);
    EXPECT_FALSE(event.is_multi_value);
    EXPECT_EQ(event.query, (std::vector<name_and_text>{{"note", "a b+c"}, {"name", " "}}));
    EXPECT_EQ(event.last_segment(), "");
}

TEST(lambda_event, of_queues_is_a_batch) {
    const auto event = parsed<queue_event>(R"({"Records":[
        {"messageId":"a","receiptHandle":"h","body":"{}","attributes":{"ApproximateReceiveCount":"1"},"messageAttributes":{},
         "md5OfBody":"x","eventSource":"aws:sqs","eventSourceARN":"arn:aws:sqs:eu-central-1:1:jobs","awsRegion":"eu-central-1"},
        {"messageId":"b","body":"2","eventSource":"aws:sqs","eventSourceARN":"arn:aws:sqs:eu-central-1:1:jobs"}]})");
    EXPECT_FALSE(event.is_ordered);
    ASSERT_EQ(event.messages.size(), 2U);
    EXPECT_EQ(event.messages[0].id, "a");
    EXPECT_EQ(event.messages[1].body, "2");
    const auto ordered = parsed<queue_event>(
        R"({"Records":[{"messageId":"a","body":"{}","eventSource":"aws:sqs","eventSourceARN":"arn:aws:sqs:r:1:q.fifo"}]})");
    EXPECT_TRUE(ordered.is_ordered);
    EXPECT_TRUE(parsed<queue_event>(R"({"Records":[]})").messages.empty());
}

TEST(lambda_event, of_other_batches_is_refused) {
    EXPECT_EQ(type_of_error(R"({"Records":[{"eventSource":"aws:kinesis"}]})"), "EventError.BadShape");
    EXPECT_EQ(type_of_error(R"({"Records":[{"eventSource":"aws:sqs","body":"x"}]})"), "EventError.BadShape");
    EXPECT_EQ(type_of_error(R"({"Records":[{"eventSource":"aws:sqs","messageId":"x"},{"messageId":"y"}]})"),
              "EventError.BadShape");
}

TEST(lambda_event, of_a_bus_keeps_its_detail) {
    const auto event = parsed<bus_event>(
        R"({"version":"0","id":"i","detail-type":"Scheduled Event","source":"aws.events","account":"1","time":"2026-01-01T00:00:00Z",
            "region":"eu-central-1","resources":["arn"],"detail":{}})");
    EXPECT_EQ(event.source, "aws.events");
    EXPECT_EQ(event.detail_type, "Scheduled Event");
    EXPECT_EQ(event.detail.kind, json_kind::object);
}

TEST(lambda_event, refuses_what_claims_a_form_and_has_it_not) {
    EXPECT_EQ(type_of_error(R"({"requestContext":{"routeKey":"$connect","eventType":"CONNECT"}})"),
              "EventError.BadShape");
    EXPECT_EQ(type_of_error(R"({"requestContext":{"http":{}},"body":"!","isBase64Encoded":true})"),
              "EventError.BadShape");
}

TEST(lambda_event, refuses_what_is_no_json_without_quoting_it) {
    for (const std::string_view text :
         {"{\"secret\":hunter2}", "{", "[1,]", "\"hunter2", "{\"hunter2\":1}}", "nul"}) {
        EXPECT_EQ(type_of_error(text), "EventError.BadJson") << text;
        EXPECT_EQ(message_of_error(text).find("hunter2"), std::string::npos);
    }
    EXPECT_EQ(type_of_error("\"\xC3\x28\""), "EventError.BadJson");
    EXPECT_EQ(type_of_error("\"\xED\xA0\x80\""), "EventError.BadJson");
}

TEST(lambda_event, survives_every_cut) {
    for (const auto whole : {gateway_v2, gateway_v1, load_balancer}) {
        for (std::size_t size = 1; size < whole.size(); ++size) {
            EXPECT_EQ(type_of_error(whole.substr(0, size)), "EventError.BadJson") << size;
        }
    }
}

TEST(lambda_query_string, keeps_what_is_no_escape) {
    EXPECT_EQ(parse_query_string("a=100%&b=%zz&=x&&c==%41"),
              (std::vector<name_and_text>{{"a", "100%"}, {"b", "%zz"}, {"", "x"}, {"c", "=A"}}));
    EXPECT_TRUE(parse_query_string("").empty());
}

}  // namespace
}  // namespace oraxx::lambda::events
