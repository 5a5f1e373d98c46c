// CREATE, DROP and TRUNCATE TABLE.
#include <algorithm>

#include "server/engine/failure.hpp"
#include "server/engine/parser.hpp"
#include "server/engine/statement.hpp"
#include "server/engine/table_builder.hpp"

namespace oraxx::sandbox::engine {
namespace {

// CREATE TABLE AS SELECT: a column of the query.
table_column column_of(const output_column& c, const std::string& name) {
    table_column out;
    out.name = name;
    out.type = c.type;
    if (c.type.kind == db_type::number && c.type.precision == 0) out.type = {db_type::number, 0, -127, 22, 0};
    out.nullable = c.nullable;
    return out;
}

// Names of its own, or the query's.
void take_columns(table_info& t, const bound_query& q, const create_table_statement& s, std::string_view text) {
    if (!s.columns.empty() && s.columns.size() != q.columns.size()) {
        fail(ora::wrong_number_of_column_names, s.table.position);
    }
    for (std::size_t i = 0; i < q.columns.size(); ++i) {
        const auto& c = q.columns[i];
        const auto& name = s.columns.empty() ? c.name : s.columns[i].name.name;
        const auto position = s.columns.empty() ? s.source->position : s.columns[i].name.position;
        if (!is_column_name(name, text)) fail(ora::column_needs_alias, position);
        if (is_null_type(c.type)) fail(ora::zero_length_column, position);
        const bool is_known = std::any_of(t.columns.begin(), t.columns.end(),
                                          [&](const table_column& known) { return known.name == name; });
        if (is_known) fail(ora::duplicate_column, position);
        t.columns.push_back(column_of(c, name));
    }
}

std::uint64_t fill_from_query(session_core& core, const table_info& t, const bound_query& q,
                              std::size_t row_counters) {
    core.state().row_numbers.assign(row_counters, 0);
    core.state().recursion.clear();
    if (core.db().run(("INSERT INTO " + t.storage_name() + " SELECT * FROM (" + q.sql + ")").c_str()) != SQLITE_OK) {
        throw sql_failure{core.describe_failure(&t)};
    }
    return static_cast<std::uint64_t>(sqlite3_changes64(core.db().get()));
}

// Foreign keys of other tables to this one: in the way, or taken away with CASCADE CONSTRAINTS.
void drop_references(session_core& core, const table_info& t, bool cascades, std::size_t position) {
    for (const auto& child : core.tables().children(t)) {
        if (child->object_id == t.object_id) continue;
        if (!cascades) fail(ora::keys_referenced, position);
        auto without = *child;
        auto& all = without.constraints;
        all.erase(std::remove_if(all.begin(), all.end(),
                                 [&](const table_constraint& c) { return c.parent_table == t.object_id; }),
                  all.end());
        std::vector<std::string> same;
        for (std::size_t i = 0; i < without.columns.size(); ++i) same.push_back(storage_column(i));
        core.tables().rebuild(*child, without, same);
    }
}

void drop_identity_sequence(session_core& core, const table_info& t) {
    const auto sequence = core.tables().find_object(t.owner, "ISEQ$$_" + std::to_string(t.object_id));
    if (!sequence) return;
    core.tables().drop_object(sequence->object_id);
    core.sequences().forget(sequence->object_id);
}

void drop_table(session_core& core, const drop_statement& s) {
    auto b = definition_binder(core);
    const auto object = core.tables().find_object(b.owner_of(s.name), s.name.name);
    if (!object || object->kind != object_kind::table) {
        if (s.if_exists) return;
        b.fail_not_found(s.name.schema, s.name.name, s.name.position);
    }
    const auto t = core.tables().table(object->object_id);
    in_own_transaction(core, [&] {
        check_rows_are_free(core, *t, s.name.position);
        drop_references(core, *t, s.cascades, s.name.position);
        drop_identity_sequence(core, *t);
        core.tables().drop(*t);
        revalidate_views(core);
    });
}

void drop_index(session_core& core, const drop_statement& s) {
    auto b = definition_binder(core);
    const auto object = core.tables().find_index(b.owner_of(s.name), s.name.name);
    if (!object) {
        if (s.if_exists) return;
        fail(ora::no_such_index, s.name.position);
    }
    const auto t = core.tables().table_of_index(object->object_id);
    const auto index = *std::find_if(t->indexes.begin(), t->indexes.end(),
                                     [&](const table_index& i) { return i.object_id == object->object_id; });
    const bool serves_key = std::any_of(t->constraints.begin(), t->constraints.end(), [&](const table_constraint& c) {
        return c.is_key() && index.covers(c.columns);
    });
    if (serves_key) fail(ora::key_index_in_use, s.name.position);
    in_own_transaction(core, [&] { core.tables().drop_index(index); });
}

// Views, sequences and synonyms: an entry, and nothing behind it that could be in the way.
void drop_entry(session_core& core, const drop_statement& s) {
    auto b = definition_binder(core);
    const auto owner = s.is_public ? std::string("PUBLIC") : b.owner_of(s.name);
    const auto object = core.tables().find_object(owner, s.name.name);
    const bool is_body = s.kind == object_kind::package_body;
    const auto kind = is_body ? object_kind::package : s.kind;
    if (!object || object->kind != kind) {
        if (s.if_exists) return;
        if (s.kind == object_kind::view) b.fail_not_found(s.name.schema, s.name.name, s.name.position);
        if (s.kind == object_kind::sequence) fail(ora::sequence_not_found, s.name.position);
        if (is_code(s.kind))
            fail(ora::object_not_found, "object " + s.name.name + " does not exist", s.name.position);
        fail(s.is_public ? ora::public_synonym_missing : ora::private_synonym_missing, s.name.position);
    }
    in_own_transaction(core, [&] {
        if (is_body) return core.tables().drop_body(object->object_id);
        core.tables().drop_object(object->object_id);
        if (kind == object_kind::package) core.tables().drop_package_types(object->owner, object->name);
        core.sequences().forget(object->object_id);
        revalidate_views(core);
    });
}

}  // namespace

execute_result run_definition(session_core& core, const create_table_statement& s, std::string_view text) {
    core.commit();
    auto b = definition_binder(core, text);
    const auto& owner = b.owner_of(s.table);
    if (s.if_not_exists && core.tables().find_object(owner, s.table.name)) return {};
    check_name_is_free(core, owner, s.table.name, s.table.position);
    execute_result out;
    in_own_transaction(core, [&] {
        table_info t;
        t.object_id = core.tables().next_object_id();
        t.owner = owner;
        t.name = s.table.name;
        t.is_index_organized = s.is_index_organized;
        bound_query q;
        if (s.source) {
            q = b.bind_query(*s.source, nullptr);
            take_columns(t, q, s, text);
        }
        table_builder builder(core, std::move(t), s.table.position);
        if (!s.source) {
            for (const auto& c : s.columns) builder.add_column(c, ora::duplicate_column);
        }
        builder.add_constraints(s.columns, s.constraints);
        if (s.is_index_organized && builder.table().primary_key() == nullptr) {
            fail(ora::index_organized_without_key, s.table.position);
        }
        core.tables().create(builder.table());
        if (s.source) out.row_count = fill_from_query(core, builder.table(), q, b.row_counters());
        revalidate_views(core);
    });
    return out;
}

execute_result run_definition(session_core& core, const drop_statement& s, std::string_view /*text*/) {
    core.commit();
    if (s.kind == object_kind::table) {
        drop_table(core, s);
    } else if (s.kind == object_kind::index) {
        drop_index(core, s);
    } else if (s.kind == object_kind::type || s.kind == object_kind::domain) {
        drop_type_or_domain(core, s);
    } else if (s.kind == object_kind::directory) {
        drop_directory(core, s);
    } else {
        drop_entry(core, s);
    }
    return {};
}

execute_result run_definition(session_core& core, const truncate_statement& s, std::string_view /*text*/) {
    core.commit();
    auto b = definition_binder(core);
    const auto t = b.find_own_table(s.table);
    const auto children = core.tables().children(*t);
    const bool is_parent = std::any_of(children.begin(), children.end(),
                                       [&](const table_ref& child) { return child->object_id != t->object_id; });
    if (is_parent) fail(ora::referenced_key_in_use, s.table.position);
    in_own_transaction(core, [&] {
        check_rows_are_free(core, *t, s.table.position);
        core.run("DELETE FROM " + t->storage_name());
    });
    return {};
}

}  // namespace oraxx::sandbox::engine
