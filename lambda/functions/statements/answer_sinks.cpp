#include "lambda/functions/statements/answer_sinks.hpp"

namespace oraxx::lambda::statements {
namespace {

// Pieces of a streamed answer: larger ones only take more memory.
constexpr std::size_t piece_bytes = std::size_t{16} << 10U;

}  // namespace

failed_invocation answer_too_large(std::size_t max_bytes) {
    return failed_invocation(
        {.type = "ResponseError.TooLarge",
         .message =
             "the answer has more than the " + std::to_string(max_bytes) +
             " bytes that Lambda takes in one piece: select fewer rows or columns, set max_rows, or have it "
             "streamed ('-- stream' in the statement's header, \"stream\": true in the event), which takes 200 MiB"});
}

void whole_answer::offer(std::string& text) {
    if (body_.size() + text.size() > max_bytes_) throw answer_too_large(max_bytes_);
    body_ += text;
    text.clear();
}

void streamed_answer::begin(std::string_view content_type) {
    http_prelude head;
    if (is_http_) head = {.status = 200, .headers = {{"Content-Type", std::string(content_type)}}};
    has_begun_ = true;
    stream_ = &answer_.stream(content_type, std::move(head));
}

void streamed_answer::offer(std::string& text) {
    if (text.size() < piece_bytes) return;
    stream_->write(text);
    text.clear();
}

void streamed_answer::finish(std::string& text) {
    stream_->write(text);
    text.clear();
}

}  // namespace oraxx::lambda::statements
