// Where answers of statements go: kept whole, streamed, or nowhere.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include <oraxx/lambda/function_error.hpp>
#include <oraxx/lambda/response.hpp>
#include "lambda/functions/statements/runner.hpp"

namespace oraxx::lambda::statements {

// Keeps the answer whole. Throws failed_invocation ("ResponseError.TooLarge") as soon as it has grown beyond what
// Lambda takes, before the remaining rows are fetched.
class whole_answer final : public answer_sink {
public:
    explicit whole_answer(std::size_t max_bytes) : max_bytes_(max_bytes) {}

    void begin(std::string_view content_type) override {
        type_ = content_type;
        body_.clear();  // begun again on another connection
    }
    void offer(std::string& text) override;
    void finish(std::string& text) override { offer(text); }

    [[nodiscard]] const std::string& content_type() const noexcept { return type_; }
    [[nodiscard]] std::string& body() noexcept { return body_; }

private:
    std::size_t max_bytes_;
    std::string type_{};
    std::string body_{};
};

[[nodiscard]] failed_invocation answer_too_large(std::size_t max_bytes);

class streamed_answer final : public answer_sink {
public:
    // With `is_http` the answer begins with status 200 and the content type as a header.
    streamed_answer(response& answer, bool is_http) : answer_(answer), is_http_(is_http) {}

    void begin(std::string_view content_type) override;
    void offer(std::string& text) override;
    void finish(std::string& text) override;

    [[nodiscard]] bool may_begin_again() const noexcept override { return !has_begun_; }
    [[nodiscard]] bool has_begun() const noexcept { return has_begun_; }

private:
    response& answer_;
    bool is_http_;
    bool has_begun_ = false;
    response_stream* stream_ = nullptr;
};

// For messages of queues, which nobody answers.
class no_answer final : public answer_sink {
public:
    void begin(std::string_view /*content_type*/) override {}
    void offer(std::string& text) override { text.clear(); }
    void finish(std::string& text) override { text.clear(); }
};

}  // namespace oraxx::lambda::statements
