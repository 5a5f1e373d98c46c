// Oracle's numeric functions.
#include "server/engine/function_table.hpp"

namespace oraxx::sandbox::engine {
namespace {

bool is_binary(const function_call& c) {
    return is_binary_float(c.args[0].type.kind);
}

// One argument, NUMBER or binary, result of the same kind.
typed unary(const function_call& c, const std::string& name) {
    if (is_binary(c)) return c.result(call_sql("b_" + name, {c.args[0].sql}), c.args[0].type);
    return c.result(call_sql("n_" + name, {c.number(0)}), number_expression());
}

typed absolute(const function_call& c) {
    return unary(c, "abs");
}
typed ceiling(const function_call& c) {
    return unary(c, "ceil");
}
typed floor(const function_call& c) {
    return unary(c, "floor");
}
typed sign(const function_call& c) {
    return c.result(call_sql(is_binary(c) ? "b_sign" : "n_sign", {is_binary(c) ? c.args[0].sql : c.number(0)}),
                    number_expression());
}
typed square_root(const function_call& c) {
    if (is_binary(c)) return unary(c, "sqrt");
    return c.result(call_at("n_sqrt", {c.number(0)}, c.position), number_expression());
}

// Both arguments brought to the wider kind.
typed binary(const function_call& c, const std::string& name, bool with_position) {
    const bool any_binary = is_binary_float(c.args[0].type.kind) || is_binary_float(c.args[1].type.kind);
    if (any_binary) {
        const auto type = simple_type(db_type::binary_double, 8);
        return c.result(call_sql("b_" + name, {c.as(0, type), c.as(1, type)}), type);
    }
    return c.result(with_position ? call_at("n_" + name, {c.number(0), c.number(1)}, c.position)
                                  : call_sql("n_" + name, {c.number(0), c.number(1)}),
                    number_expression());
}
typed modulo(const function_call& c) {
    return binary(c, "mod", false);
}
typed power(const function_call& c) {
    return binary(c, "power", true);
}
typed bit_and(const function_call& c) {
    return c.result(call_sql("n_bitand", {c.number(0), c.number(1)}), number_expression());
}

// ROUND and TRUNC are functions of numbers and of dates.
typed round_or_truncate(const function_call& c, const std::string& name) {
    const auto kind = c.args[0].type.kind;
    if (is_datetime(kind)) {
        const auto model = c.has(1) ? c.text(1) : std::string("'DD'");
        return c.result(call_at("d_" + name, {c.as(0, date_type()), model}, c.position), date_type());
    }
    if (is_binary_float(kind) && !c.has(1)) return unary(c, name);
    const auto digits = c.has(1) ? c.number(1) : number_literal(decimal(0));
    return c.result(call_sql("n_" + name, {c.number(0), digits}), number_expression());
}
typed round(const function_call& c) {
    return round_or_truncate(c, "round");
}
typed truncate(const function_call& c) {
    return round_or_truncate(c, "trunc");
}

typed to_number(const function_call& c) {
    if (!c.has(1)) {
        auto value = c.args[0];
        value.position = c.position;
        return c.result(c.b.convert(value, number_expression()).sql, number_expression());
    }
    const auto label = text_literal(c.args[0].column_name);
    return c.result(c.has(2) ? call_at("n_from_model", {c.text(0), c.text(1), label, c.text(2)}, c.position)
                             : call_at("n_from_model", {c.text(0), c.text(1), label}, c.position),
                    number_expression());
}
typed to_binary_double(const function_call& c) {
    const auto type = simple_type(db_type::binary_double, 8);
    return c.result(c.as(0, type), type);
}
typed to_binary_float(const function_call& c) {
    const auto type = simple_type(db_type::binary_float, 4);
    return c.result(c.as(0, type), type);
}

constexpr scalar_function functions[] = {
    {"ABS", 1, 1, absolute},
    {"CEIL", 1, 1, ceiling},
    {"FLOOR", 1, 1, floor},
    {"SIGN", 1, 1, sign},
    {"SQRT", 1, 1, square_root},
    {"MOD", 2, 2, modulo},
    {"POWER", 2, 2, power},
    {"BITAND", 2, 2, bit_and},
    {"ROUND", 1, 2, round},
    {"TRUNC", 1, 2, truncate},
    {"TO_NUMBER", 1, 3, to_number},
    {"TO_BINARY_DOUBLE", 1, 1, to_binary_double},
    {"TO_BINARY_FLOAT", 1, 1, to_binary_float},
};

}  // namespace

std::span<const scalar_function> numeric_function_table() {
    return functions;
}

}  // namespace oraxx::sandbox::engine
