// Data types as CREATE TABLE and CAST name them.
#include "server/engine/failure.hpp"
#include "server/engine/parser.hpp"

namespace oraxx::sandbox::engine {
namespace {

constexpr std::uint32_t max_varchar_bytes = 4000;
constexpr std::uint32_t max_char_bytes = 2000;
constexpr std::uint32_t max_raw_bytes = 2000;
constexpr int max_precision = 38;
constexpr int min_scale = -84;
constexpr int max_scale = 127;
constexpr int max_float_bits = 126;

std::uint32_t max_length(db_type type) {
    switch (type) {
    case db_type::varchar2: return max_varchar_bytes;
    case db_type::nvarchar2: return max_varchar_bytes / 2;
    case db_type::char_: return max_char_bytes;
    case db_type::nchar: return max_char_bytes / 2;
    default: return max_raw_bytes;
    }
}

}  // namespace

type_name parser::parse_type() {
    type_name out;
    const auto simple = [&](db_type type) {
        take();
        out.type = type;
        return out;
    };
    if (is_any_word({"NUMBER", "DECIMAL", "NUMERIC", "DEC"})) return parse_number_type(false);
    if (is_any_word({"FLOAT", "REAL"})) return parse_number_type(true);
    if (accept_words({"DOUBLE", "PRECISION"})) {
        return {db_type::number, max_float_bits, -127, 0, false, true};
    }
    if (is_any_word({"INTEGER", "INT", "SMALLINT"})) {
        take();
        return {db_type::number, max_precision, 0, 0, false, false};
    }
    if (is_any_word({"VARCHAR2", "VARCHAR"})) return parse_text_type(db_type::varchar2, true);
    if (is_word("NVARCHAR2")) return parse_text_type(db_type::nvarchar2, true);
    if (is_any_word({"CHAR", "CHARACTER"})) return parse_text_type(db_type::char_, false);
    if (is_word("NCHAR")) return parse_text_type(db_type::nchar, false);
    if (is_word("RAW")) return parse_text_type(db_type::raw, true);
    if (is_word("DATE")) return simple(db_type::date);
    if (is_word("TIMESTAMP")) return parse_timestamp_type();
    if (is_word("INTERVAL")) return parse_interval_type();
    if (is_word("BINARY_FLOAT")) return simple(db_type::binary_float);
    if (is_word("BINARY_DOUBLE")) return simple(db_type::binary_double);
    if (is_word("ROWID")) return simple(db_type::rowid);
    if (dialect_.is_23ai && is_any_word({"BOOLEAN", "BOOL"})) return simple(db_type::boolean);
    if (accept_words({"LONG", "RAW"})) {
        out.type = db_type::long_raw;
        return out;
    }
    if (is_word("LONG")) return simple(db_type::long_text);
    if (auto large = parse_large_type()) return *large;
    return parse_user_type();
}

type_name parser::parse_number_type(bool as_float) {
    type_name out{db_type::number, as_float ? max_float_bits : 0, -127, 0, false, as_float};
    if (take().text == "REAL") out.precision = 63;
    if (!accept_symbol("(")) {
        // DECIMAL and NUMERIC without digits are NUMBER(38, 0) in the standard and NUMBER here.
        return out;
    }
    if (!as_float && accept_symbol("*")) {
        out.precision = 0;
        out.scale = 0;
        if (accept_symbol(",")) {
            out.precision = max_precision;
            const int sign = accept_symbol("-") ? -1 : 1;
            out.scale = sign * static_cast<int>(expect_integer(ora::scale_out_of_range));
        }
        expect_symbol(")", ora::missing_right_parenthesis);
        if (out.precision == 0) out.precision = max_precision;
        return out;
    }
    const auto at = position();
    const auto precision = expect_integer(ora::precision_out_of_range);
    if (precision < 1 || precision > (as_float ? max_float_bits : max_precision))
        fail(ora::precision_out_of_range, at);
    out.precision = static_cast<int>(precision);
    if (!as_float) out.scale = 0;
    if (!as_float && accept_symbol(",")) {
        const auto scale_at = position();
        const int sign = accept_symbol("-") ? -1 : 1;
        const auto scale = sign * expect_integer(ora::scale_out_of_range);
        if (scale < min_scale || scale > max_scale) fail(ora::scale_out_of_range, scale_at);
        out.scale = static_cast<int>(scale);
    }
    expect_symbol(")", ora::missing_right_parenthesis);
    return out;
}

type_name parser::parse_text_type(db_type type, bool length_required) {
    type_name out;
    out.type = type;
    out.length = 1;
    take();
    constexpr std::uint32_t longest_variable = 32767;
    const auto most = in_block_ ? longest_variable : max_length(type);
    if (type == db_type::char_ && accept_word("VARYING")) {
        out.type = type = db_type::varchar2;
        length_required = true;
    }
    if (!accept_symbol("(")) {
        if (length_required && in_block_) out.length = longest_variable;  // parameters
        if (length_required && !in_block_) fail_here(ora::missing_left_parenthesis);
        return out;
    }
    const auto at = position();
    const auto length = expect_integer(ora::invalid_datatype);
    if (length == 0) fail(ora::zero_length_column, at);
    if (length > most) fail(ora::length_too_long, at);
    out.length = static_cast<std::uint32_t>(length);
    if (type == db_type::varchar2 || type == db_type::char_) {
        if (accept_word("CHAR")) {
            out.in_chars = true;
        } else {
            accept_word("BYTE");
        }
    }
    expect_symbol(")", ora::missing_right_parenthesis);
    return out;
}

int parser::parse_optional_digits(int fallback, int maximum) {
    if (!accept_symbol("(")) return fallback;
    const auto at = position();
    const auto digits = expect_integer(ora::fraction_out_of_range);
    if (digits < 0 || digits > maximum) fail(ora::fraction_out_of_range, at);
    expect_symbol(")", ora::missing_right_parenthesis);
    return static_cast<int>(digits);
}

type_name parser::parse_timestamp_type() {
    type_name out;
    take();
    out.type = db_type::timestamp;
    out.scale = parse_optional_digits(6, 9);
    if (accept_word("WITH")) {
        out.type = accept_word("LOCAL") ? db_type::timestamp_ltz : db_type::timestamp_tz;
        expect_word("TIME", ora::missing_keyword);
        expect_word("ZONE", ora::missing_keyword);
    }
    return out;
}

type_name parser::parse_interval_type() {
    type_name out;
    take();
    if (accept_word("YEAR")) {
        out.type = db_type::interval_ym;
        out.precision = parse_optional_digits(2, 9);
        out.scale = 0;
        expect_word("TO", ora::missing_keyword);
        expect_word("MONTH", ora::missing_keyword);
        return out;
    }
    expect_word("DAY", ora::invalid_datatype);
    out.type = db_type::interval_ds;
    out.precision = parse_optional_digits(2, 9);
    expect_word("TO", ora::missing_keyword);
    expect_word("SECOND", ora::missing_keyword);
    out.scale = parse_optional_digits(6, 9);
    return out;
}

}  // namespace oraxx::sandbox::engine
