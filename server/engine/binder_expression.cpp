// Values: names, CASE, CAST, subqueries, and the rules of grouping.
#include <algorithm>

#include "server/engine/binder.hpp"
#include "server/engine/failure.hpp"

namespace oraxx::sandbox::engine {
namespace {

bool is_condition(expression_kind kind) {
    return kind >= expression_kind::compare;
}

// Literals and binds never need a GROUP BY.
bool is_constant(expression_kind kind) {
    return kind <= expression_kind::bind;
}

}  // namespace

std::string path_text(const std::vector<std::string>& path) {
    std::string out;
    for (const auto& part : path) out += (out.empty() ? "" : ".") + quoted(part);
    return out;
}

void binder::fail_identifier(const expression& e) const {
    if (!settings_.in_block) fail(ora::invalid_identifier, path_text(e.path) + ": invalid identifier", e.position);
    std::string name;
    for (const auto& part : e.path) name += (name.empty() ? "" : ".") + part;
    fail_statement("PLS-00201: identifier '" + name + "' must be declared", text_, e.position);
}

typed binder::bind_value(const expression& e, scope& s) {
    if (s.is_grouped && !s.in_aggregate && !s.matching && !is_constant(e.kind)) {
        if (auto group = match_group(e, s)) return *group;
    }
    return bind_kind(e, s);
}

typed binder::bind_kind(const expression& e, scope& s) {
    if (is_constant(e.kind)) return e.kind == expression_kind::bind ? bind_variable(e) : bind_literal(e);
    if (is_condition(e.kind)) {
        typed out;
        out.position = e.begin;
        out.type = boolean_type();
        out.sql = bind_condition(e, s);
        return out;
    }
    switch (e.kind) {
    case expression_kind::column: return bind_column(e, s);
    case expression_kind::negate: return bind_negation(e, s);
    case expression_kind::arithmetic:
        return arithmetic(e.text, bind_value(*e.args[0], s), bind_value(*e.args[1], s), e.position);
    case expression_kind::concat: return concat(bind_value(*e.args[0], s), bind_value(*e.args[1], s), e.position);
    case expression_kind::function: return bind_function(e, s);
    case expression_kind::simple_case:
    case expression_kind::searched_case: return bind_case(e, s);
    case expression_kind::cast: return bind_cast(e, s);
    case expression_kind::extract: return bind_extract(e, s);
    case expression_kind::trim: return bind_trim(e, s);
    case expression_kind::at_time_zone: return bind_at_time_zone(e, s);
    case expression_kind::subquery: return bind_subquery(e, s);
    case expression_kind::attribute: return bind_attribute(e, s);
    case expression_kind::method: return bind_method(e, s);
    case expression_kind::cursor: refuse("CURSOR", e.position);
    case expression_kind::member:
        if (auto known = bind_block_name(e)) return *known;
        return bind_attribute(e, s);
    default: fail(ora::missing_expression, e.position);
    }
}

std::optional<typed> binder::match_group(const expression& e, scope& s) {
    if (s.group_by.empty()) return std::nullopt;
    s.matching = true;
    typed plain;
    try {
        plain = bind_kind(e, s);
    } catch (...) {
        s.matching = false;
        throw;
    }
    s.matching = false;
    const auto key = without_positions(plain.sql);
    const bool grouped = std::any_of(s.group_by.begin(), s.group_by.end(),
                                     [&key](const typed& g) { return without_positions(g.sql) == key; });
    return grouped ? std::optional(plain) : std::nullopt;
}

typed binder::bind_column(const expression& e, scope& s) {
    if (auto column = find_column(e, s)) return std::move(*column);
    if (auto known = bind_block_name(e)) return std::move(*known);
    if (auto pseudo = bind_pseudo_column(e, s)) return std::move(*pseudo);
    if (e.path.size() > 1) {
        if (auto part = bind_column_part(e, s)) return std::move(*part);
    }
    fail_identifier(e);
}

std::optional<typed> binder::find_column(const expression& e, scope& s) {
    const std::string& column = e.path.back();
    if (e.outer_joined && !s.in_old_join) fail(ora::outer_join_not_allowed, e.position);
    std::vector<typed>* taken = nullptr;
    for (scope* at = &s; at != nullptr; at = at->outer) {
        if (at->taken != nullptr) taken = at->taken;
        const typed* found = nullptr;
        const scope_table* owner = nullptr;
        for (const auto& table : at->tables) {
            if (e.path.size() >= 2 && table.alias != e.path[e.path.size() - 2]) continue;
            if (e.path.size() >= 3 && table.schema != e.path[0]) continue;
            for (const auto& candidate : table.columns) {
                if (candidate.name != column || (candidate.hidden && e.path.size() == 1)) continue;
                if (e.path.size() > 1 && (candidate.hidden || candidate.merged)) {
                    fail(candidate.natural ? ora::natural_column_qualified : ora::using_column_qualified, e.position);
                }
                if (found != nullptr) {
                    const auto text = settings_.is_23ai ? column + ": column ambiguously specified - appears in " +
                                                              owner->alias + " and " + table.alias
                                                        : std::string("column ambiguously defined");
                    fail(ora::ambiguous_column, text, e.position);
                }
                found = &candidate.value;
                owner = &table;
            }
        }
        if (found == nullptr) continue;
        for (scope* inner = &s; inner != at; inner = inner->outer) inner->correlated = true;
        typed out = *found;
        out.position = e.position;
        if (!at->in_aggregate && !at->matching) {
            if (!at->bare_column) at->bare_column = out;
            if (at->is_grouped && at == &s) {
                fail(ora::not_grouped,
                     settings_.is_23ai
                         ? path_text(e.path) +
                               ": must appear in the GROUP BY clause or be used in an aggregate function"
                         : std::string(standard_text(ora::not_grouped)),
                     e.position);
            }
        }
        return taken == nullptr ? out : take(*taken, out);
    }
    return std::nullopt;
}

typed binder::bind_rownum(scope& s, std::size_t position) const {
    typed out;
    out.position = position;
    out.type = number_expression();
    const auto counter = std::to_string(s.row_counter);
    out.sql = call_sql(s.is_candidate ? "row_candidate" : "row_current", {counter});
    s.counts_rows = true;
    return out;
}

std::optional<typed> binder::bind_pseudo_column(const expression& e, scope& s) {
    const auto& name = e.path.back();
    typed out;
    out.position = e.position;
    if (name == "ROWID") {
        for (const auto& table : s.tables) {
            if (e.path.size() >= 2 && table.alias != e.path[e.path.size() - 2]) continue;
            if (table.object_id == 0) {
                fail(ora::no_rowid_here, e.position);
            }
            if (table.is_index_organized) {
                out.type = simple_type(db_type::urowid, max_text_bytes);
                out.sql = call_sql("urowid_of", {std::to_string(table.object_id), table.sqlite_alias + ".rowid"});
                return out;
            }
            out.type = simple_type(db_type::rowid, 10);
            out.rowid_object = table.object_id;
            out.rowid_sql = table.sqlite_alias + ".rowid";
            out.sql = call_sql("rowid_of", {std::to_string(table.object_id), out.rowid_sql});
            return out;
        }
        return std::nullopt;
    }
    if (e.path.size() >= 2 && (name == "NEXTVAL" || name == "CURRVAL")) return bind_sequence(e, s);
    if (e.path.size() != 1) return std::nullopt;
    const auto simple = [&out](const char* sql, sql_type type) {
        out.sql = sql;
        out.type = type;
        return out;
    };
    if (name == "ROWNUM" && s.row_counter >= 0) return bind_rownum(s, e.position);
    if (name == "LEVEL" || (name == "ROWNUM" && s.rownum_is_level)) {
        if (s.level_sql.empty()) fail(ora::connect_by_required, e.position);
        out.sql = call_sql("n_int", {s.level_sql});
        out.type = number_expression();
        return out;
    }
    if (name == "SYSDATE") return simple("sysdate()", date_type());
    if (name == "CURRENT_DATE") return simple("current_date_()", date_type());
    if (name == "SYSTIMESTAMP") return simple("systimestamp()", timestamp_type(db_type::timestamp_tz, 6));
    if (name == "CURRENT_TIMESTAMP") return simple("current_timestamp_()", timestamp_type(db_type::timestamp_tz, 6));
    if (name == "LOCALTIMESTAMP") return simple("localtimestamp_()", timestamp_type(db_type::timestamp, 6));
    if (name == "SESSIONTIMEZONE") return simple("session_zone()", text_type(75, 75));
    if (name == "DBTIMEZONE") return simple("database_zone()", text_type(6, 6));
    if (name == "USER") return simple("sys_context_('USERENV','SESSION_USER')", text_type(128, 128));
    if (name == "UID") return simple("n_int(100)", number_expression());
    return std::nullopt;
}

typed binder::bind_negation(const expression& e, scope& s) {
    auto v = bind_value(*e.args[0], s);
    typed out;
    out.position = e.position;
    out.nullable = v.nullable;
    if (is_binary_float(v.type.kind)) {
        out.type = v.type;
        out.sql = call_sql("b_neg", {v.sql});
    } else if (v.type.kind == db_type::interval_ds) {
        out.type = v.type;
        out.sql = call_sql("ds_neg", {v.sql});
    } else if (v.type.kind == db_type::interval_ym) {
        out.type = v.type;
        out.sql = "(-" + v.sql + ")";
    } else {
        out.type = number_expression();
        out.sql = call_sql("n_neg", {convert(std::move(v), number_expression()).sql});
    }
    return out;
}

typed binder::bind_case(const expression& e, scope& s) {
    const bool is_simple = e.kind == expression_kind::simple_case;
    const std::size_t first = is_simple ? 1 : 0;
    const std::size_t branches = (e.args.size() - first - (e.has_else ? 1 : 0)) / 2;
    std::optional<typed> operand;
    if (is_simple) operand = bind_value(*e.args[0], s);
    std::vector<std::string> conditions;
    std::vector<typed> results;
    for (std::size_t i = 0; i < branches; ++i) {
        const auto& when = *e.args[first + 2 * i];
        conditions.push_back(is_simple ? compare(*operand, "=", bind_value(when, s)) : bind_condition(when, s));
        results.push_back(bind_value(*e.args[first + 2 * i + 1], s));
    }
    if (e.has_else) results.push_back(bind_value(*e.args.back(), s));
    typed out;
    out.position = e.position;
    out.type = common_type(results);
    out.sql = "(CASE";
    for (std::size_t i = 0; i < branches; ++i) {
        out.sql += " WHEN " + conditions[i] + " THEN " + convert(results[i], out.type).sql;
    }
    if (e.has_else) out.sql += " ELSE " + convert(results.back(), out.type).sql;
    out.sql += " END)";
    return out;
}

typed binder::bind_cast(const expression& e, scope& s) {
    auto operand = bind_value(*e.args[0], s);
    operand.position = e.position;
    if (e.type->type == db_type::object) (void)resolve_type(*e.type, e.bind_index);  // its error points there
    return cast(std::move(operand), *e.type, {});
}

typed binder::bind_extract(const expression& e, scope& s) {
    auto v = bind_value(*e.args[0], s);
    typed out;
    out.position = e.position;
    out.type = number_expression();
    const auto field = text_literal(e.text);
    if (is_text(v.type.kind)) fail(ora::invalid_extract_field, v.position);
    if (v.type.kind == db_type::interval_ym) {
        if (e.text != "YEAR" && e.text != "MONTH") fail(ora::invalid_extract_field, e.position);
        out.sql = call_sql("n_int", {"(" + v.sql + (e.text == "YEAR" ? "/12)" : "%12)")});
        return out;
    }
    if (v.type.kind == db_type::interval_ds) {
        out.sql = call_at("extract_ds", {field, v.sql}, e.position);
        return out;
    }
    if (!is_datetime(v.type.kind)) fail(ora::invalid_extract_field, e.position);
    const bool is_zone_field = e.text.rfind("TIMEZONE", 0) == 0;
    const bool is_time_field = e.text == "HOUR" || e.text == "MINUTE" || e.text == "SECOND";
    const bool has_zone = v.type.kind == db_type::timestamp_tz || v.type.kind == db_type::timestamp_ltz;
    if ((is_zone_field && !has_zone) || (is_time_field && v.type.kind == db_type::date)) {
        fail(ora::invalid_extract_field, e.position);
    }
    if (e.text == "TIMEZONE_REGION" || e.text == "TIMEZONE_ABBR") refuse("EXTRACT(" + e.text + ")", e.position);
    // Hours and the like of a zoned value are those in UTC.
    const bool in_utc = v.type.kind == db_type::timestamp_tz;
    const auto zoned = v.type.kind == db_type::timestamp_ltz ? call_sql("tz_from_ltz", {v.sql}) : v.sql;
    const auto offset = has_zone ? call_sql("tz_offset", {zoned}) : std::string("0");
    const auto plain = in_utc ? call_sql("tz_key", {v.sql}) : convert(v, timestamp_type(db_type::timestamp, 9)).sql;
    out.sql = call_at("extract_time", {field, plain, offset}, e.position);
    return out;
}

typed binder::bind_trim(const expression& e, scope& s) {
    const auto source = to_text(bind_value(*e.args[0], s));
    const auto set = e.args.size() > 1 ? to_text(bind_value(*e.args[1], s)).sql : std::string("' '");
    typed out;
    out.position = e.position;
    out.type = source.type;
    out.type.kind = is_national(source.type.kind) ? db_type::nvarchar2 : db_type::varchar2;
    const auto name = e.text == "LEADING" ? "t_ltrim" : e.text == "TRAILING" ? "t_rtrim" : "t_trim";
    out.sql = call_sql(name, {source.sql, set});
    return out;
}

typed binder::bind_at_time_zone(const expression& e, scope& s) {
    auto v = bind_value(*e.args[0], s);
    if (!is_datetime(v.type.kind)) fail_type(v, "TIMESTAMP WITH TIME ZONE");
    const auto zoned = convert(std::move(v), timestamp_type(db_type::timestamp_tz, 9));
    typed out;
    out.position = e.position;
    out.type = zoned.type;
    out.sql = e.args.size() > 1 ? call_at("tz_at", {zoned.sql, to_text(bind_value(*e.args[1], s)).sql}, e.position)
                                : call_at("tz_at", {zoned.sql}, e.position);
    return out;
}

typed binder::bind_subquery(const expression& e, scope& s) {
    const auto q = bind_query(*e.subquery, &s);
    if (q.columns.size() != 1) fail(ora::too_many_values, e.subquery->position);
    typed out;
    out.position = e.position;
    out.type = q.columns[0].type;
    const auto alias = next_alias();
    out.sql =
        "(SELECT only(" + alias + ".c1,+" + std::to_string(e.position) + ") FROM (" + q.sql + ") " + alias + ')';
    return out;
}

std::optional<typed> binder::bind_block_name(const expression& e) const {
    const auto known = settings_.names == nullptr ? std::nullopt : settings_.names->find(e);
    if (!known) return std::nullopt;
    typed out;
    out.position = e.position;
    out.sql = "?" + std::to_string(known->number + 1);
    out.type = known->type;
    return out;
}

std::vector<typed> binder::bind_record(const expression& e) const {
    std::vector<typed> out;
    for (const auto& field : settings_.names->fields_of(e)) {
        auto& each = out.emplace_back();
        each.position = e.position;
        each.sql = "?" + std::to_string(field.number + 1);
        each.type = field.type;
    }
    if (out.empty()) fail(ora::not_enough_values, e.position);
    return out;
}

std::string binder::bind_assignment(const expression& e, const sql_type& target) {
    scope s;
    const auto converted = convert(bind_value(e, s), target);
    const bool is_measured = converted.sql != "NULL" && !is_text(target.kind) && target.kind != db_type::raw;
    return "SELECT " + (is_measured ? store_sql(converted, target, false, false, "V") : converted.sql);
}

}  // namespace oraxx::sandbox::engine
