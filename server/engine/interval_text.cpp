#include "server/engine/interval_text.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>

namespace oraxx::sandbox::engine {
namespace {

std::string padded(std::int64_t value, int width) {
    auto digits = std::to_string(value);
    const auto wanted = static_cast<std::size_t>(width);
    if (digits.size() < wanted) digits.insert(0, wanted - digits.size(), '0');
    return digits;
}

// Takes a text apart from the left.
class scanner {
public:
    explicit scanner(std::string_view text) : rest_(text) {
        while (!rest_.empty() && rest_.front() == ' ') rest_.remove_prefix(1);
        while (!rest_.empty() && rest_.back() == ' ') rest_.remove_suffix(1);
    }
    bool accept(char c) {
        if (rest_.empty() || rest_.front() != c) return false;
        rest_.remove_prefix(1);
        return true;
    }
    std::optional<std::int64_t> number(std::size_t most = 9) {
        std::size_t used = 0;
        std::int64_t value = 0;
        while (used < rest_.size() && rest_[used] >= '0' && rest_[used] <= '9')
            value = value * 10 + (rest_[used++] - '0');
        if (used == 0 || used > most) return std::nullopt;
        rest_.remove_prefix(used);
        return value;
    }
    // Digits after the point in nanoseconds; more than nine are cut.
    std::optional<std::uint32_t> fraction() {
        std::uint32_t value = 0;
        std::size_t used = 0;
        for (; used < rest_.size() && rest_[used] >= '0' && rest_[used] <= '9'; ++used) {
            if (used < 9) value = value * 10 + static_cast<std::uint32_t>(rest_[used] - '0');
        }
        for (std::size_t i = used; i < 9; ++i) value *= 10;
        rest_.remove_prefix(used);
        return value;
    }
    [[nodiscard]] bool at_end() const { return rest_.empty(); }

private:
    std::string_view rest_;
};

}  // namespace

std::optional<interval_field> parse_interval_field(std::string_view name) noexcept {
    constexpr std::array<std::string_view, 6> names{"YEAR", "MONTH", "DAY", "HOUR", "MINUTE", "SECOND"};
    const auto found = std::find(names.begin(), names.end(), name);
    if (found == names.end()) return std::nullopt;
    return static_cast<interval_field>(found - names.begin());
}

std::optional<instant> parse_day_interval(std::string_view text, interval_field first, interval_field last) noexcept {
    constexpr std::array<std::int64_t, 6> unit{0, 0, seconds_per_day, 3600, 60, 1};
    constexpr std::array<std::int64_t, 6> highest{0, 0, 0, 23, 59, 59};
    scanner in(text);
    const bool negative = in.accept('-');
    if (!negative) in.accept('+');
    instant span;
    for (auto field = static_cast<std::size_t>(first); field <= static_cast<std::size_t>(last); ++field) {
        const bool is_first = field == static_cast<std::size_t>(first);
        if (!is_first && !in.accept(field == static_cast<std::size_t>(interval_field::hour) ? ' ' : ':'))
            return std::nullopt;
        const auto value = in.number();
        if (!value || (!is_first && *value > highest[field])) return std::nullopt;
        span.seconds += *value * unit[field];
    }
    if (last == interval_field::second && in.accept('.')) span.nanos = *in.fraction();
    if (!in.at_end()) return std::nullopt;
    return negative ? negate(span) : span;
}

std::optional<std::int64_t> parse_year_interval(std::string_view text, interval_field first,
                                                interval_field last) noexcept {
    scanner in(text);
    const bool negative = in.accept('-');
    if (!negative) in.accept('+');
    const auto leading = in.number();
    if (!leading) return std::nullopt;
    std::int64_t months = first == interval_field::year ? *leading * 12 : *leading;
    if (first != last) {
        const auto rest = in.accept('-') ? in.number() : std::nullopt;
        if (!rest || *rest > 11) return std::nullopt;
        months += *rest;
    }
    if (!in.at_end()) return std::nullopt;
    return negative ? -months : months;
}

std::string day_interval_text(const instant& span, int leading_digits, int fraction_digits) {
    const bool negative = span.seconds < 0;
    const instant size = negative ? negate(span) : span;
    std::string out(1, negative ? '-' : '+');
    out += padded(size.seconds / seconds_per_day, leading_digits) + ' ' + padded(size.seconds / 3600 % 24, 2) + ':' +
           padded(size.seconds / 60 % 60, 2) + ':' + padded(size.seconds % 60, 2);
    if (fraction_digits > 0) out += '.' + padded(size.nanos, 9).substr(0, static_cast<std::size_t>(fraction_digits));
    return out;
}

std::string year_interval_text(std::int64_t months, int leading_digits) {
    const auto size = std::abs(months);
    return (months < 0 ? "-" : "+") + padded(size / 12, leading_digits) + '-' + padded(size % 12, 2);
}

}  // namespace oraxx::sandbox::engine
