// What handle() says: kept until it is posted, or passed on while it is made.
#pragma once

#include <optional>
#include <string>

#include <oraxx/lambda/context.hpp>
#include <oraxx/lambda/response.hpp>
#include "lambda/runtime/api_client.hpp"

namespace oraxx::lambda {

// Thread safety: one thread at a time.
class answer final : public response, private response_stream {
public:
    // Both outlive this object; `client` is used by nobody else meanwhile.
    answer(api_client& client, const context& invocation) : client_(client), invocation_(invocation) {}

    void send(std::string body) override;
    response_stream& stream(std::string_view content_type, http_prelude prelude) override;

    // stream() was called and not all of it could be held back: what ends it now stands in the trailers.
    [[nodiscard]] bool is_under_way() const noexcept { return state_ == state::under_way; }
    // The platform has given it up: there is nothing to be said any more.
    [[nodiscard]] bool is_lost() const noexcept { return state_ == state::lost; }
    // The bytes of an answer that was not streamed; null for one that was. "null" when handle() gave none.
    [[nodiscard]] const std::string* whole_body() const noexcept;
    // Ends a streamed answer, with what is held back of it; `failure`: what ended it before its time, null when it is
    // complete. Throws response_lost.
    [[nodiscard]] post_status end_stream(const function_error* failure);

private:
    enum class state : std::uint8_t { open, whole, held_back, under_way, lost };

    void write(std::string_view bytes) override;
    void flush() override;
    void begin(state next);
    void pass_on(std::string_view bytes);
    [[noreturn]] void lose(const http::error& reason);

    api_client& client_;
    const context& invocation_;
    state state_ = state::open;
    std::string body_ = "null";  // the whole answer, or what of a stream is held back
    std::string content_type_{};
};

}  // namespace oraxx::lambda
