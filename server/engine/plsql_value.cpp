#include "server/engine/plsql_value.hpp"

#include <algorithm>

namespace oraxx::sandbox::engine {
namespace {

auto place_of_key(variable& table, const table_key& key) {
    return std::lower_bound(table.elements.begin(), table.elements.end(), key,
                            [](const table_element& e, const table_key& k) { return e.key < k; });
}

data_type_ref attribute_type(const type_attribute& a) {
    if (a.object_type != nullptr) return structured_type(*a.object_type);
    const bool is_integer = a.is_pls_integer || a.type == db_type::binary_integer;
    return is_integer ? integer_type() : scalar_type(type_of(a));
}

}  // namespace

data_type_ref scalar_type(const sql_type& sql) {
    auto out = std::make_shared<data_type>();
    out->sql = sql;
    return out;
}

variable make_variable(const data_type_ref& type) {
    variable out;
    out.type = type;
    for (const auto& field : type->fields) out.fields.push_back(make_variable(field.type));
    out.is_made = !type->begins_null();
    return out;
}

data_type_ref structured_type(const object_type& type) {
    auto out = std::make_shared<data_type>();
    out->object = type.shared_from_this();
    if (out->is_of_sql()) {
        out->sql = simple_type(db_type::object, lob_described_bytes);
        out->sql.object = &type;
    }
    if (type.is_collection()) {
        out->what = data_type::form::table;
        out->element = attribute_type(type.element);
        out->is_index_by = type.form == type_form::index_by;
        out->limit = type.max_elements;
        return out;
    }
    out->what = data_type::form::record;
    for (const auto& a : type.attributes) out->fields.push_back({a.name, attribute_type(a), nullptr, false});
    return out;
}

variable variable_of(const data_type_ref& type, const value& from) {
    auto out = make_variable(type);
    const auto* held = std::get_if<instance>(&from);
    if (type->what == data_type::form::scalar) {
        out.data = from;
    } else if (held != nullptr) {
        const auto& object = **held;
        out.is_made = true;
        for (std::size_t i = 0; i < object.items.size(); ++i) {
            if (type->what == data_type::form::record) {
                if (i < out.fields.size()) out.fields[i] = variable_of(type->fields[i].type, object.items[i]);
                continue;
            }
            const auto key = i < object.keys.size() ? object.keys[i] : static_cast<std::int64_t>(i + 1);
            // Clients send keys in ascending order; others find their place.
            const bool is_next = out.elements.empty() || out.elements.back().key.number < key;
            auto element = variable_of(type->element, object.items[i]);
            if (is_next) {
                out.elements.push_back({{key, {}}, std::move(element)});
            } else {
                make_element(out, {key, {}}) = std::move(element);
            }
        }
    }
    return out;
}

value value_of(const variable& from) {
    const auto& type = *from.type;
    if (type.what == data_type::form::scalar) return from.data;
    if (type.object == nullptr || !from.is_made) return {};
    auto out = std::make_shared<object_value>();
    out->type = type.object;
    for (const auto& field : from.fields) out->items.push_back(value_of(field));
    for (const auto& element : from.elements) {
        out->items.push_back(value_of(element.data));
        if (type.is_index_by) out->keys.push_back(element.key.number);
    }
    return instance(std::move(out));
}

variable* find_element(variable& table, const table_key& key) {
    const auto at = place_of_key(table, key);
    return at != table.elements.end() && at->key == key ? &at->data : nullptr;
}

variable* find_field(variable& record, std::string_view name) {
    for (std::size_t i = 0; i < record.fields.size(); ++i) {
        if (record.type->fields[i].name == name) return &record.fields[i];
    }
    return nullptr;
}

variable& make_element(variable& table, const table_key& key) {
    const auto at = place_of_key(table, key);
    if (at != table.elements.end() && at->key == key) return at->data;
    return table.elements.insert(at, {key, make_variable(table.type->element)})->data;
}

}  // namespace oraxx::sandbox::engine
