// Aggregate functions over stored forms. MIN, MAX and COUNT are SQLite's own: stored forms sort as they are.
#include "server/engine/runtime.hpp"

namespace oraxx::sandbox::engine {
namespace {

runtime& state_of(sqlite3_context* context) {
    return *static_cast<runtime*>(sqlite3_user_data(context));
}

std::span<const std::uint8_t> bytes_of(sqlite3_value* value) {
    const auto* data = static_cast<const std::uint8_t*>(sqlite3_value_blob(value));
    return {data, data == nullptr ? 0 : static_cast<std::size_t>(sqlite3_value_bytes(value))};
}

// SUM and AVG of NUMBER.
struct number_sum {
    decimal total;
    std::int64_t count;
    bool overflow;
};

void sum_step(sqlite3_context* context, int, sqlite3_value** values) {
    auto* sum = static_cast<number_sum*>(sqlite3_aggregate_context(context, sizeof(number_sum)));
    if (sum == nullptr || sqlite3_value_type(values[0]) == SQLITE_NULL) return;
    const auto total = decimal::add(sum->total, decimal::from_stored(bytes_of(values[0])));
    sum->overflow = sum->overflow || !total;
    if (total) sum->total = *total;
    ++sum->count;
}

template <bool Average>
void sum_final(sqlite3_context* context) {
    const auto* sum = static_cast<number_sum*>(sqlite3_aggregate_context(context, 0));
    if (sum == nullptr || sum->count == 0) return sqlite3_result_null(context);
    if (sum->overflow) {
        return raise(context, state_of(context), make_error(ora::numeric_overflow, 0));
    }
    call c(context, 0, nullptr, state_of(context));
    c.result(Average ? *decimal::divide(sum->total, decimal(sum->count)) : sum->total);
}

// SUM and AVG of BINARY_FLOAT and BINARY_DOUBLE.
struct binary_sum {
    double total;
    std::int64_t count;
    bool single;
};

void binary_step(sqlite3_context* context, int, sqlite3_value** values) {
    auto* sum = static_cast<binary_sum*>(sqlite3_aggregate_context(context, sizeof(binary_sum)));
    if (sum == nullptr || sqlite3_value_type(values[0]) == SQLITE_NULL) return;
    const auto stored = bytes_of(values[0]);
    sum->single = stored.size() == 4;
    sum->total += sum->single ? static_cast<double>(load_float(stored)) : load_double(stored);
    ++sum->count;
}

template <bool Average>
void binary_final(sqlite3_context* context) {
    const auto* sum = static_cast<binary_sum*>(sqlite3_aggregate_context(context, 0));
    if (sum == nullptr || sum->count == 0) return sqlite3_result_null(context);
    call c(context, 0, nullptr, state_of(context));
    c.result_real(Average ? sum->total / static_cast<double>(sum->count) : sum->total, sum->single);
}

// A scalar subquery: its one value; a second row is ORA-01427. Arguments: value, position.
struct only_value {
    sqlite3_value* value;
    bool seen;
};

void only_step(sqlite3_context* context, int, sqlite3_value** values) {
    auto* only = static_cast<only_value*>(sqlite3_aggregate_context(context, sizeof(only_value)));
    if (only == nullptr) return;
    if (only->seen) {
        return raise(context, state_of(context),
                     make_error(ora::more_than_one_row, static_cast<std::size_t>(sqlite3_value_int64(values[1]))));
    }
    only->seen = true;
    only->value = sqlite3_value_dup(values[0]);
}

void only_final(sqlite3_context* context) {
    auto* only = static_cast<only_value*>(sqlite3_aggregate_context(context, 0));
    if (only == nullptr || only->value == nullptr) return sqlite3_result_null(context);
    sqlite3_result_value(context, only->value);
    sqlite3_value_free(only->value);
}

}  // namespace

void register_aggregates(sqlite3* db, runtime& state) {
    const auto add = [&](const char* name, int arguments, auto step, auto final) {
        sqlite3_create_function_v2(db, name, arguments, SQLITE_UTF8 | SQLITE_DIRECTONLY, &state, nullptr, step, final,
                                   nullptr);
    };
    add("n_sum", 1, sum_step, sum_final<false>);
    add("n_avg", 1, sum_step, sum_final<true>);
    add("b_sum", 1, binary_step, binary_final<false>);
    add("b_avg", 1, binary_step, binary_final<true>);
    add("only", 2, only_step, only_final);
}

}  // namespace oraxx::sandbox::engine
