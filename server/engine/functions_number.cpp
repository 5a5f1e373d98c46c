// NUMBER arithmetic and numeric functions.
#include <cmath>

#include "server/engine/runtime.hpp"

namespace oraxx::sandbox::engine {
namespace {

void out_of_range(const call& c, const decimal& value) {
    fail(ora::argument_out_of_range, "argument '" + value.to_plain_text() + "' is out of range", c.position());
}

void add(call& c) {
    c.result(decimal::add(c.number(0), c.number(1)));
}
void subtract(call& c) {
    c.result(decimal::subtract(c.number(0), c.number(1)));
}
void multiply(call& c) {
    c.result(decimal::multiply(c.number(0), c.number(1)));
}
void divide(call& c) {
    const auto divisor = c.number(1);
    if (divisor.is_zero()) fail(ora::divisor_is_zero, c.position());
    c.result(decimal::divide(c.number(0), divisor));
}
void modulo(call& c) {
    const auto divisor = c.number(1);
    c.result(divisor.is_zero() ? c.number(0) : decimal::remainder(c.number(0), divisor));
}
void negate(call& c) {
    c.result(c.number(0).negated());
}
void absolute(call& c) {
    c.result(c.number(0).absolute());
}
void sign(call& c) {
    const auto v = c.number(0);
    c.result(decimal(v.is_zero() ? 0 : v.is_negative() ? -1 : 1));
}
void round(call& c) {
    c.result(c.number(0).rounded(static_cast<int>(c.whole(1)), decimal::rounding::half_up));
}
void truncate(call& c) {
    c.result(c.number(0).rounded(static_cast<int>(c.whole(1)), decimal::rounding::truncate));
}
void ceiling(call& c) {
    c.result(c.number(0).rounded(0, decimal::rounding::ceiling));
}
void floor(call& c) {
    c.result(c.number(0).rounded(0, decimal::rounding::floor));
}

// By repeated squaring; fractional exponents would need logarithms, which are not exact.
void power(call& c) {
    auto base = c.number(0);
    const auto exponent = c.number(1);
    const auto whole = exponent.to_int64();
    if (!whole || std::abs(*whole) > 10'000) {
        if (base.is_negative() && !exponent.is_integer()) out_of_range(c, base);
        refuse("POWER with an exponent that is not a small integer", c.position());
    }
    decimal out(1);
    if (base.is_zero() && *whole < 0) fail(ora::numeric_overflow, c.position());
    for (auto left = std::abs(*whole); left != 0; left /= 2) {
        if (left % 2 != 0) {
            const auto product = decimal::multiply(out, base);
            if (!product) fail(ora::numeric_overflow, c.position());
            out = *product;
        }
        const auto square = left > 1 ? decimal::multiply(base, base) : base;
        if (!square) fail(ora::numeric_overflow, c.position());
        base = *square;
    }
    if (*whole < 0 && out.is_zero()) fail(ora::numeric_overflow, c.position());
    c.result(*whole < 0 ? decimal::divide(decimal(1), out) : out);
}

void square_root(call& c) {
    const auto value = c.number(0);
    if (value.is_negative()) out_of_range(c, value);
    c.result(decimal::square_root(value));
}
// A count that some function takes: (number, least, position)
void to_index(call& c) {
    const auto index = c.whole(0);
    if (index < c.integer(1)) out_of_range(c, c.number(0));
    c.result(index);
}
// Keys of frames by value: (number, position) in millionths
void number_range_key(call& c) {
    const auto scaled = decimal::multiply(c.number(0), decimal(1'000'000));
    const auto whole = scaled ? scaled->to_int64() : std::nullopt;
    constexpr std::int64_t most = std::int64_t{1} << 61U;  // a distance may still be added
    if (!whole || *whole > most || *whole < -most) {
        refuse("RANGE over numbers with more than 6 decimals or 12 digits", c.position());
    }
    c.result(*whole);
}
// (timestamp, position) in microseconds
void timestamp_range_key(call& c) {
    const auto t = c.time(0);
    if (t.nanos % 1000 != 0) refuse("RANGE over nanoseconds", c.position());
    c.result(t.seconds * 1'000'000 + t.nanos / 1000);
}

void bit_and(call& c) {
    c.result(decimal(c.number(0).to_int64().value_or(0) & c.number(1).to_int64().value_or(0)));
}

void from_integer(call& c) {
    c.result(decimal(c.integer(0)));
}
// For LIMIT and OFFSET: not below zero.
void to_count(call& c) {
    c.result(std::max<std::int64_t>(c.whole(0), 0));
}

// ROWNUM. `current` is the number of the row that passed last; `next` counts a row that passes.
std::int64_t& counter(const call& c) {
    return c.state().row_numbers[static_cast<std::size_t>(c.integer(0))];
}
void current_row(call& c) {
    c.result(decimal(counter(c)));
}
void candidate_row(call& c) {
    c.result(decimal(counter(c) + 1));
}
void count_row(call& c) {
    ++counter(c);
    c.result(std::int64_t{1});
}

constexpr function_entry entries[] = {
    {"n_add", 3, add},
    {"n_sub", 3, subtract},
    {"n_mul", 3, multiply},
    {"n_div", 3, divide},
    {"n_mod", 2, modulo},
    {"n_neg", 1, negate},
    {"n_abs", 1, absolute},
    {"n_sign", 1, sign},
    {"n_round", 2, round},
    {"n_trunc", 2, truncate},
    {"n_ceil", 1, ceiling},
    {"n_floor", 1, floor},
    {"n_power", 3, power},
    {"n_sqrt", 2, square_root},
    {"n_bitand", 2, bit_and},
    {"n_int", 1, from_integer},
    {"n_count", 1, to_count},
    {"n_index", 3, to_index},
    {"n_range_key", 2, number_range_key},
    {"ts_range_key", 2, timestamp_range_key},
    {"row_current", 1, current_row, null_rule::strict, false},
    {"row_candidate", 1, candidate_row, null_rule::strict, false},
    {"row_next", -1, count_row, null_rule::accepts_null, false},
};

}  // namespace

std::span<const function_entry> number_functions() {
    return entries;
}

}  // namespace oraxx::sandbox::engine
