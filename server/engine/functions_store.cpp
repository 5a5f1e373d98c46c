// What a value goes through on its way into a column, or into the type of a CAST: length, precision and
// NULL checks, padding, rounding.
#include <algorithm>
#include <cmath>

#include "server/engine/runtime.hpp"
#include "server/engine/unicode.hpp"

namespace oraxx::sandbox::engine {
namespace {

// How a text type counts its length.
enum class measure : std::uint8_t { bytes = 0, characters = 1, utf16_units = 2 };

std::size_t measured(std::string_view text, measure how) {
    switch (how) {
    case measure::bytes: return text.size();
    case measure::characters: return character_count(text);
    case measure::utf16_units: break;
    }
    const auto beyond_bmp =
        std::count_if(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) >= 0xF0; });
    return character_count(text) + static_cast<std::size_t>(beyond_bmp);
}

// (text, maximum, measure, pad, column label, position)
void store_text(call& c) {
    const auto text = c.text(0);
    const auto maximum = static_cast<std::size_t>(c.integer(1));
    const auto size = measured(text, static_cast<measure>(c.integer(2)));
    if (size > maximum) {
        fail(ora::value_too_large,
             "value too large for column " + std::string(c.text(4)) + " (actual: " + std::to_string(size) +
                 ", maximum: " + std::to_string(maximum) + ")",
             c.position());
    }
    if (c.integer(3) == 0 || size == maximum) return c.result_argument(0);
    c.result(std::string_view(std::string(text) + std::string(maximum - size, ' ')));
}

// CAST to a text type cuts: (text, maximum, measure, pad)
void cast_text(call& c) {
    auto text = c.text(0);
    const auto maximum = static_cast<std::size_t>(c.integer(1));
    const auto how = static_cast<measure>(c.integer(2));
    std::size_t end = 0;
    std::size_t used = 0;
    while (end < text.size()) {
        const auto character = text.substr(end, utf8_size(text[end]));
        const auto more = measured(character, how);
        if (used + more > maximum) break;
        used += more;
        end += character.size();
    }
    std::string out(text.substr(0, end));
    if (c.integer(3) != 0) out.append(maximum - used, ' ');
    c.result(std::string_view(out));
}
// A number or date that does not fit the text of a CAST: (text, maximum, position)
void check_text(call& c) {
    if (c.text(0).size() > static_cast<std::size_t>(c.integer(1))) {
        fail(ora::cast_out_of_range, c.position());
    }
    c.result_argument(0);
}

// (raw, maximum, column label, position)
void store_raw(call& c) {
    const auto size = c.bytes(0).size();
    if (size > static_cast<std::size_t>(c.integer(1))) {
        fail(ora::value_too_large,
             "value too large for column " + std::string(c.text(2)) + " (actual: " + std::to_string(size) +
                 ", maximum: " + std::to_string(c.integer(1)) + ")",
             c.position());
    }
    c.result_argument(0);
}

// (number, precision, scale, column label or '', position)
void store_number(call& c) {
    if (c.is_null(0)) return c.result_null();
    const auto value = c.number(0);
    const int precision = static_cast<int>(c.integer(1));
    const int scale = static_cast<int>(c.integer(2));
    const auto rounded = value.rounded(scale, decimal::rounding::half_up);
    if (rounded.integer_digits() > precision - scale) {
        if (!c.state().is_23ai) {
            fail(ora::precision_too_small, "value larger than specified precision allowed for this column",
                 c.position());
        }
        fail(ora::precision_too_small,
             "value " + value.to_plain_text() + " greater than specified precision (" + std::to_string(precision) +
                 ", " + std::to_string(scale) + ") for column " +
                 std::string(c.is_null(3) ? std::string_view{} : c.text(3)),
             c.position());
    }
    c.result(rounded);
}
// FLOAT(p): (number, binary digits)
void store_float(call& c) {
    constexpr double decimal_digits_per_bit = 0.30103;
    c.result(c.number(0).with_precision(
        static_cast<int>(std::ceil(static_cast<double>(c.integer(1)) * decimal_digits_per_bit))));
}

// (months, leading digits, position)
void store_months(call& c) {
    const auto years = std::abs(c.integer(0)) / 12;
    if (static_cast<std::int64_t>(std::to_string(years).size()) > std::max<std::int64_t>(c.integer(1), 1)) {
        fail(ora::leading_precision_too_small, c.position());
    }
    c.result_argument(0);
}
// (span, leading digits, fraction digits, position)
void store_span(call& c) {
    const auto span = round_fraction(c.time(0), static_cast<int>(c.integer(2)));
    const auto size = span.seconds < 0 ? negate(span) : span;
    const auto days = std::to_string(size.seconds / seconds_per_day);
    if (static_cast<std::int64_t>(days.size()) > std::max<std::int64_t>(c.integer(1), 1))
        fail(ora::leading_precision_too_small, c.position());
    c.result(span);
}

// (value, column label, error number, position)
void check_not_null(call& c) {
    if (!c.is_null(0)) return c.result_argument(0);
    const auto code = static_cast<int>(c.integer(2));
    fail(code,
         (code == ora::cannot_insert_null ? "cannot insert NULL into (" : "cannot update (") +
             std::string(c.text(1)) + (code == ora::cannot_insert_null ? ")" : ") to NULL"),
         c.position());
}

// Remembers what went into a key column: (value, index of the column)
void note_key(call& c) {
    const auto index = static_cast<std::size_t>(c.integer(1));
    auto& values = c.state().key_values;
    if (values.size() <= index) values.resize(index + 1);
    values[index] = c.copy(0);
    c.result_argument(0);
}

// (condition, "OWNER.CONSTRAINT"): a CHECK holds unless it is false.
void check_condition(call& c) {
    if (c.is_null(0) || c.integer(0) != 0) return c.result_null();
    fail(ora::check_violated, "check constraint (" + std::string(c.text(1)) + ") violated", 0);
}

constexpr function_entry entries[] = {
    {"st_text", 6, store_text},
    {"cast_text", 4, cast_text},
    {"check_text", 3, check_text},
    {"st_raw", 4, store_raw},
    {"st_num", 5, store_number, null_rule::accepts_null},
    {"st_float", 2, store_float},
    {"st_ym", 3, store_months},
    {"st_ds", 4, store_span},
    {"st_required", 4, check_not_null, null_rule::accepts_null},
    {"st_key", 2, note_key, null_rule::accepts_null, false},
    {"st_check", 2, check_condition, null_rule::accepts_null, false},
};

}  // namespace

std::span<const function_entry> store_functions() {
    return entries;
}

}  // namespace oraxx::sandbox::engine
