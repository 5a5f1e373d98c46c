// Objects and collections: constructors, attributes, methods, TABLE(collection).
#include <algorithm>

#include "server/engine/binder.hpp"
#include "server/engine/characters.hpp"
#include "server/engine/failure.hpp"

namespace oraxx::sandbox::engine {
namespace {

constexpr std::size_t most_arguments = 100;  // of the 127 a function of SQLite takes

// The names of a.b."c" with the case they were written in.
std::vector<std::string> written_parts(std::string_view path) {
    std::vector<std::string> out(1);
    bool is_quoted = false;
    for (const char c : path) {
        if (c == '"') {
            is_quoted = !is_quoted;
        } else if (c == '.' && !is_quoted) {
            out.emplace_back();
        } else if (is_quoted || !is_space(c)) {
            out.back() += c;
        }
    }
    return out;
}

}  // namespace

// t(a, b, ...): one value for each attribute, or any number of elements.
typed binder::bind_constructor(const expression& e, const object_type& type, scope& s) {
    if (e.star || e.distinct) fail(ora::invalid_argument_count, e.position);
    if (!type.is_collection() && e.args.size() != type.attributes.size()) {
        fail(ora::wrong_constructor_arguments, e.position);
    }
    if (type.form == type_form::varray && e.args.size() > type.max_elements) fail(ora::varray_too_long, e.position);
    std::vector<std::string> parts(1);
    for (std::size_t i = 0; i < e.args.size(); ++i) {
        const auto& attribute = type.is_collection() ? type.element : type.attributes[i];
        if (i > 0 && i % most_arguments == 0) parts.emplace_back();
        auto& list = parts.back();
        list += (list.empty() ? "" : ",") + attribute_value(bind_value(*e.args[i], s), attribute);
    }
    if (parts.size() > most_arguments) refuse("constructor with more than 10,000 arguments", e.position);
    typed out;
    out.position = e.position;
    out.nullable = false;
    out.type = simple_type(db_type::object, lob_described_bytes);
    out.type.object = &type;
    if (parts.size() == 1) {
        out.sql = call_sql("o_make", {parts[0]});
        return out;
    }
    std::string list;
    for (const auto& part : parts) list += (list.empty() ? "" : ",") + call_sql("o_make", {part});
    out.sql = call_sql("o_join", {list});
    return out;
}

// As an attribute takes it: converted and measured.
std::string binder::attribute_value(const typed& given, const type_attribute& attribute) const {
    const auto type = type_of(attribute);
    auto converted = convert(given, type);
    converted.position = given.position;
    if (converted.sql == "NULL") return converted.sql;
    return store_sql(converted, type, false, attribute.is_float, attribute.name.empty() ? "element" : attribute.name);
}

typed binder::part_of(const typed& whole, const std::string& name, std::size_t position) const {
    typed out;
    out.position = position;
    if (whole.type.kind == db_type::json) {
        const auto path = text_literal("$.\"" + name + '"');
        out.sql = call_at("json_query_at", {whole.sql, path, "0"}, position);
        out.type = json_type();
        return out;
    }
    const auto* type = whole.type.object;
    if (type == nullptr || type->is_collection())
        fail(ora::invalid_identifier, quoted(name) + ": invalid identifier", position);
    const auto at = std::find_if(type->attributes.begin(), type->attributes.end(),
                                 [&](const type_attribute& a) { return a.name == name; });
    if (at == type->attributes.end()) fail(ora::invalid_identifier, quoted(name) + ": invalid identifier", position);
    out.type = type_of(*at);
    out.sql = call_sql("o_item", {whole.sql, std::to_string(at - type->attributes.begin())});
    return out;
}

typed binder::bind_attribute(const expression& e, scope& s) {
    return part_of(bind_value(*e.args[0], s), e.text, e.position);
}

typed binder::call_method(const std::string& name, const typed& object, std::size_t position) const {
    typed out;
    out.position = position;
    out.sql = object.sql;
    if (object.type.kind == db_type::xmltype) {
        if (name == "GETCLOBVAL" || name == "EXTRACT") {
            if (name == "EXTRACT") refuse("XMLTYPE.EXTRACT", position);
            out.type = lob_type(db_type::clob);
            return out;
        }
        if (name == "GETBLOBVAL") {
            out.sql = "CAST(" + object.sql + " AS BLOB)";
            out.type = lob_type(db_type::blob);
            return out;
        }
        if (name == "GETSTRINGVAL") {
            out.sql = call_at("lob_text", {object.sql, std::to_string(max_text_bytes)}, position);
            out.type = text_type(max_text_bytes, max_text_bytes);
            return out;
        }
    }
    refuse("method " + name, position);
}

typed binder::bind_method(const expression& e, scope& s) {
    return call_method(e.text, bind_value(*e.args[0], s), e.position);
}

// alias.column.attribute...; of JSON columns column.member... too.
std::optional<typed> binder::bind_column_part(const expression& e, scope& s) {
    for (std::size_t head = e.path.size() - 1; head >= 1; --head) {
        expression column;
        column.kind = expression_kind::column;
        column.position = e.position;
        column.path.assign(e.path.begin(), e.path.begin() + static_cast<std::ptrdiff_t>(head));
        auto whole = find_column(column, s);
        if (!whole) continue;
        const bool has_parts = whole->type.object != nullptr || whole->type.kind == db_type::json;
        if (!has_parts || (head == 1 && whole->type.object != nullptr)) return std::nullopt;
        // Members of JSON are meant as they are written, attributes are not.
        const auto written = written_parts(text_.substr(e.begin, e.end - e.begin));
        typed out = std::move(*whole);
        for (auto i = head; i < e.path.size(); ++i) {
            const bool is_json = out.type.kind == db_type::json && i < written.size();
            out = part_of(out, is_json ? written[i] : e.path[i], e.position);
        }
        return out;
    }
    return std::nullopt;
}

// Constructors, and methods of columns: alias.column.method().
std::optional<typed> binder::bind_structured(const expression& e, scope& s) {
    if (e.path.size() >= 2) {
        expression column;
        column.kind = expression_kind::column;
        column.position = e.position;
        column.path.assign(e.path.begin(), e.path.end() - 1);
        if (auto object = find_column(column, s)) return call_method(e.path.back(), *object, e.position);
    }
    if (e.path.empty()) return std::nullopt;
    if (const auto type = find_object_type(e.path)) return bind_constructor(e, *type, s);
    return std::nullopt;
}

// TABLE(collection): rows numbered by a recursion.
std::string binder::bind_collection(const table_source& t, scope& s) {
    scope none;
    none.outer = s.outer;
    const auto collection = bind_value(*t.collection, none);
    const auto* type = collection.type.object;
    const auto rows = next_alias();
    scope_table entry;
    entry.alias = t.alias;
    entry.sqlite_alias = next_alias();
    if (type == nullptr && t.collection->kind == expression_kind::bind && is_text(collection.type.kind)) {
        // The bind's type is known when the statement is executed.
        add_column(entry, {.name = "COLUMN_VALUE", .type = text_type(max_text_bytes, max_text_bytes)});
        s.tables.push_back(entry);
        return "(SELECT " + call_at("o_of_text", {collection.sql}, collection.position) + " AS " + storage_column(0) +
               " LIMIT 0) AS " + entry.sqlite_alias;
    }
    if (type == nullptr || !type->is_collection()) fail(ora::not_a_collection, t.collection->position);
    const auto element = call_sql("o_item", {rows + ".whole", rows + ".n"});
    std::string items;
    if (const auto* object = type->element.object_type.get(); object != nullptr && !object->is_collection()) {
        for (std::size_t i = 0; i < object->attributes.size(); ++i) {
            const auto& a = object->attributes[i];
            items +=
                (i == 0 ? "" : ", ") + call_sql("o_item", {element, std::to_string(i)}) + " AS " + storage_column(i);
            add_column(entry, {.name = a.name, .type = type_of(a)});
        }
    } else {
        items = element + " AS " + storage_column(0);
        add_column(entry, {.name = "COLUMN_VALUE", .type = type_of(type->element)});
    }
    const auto alias = entry.sqlite_alias;
    s.tables.push_back(std::move(entry));
    return "(WITH RECURSIVE " + rows + "(whole, n) AS (SELECT whole, 0 FROM (SELECT " + collection.sql +
           " AS whole) WHERE o_count(whole) > 0 UNION ALL SELECT whole, n+1 FROM " + rows +
           " WHERE n+1 < o_count(whole)) SELECT " + items + " FROM " + rows + ") AS " + alias;
}

}  // namespace oraxx::sandbox::engine
