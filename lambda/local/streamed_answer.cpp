#include "lambda/local/streamed_answer.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace oraxx::lambda::local {
namespace {

constexpr std::string_view prelude_end("\0\0\0\0\0\0\0\0", 8);
constexpr std::size_t max_prelude_bytes = std::size_t{64} << 10U;

}  // namespace

streamed_answer::streamed_answer(const stream_options& options, bool has_prelude, std::function<bool()> is_wanted,
                                 std::function<void()> on_broken)
    : options_(options),
      in_prelude_(has_prelude),
      is_wanted_(std::move(is_wanted)),
      on_broken_(std::move(on_broken)) {}

std::optional<std::chrono::milliseconds> streamed_answer::take(std::string_view piece) {
    if (!is_wanted_()) return std::nullopt;
    const auto size = piece.size();
    if (in_prelude_) {
        prelude_ += piece;
        piece = {};
        const auto end = prelude_.find(prelude_end);
        if (end == std::string::npos && prelude_.size() > max_prelude_bytes) in_prelude_ = false;
        if (end != std::string::npos) {
            in_prelude_ = false;
            const auto rest = prelude_.substr(end + prelude_end.size());
            prelude_.resize(end);
            take_body(rest);
        }
    }
    take_body(piece);
    if (options_.cut_after && bytes_ >= *options_.cut_after) {
        on_broken_();
        return std::nullopt;
    }
    if (options_.bytes_per_second == 0) return std::chrono::milliseconds(0);
    return std::chrono::milliseconds(size * 1000 / options_.bytes_per_second);
}

void streamed_answer::take_body(std::string_view piece) {
    bytes_ += piece.size();
    body_ += piece.substr(0, options_.kept_bytes - std::min(options_.kept_bytes, body_.size()));
    if (options_.copy != nullptr) std::fwrite(piece.data(), 1, piece.size(), options_.copy);
}

std::string streamed_answer::fault() const {
    if (in_prelude_) return "a streamed answer to HTTP without the end of its prelude";
    if (prelude_.empty()) return {};
    const auto document = nlohmann::json::parse(prelude_, nullptr, false);
    if (!document.is_object() || !document.contains("statusCode")) {
        return "the prelude of a streamed answer is no JSON object with a statusCode";
    }
    return {};
}

}  // namespace oraxx::lambda::local
