#include "values/floating_text.hpp"

#include <array>
#include <charconv>
#include <cmath>

namespace oraxx::values {
namespace {

// Plain notation is used while the point lies within these many digits after the first one.
constexpr int plain_digits = 21;
constexpr int plain_leading_zeros = 6;

// Significant digits and the exponent of ten of the first one.
struct shortest_digits {
    std::string digits;
    int exponent;
};

template <class Float>
shortest_digits shortest(Float magnitude) {
    // "d.ddde+xx": the scientific form is always there, whatever the size.
    std::array<char, 32> text{};
    const auto end =
        std::to_chars(text.data(), text.data() + text.size(), magnitude, std::chars_format::scientific).ptr;
    shortest_digits out{};
    const char* at = text.data();
    for (; *at != 'e'; ++at) {
        if (*at != '.') out.digits.push_back(*at);
    }
    ++at;
    if (*at == '+') ++at;
    std::from_chars(at, end, out.exponent);
    return out;
}

void append_plain(std::string& out, const shortest_digits& number) {
    const auto count = static_cast<int>(number.digits.size());
    const int point = number.exponent + 1;
    if (point <= 0) {
        out += "0.";
        out.append(static_cast<std::size_t>(-point), '0');
        out += number.digits;
        return;
    }
    out += number.digits;
    if (count <= point) {
        out.append(static_cast<std::size_t>(point - count), '0');
    } else {
        out.insert(out.size() - static_cast<std::size_t>(count - point), 1, '.');
    }
}

void append_scientific(std::string& out, const shortest_digits& number) {
    out += number.digits.front();
    if (number.digits.size() > 1) {
        out += '.';
        out.append(number.digits, 1);
    }
    out += number.exponent < 0 ? "e-" : "e+";
    out += std::to_string(number.exponent < 0 ? -number.exponent : number.exponent);
}

template <class Float>
void append(std::string& out, Float value) {
    if (std::isnan(value)) {
        out += "NaN";
        return;
    }
    if (std::signbit(value)) out += '-';
    const Float magnitude = std::fabs(value);
    if (std::isinf(magnitude)) {
        out += "Infinity";
        return;
    }
    if (magnitude == 0) {
        out += '0';
        return;
    }
    const auto number = shortest(magnitude);
    if (number.exponent < plain_digits && number.exponent >= -plain_leading_zeros) {
        append_plain(out, number);
    } else {
        append_scientific(out, number);
    }
}

template <class Float>
std::optional<Float> parse(std::string_view text) noexcept {
    Float value{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

}  // namespace

void append_text(std::string& out, double value) {
    append(out, value);
}

void append_text(std::string& out, float value) {
    append(out, value);
}

std::string to_text(double value) {
    std::string out;
    append(out, value);
    return out;
}

std::optional<double> parse_double(std::string_view text) noexcept {
    return parse<double>(text);
}

std::optional<float> parse_float(std::string_view text) noexcept {
    return parse<float>(text);
}

}  // namespace oraxx::values
