// Names of objects: synonyms, views, sequences; and the rows FOR UPDATE locks.
#include <algorithm>

#include "server/engine/binder.hpp"
#include "server/engine/expression_walk.hpp"
#include "server/engine/failure.hpp"
#include "server/engine/parser.hpp"

namespace oraxx::sandbox::engine {
namespace {

constexpr int max_synonym_hops = 32;
constexpr std::size_t max_view_depth = 32;
constexpr std::string_view public_schema = "PUBLIC";

}  // namespace

std::optional<catalog_object> binder::resolve(const std::string& schema, const std::string& name,
                                              std::size_t position) {
    synonym_target at{schema.empty() ? settings_.schema : schema, name};
    for (int hops = 0; hops < max_synonym_hops; ++hops) {
        auto object = catalog_.find_object(at.schema, at.name);
        if (!object && hops == 0 && schema.empty())
            object = catalog_.find_object(std::string(public_schema), at.name);
        if (!object) {
            if (hops == 0) return std::nullopt;
            if (dictionary_view(at.name, settings_.facts)) {
                return catalog_object{0, object_kind::view, "SYS", at.name};
            }
            fail(ora::synonym_not_valid, position);
        }
        if (object->kind != object_kind::synonym) return object;
        at = catalog_.find_synonym(object->owner, object->name).value_or(at);
    }
    fail(ora::synonym_loop, position);
}

void binder::fail_not_found(const std::string& schema, const std::string& name, std::size_t position) const {
    const auto& owner = schema.empty() ? settings_.schema : schema;
    fail(ora::table_not_found,
         settings_.is_23ai ? "table or view " + quoted(owner) + "." + quoted(name) + " does not exist"
                           : std::string("table or view does not exist"),
         position);
}

table_ref binder::find_table(const std::string& schema, const std::string& name, std::size_t position) {
    const auto object = resolve(schema, name, position);
    if (object && object->object_id != 0) {
        if (object->kind == object_kind::sequence) fail(ora::sequence_not_allowed, position);
        if (is_code(object->kind)) fail(ora::object_not_allowed, position);
        return catalog_.table(object->object_id);
    }
    if (object || schema.empty() || schema == "SYS" || schema == public_schema) {
        if (auto view = dictionary_view(object ? object->name : name, settings_.facts)) return view;
    }
    fail_not_found(schema, name, position);
}

table_ref binder::find_base_table(const table_name& name) {
    auto table = find_table(name.schema, name.name, name.position);
    if (!table->view_sql.empty()) fail(ora::insufficient_privileges, name.position);
    if (table->is_read_only) fail(ora::view_is_read_only, name.position);
    if (!table->view_text.empty()) refuse("DML on a view", name.position);
    return table;
}

table_ref binder::find_own_table(const table_name& name) {
    const auto object = catalog_.find_object(owner_of(name), name.name);
    if (object && object->kind == object_kind::table) return catalog_.table(object->object_id);
    if (object && object->kind == object_kind::view) fail(ora::view_not_appropriate, name.position);
    if (name.schema.empty() && dictionary_view(name.name, settings_.facts)) {
        fail(ora::insufficient_privileges, name.position);
    }
    fail_not_found(name.schema, name.name, name.position);
}

std::string binder::bind_view(const table_info& view, const table_source& t, scope& s) {
    if (std::find(open_views_.begin(), open_views_.end(), view.object_id) != open_views_.end()) {
        fail(ora::circular_view, t.position);
    }
    if (open_views_.size() == max_view_depth) refuse("view nested deeper than 32 views", t.position);
    auto settings = settings_;
    settings.schema = view.owner;
    const std::vector<sql_type> no_binds;
    binder inner(catalog_, settings, no_binds, view.view_text);
    inner.open_views_ = open_views_;
    inner.open_views_.push_back(view.object_id);
    inner.row_counters_ = row_counters_;
    const auto fail_as_whole = [&] {
        fail(ora::object_has_errors, "view " + quoted(view.owner + '.' + view.name) + " has errors", t.position);
    };
    bound_query q;
    try {
        const auto body = parser::parse_stored_query(view.view_text, dialect{settings_.is_23ai, settings_.has_json});
        q = inner.bind_query(*body, nullptr);
    } catch (const sql_failure& f) {
        if (f.error.code == ora::circular_view) fail(ora::circular_view, t.position);
        if (f.error.code == ora::not_implemented) {
            throw sql_failure{{f.error.code, f.error.message, t.position}};
        }
        fail_as_whole();
    }
    if (q.columns.size() != view.columns.size()) fail_as_whole();
    row_counters_ = inner.row_counters_;
    scope_table entry;
    entry.alias = t.alias.empty() ? view.name : t.alias;
    if (t.alias.empty()) entry.schema = view.owner;
    entry.sqlite_alias = next_alias();
    for (std::size_t i = 0; i < q.columns.size(); ++i) {
        add_column(entry, {view.columns[i].name, q.columns[i].type, q.columns[i].nullable, 0, q.columns[i].origin});
    }
    const auto alias = entry.sqlite_alias;
    s.tables.push_back(std::move(entry));
    return "(" + q.sql + ") AS " + alias;
}

void binder::check_view(const table_source& view) {
    scope s;
    (void)bind_source(view, s);
}

std::string binder::expanded_text(std::size_t begin, std::size_t end) const {
    auto stars = stars_;
    std::sort(stars.begin(), stars.end(), [](const star& a, const star& b) { return a.begin < b.begin; });
    std::string out;
    for (const auto& each : stars) {
        if (each.begin < begin || each.end > end) continue;
        out += text_.substr(begin, each.begin - begin);
        out += each.columns;
        begin = each.end;
    }
    out += text_.substr(begin, end - begin);
    return out;
}

void binder::note_nextval(const expression& e) {
    (void)any_node(e, [this](const expression& node) {
        if (node.kind == expression_kind::column && node.path.size() >= 2 && node.path.back() == "NEXTVAL") {
            advanced_.push_back(path_text({node.path.begin(), node.path.end() - 1}));
        }
        return false;
    });
}

// Every place in the text has a number: a row's first reference advances the sequence, the others of that row
// see the same value (functions_sequence.cpp). CURRVAL beside a NEXTVAL counts as one of those.
typed binder::bind_sequence(const expression& e, const scope& s) {
    const auto schema = e.path.size() >= 3 ? e.path[e.path.size() - 3] : std::string{};
    const auto object = resolve(schema, e.path[e.path.size() - 2], e.position);
    if (!object || object->kind != object_kind::sequence) fail(ora::sequence_not_found, e.position);
    if (!s.sequences_allowed) fail(ora::sequence_number_not_allowed, e.position);
    typed out;
    out.position = e.position;
    out.type = number_expression();
    const auto id = std::to_string(object->object_id);
    const auto written = path_text({e.path.begin(), e.path.end() - 1});
    const bool advances =
        e.path.back() == "NEXTVAL" || std::find(advanced_.begin(), advanced_.end(), written) != advanced_.end();
    out.sql = advances ? call_at("seq_next", {id, std::to_string(sequence_sites_++)}, e.position)
                       : call_at("seq_current", {id}, e.position);
    return out;
}

// FOR UPDATE: the row ids of the tables to lock, as further columns.
std::string binder::bind_row_locks(const query& q, const scope& s, bound_query& out) const {
    const auto& locking = *q.for_update;
    const auto& b = *q.block;
    if (b.distinct || !b.group_by.empty() || s.saw_aggregate || b.connect_by) {
        fail(ora::for_update_not_allowed, locking.position);
    }
    if (q.limit || q.offset) fail(ora::no_lock_on_view, locking.position);
    std::vector<bool> wanted(s.tables.size(), locking.of.empty());
    for (const auto& column : locking.of) {
        bool known = false;
        for (std::size_t i = 0; i < s.tables.size(); ++i) {
            const auto& table = s.tables[i];
            if (column->path.size() >= 2 && column->path[column->path.size() - 2] != table.alias) continue;
            const bool has = std::any_of(table.columns.begin(), table.columns.end(),
                                         [&](const scope_column& c) { return c.name == column->path.back(); });
            if (has) known = wanted[i] = true;
        }
        if (!known) fail_identifier(*column);
    }
    std::string sql;
    out.lock_position = b.from.empty() ? 0 : b.from[0]->position;
    for (std::size_t i = 0; i < s.tables.size(); ++i) {
        if (!wanted[i]) continue;
        if (s.tables[i].object_id == 0) refuse("FOR UPDATE of a view", locking.position);
        sql += ", " + s.tables[i].sqlite_alias + ".rowid AS " +
               storage_column(out.columns.size() + out.locked_tables.size());
        out.locked_tables.push_back(s.tables[i].object_id);
    }
    return sql;
}

}  // namespace oraxx::sandbox::engine
