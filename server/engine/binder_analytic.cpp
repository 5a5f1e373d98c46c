// Analytic functions: the window, its frame, and the functions that exist only over one.
#include <algorithm>

#include "server/engine/failure.hpp"
#include "server/engine/function_table.hpp"
#include "server/engine/interval_text.hpp"

namespace oraxx::sandbox::engine {
namespace {

constexpr std::string_view ranking_functions[] = {"ROW_NUMBER", "RANK",         "DENSE_RANK",
                                                  "NTILE",      "PERCENT_RANK", "CUME_DIST"};
constexpr std::string_view value_functions[] = {"FIRST_VALUE", "LAST_VALUE", "NTH_VALUE"};

template <class Names>
bool is_in(const Names& names, std::string_view name) {
    return std::find(std::begin(names), std::end(names), name) != std::end(names);
}

bool is_neighbour(std::string_view name) {
    return name == "LAG" || name == "LEAD";
}

// Frames by value count in whole units of SQLite's integers: seconds, or millionths.
std::string range_key(const typed& key) {
    if (key.type.kind == db_type::date) return key.sql;
    const auto name = key.type.kind == db_type::number ? "n_range_key" : "ts_range_key";
    return call_at(name, {key.type.kind == db_type::timestamp_tz ? call_sql("tz_key", {key.sql}) : key.sql},
                   key.position);
}

bool has_offset(const window& w) {
    return w.first.offset != nullptr || w.last.offset != nullptr;
}

}  // namespace

bool is_window_function(std::string_view name) noexcept {
    return is_in(ranking_functions, name) || is_in(value_functions, name) || is_neighbour(name) ||
           name == "RATIO_TO_REPORT";
}

typed binder::bind_analytic(const expression& e, scope& s) {
    if (!e.suffix || !e.suffix->over) {
        if (e.suffix && !e.suffix->within_group.empty()) fail_suffix(e);
        fail(ora::missing_window, e.position);
    }
    if (!is_window_function(e.text) && !is_aggregate_function(e.text))
        refuse("analytic function " + e.text, e.position);
    if (!s.windows_allowed || s.in_aggregate || s.in_window) fail(ora::window_not_allowed, e.position);
    if (s.numbers_output) refuse("ROWNUM with analytic functions", e.position);
    s.in_window = true;
    typed out;
    try {
        const auto& w = *e.suffix->over;
        const bool unordered = e.distinct || e.text == "LISTAGG" || e.text == "MEDIAN" ||
                               e.text == "RATIO_TO_REPORT" || !e.suffix->keep.empty();
        if (unordered && !w.order_by.empty()) fail(ora::order_by_not_allowed, w.order_by[0].value->position);
        if (is_in(ranking_functions, e.text)) {
            out = ranking_call(e, s);
        } else {
            const auto over = " OVER (" + window_sql(w, s) + ")";
            out = is_neighbour(e.text)         ? neighbour_call(e, s, over)
                  : is_window_function(e.text) ? value_call(e, s, over)
                                               : aggregate_call(e, s, over);
        }
    } catch (...) {
        s.in_window = false;
        throw;
    }
    s.in_window = false;
    return out;
}

std::string binder::window_sql(const window& w, scope& s) {
    std::string sql;
    for (const auto& item : w.partition_by) {
        sql += (sql.empty() ? "PARTITION BY " : ", ") + sort_key(bind_value(*item, s));
    }
    const bool by_value = w.frame == window::unit::range && has_offset(w);
    if (by_value && w.order_by.size() > 1) fail(ora::invalid_window_group, w.position);
    std::vector<typed> keys;
    std::string order;
    for (const auto& item : w.order_by) {
        keys.push_back(bind_value(*item.value, s));
        const auto& key = keys.back();
        if (by_value && key.type.kind != db_type::number && !is_datetime(key.type.kind)) {
            fail(ora::invalid_window_group, w.position);
        }
        order +=
            (order.empty() ? "ORDER BY " : ", ") + (by_value ? range_key(key) : sort_key(key)) + order_suffix(item);
    }
    if (!order.empty()) sql += (sql.empty() ? "" : " ") + order;
    return sql + frame_sql(w, keys);
}

std::string binder::frame_sql(const window& w, const std::vector<typed>& keys) const {
    if (w.frame == window::unit::none) return {};
    if (keys.empty()) fail(ora::missing_window_order, w.position);
    const auto bound = [&](const frame_bound& b) -> std::string {
        using place = frame_bound::place;
        switch (b.where) {
        case place::unbounded_preceding: return "UNBOUNDED PRECEDING";
        case place::unbounded_following: return "UNBOUNDED FOLLOWING";
        case place::preceding: return frame_offset(b, w, keys[0].type) + " PRECEDING";
        case place::following: return frame_offset(b, w, keys[0].type) + " FOLLOWING";
        case place::current_row: break;
        }
        return "CURRENT ROW";
    };
    return std::string(w.frame == window::unit::rows ? " ROWS BETWEEN " : " RANGE BETWEEN ") + bound(w.first) +
           " AND " + bound(w.last);
}

// The distance as an integer of the key's unit; constants only, as SQLite needs it before the first row.
std::string binder::frame_offset(const frame_bound& bound, const window& w, const sql_type& key) const {
    constexpr int millionth_digits = 6;
    const auto& e = *bound.offset;
    if (e.kind == expression_kind::interval_ds && w.frame == window::unit::range && is_datetime(key.kind)) {
        const auto first = parse_interval_field(e.first_field);
        const auto last = parse_interval_field(e.last_field);
        const auto span = first && last ? parse_day_interval(e.text, *first, *last) : std::nullopt;
        if (!span || span->seconds < 0) fail(ora::invalid_interval, e.position);
        if (key.kind == db_type::date) return std::to_string(span->seconds);
        return std::to_string(span->seconds * 1'000'000 + span->nanos / 1000);
    }
    const auto amount = e.kind == expression_kind::number ? decimal::parse(e.text) : std::nullopt;
    if (!amount) refuse("window frame with a bound that is no literal", e.position);
    decimal scaled = *amount;
    if (w.frame == window::unit::range) {
        const decimal unit(key.kind == db_type::number ? 1'000'000
                           : key.kind == db_type::date ? seconds_per_day
                                                       : seconds_per_day * 1'000'000);
        scaled = decimal::multiply(*amount, unit).value_or(decimal{});
    }
    const auto whole = scaled.to_int64();
    if (!whole) {
        refuse("window frame with a fraction of more than " + std::to_string(millionth_digits) + " digits",
               e.position);
    }
    return std::to_string(*whole);
}

// ROW_NUMBER and its like depend on the order alone.
typed binder::ranking_call(const expression& e, scope& s) {
    const auto& w = *e.suffix->over;
    const bool takes_count = e.text == "NTILE";
    if (e.args.size() != (takes_count ? 1U : 0U) || e.star || e.distinct)
        fail(ora::invalid_argument_count, e.position);
    if (w.order_by.empty()) fail(ora::missing_window_order, e.position);
    if (w.frame != window::unit::none) fail(ora::missing_right_parenthesis, w.position);
    const auto window = window_sql(w, s);
    const auto over = " OVER (" + window + ")";
    typed out;
    out.position = e.position;
    out.type = number_expression();
    out.nullable = false;
    if (takes_count) {
        const auto buckets = convert(bind_value(*e.args[0], s), number_expression()).sql;
        out.sql = "n_int(ntile(" + call_at("n_index", {buckets, "1"}, e.args[0]->position) + ")" + over + ")";
        return out;
    }
    if (e.text != "PERCENT_RANK" && e.text != "CUME_DIST") {
        const auto* name = e.text == "ROW_NUMBER" ? "row_number()" : e.text == "RANK" ? "rank()" : "dense_rank()";
        out.sql = std::string("n_int(") + name + over + ")";
        return out;
    }
    const auto count = "count(*) OVER (" + window + " RANGE BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)";
    const bool percent = e.text == "PERCENT_RANK";
    const auto part = percent ? "rank()" + over + "-1" : "count(*)" + over;
    const auto whole = percent ? "max(" + count + "-1,1)" : count;
    out.sql = call_at("n_div", {call_sql("n_int", {part}), call_sql("n_int", {whole})}, e.position);
    return out;
}

// LAG and LEAD (value [, distance [, default]])
typed binder::neighbour_call(const expression& e, scope& s, const std::string& over) {
    if (e.args.empty() || e.args.size() > 3 || e.distinct) fail(ora::invalid_argument_count, e.position);
    if (e.suffix->over->order_by.empty()) fail(ora::missing_window_order, e.position);
    if (e.suffix->over->frame != window::unit::none) fail(ora::missing_right_parenthesis, e.suffix->over->position);
    if (e.suffix->ignore_nulls) refuse(e.text + " IGNORE NULLS", e.position);
    auto out = bind_value(*e.args[0], s);
    std::string arguments = out.sql;
    if (e.args.size() > 1) {
        const auto distance = convert(bind_value(*e.args[1], s), number_expression()).sql;
        arguments += "," + call_at("n_index", {distance, "0"}, e.args[1]->position);
    }
    if (e.args.size() > 2) {
        const auto fallback = bind_value(*e.args[2], s);
        const auto type = is_text(out.type.kind) ? common_type({out, to_text(fallback)}) : out.type;
        arguments += "," + convert(fallback, type).sql;
        out.type = type;
    }
    typed moved;
    moved.position = e.position;
    moved.type = out.type.kind == db_type::number ? number_expression() : out.type;
    moved.sql = (e.text == "LAG" ? "lag(" : "lead(") + arguments + ")" + over;
    return moved;
}

// FIRST_VALUE, LAST_VALUE, NTH_VALUE, RATIO_TO_REPORT
typed binder::value_call(const expression& e, scope& s, const std::string& over) {
    const bool nth = e.text == "NTH_VALUE";
    if (e.args.size() != (nth ? 2U : 1U) || e.distinct) fail(ora::invalid_argument_count, e.position);
    const auto argument = bind_value(*e.args[0], s);
    typed out;
    out.position = e.position;
    out.type = argument.type.kind == db_type::number ? number_expression() : argument.type;
    if (e.text == "RATIO_TO_REPORT") {
        const auto part = to_number(argument).sql;
        out.type = number_expression();
        out.sql = call_at("n_div", {part, "n_sum(" + part + ")" + over}, e.position);
        return out;
    }
    const bool own = e.suffix->ignore_nulls || e.suffix->from_last;
    const bool backwards = e.text == "LAST_VALUE" || e.suffix->from_last;
    if (own) {
        const auto index =
            nth ? call_at("n_index", {convert(bind_value(*e.args[1], s), number_expression()).sql, "1"},
                          e.args[1]->position)
                : std::string("1");
        out.sql = std::string(backwards ? "nth_from_last(" : "nth_from_first(") + argument.sql + "," + index + "," +
                  (e.suffix->ignore_nulls ? "1" : "0") + ")" + over;
        return out;
    }
    if (nth) {
        const auto index = convert(bind_value(*e.args[1], s), number_expression()).sql;
        out.sql =
            "nth_value(" + argument.sql + "," + call_at("n_index", {index, "1"}, e.args[1]->position) + ")" + over;
    } else {
        out.sql = (backwards ? "last_value(" : "first_value(") + argument.sql + ")" + over;
    }
    return out;
}

}  // namespace oraxx::sandbox::engine
