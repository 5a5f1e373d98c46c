#include "lambda/events/answer.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace oraxx::lambda::events {
namespace {

const http_prelude plain{.status = 200, .headers = {{"Content-Type", "text/csv"}}};
const http_prelude with_cookies{.status = 404, .headers = {{"Content-Type", "text/csv"}}, .cookies = {"a=1", "b=2"}};

TEST(http_answer, has_the_shape_of_its_event) {
    EXPECT_EQ(http_document({.form = http_form::gateway_v2}, with_cookies, "x\"\r\n"),
              R"({"statusCode":404,"headers":{"Content-Type":"text/csv"},"cookies":["a=1","b=2"],)"
              R"("isBase64Encoded":false,"body":"x\"\r\n"})");
    EXPECT_EQ(http_document({.form = http_form::gateway_v1}, plain, ""),
              R"({"statusCode":200,"headers":{"Content-Type":"text/csv"},"isBase64Encoded":false,"body":""})");
    EXPECT_EQ(http_document({.form = http_form::load_balancer}, plain, "x"),
              R"({"statusCode":200,"statusDescription":"200 OK","headers":{"Content-Type":"text/csv"},)"
              R"("isBase64Encoded":false,"body":"x"})");
}

TEST(http_answer, has_several_values_of_a_header_where_the_event_had) {
    const std::string wanted =
        R"("multiValueHeaders":{"Content-Type":["text/csv"],"Set-Cookie":["a=1","b=2"]},"isBase64Encoded":false)";
    for (const auto form : {http_form::gateway_v1, http_form::load_balancer}) {
        const auto document = http_document({.form = form, .is_multi_value = true}, with_cookies, "");
        EXPECT_NE(document.find(wanted), std::string::npos) << document;
    }
}

TEST(queue_answer, names_the_messages_to_be_sent_again) {
    EXPECT_EQ(batch_item_failures({}), R"({"batchItemFailures":[]})");
    const std::vector<std::string> ids{"a", "b"};
    EXPECT_EQ(batch_item_failures(ids), R"({"batchItemFailures":[{"itemIdentifier":"a"},{"itemIdentifier":"b"}]})");
}

}  // namespace
}  // namespace oraxx::lambda::events
