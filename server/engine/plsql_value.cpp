#include "server/engine/plsql_value.hpp"

#include <algorithm>

namespace oraxx::sandbox::engine {
namespace {

auto place_of_key(variable& table, const table_key& key) {
    return std::lower_bound(table.elements.begin(), table.elements.end(), key,
                            [](const table_element& e, const table_key& k) { return e.key < k; });
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
    out.is_made = type->what != data_type::form::table || type->is_index_by;
    return out;
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
