#include "lambda/runtime/extension.hpp"

namespace oraxx::lambda {
namespace {

constexpr const char* register_path = "/2020-01-01/extension/register";
constexpr const char* next_path = "/2020-01-01/extension/event/next";
constexpr const char* id_header = "Lambda-Extension-Identifier";

}  // namespace

void internal_extension::enlist(http::clock::time_point deadline) {
    const http::request message{
        .method = "POST",
        .target = register_path,
        .headers = {{"Content-Type", "application/json"}, {"Lambda-Extension-Name", "oraxx-logoff"}},
        .body = R"({"events":[]})"};
    const auto answer = connection_->exchange(message, {.deadline = deadline});
    id_ = http::find_header(answer.headers, id_header);
    if (answer.status != 200 || id_.empty()) {
        throw http::error(http::error_kind::protocol,
                          "the extension was refused with status " + std::to_string(answer.status));
    }
}

void internal_extension::rest(const stop_event& stop) {
    const http::request message{.method = "GET", .target = next_path, .headers = {{id_header, id_}}};
    try {
        static_cast<void>(connection_->exchange(message, {.deadline = std::nullopt, .stop = &stop}));
    } catch (const http::error& ended) {
        if (ended.kind() != http::error_kind::stopped) throw;
    }
}

}  // namespace oraxx::lambda
