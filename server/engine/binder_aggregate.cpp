// Aggregate functions, plain or over a window: COUNT, SUM, LISTAGG and their like.
#include <algorithm>
#include <utility>

#include "server/engine/aggregate.hpp"
#include "server/engine/failure.hpp"
#include "server/engine/function_table.hpp"

namespace oraxx::sandbox::engine {
namespace {

// Sets a flag of a scope for as long as arguments are bound.
class flag_guard {
public:
    explicit flag_guard(bool& flag) : flag_(flag), before_(std::exchange(flag, true)) {}
    flag_guard(const flag_guard&) = delete;
    flag_guard& operator=(const flag_guard&) = delete;
    ~flag_guard() { flag_ = before_; }

private:
    bool& flag_;
    bool before_;
};

std::string flags_of(const order_item& item, const typed& key, bool reversed) {
    unsigned flags = 0;
    const bool nulls_first = item.nulls_first.value_or(item.descending);
    if (item.descending != reversed) flags |= sort_descending;
    if (nulls_first != reversed) flags |= sort_nulls_first;
    if (is_fixed_text(key.type.kind)) flags |= sort_padded;
    return std::to_string(flags);
}

// VARIANCE and its like: what a sum of squared deviations is divided by, and whether a root follows.
struct spread {
    std::string_view name;
    std::string_view sql;
};
constexpr spread spreads[] = {{"VARIANCE", "n_variance"}, {"VAR_SAMP", "n_var_samp"},    {"VAR_POP", "n_var_pop"},
                              {"STDDEV", "n_stddev"},     {"STDDEV_SAMP", "n_std_samp"}, {"STDDEV_POP", "n_std_pop"}};

const spread* find_spread(std::string_view name) noexcept {
    const auto found =
        std::find_if(std::begin(spreads), std::end(spreads), [name](const spread& s) { return s.name == name; });
    return found == std::end(spreads) ? nullptr : found;
}

}  // namespace

bool is_aggregate_function(std::string_view name) noexcept {
    for (const std::string_view known : {"COUNT", "SUM", "AVG", "MIN", "MAX", "LISTAGG", "MEDIAN"}) {
        if (name == known) return true;
    }
    return find_spread(name) != nullptr;
}

void binder::fail_suffix(const expression& e) {
    refuse(e.text + (e.suffix->within_group.empty() ? " IGNORE NULLS" : " WITHIN GROUP"), e.position);
}

typed binder::bind_aggregate(const expression& e, scope& s) {
    if (s.in_aggregate) fail(ora::aggregate_nested, e.position);
    if (!s.aggregates_allowed) fail(ora::aggregate_not_allowed, e.position);
    s.saw_aggregate = true;
    const flag_guard inside(s.in_aggregate);
    return aggregate_call(e, s, {});
}

std::string binder::sort_arguments(const std::vector<order_item>& items, scope& s) {
    std::string out;
    for (const auto& item : items) {
        const auto key = bind_value(*item.value, s);
        const auto sql = key.type.kind == db_type::timestamp_tz ? call_sql("tz_key", {key.sql}) : key.sql;
        out += "," + sql + "," + flags_of(item, key, false);
    }
    return out;
}

typed binder::aggregate_call(const expression& e, scope& s, const std::string& over) {
    if (e.suffix && !e.suffix->keep.empty()) return keep_call(e, s, over);
    if (e.text == "LISTAGG") return listagg_call(e, s, over);
    if (e.suffix && (!e.suffix->within_group.empty() || e.suffix->ignore_nulls)) fail_suffix(e);
    typed out;
    out.position = e.position;
    out.type = number_expression();
    if (e.star) {
        if (e.text != "COUNT") fail(ora::invalid_argument_count, e.position);
        out.sql = "n_int(count(*)" + over + ")";
        return out;
    }
    if (e.args.size() != 1) fail(ora::invalid_argument_count, e.position);
    auto argument = bind_value(*e.args[0], s);
    const auto* spread = find_spread(e.text);
    if (spread != nullptr) {
        if (e.distinct) refuse(e.text + "(DISTINCT)", e.position);
        if (is_binary_float(argument.type.kind)) refuse(e.text + " of binary numbers", e.position);
        out.sql = std::string(spread->sql) + "(" + to_number(std::move(argument)).sql + ",+" +
                  std::to_string(e.position) + ")" + over;
        return out;
    }
    if (e.text == "MEDIAN") {
        if (e.distinct) fail(ora::distinct_not_allowed, e.position);
        const bool is_date = argument.type.kind == db_type::date;
        if (is_timestamp(argument.type.kind) || is_interval(argument.type.kind) ||
            is_binary_float(argument.type.kind)) {
            refuse("MEDIAN of " + type_label(argument.type.kind), e.position);
        }
        if (is_date) out.type = date_type();
        out.sql = std::string(is_date ? "d_median(" : "n_median(") + (is_date ? argument : to_number(argument)).sql +
                  ')' + over;
        return out;
    }
    // SQLite has no DISTINCT over a window; the engine's own functions do without it.
    const std::string distinct = e.distinct && over.empty() ? "DISTINCT " : "";
    const bool own_distinct = e.distinct && !over.empty();
    if (e.text == "COUNT") {
        out.sql = std::string("n_int(") + (own_distinct ? "count_distinct(" : "count(") + distinct +
                  sort_key(argument) + ')' + over + ')';
        return out;
    }
    if (e.text == "MIN" || e.text == "MAX") {
        out.type = argument.type.kind == db_type::number ? number_expression() : argument.type;
        out.sql = (e.text == "MIN" ? "min(" : "max(") + argument.sql + ')' + over;
        return out;
    }
    const std::string operation = e.text == "SUM" ? "sum" : "avg";
    if (is_binary_float(argument.type.kind)) {
        if (own_distinct) refuse(e.text + "(DISTINCT) of binary numbers over a window", e.position);
        out.type = argument.type;
        out.sql = "b_" + operation + '(' + distinct + argument.sql + ')' + over;
        return out;
    }
    if (is_datetime(argument.type.kind) || is_interval(argument.type.kind)) fail_type(argument, "NUMBER");
    out.sql = "n_" + operation + (own_distinct ? "_distinct(" : "(") + distinct + to_number(std::move(argument)).sql +
              ')' + over;
    return out;
}

// listagg_(value, delimiter, position, distinct, filler or NULL for an error, with count, sort arguments...)
typed binder::listagg_call(const expression& e, scope& s, const std::string& over) {
    if (e.args.empty() || e.args.size() > 2) fail(ora::invalid_argument_count, e.position);
    const bool ordered = e.suffix && !e.suffix->within_group.empty();
    if (!ordered && !settings_.is_23ai) fail(ora::missing_word, "missing WITHIN keyword", e.end);
    if (e.distinct && !settings_.is_23ai) fail(ora::distinct_not_allowed, e.position);
    const auto listed = to_text(bind_value(*e.args[0], s));
    const auto delimiter = e.args.size() > 1 ? to_text(bind_value(*e.args[1], s)).sql : std::string("NULL");
    std::string filler = "NULL";
    if (e.suffix && e.suffix->truncates) {
        filler = e.suffix->filler ? to_text(bind_value(*e.suffix->filler, s)).sql : std::string("'...'");
        if (filler == "NULL") filler = "''";
    }
    typed out;
    out.position = e.position;
    out.type = text_type(max_text_bytes, max_text_bytes);
    if (is_national(listed.type.kind)) out.type.kind = db_type::nvarchar2;
    out.sql = "listagg_(" + listed.sql + "," + delimiter + ",+" + std::to_string(e.position) + "," +
              (e.distinct ? "1" : "0") + "," + filler + "," + (e.suffix && !e.suffix->with_count ? "0" : "1") +
              (ordered ? sort_arguments(e.suffix->within_group, s) : std::string{}) + ")" + over;
    return out;
}

// keep_name(value, sort arguments...): the aggregate of the rows that sort first; for LAST the order is turned.
typed binder::keep_call(const expression& e, scope& s, const std::string& over) {
    const bool known = e.text == "COUNT" || e.text == "SUM" || e.text == "AVG" || e.text == "MIN" || e.text == "MAX";
    if (!known || e.distinct) refuse(e.text + " KEEP", e.position);
    typed argument;
    argument.sql = "1";
    if (!e.star) {
        if (e.args.size() != 1) fail(ora::invalid_argument_count, e.position);
        argument = bind_value(*e.args[0], s);
    }
    const bool sums = e.text == "SUM" || e.text == "AVG";
    if (sums && is_binary_float(argument.type.kind)) refuse(e.text + " KEEP of binary numbers", e.position);
    if (sums) argument = to_number(std::move(argument));
    typed out;
    out.position = e.position;
    out.type =
        sums || e.text == "COUNT" || argument.type.kind == db_type::number ? number_expression() : argument.type;
    std::string keys;
    for (const auto& item : e.suffix->keep) {
        const auto key = bind_value(*item.value, s);
        const auto sql = key.type.kind == db_type::timestamp_tz ? call_sql("tz_key", {key.sql}) : key.sql;
        keys += "," + sql + "," + flags_of(item, key, e.suffix->keep_last);
    }
    const std::string name = e.text == "COUNT" ? "keep_count("
                             : e.text == "SUM" ? "keep_sum("
                             : e.text == "AVG" ? "keep_avg("
                             : e.text == "MIN" ? "keep_min("
                                               : "keep_max(";
    out.sql = name + argument.sql + keys + ")" + over;
    return out;
}

}  // namespace oraxx::sandbox::engine
