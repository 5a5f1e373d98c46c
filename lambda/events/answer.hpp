// Answers in the shape the sender of an event expects.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <oraxx/lambda/response.hpp>
#include "lambda/events/event.hpp"

namespace oraxx::lambda::events {

// Status, headers (Content-Type among them) and cookies of `head`, and a body in UTF-8, as the form of HTTP wants
// them:
// {"statusCode":200,"headers":{...},"body":"...","isBase64Encoded":false}, with multiValueHeaders where the event had
// them, and cookies as a field of their own or as Set-Cookie.
[[nodiscard]] std::string http_document(const http_event& asked, const http_prelude& head, std::string_view body);

// {"batchItemFailures":[{"itemIdentifier":ID},...]}: an empty list says that all is done. Taken into account when the
// queue's event source mapping has ReportBatchItemFailures on; without it only an error answers for failures.
[[nodiscard]] std::string batch_item_failures(std::span<const std::string> message_ids);

}  // namespace oraxx::lambda::events
