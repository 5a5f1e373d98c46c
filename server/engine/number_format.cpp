#include "server/engine/number_format.hpp"

#include <algorithm>
#include <cctype>

#include "server/engine/failure.hpp"
#include "server/engine/lexer.hpp"
#include "server/engine/unicode.hpp"

namespace oraxx::sandbox::engine {
namespace {

enum class sign_style : unsigned char { leading, minus_after, always_before, always_after, angle };

struct number_model {
    std::string integer{};  // '9', '0' and group separators ',' from the left
    int fraction = 0;       // digits after the point
    int scale = 0;          // V: digits the value is shifted by
    bool has_point = false;
    std::string currency{};      // the symbol of $, L or U
    bool wide_currency = false;  // L and U take ten places
    char point = '.';            // . or the session's, by D
    char group = ',';            // , or the session's, by G
    bool fill = false;           // FM
    bool exponent = false;       // EEEE
    bool text_minimal = false;   // TM, TM9
    bool blank_zero = false;     // B
    bool hex = false;            // X...
    bool hex_lower = false;
    bool hex_zero = false;
    sign_style sign = sign_style::leading;
    int first_zero = -1;  // index in `integer` of the first '0'
    std::string fraction_codes{};
};

number_model parse_model(std::string_view model, const nls_settings& nls, std::size_t position) {
    number_model out;
    const auto upper = upper_ascii(model);
    std::string_view rest = upper;
    const auto accept = [&rest](std::string_view word) {
        if (rest.substr(0, word.size()) != word) return false;
        rest.remove_prefix(word.size());
        return true;
    };
    if (accept("FM")) out.fill = true;
    if (accept("TM9") || accept("TM")) {
        out.text_minimal = true;
        if (!rest.empty()) fail(ora::invalid_number_model, position);
        return out;
    }
    if (!rest.empty() && rest.find_first_not_of("X0") == std::string_view::npos && rest.back() == 'X') {
        out.hex = true;
        out.hex_zero = rest.front() == '0';
        out.hex_lower = model.find('x') != std::string_view::npos;
        out.integer = rest;
        return out;
    }
    if (accept("S")) out.sign = sign_style::always_before;
    while (!rest.empty()) {
        if (accept("EEEE")) {
            out.exponent = true;
        } else if (accept("MI")) {
            out.sign = sign_style::minus_after;
        } else if (accept("PR")) {
            out.sign = sign_style::angle;
        } else if (accept("S")) {
            out.sign = sign_style::always_after;
        } else if (accept("$")) {
            out.currency = "$";
        } else if (rest[0] == 'L' || rest[0] == 'U') {
            out.currency = nls[rest[0] == 'L' ? nls_parameter::currency : nls_parameter::dual_currency];
            out.wide_currency = true;
            rest.remove_prefix(1);
        } else if (rest[0] == 'C') {
            refuse("number format element C", position);
        } else if (accept("B")) {
            out.blank_zero = true;
        } else if (accept("V")) {
            while (!rest.empty() && (rest[0] == '9' || rest[0] == '0')) {
                out.integer += rest[0];
                ++out.scale;
                rest.remove_prefix(1);
            }
        } else if (rest[0] == '.' || rest[0] == 'D') {
            if (out.has_point) fail(ora::invalid_number_model, position);
            out.has_point = true;
            if (rest[0] == 'D') out.point = nls.decimal_point();
            rest.remove_prefix(1);
        } else if (rest[0] == ',' || rest[0] == 'G') {
            if (out.has_point || out.integer.empty()) fail(ora::invalid_number_model, position);
            out.integer += ',';
            if (rest[0] == 'G') out.group = nls.group_separator();
            rest.remove_prefix(1);
        } else if (rest[0] == '9' || rest[0] == '0') {
            if (out.has_point) {
                ++out.fraction;
                out.fraction_codes += rest[0];
            } else {
                if (rest[0] == '0' && out.first_zero < 0) out.first_zero = static_cast<int>(out.integer.size());
                out.integer += rest[0];
            }
            rest.remove_prefix(1);
        } else {
            fail(ora::invalid_number_model, position);
        }
    }
    return out;
}

std::string hex_text(const number_model& model, const decimal& amount) {
    const auto integer = amount.rounded(0, decimal::rounding::half_up).to_int64().value_or(-1);
    const auto width = model.integer.size();
    if (integer < 0) return std::string(width + 1, '#');
    const std::string_view symbols = model.hex_lower ? "0123456789abcdef" : "0123456789ABCDEF";
    std::string digits;
    for (std::int64_t rest = integer; rest != 0 || digits.empty(); rest /= 16) {
        digits.insert(digits.begin(), symbols[static_cast<std::size_t>(rest % 16)]);
    }
    if (digits.size() > width) return std::string(width + 1, '#');
    if (model.hex_zero && digits.size() < width) digits.insert(0, width - digits.size(), '0');
    return model.fill ? digits : std::string(width + 1 - digits.size(), ' ') + digits;
}

// Digits of a non-negative value rounded to `fraction` places: integer part and fraction.
struct digit_text {
    std::string integer;
    std::string fraction;
};

digit_text split_digits(const decimal& amount, int fraction) {
    const auto text = amount.absolute().rounded(fraction, decimal::rounding::half_up).to_plain_text();
    const auto point = text.find('.');
    digit_text out{text.substr(0, point), point == std::string::npos ? std::string{} : text.substr(point + 1)};
    out.fraction.resize(static_cast<std::size_t>(fraction), '0');
    if (out.integer == "0") out.integer.clear();
    return out;
}

std::string exponent_text(const number_model& model, const decimal& amount) {
    const int exponent = amount.is_zero() ? 0 : amount.integer_digits() - 1;
    auto mantissa = amount.absolute();
    mantissa = mantissa.with_precision(model.fraction + 1);
    const int shown = mantissa.is_zero() ? exponent : mantissa.integer_digits() - 1;
    std::string digits;
    const auto e = mantissa.expand();
    for (int i = 0; i <= model.fraction; ++i) {
        digits += i < e.count ? static_cast<char>('0' + e.digits[static_cast<std::size_t>(i)]) : '0';
        if (i == 0 && model.has_point) digits += model.point;
    }
    auto power = std::to_string(std::abs(shown));
    if (power.size() < 2) power.insert(0, "0");
    return digits + (shown < 0 ? "E-" : "E+") + power;
}

std::string with_sign(const number_model& model, bool negative, const std::string& body, std::size_t width) {
    const auto pad = [&](const std::string& text, std::size_t to) {
        const auto size = character_count(text);
        return model.fill || size >= to ? text : std::string(to - size, ' ') + text;
    };
    switch (model.sign) {
    case sign_style::minus_after: return pad(body, width) + (negative ? "-" : model.fill ? "" : " ");
    case sign_style::always_before: return pad((negative ? "-" : "+") + body, width + 1);
    case sign_style::always_after: return pad(body, width) + (negative ? "-" : "+");
    case sign_style::angle:
        return pad((negative     ? "<"
                    : model.fill ? ""
                                 : " ") +
                       body +
                       (negative     ? ">"
                        : model.fill ? ""
                                     : " "),
                   width + 2);
    case sign_style::leading: break;
    }
    return pad((negative ? "-" : model.fill ? "" : " ") + body, width + 1);
}

std::size_t currency_width(const number_model& model) {
    constexpr std::size_t wide = 10;
    return model.wide_currency ? wide : model.currency.size();
}

// The integer part in the shape of the model; empty when it does not fit.
std::optional<std::string> integer_text(const number_model& model, const std::string& digits) {
    const auto places = static_cast<std::size_t>(
        std::count_if(model.integer.begin(), model.integer.end(), [](char c) { return c != ','; }));
    if (digits.size() > places) return std::nullopt;
    std::string out;
    std::size_t left = places;
    bool started = false;
    for (std::size_t i = 0; i < model.integer.size(); ++i) {
        if (model.integer[i] == ',') {
            if (started) out += model.group;
            continue;
        }
        const bool has_digit = left <= digits.size();
        const bool forced = model.first_zero >= 0 && static_cast<int>(i) >= model.first_zero;
        if (has_digit || forced) {
            started = true;
            out += has_digit ? digits[digits.size() - left] : '0';
        }
        --left;
    }
    return out;
}

}  // namespace

std::string format_number(const decimal& amount, std::string_view text, const nls_settings& nls,
                          std::size_t position) {
    const auto model = parse_model(text, nls, position);
    if (model.text_minimal) {
        auto out = amount.to_text();
        std::replace(out.begin(), out.end(), '.', nls.decimal_point());
        return out;
    }
    if (model.hex) return hex_text(model, amount);
    const std::size_t body_width = model.integer.size() + (model.has_point ? 1 : 0) +
                                   static_cast<std::size_t>(model.fraction) + currency_width(model) +
                                   (model.exponent ? 4 : 0);
    if (model.exponent) return with_sign(model, amount.is_negative(), exponent_text(model, amount), body_width + 1);
    auto shifted = amount;
    for (int i = 0; i < model.scale; ++i) shifted = decimal::multiply(shifted, decimal(10)).value_or(shifted);
    auto digits = split_digits(shifted, model.fraction);
    const bool is_zero = digits.integer.empty() && digits.fraction.find_first_not_of('0') == std::string::npos;
    auto integer = integer_text(model, digits.integer);
    if (!integer) return std::string(body_width + 1, '#');
    const bool any_integer_place = model.integer.find_first_of("90") != std::string::npos;
    if (integer->empty() && model.fraction == 0 && any_integer_place) *integer = "0";
    if (model.fill) {
        // FM drops the zeros at the end of the fraction that no '0' of the model asks for.
        const auto wanted = model.fraction_codes.find_last_of('0');
        const std::size_t least = wanted == std::string::npos ? 0 : wanted + 1;
        while (digits.fraction.size() > least && digits.fraction.back() == '0') digits.fraction.pop_back();
    }
    if (model.blank_zero && is_zero) return model.fill ? std::string{} : std::string(body_width + 1, ' ');
    if (model.fill && integer->empty() && is_zero && digits.fraction.empty()) *integer = "0";
    std::string body = model.currency + *integer;
    if (model.has_point) body += model.point + digits.fraction;
    return with_sign(model, amount.is_negative() && !is_zero, body, body_width);
}

std::optional<decimal> parse_number(std::string_view text, std::string_view model_text, const nls_settings& nls,
                                    std::size_t position) {
    const auto model = parse_model(model_text, nls, position);
    while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
    while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
    if (model.hex) {
        std::int64_t amount = 0;
        if (text.empty() || text.size() > model.integer.size() || text.size() > 15) return std::nullopt;
        for (const char c : text) {
            if (std::isxdigit(static_cast<unsigned char>(c)) == 0) return std::nullopt;
            amount = amount * 16 + (c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10);
        }
        return decimal(amount);
    }
    bool negative = false;
    const auto take_first = [&text](char c) {
        if (text.empty() || text.front() != c) return false;
        text.remove_prefix(1);
        return true;
    };
    const auto take_last = [&text](char c) {
        if (text.empty() || text.back() != c) return false;
        text.remove_suffix(1);
        return true;
    };
    if (model.sign == sign_style::angle) {
        negative = take_first('<') && take_last('>');
    } else if (model.sign == sign_style::minus_after || model.sign == sign_style::always_after) {
        negative = take_last('-');
        if (!negative && model.sign == sign_style::always_after && !take_last('+')) return std::nullopt;
    } else {
        negative = take_first('-');
        if (!negative) take_first('+');
    }
    if (text.substr(0, model.currency.size()) == model.currency) text.remove_prefix(model.currency.size());
    std::string plain;
    for (const char c : text) {
        if (c == model.group) {
            if (model.integer.find(',') == std::string::npos) return std::nullopt;
            continue;
        }
        if (c == '.' && model.point != '.') return std::nullopt;
        plain += c == model.point ? '.' : c;
    }
    const auto point = plain.find('.');
    const auto places = static_cast<std::size_t>(
        std::count_if(model.integer.begin(), model.integer.end(), [](char c) { return c != ','; }));
    const auto integer_digits = point == std::string::npos ? plain.size() : point;
    const auto fraction_digits = point == std::string::npos ? 0 : plain.size() - point - 1;
    if (!model.exponent && !model.text_minimal &&
        (integer_digits > places || fraction_digits > static_cast<std::size_t>(model.fraction))) {
        return std::nullopt;
    }
    if (point != std::string::npos && !model.has_point && !model.text_minimal) return std::nullopt;
    const auto amount = decimal::parse(plain);
    return amount && negative ? std::optional(amount->negated()) : amount;
}

}  // namespace oraxx::sandbox::engine
