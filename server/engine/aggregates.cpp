// Aggregates that keep a running total: SUM, AVG, VARIANCE and their like, and the scalar subquery's one value.
// MIN, MAX and COUNT are SQLite's own: stored forms sort as they are.
#include <set>

#include "server/engine/aggregate.hpp"
#include "server/engine/exact_sum.hpp"

namespace oraxx::sandbox::engine {
namespace {

decimal number_of(sqlite3_value* v) {
    return decimal::from_stored(stored_bytes_of(v));
}

decimal checked(const std::optional<decimal>& v, std::size_t position = 0) {
    if (!v) fail(ora::numeric_overflow, position);
    return *v;
}

// SUM and AVG of NUMBER.
template <bool Average>
class number_total {
public:
    void add(aggregate_row row) {
        if (is_null(row[0])) return;
        sum_.add(number_of(row[0]));
        ++count_;
    }
    void remove(aggregate_row row) {
        if (is_null(row[0])) return;
        sum_.remove(number_of(row[0]));
        --count_;
    }
    void result(call& c) const {
        if (count_ == 0) return c.result_null();
        const auto total = checked(sum_.total());
        c.result(Average ? *decimal::divide(total, decimal(count_)) : total);
    }

private:
    exact_sum sum_{};
    std::int64_t count_ = 0;
};

// COUNT, SUM and AVG of distinct values over a window; a whole partition, so nothing is ever taken away.
enum class distinct_result : unsigned char { count, sum, average };

template <distinct_result What>
class distinct_values {
public:
    void add(aggregate_row row) {
        if (is_null(row[0])) return;
        if (sqlite3_value_type(row[0]) == SQLITE_INTEGER) {
            integers_.insert(sqlite3_value_int64(row[0]));
        } else {
            const auto bytes = stored_bytes_of(row[0]);
            values_.emplace(bytes.begin(), bytes.end());
        }
    }
    void remove(aggregate_row) {}
    void result(call& c) const {
        const auto count = static_cast<std::int64_t>(values_.size() + integers_.size());
        if (What == distinct_result::count) return c.result(count);
        if (count == 0) return c.result_null();
        exact_sum sum;
        for (const auto& v : values_) sum.add(decimal::from_stored(v));
        const auto total = checked(sum.total());
        c.result(What == distinct_result::average ? *decimal::divide(total, decimal(count)) : total);
    }

private:
    std::set<std::vector<std::uint8_t>> values_{};
    std::set<std::int64_t> integers_{};  // dates and the like, which only COUNT takes
};

// (value, position): n * sum(x^2) - sum(x)^2 over n * n or n * (n - 1), exact up to that division.
enum class spread_result : unsigned char { variance, sample, population };

template <spread_result What, bool Root>
class number_spread {
public:
    void add(aggregate_row row) { take(row, true); }
    void remove(aggregate_row row) { take(row, false); }

    void result(call& c) const {
        const std::int64_t divisor = What == spread_result::population ? count_ : count_ - 1;
        if (count_ == 0 || (divisor == 0 && What == spread_result::sample)) return c.result_null();
        if (divisor == 0) return c.result(decimal(0));
        const decimal count(count_);
        const auto sum = checked(sum_.total(), position_);
        const auto products = exact_product(count, checked(squares_.total(), position_));
        const auto spread = checked(decimal::subtract(products, exact_product(sum, sum)), position_);
        const auto out = checked(decimal::divide(spread, exact_product(count, decimal(divisor))), position_);
        c.result(Root ? decimal::square_root(out) : out);
    }

private:
    void take(aggregate_row row, bool adds) {
        if (is_null(row[0])) return;
        position_ = static_cast<std::size_t>(sqlite3_value_int64(row[1]));
        const auto v = number_of(row[0]);
        const auto square = exact_product(v, v);
        count_ += adds ? 1 : -1;
        adds ? sum_.add(v) : sum_.remove(v);
        adds ? squares_.add(square) : squares_.remove(square);
    }
    // Refused where NUMBER would have to round.
    [[nodiscard]] decimal exact_product(const decimal& a, const decimal& b) const {
        constexpr int exact_digits = 38;
        if (a.significant_digits() + b.significant_digits() > exact_digits) {
            refuse("variance of numbers with this many digits", position_);
        }
        return checked(decimal::multiply(a, b), position_);
    }

    exact_sum sum_{};
    exact_sum squares_{};
    std::int64_t count_ = 0;
    std::size_t position_ = 0;
};

// SUM and AVG of BINARY_FLOAT and BINARY_DOUBLE. What left the frame is not subtracted, which would not be exact:
// the values that are in it stay known.
template <bool Average>
class binary_total {
public:
    void add(aggregate_row row) {
        if (is_null(row[0])) return;
        const auto stored = stored_bytes_of(row[0]);
        single_ = stored.size() == 4;
        values_.push_back(single_ ? static_cast<double>(load_float(stored)) : load_double(stored));
    }
    void remove(aggregate_row row) {
        if (!is_null(row[0])) ++first_;
    }
    void result(call& c) const {
        if (first_ == values_.size()) return c.result_null();
        double total = 0;
        for (auto i = first_; i < values_.size(); ++i) total += values_[i];
        c.result_real(Average ? total / static_cast<double>(values_.size() - first_) : total, single_);
    }

private:
    std::vector<double> values_{};
    std::size_t first_ = 0;
    bool single_ = false;
};

// A scalar subquery: its one value; a second row is ORA-01427. Arguments: value, position.
class only_value {
public:
    void add(aggregate_row row) {
        if (seen_) fail(ora::more_than_one_row, static_cast<std::size_t>(sqlite3_value_int64(row[1])));
        seen_ = true;
        value_.reset(sqlite3_value_dup(row[0]));
    }
    void remove(aggregate_row) {}
    void result(call& c) const {
        if (!value_) return c.result_null();
        c.result_value(value_.get());
    }

private:
    struct value_deleter {
        void operator()(sqlite3_value* v) const noexcept { sqlite3_value_free(v); }
    };
    std::unique_ptr<sqlite3_value, value_deleter> value_{};
    bool seen_ = false;
};

}  // namespace

void register_aggregates(sqlite3* db, runtime& state) {
    register_aggregate<number_total<false>>(db, state, "n_sum", 1);
    register_aggregate<number_total<true>>(db, state, "n_avg", 1);
    register_aggregate<binary_total<false>>(db, state, "b_sum", 1);
    register_aggregate<binary_total<true>>(db, state, "b_avg", 1);
    register_aggregate<distinct_values<distinct_result::count>>(db, state, "count_distinct", 1);
    register_aggregate<distinct_values<distinct_result::sum>>(db, state, "n_sum_distinct", 1);
    register_aggregate<distinct_values<distinct_result::average>>(db, state, "n_avg_distinct", 1);
    register_aggregate<number_spread<spread_result::variance, false>>(db, state, "n_variance", 2);
    register_aggregate<number_spread<spread_result::sample, false>>(db, state, "n_var_samp", 2);
    register_aggregate<number_spread<spread_result::population, false>>(db, state, "n_var_pop", 2);
    register_aggregate<number_spread<spread_result::variance, true>>(db, state, "n_stddev", 2);
    register_aggregate<number_spread<spread_result::sample, true>>(db, state, "n_std_samp", 2);
    register_aggregate<number_spread<spread_result::population, true>>(db, state, "n_std_pop", 2);
    register_aggregate<only_value>(db, state, "only", 2);
    register_collecting_aggregates(db, state);
}

}  // namespace oraxx::sandbox::engine
