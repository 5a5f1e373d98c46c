// The forms in which events reach a function: direct invocations, HTTP by way of API Gateway, load balancers and
// Function URLs, batches of queues, events of a bus. What they ask for is somebody else's business.
//
// Events are foreign input: every form is checked before it is used, and what is refused is named, never quoted.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "lambda/events/json_document.hpp"

namespace oraxx::lambda::events {

// Any JSON somebody invoked the function with. An empty event counts as null.
struct direct_event {
    json_value document{};
};

enum class http_form : std::uint8_t {
    gateway_v1,     // REST API, payload format 1.0
    gateway_v2,     // HTTP API, payload format 2.0; Function URLs speak the same
    load_balancer,  // Application Load Balancer; its query strings arrive url-encoded
};

using name_and_text = std::pair<std::string, std::string>;

struct http_event {
    http_form form = http_form::gateway_v2;
    // The headers came with several values each: so the answer's have to go back (load balancers insist).
    bool is_multi_value = false;
    std::string method{};                  // "GET"
    std::string path{};                    // as it was sent, without the name of an API's stage
    std::vector<name_and_text> query{};    // decoded; a name may stand there more than once
    std::vector<name_and_text> headers{};  // names in lower case
    std::string body{};                    // bytes; base64 undone

    // The first header of that (lower-case) name; empty when there is none.
    [[nodiscard]] std::string_view header(std::string_view name) const noexcept;
    // What follows the last slash: "monthly" of "/api/reports/monthly"; empty for "/".
    [[nodiscard]] std::string_view last_segment() const noexcept;
};

struct queue_message {
    std::string id{};
    std::string body{};
};
// SQS. What could not be done is answered by batch_item_failures().
struct queue_event {
    bool is_ordered = false;  // FIFO: nothing after a failure may be done
    std::vector<queue_message> messages{};
};

// EventBridge, rules on a schedule included.
struct bus_event {
    std::string source{};
    std::string detail_type{};
    json_value detail{};
};

using event = std::variant<direct_event, http_event, queue_event, bus_event>;

// Throws failed_invocation: "EventError.BadJson", and "EventError.BadShape" for a document that claims to be one of
// the forms and lacks what the form needs, or comes from a source of batches that is not known here.
[[nodiscard]] event parse_event(std::string_view text);

// "a=1&b=x%20y" as names and texts; '+' is a blank. A percent sign without two digits stands for itself.
[[nodiscard]] std::vector<name_and_text> parse_query_string(std::string_view text);

}  // namespace oraxx::lambda::events
