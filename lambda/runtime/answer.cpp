#include "lambda/runtime/answer.hpp"

#include <algorithm>
#include <stdexcept>

#include "lambda/runtime/json_text.hpp"

namespace oraxx::lambda {
namespace {

// Enough that the framing of chunks weighs nothing, little enough that a reader sees rows soon.
constexpr std::size_t piece_bytes = std::size_t{16} << 10U;

constexpr const char* http_integration_type = "application/vnd.awslambda.http-integration-response";
constexpr std::size_t prelude_end_bytes = 8;  // so many NUL stand between prelude and body

void append_pair(std::string& out, std::string_view name, std::string_view value) {
    append_json_string(out, name);
    out += ':';
    append_json_string(out, value);
}

bool has_content_type(const http_prelude& prelude) {
    return std::any_of(prelude.headers.begin(), prelude.headers.end(),
                       [](const auto& each) { return http::is_same_name(each.first, "Content-Type"); });
}

// {"statusCode":200,"headers":{...},"cookies":[...]} and the NULs.
std::string prelude_text(const http_prelude& prelude, std::string_view content_type) {
    std::string out = R"({"statusCode":)" + std::to_string(prelude.status) + R"(,"headers":{)";
    if (!has_content_type(prelude)) append_pair(out, "Content-Type", content_type);
    for (const auto& [name, value] : prelude.headers) {
        if (out.back() != '{') out += ',';
        append_pair(out, name, value);
    }
    out += R"(},"cookies":[)";
    for (const auto& cookie : prelude.cookies) {
        if (out.back() != '[') out += ',';
        append_json_string(out, cookie);
    }
    out += "]}";
    out.append(prelude_end_bytes, '\0');
    return out;
}

}  // namespace

void answer::begin(state next) {
    if (state_ != state::open) throw std::logic_error("an invocation is answered once: by send() or by stream()");
    state_ = next;
    body_.clear();
}

void answer::send(std::string body) {
    begin(state::whole);
    body_ = std::move(body);
}

response_stream& answer::stream(std::string_view content_type, http_prelude prelude) {
    const bool is_plain =
        std::all_of(content_type.begin(), content_type.end(), [](char c) { return c >= ' ' && c <= '~'; });
    if (!is_plain) throw std::invalid_argument("a content type has printable ASCII characters only");
    begin(state::held_back);
    content_type_ = content_type;
    if (prelude.status != 0) {
        body_ = prelude_text(prelude, content_type);
        content_type_ = http_integration_type;
    }
    return *this;
}

void answer::write(std::string_view bytes) {
    if (body_.size() + bytes.size() < piece_bytes) {
        body_ += bytes;
        return;
    }
    // Fills the piece that was begun; what makes whole pieces of its own is not copied.
    const auto fitting = piece_bytes - std::min(piece_bytes, body_.size());
    body_ += bytes.substr(0, fitting);
    bytes.remove_prefix(fitting);
    flush();
    for (; bytes.size() >= piece_bytes; bytes.remove_prefix(piece_bytes)) pass_on(bytes.substr(0, piece_bytes));
    body_ = bytes;
}

void answer::flush() {
    pass_on(body_);
    body_.clear();
}

// No deadline is later than the invocation's own: the platform takes nothing after it.
void answer::pass_on(std::string_view bytes) {
    if (state_ == state::lost) throw response_lost("the response was lost before: nothing more can be sent");
    const auto deadline = http::clock::now() + invocation_.remaining();
    try {
        if (state_ == state::held_back) {
            state_ = state::under_way;
            client_.begin_response(invocation_.facts(), content_type_, deadline);
        }
        client_.send_piece(bytes, deadline);
    } catch (const http::error& failed) {
        lose(failed);
    }
}

void answer::lose(const http::error& reason) {
    state_ = state::lost;
    throw response_lost(std::string("the platform took no more of the response: ") + reason.what());
}

const std::string* answer::whole_body() const noexcept {
    return state_ == state::open || state_ == state::whole ? &body_ : nullptr;
}

post_status answer::end_stream(const function_error* failure) {
    flush();
    try {
        return client_.end_response(failure);
    } catch (const http::error& failed) {
        lose(failed);
    }
}

}  // namespace oraxx::lambda
