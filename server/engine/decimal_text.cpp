// decimal to and from text and doubles.
#include <algorithm>
#include <charconv>
#include <cmath>

#include "server/engine/characters.hpp"
#include "server/engine/decimal.hpp"

namespace oraxx::sandbox::engine {
namespace {

// Width of TO_CHAR without a mask.
constexpr std::size_t default_width = 40;

// d.ddddE+xx in exactly the default width.
std::string scientific(const decimal& value) {
    const auto shown = [](const decimal::expanded& e) { return e.point - 1; };
    const auto exponent_text = [](int exponent) {
        const auto digits = std::to_string(std::abs(exponent));
        return (exponent < 0 ? "E-" : "E+") + std::string(digits.size() < 2 ? "0" : "") + digits;
    };
    const std::size_t sign = value.is_negative() ? 1 : 0;
    auto suffix = exponent_text(shown(value.expand()));
    auto rounded = value.with_precision(static_cast<int>(default_width - sign - 1 - suffix.size()));
    const auto e = rounded.expand();
    suffix = exponent_text(shown(e));
    std::string out(sign, '-');
    for (int i = 0; out.size() + suffix.size() < default_width; ++i) {
        out.push_back(i < e.count ? static_cast<char>('0' + e.digits[static_cast<std::size_t>(i)]) : '0');
        if (i == 0) out.push_back('.');
    }
    return out + suffix;
}

}  // namespace

std::optional<decimal> decimal::parse(std::string_view text) noexcept {
    std::size_t at = 0;
    bool negative = false;
    if (at < text.size() && (text[at] == '+' || text[at] == '-')) negative = text[at++] == '-';
    // Significant digits, as many as decide the result; `point` is where the decimal point stands among them.
    expanded digits;
    int point = 0;
    bool any = false;
    bool in_fraction = false;
    std::uint8_t first_dropped = 0;
    bool dropped = false;
    for (; at < text.size() && (is_digit(text[at]) || (text[at] == '.' && !in_fraction)); ++at) {
        if (text[at] == '.') {
            in_fraction = true;
            continue;
        }
        any = true;
        const auto digit = static_cast<std::uint8_t>(text[at] - '0');
        const bool leading_zero = digits.count == 0 && digit == 0;
        if (in_fraction ? leading_zero : !leading_zero) point += in_fraction ? -1 : 1;
        if (leading_zero) continue;
        if (digits.count < 2 * max_pairs) {
            digits.digits[static_cast<std::size_t>(digits.count++)] = digit;
        } else if (!dropped) {
            first_dropped = digit;
            dropped = true;
        }
    }
    if (!any) return std::nullopt;
    if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
        int exponent = 0;
        auto from = text.data() + at + 1;
        if (from < text.data() + text.size() && *from == '+') ++from;
        const auto [stop, error] = std::from_chars(from, text.data() + text.size(), exponent);
        if (error != std::errc{}) return std::nullopt;
        at = static_cast<std::size_t>(stop - text.data());
        point += std::clamp(exponent, -1000, 1000);
    }
    if (at != text.size()) return std::nullopt;
    if (digits.count == 0) return decimal{};
    digits.point = point;
    if (first_dropped >= 5) {
        int i = digits.count - 1;
        while (i >= 0 && ++digits.digits[static_cast<std::size_t>(i)] == 10)
            digits.digits[static_cast<std::size_t>(i--)] = 0;
        if (i < 0) {
            digits.digits[0] = 1;
            digits.count = 1;
            ++digits.point;
        }
    }
    if (digits.point > 2 * (max_exponent + 1)) return std::nullopt;
    if (digits.point < 2 * min_exponent) return decimal{};
    return collapse(negative, digits);
}

std::optional<decimal> decimal::from_double(double value) noexcept {
    if (!std::isfinite(value)) return std::nullopt;
    std::array<char, 32> text{};
    const auto end = std::to_chars(text.data(), text.data() + text.size(), value, std::chars_format::scientific).ptr;
    return parse({text.data(), static_cast<std::size_t>(end - text.data())});
}

double decimal::to_double() const noexcept {
    const auto text = to_plain_text();
    double out = 0;
    std::from_chars(text.data(), text.data() + text.size(), out);
    return out;
}

std::string decimal::to_plain_text() const {
    if (count_ == 0) return "0";
    const auto e = expand();
    std::string out;
    out.reserve(static_cast<std::size_t>(std::max(e.point, e.count) + 2));
    if (negative_) out.push_back('-');
    for (int i = std::min(e.point, 0); i < std::max(e.point, e.count); ++i) {
        if (i == e.point) out.push_back('.');
        if (i < 0 && e.point < 0 && i == e.point) {
            out.push_back('0');
            continue;
        }
        out.push_back(i >= 0 && i < e.count ? static_cast<char>('0' + e.digits[static_cast<std::size_t>(i)]) : '0');
    }
    return out;
}

std::string decimal::to_text() const {
    auto out = to_plain_text();
    if (out.size() <= default_width) return out;
    const int sign = negative_ ? 1 : 0;
    const int width = static_cast<int>(default_width);
    const int before_point = std::max(integer_digits(), 0);
    // Plain as long as that shows no fewer digits than the form with an exponent would.
    constexpr int exponent_width = 4;
    if (before_point > width - sign || -integer_digits() > exponent_width) return scientific(*this);
    return rounded(width - sign - 1 - before_point, rounding::half_up).to_plain_text();
}

}  // namespace oraxx::sandbox::engine
