// Function calls: lookup, argument counts; and the functions that take any type.
#include "server/engine/function_table.hpp"

#include <algorithm>

#include "server/engine/failure.hpp"
#include "server/engine/parser.hpp"

namespace oraxx::sandbox::engine {
namespace {

// NVL(a, b): the type of the first, or the wider of two numbers.
typed nvl(const function_call& c) {
    auto& a = c.args[0];
    auto& b = c.args[1];
    sql_type type = is_null_type(a.type) ? b.type : a.type;
    const bool has_clob = is_character_lob(a.type.kind) || is_character_lob(b.type.kind);
    if (has_clob || (is_numeric(type.kind) && is_numeric(b.type.kind))) {
        type = c.b.common_type({a, b});
    } else if (is_text(type.kind)) {
        const auto other = c.b.to_text(b).type;
        type.kind = is_national(type.kind) ? db_type::nvarchar2 : db_type::varchar2;
        type.bytes = std::max(type.bytes, other.bytes);
        type.chars = std::max(type.chars, other.chars);
    }
    // Unlike COALESCE, NVL computes both.
    auto out = c.result(call_sql("nvl_", {c.as(0, type), c.as(1, type)}), type);
    out.nullable = a.nullable && b.nullable;
    return out;
}

typed nvl2(const function_call& c) {
    const auto type = c.b.common_type({c.args[1], c.args[2]});
    return c.result(
        "(CASE WHEN " + c.args[0].sql + " IS NOT NULL THEN " + c.as(1, type) + " ELSE " + c.as(2, type) + " END)",
        type);
}

typed coalesce(const function_call& c) {
    const auto type = c.b.common_type(c.args);
    std::string list;
    for (std::size_t i = 0; i < c.args.size(); ++i) list += (i == 0 ? "" : ",") + c.as(i, type);
    return c.result(c.args.size() == 1 ? list : "coalesce(" + list + ')', type);
}

typed nullif(const function_call& c) {
    return c.result(
        "(CASE WHEN " + c.b.compare(c.args[0], "=", c.args[1]) + " THEN NULL ELSE " + c.args[0].sql + " END)",
        c.args[0].type);
}

// DECODE compares with the first search value's type and takes the first result's; NULL equals NULL.
typed decode(const function_call& c) {
    const std::size_t pairs = (c.args.size() - 1) / 2;
    const bool has_default = c.args.size() % 2 == 0;
    std::vector<typed> results;
    for (std::size_t i = 0; i < pairs; ++i) results.push_back(c.args[2 + 2 * i]);
    if (has_default) results.push_back(c.args.back());
    sql_type type = results[0].type;
    if (is_null_type(type) || is_text(type.kind)) {
        type = text_type(0, 0);
        for (const auto& r : results) {
            const auto text = c.b.to_text(r).type;
            type.bytes = std::max(type.bytes, text.bytes);
            type.chars = std::max(type.chars, text.chars);
            if (is_national(text.kind)) type.kind = db_type::nvarchar2;
        }
    } else if (is_numeric(type.kind)) {
        type = number_expression();
        for (const auto& r : results) {
            if (is_binary_float(r.type.kind)) type = r.type;
        }
    }
    std::string sql = "(CASE";
    for (std::size_t i = 0; i < pairs; ++i) {
        const auto& search = c.args[1 + 2 * i];
        const auto same = c.b.compare(c.args[0], "=", search);
        const auto is_null = c.args[0].sql + " IS NULL";
        sql += " WHEN ";
        if (is_null_type(search.type)) {
            sql += is_null;
        } else {
            sql.append("(").append(same).append(" OR (").append(is_null);
            sql.append(" AND ").append(search.sql).append(" IS NULL))");
        }
        sql.append(" THEN ").append(c.b.convert(results[i], type).sql);
    }
    if (has_default) sql += " ELSE " + c.b.convert(results.back(), type).sql;
    return c.result(sql + " END)", type);
}

typed extreme(const function_call& c, const char* name) {
    sql_type type = c.args[0].type;
    if (is_numeric(type.kind)) {
        std::vector<typed> numbers;
        for (const auto& a : c.args) {
            if (is_numeric(a.type.kind)) numbers.push_back(a);
        }
        type = c.b.common_type(numbers);
        if (numbers.size() < c.args.size() && type.kind == db_type::number) type = number_expression();
    }
    if (is_text(type.kind)) {
        for (const auto& a : c.args) {
            const auto text = c.b.to_text(a).type;
            type.bytes = std::max(type.bytes, text.bytes);
            type.chars = std::max(type.chars, text.chars);
        }
        type.kind = is_national(type.kind) ? db_type::nvarchar2 : db_type::varchar2;
    }
    std::string list;
    for (std::size_t i = 0; i < c.args.size(); ++i) list += (i == 0 ? "" : ",") + c.as(i, type);
    // One argument would be SQLite's aggregate.
    return c.result(c.args.size() == 1 ? list : std::string(name) + '(' + list + ')', type);
}
typed greatest(const function_call& c) {
    return extreme(c, "max");
}
typed least(const function_call& c) {
    return extreme(c, "min");
}

typed sys_context(const function_call& c) {
    return c.result(call_sql("sys_context_", {c.text(0), c.text(1)}), text_type(256, 256));
}
// Real Application Security's context, which is never set.
typed xs_sys_context(const function_call& c) {
    return c.result("NULL", text_type(256, 256));
}
typed user_environment(const function_call& c) {
    return c.result(call_sql("sys_context_", {"'USERENV'", c.text(0)}), text_type(64, 64));
}
// A condition that is not true: false or unknown.
typed not_true(const function_call& c) {
    return c.result("(" + c.args[0].sql + " IS NOT TRUE)", boolean_type());
}
typed new_guid(const function_call& c) {
    return c.result("sys_guid_()", simple_type(db_type::raw, 16));
}
typed user_name(const function_call& c) {
    return c.result("sys_context_('USERENV','SESSION_USER')", text_type(128, 128));
}
typed rowid_to_char(const function_call& c) {
    return c.result(call_sql("text_from_rowid", {c.as(0, simple_type(db_type::rowid, 10))}), text_type(18, 18));
}
typed char_to_rowid(const function_call& c) {
    return c.result(call_at("rowid_from_text", {c.text(0)}, c.position), simple_type(db_type::rowid, 10));
}
typed hex_to_raw(const function_call& c) {
    const auto bytes = std::max((c.b.to_text(c.args[0]).type.bytes + 1) / 2, 1U);
    return c.result(call_at("raw_from_hex", {c.text(0)}, c.position), simple_type(db_type::raw, bytes));
}
typed raw_to_hex(const function_call& c) {
    const auto raw = simple_type(db_type::raw, 2000);
    const auto bytes =
        c.args[0].type.kind == db_type::raw ? std::min(c.args[0].type.bytes * 2, max_text_bytes) : max_text_bytes;
    return c.result(call_sql("hex_from_raw", {c.as(0, raw)}), text_type(bytes, bytes));
}
typed cast_to_raw(const function_call& c) {
    return c.result(call_sql("raw_from_text", {c.text(0)}), simple_type(db_type::raw, 2000));
}
typed cast_to_varchar2(const function_call& c) {
    return c.result(call_sql("text_from_raw", {c.as(0, simple_type(db_type::raw, 2000))}), text_type(4000, 4000));
}

constexpr scalar_function functions[] = {
    {"NVL", 2, 2, nvl},
    {"NVL2", 3, 3, nvl2},
    {"COALESCE", 2, -1, coalesce},
    {"NULLIF", 2, 2, nullif},
    {"DECODE", 3, -1, decode},
    {"GREATEST", 1, -1, greatest},
    {"LEAST", 1, -1, least},
    {"SYS_CONTEXT", 2, 3, sys_context},
    {"XS_SYS_CONTEXT", 2, 2, xs_sys_context},
    {"USERENV", 1, 1, user_environment},
    {"LNNVL", 1, 1, not_true},
    {"SYS_GUID", 0, 0, new_guid},
    {"USER", 0, 0, user_name},
    {"ROWIDTOCHAR", 1, 1, rowid_to_char},
    {"CHARTOROWID", 1, 1, char_to_rowid},
    {"HEXTORAW", 1, 1, hex_to_raw},
    {"RAWTOHEX", 1, 1, raw_to_hex},
    {"UTL_RAW.CAST_TO_RAW", 1, 1, cast_to_raw},
    {"UTL_RAW.CAST_TO_VARCHAR2", 1, 1, cast_to_varchar2},
};

}  // namespace

typed function_call::result(std::string sql, sql_type type) const {
    typed out;
    out.sql = std::move(sql);
    out.type = type;
    out.position = position;
    return out;
}

std::span<const scalar_function> general_function_table() {
    return functions;
}

const scalar_function* find_function(std::string_view name) noexcept {
    for (const auto table : {general_function_table(), numeric_function_table(), text_function_table(),
                             date_function_table(), regexp_function_table(), lob_function_table()}) {
        const auto found =
            std::find_if(table.begin(), table.end(), [name](const scalar_function& f) { return f.name == name; });
        if (found != table.end()) return &*found;
    }
    return nullptr;
}

typed binder::bind_function(const expression& e, scope& s) {
    if (auto known = bind_block_name(e)) return *known;
    if (is_window_function(e.text) || (e.suffix && e.suffix->over)) return bind_analytic(e, s);
    if (is_aggregate_function(e.text)) return bind_aggregate(e, s);
    if (e.suffix) fail_suffix(e);
    if (takes_json_clauses(e.text) && e.text.find("VECTOR") == std::string::npos) return bind_json_function(e, s);
    if (settings_.is_23ai && is_vector_function(e.text)) return bind_vector_function(e, s);
    for (const std::string_view known : {"DUMP",
                                         "SIN",
                                         "COS",
                                         "TAN",
                                         "EXP",
                                         "LN",
                                         "LOG",
                                         "SOUNDEX",
                                         "VSIZE",
                                         "ORA_HASH",
                                         "STANDARD_HASH",
                                         "CONVERT",
                                         "COLLECT",
                                         "CARDINALITY",
                                         "TABLE",
                                         "XMLELEMENT",
                                         "XMLFOREST",
                                         "XMLSERIALIZE",
                                         "JSON_ARRAYAGG",
                                         "JSON_OBJECTAGG",
                                         "JSON_MERGEPATCH",
                                         "JSON_TRANSFORM"}) {
        if (e.text == known) refuse("function " + e.text, e.position);
    }
    std::string name = e.text;
    for (const std::string_view owner : {"SYS.", "STANDARD."}) {
        if (name.rfind(owner, 0) == 0) name.erase(0, owner.size());
    }
    const auto* function = find_function(name);
    if (function == nullptr) {
        if (auto structured = bind_structured(e, s)) return std::move(*structured);
        fail_identifier(e);
    }
    if (e.star || e.distinct) fail(ora::invalid_argument_count, e.position);
    std::vector<typed> args;
    for (const auto& argument : e.args) args.push_back(bind_value(*argument, s));
    const int count = static_cast<int>(args.size());
    if (count < function->least)
        fail(function->least == function->most ? ora::invalid_argument_count : ora::not_enough_arguments, e.position);
    if (function->most >= 0 && count > function->most) {
        fail(function->least == function->most ? ora::invalid_argument_count : ora::too_many_arguments, e.position);
    }
    return function->bind({*this, e.position, args});
}

}  // namespace oraxx::sandbox::engine
