// The platform's end of a streamed answer: counts, checks and keeps what arrives, as slowly as it was told to.
#pragma once

#include <cstdio>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lambda/local/http_server.hpp"

namespace oraxx::lambda::local {

struct stream_options {
    std::FILE* copy = nullptr;                 // bodies are also written there as they arrive
    std::size_t kept_bytes = 64U << 20U;       // so much of a body is kept
    std::uint64_t bytes_per_second = 0;        // how fast the platform takes it; 0: as fast as it comes
    std::optional<std::uint64_t> cut_after{};  // the platform closes the connection after so many bytes
};

// Thread safety: the sink's functions are called on the server's thread, the others when it has been told.
class streamed_answer final : public body_sink {
public:
    // `is_wanted`: false once the invocation is over, which cuts the answer. `on_broken`: it ended before its time.
    streamed_answer(const stream_options& options, bool has_prelude, std::function<bool()> is_wanted,
                    std::function<void()> on_broken);

    std::optional<std::chrono::milliseconds> take(std::string_view piece) override;
    void broken() override { on_broken_(); }

    [[nodiscard]] std::uint64_t bytes() const noexcept { return bytes_; }  // without the prelude
    [[nodiscard]] const std::string& body() const noexcept { return body_; }
    // JSON before the body of an answer to HTTP; empty when there was none.
    [[nodiscard]] const std::string& prelude() const noexcept { return prelude_; }
    // What is wrong with a complete answer; empty: nothing.
    [[nodiscard]] std::string fault() const;

private:
    void take_body(std::string_view piece);

    const stream_options& options_;
    bool in_prelude_;
    std::function<bool()> is_wanted_;
    std::function<void()> on_broken_;
    std::uint64_t bytes_ = 0;
    std::string prelude_{};
    std::string body_{};
};

}  // namespace oraxx::lambda::local
