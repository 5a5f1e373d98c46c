// Events of Lambda functions: recognised or refused by name, and what was read writes itself back.
#include <oraxx/lambda/function.hpp>

#include "fuzzer.hpp"
#include "lambda/events/answer.hpp"
#include "lambda/events/event.hpp"

namespace oraxx::lambda::events {
namespace {

void check_round_trip(std::string_view text) {
    const auto document = parse_json(text);
    std::string once;
    append_json(once, document);
    std::string twice;
    append_json(twice, parse_json(once));
    ORAXX_FUZZ_REQUIRE(once == twice, "what was written reads as it stands");
}

void check_http(const http_event& asked) {
    for (const auto& [name, text] : asked.query) {
        ORAXX_FUZZ_REQUIRE(name.size() + text.size() <= 8192, "decoding makes nothing longer");
    }
    ORAXX_FUZZ_REQUIRE(asked.last_segment().find('/') == std::string_view::npos, "a segment holds no slash");
    const auto answer = http_document(asked, {.status = 200, .cookies = {"a", "b"}}, asked.body);
    (void)parse_json(answer);
}

void run(base::bytes_view input) {
    const auto text = base::as_text(input);
    (void)parse_query_string(text);
    try {
        const auto found = parse_event(text);
        if (!text.empty()) check_round_trip(text);
        if (const auto* http = std::get_if<http_event>(&found)) check_http(*http);
    } catch (const failed_invocation& refused) {
        ORAXX_FUZZ_REQUIRE(refused.error().type.starts_with("EventError."), "a refusal is the event's error");
        ORAXX_FUZZ_REQUIRE(!refused.error().message.empty(), "and says why");
    }
}

}  // namespace
}  // namespace oraxx::lambda::events

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    oraxx::lambda::events::run({data, size});
    return 0;
}
