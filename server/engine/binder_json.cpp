// JSON functions, IS JSON, and members of JSON columns by dots.
#include <algorithm>

#include "server/engine/binder.hpp"
#include "server/engine/failure.hpp"

namespace oraxx::sandbox::engine {
namespace {

bool has_clause(const expression& e, std::string_view clause) {
    return std::find(e.clauses.begin(), e.clauses.end(), clause) != e.clauses.end();
}

std::string kind_number(db_type kind) {
    return std::to_string(static_cast<int>(kind));
}

}  // namespace

// A value as JSON: documents as they are, text and LOBs parsed.
typed binder::as_document(typed e) const {
    return convert(std::move(e), json_type());
}

// A value as a scalar of JSON: text is a string.
std::string binder::as_scalar(const typed& e) const {
    if (e.sql == "NULL") return "NULL";
    if (is_character_lob(e.type.kind) || is_text(e.type.kind)) {
        return call_sql("json_scalar_of", {e.sql, kind_number(db_type::varchar2)});
    }
    if (e.type.object != nullptr || e.type.kind == db_type::xmltype || e.type.kind == db_type::bfile) {
        fail_type(e, "JSON");
    }
    return call_sql("json_scalar_of", {e.sql, kind_number(e.type.kind)});
}

// A JSON result in the type that RETURNING names; `otherwise`: without it.
typed binder::returned_document(const expression& e, std::string sql, db_type otherwise) const {
    typed out;
    out.position = e.position;
    const auto target = e.type                       ? resolve_type(*e.type, e.position)
                        : otherwise == db_type::json ? json_type()
                                                     : text_type(max_text_bytes, max_text_bytes);
    out.type = target;
    const auto pretty = has_clause(e, "PRETTY") ? "1" : "0";
    switch (target.kind) {
    case db_type::json: out.sql = std::move(sql); return out;
    case db_type::clob:
    case db_type::nclob: out.sql = call_sql("json_text", {sql, pretty}); return out;
    case db_type::blob: out.sql = "CAST(" + call_sql("json_text", {sql, pretty}) + " AS BLOB)"; return out;
    case db_type::varchar2:
    case db_type::nvarchar2: {
        const auto limit = std::to_string(target.bytes);
        out.sql = call_at("lob_text", {call_sql("json_text", {sql, pretty}), limit}, e.position);
        return out;
    }
    default: fail_type(out, "JSON");
    }
}

typed binder::bind_json_value(const expression& e, scope& s) {
    const auto source = as_document(bind_value(*e.args.at(0), s));
    const auto path = to_text(bind_value(*e.args.at(1), s)).sql;
    typed out;
    out.position = e.position;
    out.type = text_type(max_text_bytes, max_text_bytes);
    out.sql = call_at("json_value_at", {source.sql, path, has_clause(e, "ERROR ON ERROR") ? "1" : "0"}, e.position);
    if (!e.type) return out;
    if (is_character_lob(e.type->type)) {
        out.type = lob_type(e.type->type);
        return out;
    }
    return cast(std::move(out), *e.type, {});
}

typed binder::bind_json_query(const expression& e, scope& s) {
    auto source = bind_value(*e.args.at(0), s);
    const auto otherwise = source.type.kind == db_type::json ? db_type::json : db_type::varchar2;
    const auto path = to_text(bind_value(*e.args.at(1), s)).sql;
    const std::string wrapper = has_clause(e, "WITH WRAPPER")               ? "2"
                                : has_clause(e, "WITH CONDITIONAL WRAPPER") ? "1"
                                                                            : "0";
    const auto whole = as_document(std::move(source)).sql;
    return returned_document(e, call_at("json_query_at", {whole, path, wrapper}, e.position), otherwise);
}

typed binder::bind_json_made(const expression& e, scope& s) {
    const bool is_object = e.text == "JSON_OBJECT";
    std::string list;
    for (std::size_t i = 0; i < e.args.size(); ++i) {
        const auto given = bind_value(*e.args[i], s);
        const bool is_name = is_object && i % 2 == 0;
        list += (is_name ? to_text(given).sql : as_scalar(given)) + ',';
    }
    const bool keeps_null = is_object ? !has_clause(e, "ABSENT ON NULL") : has_clause(e, "NULL ON NULL");
    const auto name = is_object ? "json_object_of" : "json_array_of";
    auto out = returned_document(e, call_sql(name, {list + (keeps_null ? "1" : "0")}), db_type::varchar2);
    out.nullable = false;
    return out;
}

typed binder::bind_json_function(const expression& e, scope& s) {
    const bool makes = e.text == "JSON_OBJECT" || e.text == "JSON_ARRAY";
    if (makes) return bind_json_made(e, s);
    const bool follows_path = e.text == "JSON_VALUE" || e.text == "JSON_QUERY" || e.text == "JSON_EXISTS";
    if (e.args.size() != (follows_path ? 2U : 1U)) fail(ora::invalid_argument_count, e.position);
    if (e.text == "JSON_VALUE") return bind_json_value(e, s);
    if (e.text == "JSON_QUERY") return bind_json_query(e, s);
    auto source = bind_value(*e.args[0], s);
    typed out;
    out.position = e.position;
    if (e.text == "JSON_SERIALIZE")
        return returned_document(e, as_document(std::move(source)).sql, db_type::varchar2);
    if (e.text == "JSON_EXISTS") {
        const auto path = to_text(bind_value(*e.args[1], s)).sql;
        out.type = boolean_type();
        out.sql = call_at("json_exists_at", {as_document(std::move(source)).sql, path}, e.position);
        return out;
    }
    if (!settings_.has_json) fail_identifier(e);
    out.type = json_type();
    if (e.text == "JSON_SCALAR") {
        out.sql = as_scalar(source);
        return out;
    }
    source.position = e.position;
    out.sql = as_document(std::move(source)).sql;
    return out;
}

std::string binder::bind_is_json(const expression& e, scope& s) {
    const auto tested = bind_value(*e.args[0], s);
    const auto kind = tested.type.kind;
    std::string condition;
    if (kind == db_type::json) {
        condition = "(" + tested.sql + " IS NOT NULL)";
    } else {
        if (!is_text(kind) && !is_character_lob(kind) && kind != db_type::blob && kind != db_type::raw) {
            fail_type(tested, "CLOB");
        }
        if (has_clause(e, "FORMAT OSON")) refuse("IS JSON FORMAT OSON", e.position);
        const std::string shape = has_clause(e, "ARRAY")    ? "1"
                                  : has_clause(e, "OBJECT") ? "2"
                                  : has_clause(e, "SCALAR") ? "3"
                                                            : "0";
        condition = call_sql("json_is", {tested.sql, shape});
    }
    return e.negated ? "(NOT " + condition + ')' : condition;
}

}  // namespace oraxx::sandbox::engine
