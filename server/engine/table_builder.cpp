#include "server/engine/table_builder.hpp"

#include <algorithm>

#include "server/engine/expression_walk.hpp"
#include "server/engine/failure.hpp"

namespace oraxx::sandbox::engine {
namespace {

const std::vector<sql_type> no_binds;

std::string generated_constraint_name(std::uint32_t number) {
    constexpr std::size_t digits = 6;
    const auto text = std::to_string(number);
    return "SYS_C" + std::string(text.size() < digits ? digits - text.size() : 0, '0') + text;
}

// The order in which Oracle numbers a statement's constraints. Foreign keys are last: they may refer to keys of
// the same table.
int rank_of(constraint_kind kind) {
    switch (kind) {
    case constraint_kind::not_null: return 0;
    case constraint_kind::check: return 1;
    case constraint_kind::primary_key:
    case constraint_kind::unique: return 2;
    case constraint_kind::foreign_key: break;
    }
    return 3;
}

// Every column that the condition names, each once.
std::vector<std::size_t> columns_of(const expression& condition, const table_info& t) {
    std::vector<std::size_t> out;
    for (std::size_t i = 0; i < t.columns.size(); ++i) {
        const bool is_named = any_node(condition, [&](const expression& e) {
            return e.kind == expression_kind::column && e.path.back() == t.columns[i].name;
        });
        if (is_named) out.push_back(i);
    }
    return out;
}

}  // namespace

binder definition_binder(session_core& core, std::string_view text) {
    return binder(core.tables(), core.settings(), no_binds, text);
}

binder table_builder::expression_binder() const {
    return definition_binder(core_);
}

std::size_t table_builder::column_index(const column_name& name) const {
    for (std::size_t i = 0; i < table_.columns.size(); ++i) {
        if (table_.columns[i].name == name.name) return i;
    }
    fail(ora::invalid_identifier, quoted(name.name) + ": invalid identifier", name.position);
}

std::vector<std::size_t> table_builder::column_indexes(const std::vector<column_name>& names) const {
    std::vector<std::size_t> out;
    for (const auto& name : names) {
        const auto index = column_index(name);
        if (std::find(out.begin(), out.end(), index) != out.end()) fail(ora::duplicate_column, name.position);
        out.push_back(index);
    }
    return out;
}

void table_builder::add_column(const column_definition& c, int duplicate) {
    const bool is_known = std::any_of(table_.columns.begin(), table_.columns.end(),
                                      [&](const table_column& known) { return known.name == c.name.name; });
    if (is_known) fail(duplicate, c.name.position);
    table_column column;
    column.name = c.name.name;
    if (!c.domain.name.empty()) take_domain(column, c);
    if (c.type) {
        column.type = expression_binder().resolve_type(*c.type, c.type_position);
        column.in_chars = c.type->in_chars;
        column.is_float = c.type->is_float;
    }
    column.annotations.insert(column.annotations.end(), c.annotations.begin(), c.annotations.end());
    if (c.identity) add_identity(column, c);
    if (c.default_value) set_default(column, c);
    table_.columns.push_back(std::move(column));
}

// A column of a domain has its type and its annotations.
void table_builder::take_domain(table_column& column, const column_definition& c) const {
    const auto b = expression_binder();
    const auto domain = core_.tables().find_domain(b.owner_of(c.domain), c.domain.name);
    if (!domain) {
        fail(ora::domain_missing, "The domain " + c.domain.name + " to be associated with the column does not exist.",
             c.domain.position);
    }
    column.domain = domain->object_id;
    column.type = domain->type;
    column.in_chars = domain->in_chars;
    column.is_float = domain->is_float;
    column.annotations = domain->annotations;
}

void table_builder::set_default(table_column& column, const column_definition& c) {
    auto b = expression_binder();
    b.check_default(*c.default_value, column);
    column.default_text = c.default_text;
    column.rule = c.rule;
    if (c.rule == default_rule::on_null) column.nullable = false;
}

// Oracle's own way: a sequence of the system's, and a default that takes from it.
void table_builder::add_identity(table_column& column, const column_definition& c) {
    if (column.type.kind != db_type::number) fail(ora::identity_not_numeric, c.name.position);
    const bool is_second = std::any_of(table_.columns.begin(), table_.columns.end(),
                                       [](const table_column& known) { return known.is_identity; });
    if (is_second) fail(ora::second_identity, c.name.position);
    sequence_info base;
    base.object_id = core_.tables().next_object_id();
    base.owner = table_.owner;
    base.name = "ISEQ$$_" + std::to_string(table_.object_id);
    core_.tables().create_sequence(define_sequence(*c.identity, std::move(base), true));
    column.default_text = quoted(table_.owner) + ".\"ISEQ$$_" + std::to_string(table_.object_id) + "\".nextval";
    column.rule = c.rule;
    column.is_identity = true;
    column.nullable = false;
}

void table_builder::add_constraints(const std::vector<column_definition>& columns,
                                    const std::vector<constraint_definition>& constraints) {
    std::vector<const constraint_definition*> in_order;
    for (const auto& column : columns) {
        for (const auto& c : column.constraints) in_order.push_back(&c);
    }
    for (const auto& c : constraints) in_order.push_back(&c);
    std::stable_sort(in_order.begin(), in_order.end(),
                     [](const auto* a, const auto* b) { return rank_of(a->kind) < rank_of(b->kind); });
    for (const auto* c : in_order) add_constraint(*c);
}

void table_builder::add_constraint(const constraint_definition& c) {
    table_constraint out;
    out.kind = c.kind;
    out.name = c.name;
    const bool is_taken = !c.name.empty() && (core_.tables().has_constraint(table_.owner, c.name) ||
                                              table_.find_constraint(c.name) != nullptr);
    if (is_taken) fail(ora::constraint_in_use, conflicts_.value_or(c.position));
    if (out.is_key()) {
        add_key(c, out);
    } else if (c.kind == constraint_kind::foreign_key) {
        add_foreign_key(c, out);
    } else if (c.kind == constraint_kind::check) {
        add_check(c, out);
    } else {
        out.columns = column_indexes(c.columns);
        table_.columns[out.columns[0]].nullable = false;
    }
    out.number = core_.tables().next_constraint_number();
    out.is_generated = out.name.empty();
    if (out.is_generated) out.name = generated_constraint_name(out.number);
    const auto indexed = std::any_of(table_.indexes.begin(), table_.indexes.end(),
                                     [&](const table_index& i) { return i.covers(out.columns); });
    if (out.is_key() && !indexed) {
        check_index_name(out.name, c.position);
        table_index index{core_.tables().next_object_id(), out.name, true, true, {}};
        for (const auto column : out.columns) index.columns.push_back({column, false});
        table_.indexes.push_back(std::move(index));
    }
    table_.constraints.push_back(std::move(out));
}

void table_builder::check_index_name(const std::string& name, std::size_t position) const {
    const bool is_own = std::any_of(table_.indexes.begin(), table_.indexes.end(),
                                    [&](const table_index& i) { return i.name == name; });
    if (is_own || core_.tables().find_index(table_.owner, name)) fail(ora::name_in_use, position);
}

void table_builder::add_key(const constraint_definition& c, table_constraint& out) {
    out.columns = column_indexes(c.columns);
    for (std::size_t i = 0; i < out.columns.size(); ++i) {
        const auto kind = table_.columns[out.columns[i]].type.kind;
        if (is_large_kind(kind) && kind != db_type::urowid) {
            fail(ora::type_cannot_be_key,
                 "column of datatype " + (is_lob(kind) ? std::string("LOB") : type_label(kind)) +
                     " cannot be unique or a primary key",
                 c.columns[i].position);
        }
        if (kind != db_type::timestamp_tz) continue;
        fail(ora::type_cannot_be_key,
             "column of datatype TIME/TIMESTAMP WITH TIME ZONE cannot be unique or a primary key",
             c.columns[i].position);
    }
    const bool is_primary = c.kind == constraint_kind::primary_key;
    if (is_primary && table_.primary_key() != nullptr) fail(ora::second_primary_key, c.position);
    if (table_.key_over(out.columns) != nullptr) fail(ora::key_exists, c.position);
    if (!is_primary) return;
    for (const auto column : out.columns) table_.columns[column].nullable = false;
}

const table_constraint& table_builder::find_parent_key(const constraint_definition& c,
                                                       const table_info& parent) const {
    if (c.parent_columns.empty()) {
        const auto* key = parent.primary_key();
        if (key == nullptr) fail(ora::no_primary_key_to_reference, c.parent.position);
        return *key;
    }
    std::vector<std::size_t> columns;
    for (const auto& name : c.parent_columns) {
        const auto at = std::find_if(parent.columns.begin(), parent.columns.end(),
                                     [&](const table_column& column) { return column.name == name.name; });
        if (at == parent.columns.end()) {
            fail(ora::invalid_identifier, quoted(name.name) + ": invalid identifier", name.position);
        }
        columns.push_back(static_cast<std::size_t>(at - parent.columns.begin()));
    }
    const auto* key = parent.key_over(columns);
    if (key == nullptr) fail(ora::no_key_to_reference, c.parent_columns[0].position);
    return *key;
}

void table_builder::add_foreign_key(const constraint_definition& c, table_constraint& out) {
    out.columns = column_indexes(c.columns);
    auto b = expression_binder();
    const bool is_own = b.owner_of(c.parent) == table_.owner && c.parent.name == table_.name;
    const auto other = is_own ? nullptr : b.find_base_table(c.parent);
    const auto& parent = is_own ? table_ : *other;
    const auto& key = find_parent_key(c, parent);
    if (key.columns.size() != out.columns.size()) {
        fail(ora::reference_count_differs, c.parent_columns.empty() ? c.position : c.parent_columns[0].position);
    }
    for (std::size_t i = 0; i < out.columns.size(); ++i) {
        const auto child_kind = table_.columns[out.columns[i]].type.kind;
        if (child_kind != parent.columns[key.columns[i]].type.kind) {
            fail(ora::reference_type_differs, c.columns[i].position);
        }
    }
    out.parent_table = parent.object_id;
    out.parent_key = key.number;
    out.on_delete = c.on_delete;
    const bool exists = std::any_of(table_.constraints.begin(), table_.constraints.end(), [&](const auto& known) {
        return known.kind == constraint_kind::foreign_key && known.columns == out.columns &&
               known.parent_key == out.parent_key;
    });
    if (exists) fail(ora::reference_exists, c.position);
}

void table_builder::add_check(const constraint_definition& c, table_constraint& out) {
    auto b = expression_binder();
    b.check_check(*c.condition, table_);
    out.columns = columns_of(*c.condition, table_);
    out.condition = c.condition_text;
    const bool names_others = c.is_inline && std::any_of(out.columns.begin(), out.columns.end(), [&](auto column) {
                                  return table_.columns[column].name != c.columns[0].name;
                              });
    if (names_others) fail(ora::check_names_other_column, c.position);
}

bool is_column_name(const std::string& name, std::string_view text) {
    const bool is_identifier = std::all_of(name.begin(), name.end(), [](char ch) {
        return (ch >= 'A' && ch <= 'Z') || (ch >= '0' && ch <= '9') || ch == '_' || ch == '$' || ch == '#';
    });
    return is_identifier || text.find(quoted(name)) != std::string_view::npos;
}

void check_name_is_free(session_core& core, const std::string& owner, const std::string& name, std::size_t position) {
    if (core.tables().find_object(owner, name)) fail(ora::name_in_use, position);
}

void check_rows_are_free(session_core& core, const table_info& table, std::size_t position) {
    if (core.locks().others_hold(core.id(), table.object_id)) fail(ora::resource_busy, position);
}

void revalidate_views(session_core& core) {
    for (const auto& view : core.tables().views()) {
        bool is_valid = true;
        try {
            auto b = definition_binder(core);
            table_source source;
            source.schema = view->owner;
            source.name = view->name;
            b.check_view(source);
        } catch (const sql_failure&) {
            is_valid = false;
        }
        core.tables().set_valid(view->object_id, is_valid);
    }
}

}  // namespace oraxx::sandbox::engine
