// LOBs, JSON, VECTOR, XMLTYPE and objects: what they convert to, and what cannot be done with them.
#include <algorithm>

#include "server/engine/binder.hpp"
#include "server/engine/failure.hpp"

namespace oraxx::sandbox::engine {
namespace {

const std::optional<std::string> refused{};

std::string vector_facts(const sql_type& t) {
    return std::to_string(t.dimensions) + ',' + std::to_string(t.vector_format) + ',' + (t.is_sparse ? "1" : "0");
}

}  // namespace

object_type_ref binder::find_object_type(const std::vector<std::string>& path) const {
    if (path.size() == 3) return catalog_.find_type(path[0], path[1], path[2]);
    if (path.size() == 1) {
        auto own = catalog_.find_type(settings_.schema, {}, path[0]);
        return own != nullptr ? own : catalog_.find_type("SYS", {}, path[0]);
    }
    if (auto of_schema = catalog_.find_type(path[0], {}, path[1])) return of_schema;
    return catalog_.find_type(settings_.schema, path[0], path[1]);
}

sql_type binder::resolve_type(const type_name& name, std::size_t position) const {
    auto out = from_type_name(name);
    if (name.type != db_type::object) return out;
    const auto type = find_object_type(name.path);
    if (type == nullptr) fail(ora::invalid_datatype, position);
    out.object = type.get();
    return out;
}

std::optional<std::string> binder::large_conversion(const typed& e, const sql_type& target) const {
    const auto from = e.type.kind;
    const auto to = target.kind;
    if (from == to) return from != db_type::object || e.type.object == target.object ? std::optional(e.sql) : refused;
    return is_large_kind(to) ? conversion_to_large(e, to) : conversion_from_large(e, target);
}

std::optional<std::string> binder::conversion_to_large(const typed& e, db_type to) const {
    const auto from = e.type.kind;
    const auto at = e.position;
    const bool has_text = is_text(from) || is_character_lob(from) || from == db_type::long_text;
    switch (to) {
    case db_type::clob:
    case db_type::nclob:
        if (has_text) return e.sql;
        if (from == db_type::json) return call_sql("json_text", {e.sql, "0"});
        if (from == db_type::vector) return call_sql("vec_text", {e.sql});
        return is_large_kind(from) ? refused : to_text_sql(e);
    case db_type::blob:
        if (from == db_type::raw || from == db_type::long_raw) return e.sql;
        return is_text(from) ? std::optional(call_at("raw_from_hex", {e.sql}, at)) : refused;
    case db_type::json:
        if (has_text || from == db_type::raw || from == db_type::blob) return call_at("json_parse", {e.sql}, at);
        return refused;
    case db_type::vector:
        if (has_text) return call_at("vec_parse", {e.sql, "0", "0", "0"}, at);
        return refused;
    case db_type::xmltype: return has_text ? std::optional(call_at("xml_parse", {e.sql}, at)) : refused;
    case db_type::object:
        // A bind counts as text until its type is known, when the statement is executed.
        if (is_text(from) && e.label.substr(0, 1) == ":") return call_at("o_of_text", {e.sql}, at);
        return refused;
    case db_type::urowid:
        if (from == db_type::rowid) return call_sql("text_from_rowid", {e.sql});
        return is_text(from) ? std::optional(call_at("urowid_from_text", {e.sql}, at)) : refused;
    default: return refused;
    }
}

std::optional<std::string> binder::conversion_from_large(const typed& e, const sql_type& target) const {
    const auto at = e.position;
    const auto limit = std::to_string(max_text_bytes);
    switch (e.type.kind) {
    case db_type::clob:
    case db_type::nclob: {
        auto text = e;
        text.sql = call_at("lob_text", {e.sql, limit}, at);
        text.type = text_type(max_text_bytes, max_text_bytes);
        return is_text(target.kind) ? text.sql : from_text_sql(text, target.kind);
    }
    case db_type::blob:
        if (target.kind == db_type::raw) return call_at("lob_raw", {e.sql, "2000"}, at);
        return refused;
    case db_type::json:
        if (is_text(target.kind)) return call_at("lob_text", {call_sql("json_text", {e.sql, "0"}), limit}, at);
        return refused;
    case db_type::vector:
        if (is_text(target.kind)) return call_at("lob_text", {call_sql("vec_text", {e.sql}), limit}, at);
        return refused;
    case db_type::urowid:
        if (target.kind == db_type::rowid) return call_at("rowid_from_text", {e.sql}, at);
        return is_text(target.kind) ? std::optional(e.sql) : refused;
    default: return refused;
    }
}

// What a large value is looked at for on its way into a column.
std::string binder::store_large_sql(const typed& e, const sql_type& type) const {
    if (type.kind != db_type::vector) return e.sql;
    return call_at("vec_store", {e.sql, vector_facts(type)}, e.position);
}

typed binder::to_text_or_lob(typed e) const {
    return is_character_lob(e.type.kind) ? e : to_text(std::move(e));
}

void binder::check_comparable(const typed& e) const {
    const auto kind = e.type.kind;
    if (kind == db_type::object || kind == db_type::xmltype) fail(ora::objects_not_comparable, e.position);
    if (kind == db_type::json) fail(ora::json_not_comparable, e.position);
    if (!is_lob(kind) && kind != db_type::vector) return;
    if (settings_.is_23ai) {
        fail(ora::lob_not_comparable, "cannot use " + type_label(kind) + " type as comparison key", e.position);
    }
    fail(ora::inconsistent_types, "inconsistent datatypes: expected - got " + type_label(kind), e.position);
}

// The row ids of the LOBs that this query selects as they stand in their tables, as further columns.
std::string binder::lob_row_ids(const query& q, const scope& s, const std::vector<typed>& values,
                                bound_query& out) const {
    const auto& b = *q.block;
    if (&q != lob_query_ || b.distinct || !b.group_by.empty() || s.saw_aggregate) return {};
    std::string sql;
    for (std::size_t i = 0; i < values.size(); ++i) {
        const auto& v = values[i];
        if (!is_lob(v.type.kind) || v.type.kind == db_type::bfile || v.origin.row_id.empty()) continue;
        sql += ", " + v.origin.row_id;
        out.writable_lobs.push_back(i);
    }
    return sql;
}

}  // namespace oraxx::sandbox::engine
