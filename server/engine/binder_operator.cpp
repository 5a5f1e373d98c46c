// Operators and conditions.
#include <algorithm>

#include "server/engine/binder.hpp"
#include "server/engine/failure.hpp"
#include "server/engine/rownum.hpp"

namespace oraxx::sandbox::engine {
namespace {

std::string parenthesised(const std::string& sql) {
    return '(' + sql + ')';
}

std::string negated_if(bool negated, const std::string& condition) {
    return negated ? "(NOT " + condition + ')' : condition;
}

sql_type days_and_seconds() {
    return {db_type::interval_ds, 9, 9, 11, 0};
}
sql_type years_and_months() {
    return {db_type::interval_ym, 9, 0, 5, 0};
}

std::string prefix_of(db_type kind) {
    switch (kind) {
    case db_type::date: return "d";
    case db_type::timestamp_tz: return "tz";
    default: return "ts";
    }
}

}  // namespace

typed binder::arithmetic(const std::string& op, typed a, typed b, std::size_t position) const {
    if (is_datetime(a.type.kind) || is_datetime(b.type.kind))
        return date_arithmetic(op, std::move(a), std::move(b), position);
    if (is_interval(a.type.kind) || is_interval(b.type.kind)) {
        return interval_arithmetic(op, std::move(a), std::move(b), position);
    }
    const std::string name = op == "+" ? "add" : op == "-" ? "sub" : op == "*" ? "mul" : "div";
    typed out;
    out.position = position;
    out.nullable = a.nullable || b.nullable;
    if (is_binary_float(a.type.kind) || is_binary_float(b.type.kind)) {
        const bool is_double = a.type.kind == db_type::binary_double || b.type.kind == db_type::binary_double;
        out.type = is_double ? simple_type(db_type::binary_double, 8) : simple_type(db_type::binary_float, 4);
        out.sql = call_sql("b_" + name, {convert(std::move(a), out.type).sql, convert(std::move(b), out.type).sql});
        return out;
    }
    out.type = number_expression();
    out.sql = call_at("n_" + name, {to_number(std::move(a)).sql, to_number(std::move(b)).sql}, position);
    return out;
}

typed binder::date_arithmetic(const std::string& op, typed a, typed b, std::size_t position) const {
    typed out;
    out.position = position;
    if (op == "*" || op == "/") fail_type(is_datetime(a.type.kind) ? a : b, "NUMBER");
    if (is_datetime(a.type.kind) && is_datetime(b.type.kind)) {
        if (op == "+") {
            fail(ora::date_plus_date, position);
        }
        if (a.type.kind == db_type::date && b.type.kind == db_type::date) {
            out.type = number_expression();
            out.sql = call_sql("d_diff", {a.sql, b.sql});
            return out;
        }
        balance(a, b);
        const auto instant_sql = [](const typed& t) {
            return t.type.kind == db_type::timestamp_tz ? call_sql("tz_key", {t.sql}) : t.sql;
        };
        out.type = days_and_seconds();
        out.sql = call_sql("ts_diff", {instant_sql(a), instant_sql(b)});
        return out;
    }
    if (!is_datetime(a.type.kind)) {
        if (op == "-") fail_type(b, "NUMBER");
        std::swap(a, b);
    }
    const auto prefix = prefix_of(a.type.kind);
    if (b.type.kind == db_type::interval_ds || b.type.kind == db_type::interval_ym) {
        const bool is_span = b.type.kind == db_type::interval_ds;
        const auto amount = op == "+" ? b.sql : is_span ? call_sql("ds_neg", {b.sql}) : "(-" + b.sql + ")";
        out.type = a.type;
        out.sql = call_at(prefix + (is_span ? "_plus_ds" : "_plus_ym"), {a.sql, amount}, position);
        return out;
    }
    // A number of days; timestamps become dates.
    auto days = convert(std::move(b), number_expression());
    out.type = date_type();
    const auto amount = op == "+" ? days.sql : call_sql("n_neg", {days.sql});
    out.sql = call_at("d_add_days", {convert(std::move(a), date_type()).sql, amount}, position);
    return out;
}

typed binder::interval_arithmetic(const std::string& op, typed a, typed b, std::size_t position) const {
    typed out;
    out.position = position;
    if (op == "*" && !is_interval(a.type.kind)) std::swap(a, b);
    if (!is_interval(a.type.kind)) fail_type(a, type_label(b.type.kind));
    const bool is_span = a.type.kind == db_type::interval_ds;
    out.type = is_span ? days_and_seconds() : years_and_months();
    if (op == "+" || op == "-") {
        if (b.type.kind != a.type.kind) fail_type(b, type_label(a.type.kind));
        if (is_span) {
            out.sql = call_sql("ds_add", {a.sql, op == "+" ? b.sql : call_sql("ds_neg", {b.sql})});
        } else {
            out.sql = parenthesised(a.sql + op + b.sql);
        }
        return out;
    }
    const auto factor = convert(std::move(b), number_expression());
    const std::string name = op == "*" ? "_mul" : "_div";
    out.sql = call_at((is_span ? "ds" : "ym") + name, {a.sql, factor.sql}, position);
    return out;
}

typed binder::concat(const typed& left, const typed& right, std::size_t position) const {
    constexpr int most_parts = 90;  // of the 127 arguments a function of SQLite takes
    const auto a = to_text_or_lob(left);
    const auto b = to_text_or_lob(right);
    typed out;
    out.position = position;
    if (is_character_lob(a.type.kind) || is_character_lob(b.type.kind)) {
        out.type = lob_type(is_character_lob(a.type.kind) ? a.type.kind : b.type.kind);
        out.sql = call_sql("lob_concat", {a.sql, b.sql});
        return out;
    }
    const bool national = is_national(a.type.kind) || is_national(b.type.kind);
    out.type = text_type(a.type.bytes + b.type.bytes, a.type.chars + b.type.chars);
    const bool fixed = is_fixed_text(a.type.kind) && is_fixed_text(b.type.kind);
    if (fixed) out.type.kind = db_type::char_;
    if (national) out.type.kind = fixed ? db_type::nchar : db_type::nvarchar2;
    out.nullable = a.nullable && b.nullable;
    // a || b || c is one call.
    const bool extends = left.concat_parts > 0 && left.concat_parts < most_parts;
    const auto parts = extends ? left.concat_list : a.sql;
    out.concat_list = parts + ',' + b.sql;
    out.concat_parts = extends ? left.concat_parts + 1 : 2;
    out.sql = call_at("t_concat", {out.concat_list}, position);
    return out;
}

// Brings two operands of a comparison to one type, as Oracle's rules for implicit conversion say.
void binder::balance(typed& a, typed& b) const {
    const auto ka = a.type.kind;
    const auto kb = b.type.kind;
    if (is_null_type(a.type) || is_null_type(b.type) || ka == kb || (is_text(ka) && is_text(kb))) return;
    if (is_numeric(ka) && is_numeric(kb)) {
        const auto& wider = static_cast<int>(ka) > static_cast<int>(kb) ? a.type : b.type;
        const auto target = wider;
        a = convert(std::move(a), target);
        b = convert(std::move(b), target);
        return;
    }
    if (is_datetime(ka) && is_datetime(kb)) {
        const bool zoned = ka == db_type::timestamp_tz || kb == db_type::timestamp_tz ||
                           ka == db_type::timestamp_ltz || kb == db_type::timestamp_ltz;
        const auto target = timestamp_type(zoned ? db_type::timestamp_tz : db_type::timestamp, 9);
        a = convert(std::move(a), target);
        b = convert(std::move(b), target);
        return;
    }
    // Text gives way to anything; a number to a BOOLEAN.
    if (is_text(ka) || (ka == db_type::number && kb == db_type::boolean)) {
        const auto target = b.type;
        a = convert(std::move(a), target);
    } else if (is_text(kb) || (kb == db_type::number && ka == db_type::boolean)) {
        const auto target = a.type;
        b = convert(std::move(b), target);
    } else {
        fail_type(b, type_label(ka));
    }
}

std::string binder::compare(typed a, std::string_view op, typed b) const {
    if (op == "=" && (a.rowid_object != 0) != (b.rowid_object != 0)) {
        // A rowid finds its row directly.
        const auto& pseudo = a.rowid_object != 0 ? a : b;
        const auto other = convert(a.rowid_object != 0 ? b : a, simple_type(db_type::rowid, 10));
        return parenthesised(pseudo.rowid_sql + "=" +
                             call_sql("row_of", {other.sql, std::to_string(pseudo.rowid_object)}));
    }
    check_comparable(a);
    check_comparable(b);
    balance(a, b);
    const bool padded = is_fixed_text(a.type.kind) && is_fixed_text(b.type.kind);
    if (padded) return "((" + a.sql + " COLLATE ora_padded)" + std::string(op) + b.sql + ')';
    const auto key = [](const typed& e) {
        return e.type.kind == db_type::timestamp_tz ? call_sql("tz_key", {e.sql}) : e.sql;
    };
    return parenthesised(key(a) + std::string(op) + key(b));
}

std::string binder::bind_condition(const expression& e, scope& s) {
    switch (e.kind) {
    case expression_kind::logical_and:
    case expression_kind::logical_or: return bind_logical(e, s);
    case expression_kind::logical_not: return "(NOT " + bind_condition(*e.args[0], s) + ')';
    case expression_kind::compare: return compare(bind_value(*e.args[0], s), e.text, bind_value(*e.args[1], s));
    case expression_kind::between: return bind_between(e, s);
    case expression_kind::in_list: return bind_in_list(e, s);
    case expression_kind::in_subquery: return bind_in_subquery(e, s);
    case expression_kind::like: return bind_like(e, s);
    case expression_kind::is_null:
        return parenthesised(bind_value(*e.args[0], s).sql + (e.negated ? " IS NOT NULL" : " IS NULL"));
    case expression_kind::is_boolean: {
        const auto v = convert(bind_value(*e.args[0], s), boolean_type());
        return parenthesised(v.sql + (e.negated ? " IS NOT " : " IS ") + (e.text == "TRUE" ? "1" : "0"));
    }
    case expression_kind::is_json: return bind_is_json(e, s);
    case expression_kind::exists: return "EXISTS(" + bind_query(*e.subquery, &s).sql + ')';
    default: {
        const auto v = bind_value(e, s);
        if (v.type.kind != db_type::boolean) fail(ora::invalid_relational_operator, e.end);
        return v.sql;
    }
    }
}

// One flat list: SQLite's parser has a stack of a hundred entries.
std::string binder::bind_logical(const expression& e, scope& s) {
    std::vector<const expression*> terms;
    collect_terms(e, e.kind, terms);
    std::string sql;
    for (const auto* term : terms) {
        if (!sql.empty()) sql += e.kind == expression_kind::logical_and ? " AND " : " OR ";
        sql += bind_condition(*term, s);
    }
    return parenthesised(sql);
}

std::string binder::bind_between(const expression& e, scope& s) {
    const auto v = bind_value(*e.args[0], s);
    const auto low = compare(v, ">=", bind_value(*e.args[1], s));
    const auto high = compare(v, "<=", bind_value(*e.args[2], s));
    return negated_if(e.negated, parenthesised(low + " AND " + high));
}

std::string binder::bind_in_list(const expression& e, scope& s) {
    const auto v = bind_value(*e.args[0], s);
    // IN where every item compares with the same form of the value; else an OR chain.
    std::string items;
    std::string chain;
    std::string left;
    bool uniform = v.rowid_object == 0;
    for (std::size_t i = 1; i < e.args.size(); ++i) {
        auto item = bind_value(*e.args[i], s);
        chain += (i == 1 ? "" : " OR ") + compare(v, "=", item);
        auto tested = v;
        balance(tested, item);
        const bool padded = is_fixed_text(tested.type.kind) && is_fixed_text(item.type.kind);
        const auto form = padded || !is_text(tested.type.kind) ? sort_key(tested) : tested.sql;
        uniform = uniform && (i == 1 || form == left);
        left = form;
        items += (i == 1 ? "" : ",") + (is_text(item.type.kind) ? item.sql : sort_key(item));
    }
    return negated_if(e.negated, parenthesised(uniform ? left + " IN (" + items + ')' : chain));
}

std::string binder::bind_in_subquery(const expression& e, scope& s) {
    auto v = bind_value(*e.args[0], s);
    const auto q = bind_query(*e.subquery, &s);
    if (q.columns.size() != 1) fail(ora::too_many_values, e.subquery->position);
    typed column;
    const auto alias = next_alias();
    column.sql = alias + ".c1";
    column.type = q.columns[0].type;
    column.position = e.subquery->position;
    const bool padded = is_fixed_text(v.type.kind) && is_fixed_text(column.type.kind);
    balance(v, column);
    const auto key = [padded](const typed& t) { return padded ? call_sql("rtrim", {t.sql, "' '"}) : sort_key(t); };
    const auto right =
        key(column) == alias + ".c1" ? q.sql : "SELECT " + key(column) + " FROM (" + q.sql + ") " + alias;
    return negated_if(e.negated, parenthesised(key(v) + " IN (" + right + ')'));
}

std::string binder::bind_like(const expression& e, scope& s) {
    const auto tested = to_text_or_lob(bind_value(*e.args[0], s));
    const auto pattern = to_text(bind_value(*e.args[1], s));
    const auto escape = e.args.size() > 2 ? to_text(bind_value(*e.args[2], s)).sql : std::string("''");
    return negated_if(e.negated, call_at("t_like", {tested.sql, pattern.sql, escape}, e.position));
}

}  // namespace oraxx::sandbox::engine
