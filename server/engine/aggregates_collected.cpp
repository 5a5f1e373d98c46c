// Aggregates that need all their rows: LISTAGG, MEDIAN, KEEP (DENSE_RANK ...), NTH_VALUE without NULLs.
#include <algorithm>
#include <deque>
#include <set>

#include "server/engine/aggregate.hpp"
#include "server/engine/exact_sum.hpp"

namespace oraxx::sandbox::engine {
namespace {

struct value_deleter {
    void operator()(sqlite3_value* v) const noexcept { sqlite3_value_free(v); }
};
using owned_value = std::unique_ptr<sqlite3_value, value_deleter>;

owned_value copy_of(sqlite3_value* v) {
    owned_value out(sqlite3_value_dup(v));
    if (!out) throw std::bad_alloc();
    return out;
}

std::string_view text_of(sqlite3_value* v) {
    const auto* data = reinterpret_cast<const char*>(sqlite3_value_text(v));
    return {data, data == nullptr ? 0 : static_cast<std::size_t>(sqlite3_value_bytes(v))};
}

// Two stored values of one type, not NULL: as SQLite would sort them.
int compare_values(sqlite3_value* a, sqlite3_value* b, bool padded) {
    if (sqlite3_value_type(a) == SQLITE_INTEGER) {
        const auto left = sqlite3_value_int64(a);
        const auto right = sqlite3_value_int64(b);
        return left < right ? -1 : left > right ? 1 : 0;
    }
    const auto left = stored_bytes_of(a);
    const auto right = stored_bytes_of(b);
    if (padded) return compare_padded(left, right);
    const auto [l, r] = std::mismatch(left.begin(), left.end(), right.begin(), right.end());
    if (l != left.end() && r != right.end()) return *l < *r ? -1 : 1;
    return l != left.end() ? 1 : r != right.end() ? -1 : 0;
}

struct sort_key_value {
    owned_value value;
    unsigned flags;
};

int compare_keys(const std::vector<sort_key_value>& a, const std::vector<sort_key_value>& b) {
    for (std::size_t i = 0; i < a.size(); ++i) {
        const auto flags = a[i].flags;
        const bool left_null = is_null(a[i].value.get());
        const bool right_null = is_null(b[i].value.get());
        if (left_null != right_null) return left_null == ((flags & sort_nulls_first) != 0) ? -1 : 1;
        if (left_null) continue;
        const int order = compare_values(a[i].value.get(), b[i].value.get(), (flags & sort_padded) != 0);
        if (order != 0) return (flags & sort_descending) != 0 ? -order : order;
    }
    return 0;
}

// Key, flags, key, flags, ...
std::vector<sort_key_value> read_keys(aggregate_row arguments) {
    std::vector<sort_key_value> out;
    for (std::size_t i = 0; i + 1 < arguments.size(); i += 2) {
        out.push_back({copy_of(arguments[i]), static_cast<unsigned>(sqlite3_value_int(arguments[i + 1]))});
    }
    return out;
}

// (value, delimiter, position, distinct, filler or NULL, with count, sort arguments...)
class text_list {
public:
    void add(aggregate_row row) {
        if (arrived_ == 0) read_options(row);
        ++arrived_;
        entries_.push_back({std::string(text_of(row[0])), read_keys(row.subspan(6))});
    }
    void remove(aggregate_row) { entries_.pop_front(); }

    void result(call& c) const {
        auto sorted = in_order();
        std::string out;
        for (std::size_t i = 0; i < sorted.size(); ++i) {
            const auto before = out.size();
            if (i > 0) out += delimiter_;
            out += sorted[i];
            if (out.size() <= max_text_bytes) continue;
            if (!truncates_) fail(ora::too_long_concatenation, position_);
            out.resize(before);
            return c.result(std::string_view(truncated(std::move(out), sorted, i)));
        }
        c.result(std::string_view(out));
    }

private:
    struct entry {
        std::string text;
        std::vector<sort_key_value> keys;
    };

    void read_options(aggregate_row row) {
        delimiter_ = text_of(row[1]);
        position_ = static_cast<std::size_t>(sqlite3_value_int64(row[2]));
        distinct_ = sqlite3_value_int(row[3]) != 0;
        truncates_ = !is_null(row[4]);
        filler_ = text_of(row[4]);
        with_count_ = sqlite3_value_int(row[5]) != 0;
    }

    // Without NULLs; DISTINCT keeps the first of equal texts.
    [[nodiscard]] std::vector<std::string_view> in_order() const {
        std::vector<const entry*> rows;
        for (const auto& e : entries_) {
            if (!e.text.empty()) rows.push_back(&e);
        }
        std::stable_sort(rows.begin(), rows.end(),
                         [](const entry* a, const entry* b) { return compare_keys(a->keys, b->keys) < 0; });
        std::vector<std::string_view> out;
        std::set<std::string_view> known;
        for (const auto* row : rows) {
            if (!distinct_ || known.insert(row->text).second) out.push_back(row->text);
        }
        return out;
    }

    // `listed` values fit into `out`; gives up more of them until the filler and the count of those left out fit.
    [[nodiscard]] std::string truncated(std::string out, const std::vector<std::string_view>& all,
                                        std::size_t listed) const {
        for (;; --listed) {
            const auto count = with_count_ ? "(" + std::to_string(all.size() - listed) + ")" : std::string{};
            const auto tail = (listed > 0 ? delimiter_ : std::string{}) + filler_ + count;
            if (listed == 0 || out.size() + tail.size() <= max_text_bytes) return out + tail;
            const auto dropped = all[listed - 1].size() + (listed > 1 ? delimiter_.size() : 0);
            out.resize(out.size() - dropped);
        }
    }

    std::deque<entry> entries_{};
    std::size_t arrived_ = 0;
    std::string delimiter_{};
    std::string filler_{};
    std::size_t position_ = 0;
    bool distinct_ = false;
    bool truncates_ = false;
    bool with_count_ = true;
};

// MEDIAN: the middle, or halfway between the two middle ones.
class values_in_order {
public:
    void add(aggregate_row row) {
        if (!is_null(row[0])) values_.push_back(copy_of(row[0]));
    }
    void remove(aggregate_row row) {
        if (!is_null(row[0])) values_.pop_front();
    }

protected:
    [[nodiscard]] std::vector<sqlite3_value*> sorted() const {
        std::vector<sqlite3_value*> out;
        for (const auto& v : values_) out.push_back(v.get());
        std::sort(out.begin(), out.end(),
                  [](sqlite3_value* a, sqlite3_value* b) { return compare_values(a, b, false) < 0; });
        return out;
    }

private:
    std::deque<owned_value> values_{};
};

class number_median : public values_in_order {
public:
    void result(call& c) const {
        const auto all = sorted();
        if (all.empty()) return c.result_null();
        const auto at = [&all](std::size_t i) { return decimal::from_stored(stored_bytes_of(all[i])); };
        const auto upper = at(all.size() / 2);
        if (all.size() % 2 != 0) return c.result(upper);
        const auto sum = decimal::add(at(all.size() / 2 - 1), upper);
        if (!sum) fail(ora::numeric_overflow, 0);
        c.result(*decimal::divide(*sum, decimal(2)));
    }
};

class date_median : public values_in_order {
public:
    void result(call& c) const {
        const auto all = sorted();
        if (all.empty()) return c.result_null();
        const auto upper = sqlite3_value_int64(all[all.size() / 2]);
        const auto lower = all.size() % 2 != 0 ? upper : sqlite3_value_int64(all[all.size() / 2 - 1]);
        c.result(lower + (upper - lower + 1) / 2);
    }
};

// (value, sort arguments...): the aggregate of the rows that sort first.
enum class kept_result : unsigned char { count, sum, average, least, greatest };

template <kept_result What>
class kept_rows {
public:
    void add(aggregate_row row) {
        auto keys = read_keys(row.subspan(1));
        const int order = keys_.empty() ? -1 : compare_keys(keys, keys_);
        if (order > 0) return;
        if (order < 0) values_.clear();
        if (order < 0) keys_ = std::move(keys);
        if (!is_null(row[0])) values_.push_back(copy_of(row[0]));
    }
    void remove(aggregate_row) {}  // always over whole partitions
    void result(call& c) const {
        const auto count = static_cast<std::int64_t>(values_.size());
        if (What == kept_result::count) return c.result(decimal(count));
        if (count == 0) return c.result_null();
        if (What == kept_result::least || What == kept_result::greatest) {
            const auto [least, greatest] =
                std::minmax_element(values_.begin(), values_.end(), [](const owned_value& a, const owned_value& b) {
                    return compare_values(a.get(), b.get(), false) < 0;
                });
            return c.result_value((What == kept_result::least ? *least : *greatest).get());
        }
        exact_sum sum;
        for (const auto& v : values_) sum.add(decimal::from_stored(stored_bytes_of(v.get())));
        const auto total = sum.total();
        if (!total) fail(ora::numeric_overflow, 0);
        c.result(What == kept_result::sum ? *total : *decimal::divide(*total, decimal(count)));
    }

private:
    std::vector<sort_key_value> keys_{};
    std::vector<owned_value> values_{};
};

// (value, n, ignore NULLs): the n-th value of the frame from one end.
template <bool FromLast>
class nth_of_frame {
public:
    void add(aggregate_row row) {
        index_ = static_cast<std::size_t>(sqlite3_value_int64(row[1]));
        if (!skips(row)) values_.push_back(copy_of(row[0]));
    }
    void remove(aggregate_row row) {
        if (!skips(row)) values_.pop_front();
    }
    void result(call& c) const {
        if (index_ == 0 || index_ > values_.size()) return c.result_null();
        c.result_value(values_[FromLast ? values_.size() - index_ : index_ - 1].get());
    }

private:
    static bool skips(aggregate_row row) { return is_null(row[0]) && sqlite3_value_int(row[2]) != 0; }

    std::deque<owned_value> values_{};
    std::size_t index_ = 0;
};

}  // namespace

void register_collecting_aggregates(sqlite3* db, runtime& state) {
    register_aggregate<text_list>(db, state, "listagg_", -1);
    register_aggregate<number_median>(db, state, "n_median", 1);
    register_aggregate<date_median>(db, state, "d_median", 1);
    register_aggregate<kept_rows<kept_result::count>>(db, state, "keep_count", -1);
    register_aggregate<kept_rows<kept_result::sum>>(db, state, "keep_sum", -1);
    register_aggregate<kept_rows<kept_result::average>>(db, state, "keep_avg", -1);
    register_aggregate<kept_rows<kept_result::least>>(db, state, "keep_min", -1);
    register_aggregate<kept_rows<kept_result::greatest>>(db, state, "keep_max", -1);
    register_aggregate<nth_of_frame<false>>(db, state, "nth_from_first", 3);
    register_aggregate<nth_of_frame<true>>(db, state, "nth_from_last", 3);
}

}  // namespace oraxx::sandbox::engine
