#include "lambda/runtime/answer.hpp"

#include <stdexcept>

namespace oraxx::lambda {

void answer::begin() {
    if (body_) throw std::logic_error("an invocation is answered once: by send() or by stream()");
    body_.emplace();
}

void answer::send(std::string body) {
    begin();
    body_ = std::move(body);
}

response_stream& answer::stream(std::string_view, http_prelude) {
    begin();
    return *this;
}

void answer::write(std::string_view bytes) {
    *body_ += bytes;
}

std::string answer::take_body() {
    return std::move(body_).value_or("null");
}

}  // namespace oraxx::lambda
