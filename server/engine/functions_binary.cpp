// BINARY_FLOAT and BINARY_DOUBLE. The width of an argument tells its type; the wider one is the result's.
#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "server/engine/lexer.hpp"
#include "server/engine/runtime.hpp"

namespace oraxx::sandbox::engine {
namespace {

template <class Operation>
void binary(call& c, Operation operation) {
    c.result_real(operation(c.real(0), c.real(1)), c.is_single(0) && c.is_single(1));
}
template <class Operation>
void unary(call& c, Operation operation) {
    c.result_real(operation(c.real(0)), c.is_single(0));
}

void add(call& c) {
    binary(c, [](double a, double b) { return a + b; });
}
void subtract(call& c) {
    binary(c, [](double a, double b) { return a - b; });
}
void multiply(call& c) {
    binary(c, [](double a, double b) { return a * b; });
}
void divide(call& c) {
    binary(c, [](double a, double b) { return a / b; });
}
void modulo(call& c) {
    binary(c, [](double a, double b) { return b == 0 ? a : std::fmod(a, b); });
}
void power(call& c) {
    binary(c, [](double a, double b) { return std::pow(a, b); });
}
void negate(call& c) {
    unary(c, [](double a) { return -a; });
}
void absolute(call& c) {
    unary(c, [](double a) { return std::fabs(a); });
}
void ceiling(call& c) {
    unary(c, [](double a) { return std::ceil(a); });
}
void floor(call& c) {
    unary(c, [](double a) { return std::floor(a); });
}
void round(call& c) {
    unary(c, [](double a) { return std::nearbyint(a); });
}
void truncate(call& c) {
    unary(c, [](double a) { return std::trunc(a); });
}
void square_root(call& c) {
    unary(c, [](double a) { return std::sqrt(a); });
}
void sign(call& c) {
    const double v = c.real(0);
    c.result(decimal(v < 0 ? -1 : 1));  // SIGN of 0 and NaN is 1 for binary numbers
}

// 1.5E+000: sign, digits as few as name the value, exponent of three digits.
std::string text_of(double v, bool single) {
    if (std::isnan(v)) return "Nan";
    if (std::isinf(v)) return v < 0 ? "-Inf" : "Inf";
    if (v == 0) return "0";
    std::array<char, 40> text{};
    const auto end =
        single ? std::to_chars(text.data(), text.data() + text.size(), static_cast<float>(v),
                               std::chars_format::scientific)
                     .ptr
               : std::to_chars(text.data(), text.data() + text.size(), v, std::chars_format::scientific).ptr;
    std::string out(text.data(), end);
    const auto e = out.find('e');
    std::string mantissa = out.substr(0, e);
    if (mantissa.find('.') == std::string::npos) mantissa += ".0";
    auto exponent = out.substr(e + 2);
    if (exponent.size() < 3) exponent.insert(0, 3 - exponent.size(), '0');
    return mantissa + "E" + out[e + 1] + exponent;
}

void to_text(call& c) {
    auto text = text_of(c.real(0), c.is_single(0));
    std::replace(text.begin(), text.end(), '.', c.state().nls().decimal_point());
    c.result(std::string_view(text));
}

// from text: (text, width, position)
void from_text(call& c) {
    auto text = upper_ascii(c.text(0));
    const auto first = text.find_first_not_of(' ');
    const auto last = text.find_last_not_of(' ');
    text = first == std::string::npos ? std::string{} : text.substr(first, last - first + 1);
    const bool single = c.integer(1) == 4;
    if (text == "NAN") return c.result_real(std::nan(""), single);
    const bool negative = !text.empty() && text[0] == '-';
    std::string_view digits = text;
    if (!text.empty() && (text[0] == '-' || text[0] == '+')) digits.remove_prefix(1);
    double v = 0;
    if (digits == "INF" || digits == "INFINITY") {
        v = HUGE_VAL;
    } else {
        const auto [stop, error] = std::from_chars(digits.data(), digits.data() + digits.size(), v);
        if (error == std::errc::result_out_of_range) fail(ora::numeric_overflow, c.position());
        if (error != std::errc{} || stop != digits.data() + digits.size()) fail(ora::invalid_number, c.position());
    }
    c.result_real(negative ? -v : v, single);
}

// from NUMBER: (number, width)
void from_number(call& c) {
    c.result_real(c.number(0).to_double(), c.integer(1) == 4);
}
// to NUMBER: (value, position). A BINARY_FLOAT by its own shortest digits.
void to_number(call& c) {
    const double v = c.real(0);
    if (!std::isfinite(v)) fail(ora::numeric_overflow, c.position());
    if (!c.is_single(0)) return c.result(decimal::from_double(v));
    std::array<char, 32> text{};
    const auto end = std::to_chars(text.data(), text.data() + text.size(), static_cast<float>(v)).ptr;
    c.result(decimal::parse({text.data(), static_cast<std::size_t>(end - text.data())}));
}
// to another width: (value, width)
void convert(call& c) {
    c.result_real(c.real(0), c.integer(1) == 4);
}

constexpr function_entry entries[] = {
    {"b_add", 2, add},
    {"b_sub", 2, subtract},
    {"b_mul", 2, multiply},
    {"b_div", 2, divide},
    {"b_mod", 2, modulo},
    {"b_power", 2, power},
    {"b_neg", 1, negate},
    {"b_abs", 1, absolute},
    {"b_ceil", 1, ceiling},
    {"b_floor", 1, floor},
    {"b_round", 1, round},
    {"b_trunc", 1, truncate},
    {"b_sqrt", 1, square_root},
    {"b_sign", 1, sign},
    {"text_from_b", 1, to_text},
    {"b_from_text", 3, from_text},
    {"b_from_n", 2, from_number},
    {"n_from_b", 2, to_number},
    {"b_from_b", 2, convert},
};

}  // namespace

std::span<const function_entry> binary_functions() {
    return entries;
}

}  // namespace oraxx::sandbox::engine
