// CREATE VIEW, SEQUENCE, SYNONYM and INDEX, ALTER SEQUENCE, COMMENT and RENAME.
#include <algorithm>

#include "server/engine/failure.hpp"
#include "server/engine/statement.hpp"
#include "server/engine/table_builder.hpp"

namespace oraxx::sandbox::engine {
namespace {

constexpr std::int64_t default_cache = 20;

decimal number_of(const std::string& digits, std::size_t position) {
    constexpr int most_digits = 28;
    const auto out = decimal::parse(digits);
    if (!out || out->integer_digits() > most_digits) fail(ora::numeric_overflow, position);
    return *out;
}

// The bounds Oracle gives a sequence that names none.
decimal default_maximum(bool descends) {
    return descends ? decimal(-1) : *decimal::parse("9999999999999999999999999999");
}
decimal default_minimum(bool descends) {
    return descends ? *decimal::parse("-999999999999999999999999999") : decimal(1);
}

bool less(const decimal& a, const decimal& b) {
    return decimal::compare(a, b) < 0;
}

void check_sequence(const sequence_info& s, std::size_t position) {
    if (!less(s.minimum, s.maximum)) fail(ora::minimum_over_maximum, position);
    const auto span = decimal::subtract(s.maximum, s.minimum);
    if (span && less(*span, s.increment.absolute())) fail(ora::increment_too_big, position);
    if (less(s.next, s.minimum)) fail(ora::start_below_minimum, position);
    if (less(s.maximum, s.next)) fail(ora::start_above_maximum, position);
}

table_info define_view(session_core& core, const create_view_statement& s, std::string_view text) {
    auto b = definition_binder(core, text);
    const auto q = b.bind_query(*s.body, nullptr);
    table_info view;
    view.object_id = core.tables().next_object_id();
    view.owner = b.owner_of(s.name);
    view.name = s.name.name;
    view.is_read_only = s.is_read_only;
    view.view_text = b.expanded_text(s.body_begin, s.body_end);
    if (!s.columns.empty() && s.columns.size() != q.columns.size()) {
        fail(ora::wrong_number_of_column_names, s.columns[0].position);
    }
    for (std::size_t i = 0; i < q.columns.size(); ++i) {
        const auto position = s.columns.empty() ? s.body->position : s.columns[i].position;
        table_column column;
        column.name = s.columns.empty() ? q.columns[i].name : s.columns[i].name;
        column.type = q.columns[i].type;
        column.nullable = q.columns[i].nullable;
        if (s.columns.empty() && !is_column_name(column.name, text)) fail(ora::column_needs_alias, position);
        const bool is_known = std::any_of(view.columns.begin(), view.columns.end(),
                                          [&](const table_column& c) { return c.name == column.name; });
        if (is_known) fail(ora::duplicate_column, position);
        view.columns.push_back(std::move(column));
    }
    return view;
}

}  // namespace

sequence_info define_sequence(const sequence_options& options, sequence_info base, bool is_new) {
    const auto at = options.position;
    auto out = std::move(base);
    if (options.increment) out.increment = number_of(*options.increment, at);
    if (out.increment.is_zero()) fail(ora::increment_is_zero, at);
    const bool descends = out.increment.is_negative();
    if (is_new) out.minimum = default_minimum(descends);
    if (is_new) out.maximum = default_maximum(descends);
    if (options.minimum) {
        out.minimum = options.minimum->empty() ? default_minimum(descends) : number_of(*options.minimum, at);
    }
    if (options.maximum) {
        out.maximum = options.maximum->empty() ? default_maximum(descends) : number_of(*options.maximum, at);
    }
    if (is_new || options.restarts) out.next = descends ? out.maximum : out.minimum;
    if (options.start) out.next = number_of(*options.start, at);
    if (is_new) out.cache = default_cache;
    if (options.cache) out.cache = *options.cache;
    if (options.cycles) out.cycles = *options.cycles;
    if (options.ordered) out.ordered = *options.ordered;
    check_sequence(out, at);
    return out;
}

execute_result run_definition(session_core& core, const create_view_statement& s, std::string_view text) {
    core.commit();
    auto b = definition_binder(core);
    const auto known = core.tables().find_object(b.owner_of(s.name), s.name.name);
    if (known && s.if_not_exists) return {};
    if (known && !(s.replaces && known->kind == object_kind::view)) fail(ora::name_in_use, s.name.position);
    in_own_transaction(core, [&] {
        const auto view = define_view(core, s, text);
        if (known) core.tables().drop_object(known->object_id);
        core.tables().create_view(view);
        // Only now does a query that leads back to the view itself do so.
        table_source itself;
        itself.schema = view.owner;
        itself.name = view.name;
        itself.position = s.name.position;
        definition_binder(core).check_view(itself);
        revalidate_views(core);
    });
    return {};
}

execute_result run_definition(session_core& core, const create_sequence_statement& s, std::string_view /*text*/) {
    core.commit();
    auto b = definition_binder(core);
    auto& tables = core.tables();
    const auto known = tables.find_object(b.owner_of(s.name), s.name.name);
    if (!s.alters) {
        if (known && s.if_not_exists) return {};
        if (known) fail(ora::name_in_use, s.name.position);
        in_own_transaction(core, [&] {
            sequence_info base;
            base.object_id = tables.next_object_id();
            base.owner = b.owner_of(s.name);
            base.name = s.name.name;
            tables.create_sequence(define_sequence(s.options, std::move(base), true));
        });
        return {};
    }
    if (!known || known->kind != object_kind::sequence) fail(ora::sequence_not_found, s.name.position);
    if (s.options.start && !s.options.restarts) fail(ora::cannot_alter_start, s.name.position);
    in_own_transaction(core, [&] {
        const auto base = core.sequences().current(known->object_id).value_or(*tables.sequence(known->object_id));
        tables.update_sequence(define_sequence(s.options, base, false));
        core.sequences().forget(known->object_id);
    });
    return {};
}

execute_result run_definition(session_core& core, const create_synonym_statement& s, std::string_view /*text*/) {
    core.commit();
    auto b = definition_binder(core);
    auto& tables = core.tables();
    const auto owner = s.is_public ? std::string("PUBLIC") : b.owner_of(s.name);
    const auto known = tables.find_object(owner, s.name.name);
    if (known && s.if_not_exists) return {};
    if (known && !(s.replaces && known->kind == object_kind::synonym)) fail(ora::name_in_use, s.name.position);
    synonym_target target{b.owner_of(s.target), s.target.name};
    const bool is_dictionarys = s.target.schema.empty() && !tables.find_object(target.schema, target.name) &&
                                dictionary_view(target.name, core.settings().facts) != nullptr;
    if (is_dictionarys) target.schema = "SYS";
    in_own_transaction(core, [&] {
        if (known) tables.drop_object(known->object_id);
        tables.create_synonym(owner, s.name.name, target);
        revalidate_views(core);
    });
    return {};
}

execute_result run_definition(session_core& core, const create_index_statement& s, std::string_view /*text*/) {
    core.commit();
    auto b = definition_binder(core);
    const auto& owner = b.owner_of(s.name);
    if (core.tables().find_index(owner, s.name.name)) {
        if (s.if_not_exists) return {};
        fail(ora::name_in_use, s.name.position);
    }
    const auto t = b.find_own_table(s.table);
    if (t->owner != owner) refuse("index in another schema than its table's", s.name.position);
    const table_builder lookup(core, *t);
    table_index index{0, s.name.name, s.unique, false, {}};
    std::vector<std::size_t> columns;
    for (const auto& item : s.items) {
        const auto column = lookup.column_index(item.column);
        if (std::find(columns.begin(), columns.end(), column) != columns.end()) {
            fail(ora::duplicate_column, item.column.position);
        }
        if (is_large_kind(t->columns[column].type.kind)) {
            fail(ora::index_on_lob,
                 "cannot create index on expression with datatype " +
                     (is_lob(t->columns[column].type.kind) ? "LOB" : type_label(t->columns[column].type.kind)),
                 item.column.position);
        }
        columns.push_back(column);
        index.columns.push_back({column, item.descending});
    }
    const bool exists = std::any_of(t->indexes.begin(), t->indexes.end(), [&](const table_index& i) {
        return i.covers(columns) &&
               std::equal(i.columns.begin(), i.columns.end(), index.columns.begin(),
                          [](const auto& a, const auto& d) { return a.descending == d.descending; });
    });
    if (exists) fail(ora::columns_already_indexed, s.items[0].column.position);
    in_own_transaction(core, [&] {
        index.object_id = core.tables().next_object_id();
        try {
            core.tables().create_index(*t, index);
        } catch (const std::runtime_error&) {
            if (core.db().code() == SQLITE_CONSTRAINT_UNIQUE) fail(ora::duplicate_keys_found, s.table.position);
            throw;
        }
    });
    return {};
}

execute_result run_definition(session_core& core, const comment_statement& s, std::string_view /*text*/) {
    core.commit();
    auto b = definition_binder(core);
    const auto object = core.tables().find_object(b.owner_of(s.table), s.table.name);
    if (!object || (object->kind != object_kind::table && object->kind != object_kind::view)) {
        b.fail_not_found(s.table.schema, s.table.name, s.table.position);
    }
    in_own_transaction(core, [&] {
        if (!s.column) return core.tables().set_comment(object->object_id, 0, s.text);
        const table_builder lookup(core, *core.tables().table(object->object_id));
        core.tables().set_comment(object->object_id, lookup.column_index(*s.column) + 1, s.text);
    });
    return {};
}

execute_result run_definition(session_core& core, const rename_statement& s, std::string_view /*text*/) {
    core.commit();
    const auto& owner = core.settings().schema;
    const auto object = core.tables().find_object(owner, s.from.name);
    if (!object) fail(ora::object_not_found, "object " + s.from.name + " does not exist", s.from.position);
    check_name_is_free(core, owner, s.to, 0);
    in_own_transaction(core, [&] {
        core.tables().rename_object(object->object_id, s.to);
        revalidate_views(core);
    });
    core.sequences().forget(object->object_id);  // the name is part of what it knows
    return {};
}

}  // namespace oraxx::sandbox::engine
