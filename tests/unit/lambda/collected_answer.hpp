// An answer that stays here: what a function sends or streams, to be looked at.
#pragma once

#include <string>

#include <oraxx/lambda/response.hpp>

namespace oraxx::lambda::test {

struct collected_answer final : response, response_stream {
    std::string body{};
    bool was_streamed = false;
    std::string content_type{};
    http_prelude prelude{};

    void send(std::string whole) override { body = std::move(whole); }
    response_stream& stream(std::string_view type, http_prelude head) override {
        was_streamed = true;
        content_type = type;
        prelude = std::move(head);
        return *this;
    }
    void write(std::string_view bytes) override { body += bytes; }
    void flush() override {}
};

}  // namespace oraxx::lambda::test
