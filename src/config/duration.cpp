#include "config/connect_descriptor.hpp"
#include "config/text.hpp"

namespace oraxx::config {
namespace {

constexpr std::uint64_t longest_ms = 0x7FFFFFFF;  // 24 days
constexpr std::uint64_t micro = 1'000'000;

// Digits with an optional fraction, in millionths; moves `text` behind them.
std::optional<std::uint64_t> take_decimal(std::string_view& text) noexcept {
    std::uint64_t value = 0;
    bool any = false;
    const auto take_digit = [&](std::uint64_t weight) {
        value += weight * static_cast<std::uint64_t>(text.front() - '0');
        text.remove_prefix(1);
        any = true;
    };
    while (!text.empty() && is_digit(text.front())) {
        value *= 10;
        take_digit(micro);
        if (value > longest_ms * micro) return std::nullopt;
    }
    if (!text.empty() && text.front() == '.') {
        text.remove_prefix(1);
        for (std::uint64_t weight = micro / 10; !text.empty() && is_digit(text.front()); weight /= 10) {
            take_digit(weight);
        }
    }
    return any ? std::optional(value) : std::nullopt;
}

std::optional<std::uint64_t> unit_in_ms(std::string_view unit) noexcept {
    if (unit.empty() || equal_ignoring_case(unit, "sec")) return 1000;
    if (equal_ignoring_case(unit, "ms")) return 1;
    if (equal_ignoring_case(unit, "min")) return 60'000;
    return std::nullopt;
}

}  // namespace

std::optional<std::chrono::milliseconds> parse_duration(std::string_view text) noexcept {
    text = trimmed(text);
    const auto amount = take_decimal(text);
    const auto unit = unit_in_ms(trimmed(text));
    if (!amount || !unit || *amount > longest_ms * micro / *unit) return std::nullopt;
    return std::chrono::milliseconds(static_cast<std::int64_t>(*amount * *unit / micro));
}

}  // namespace oraxx::config
