// CREATE and DROP of types, directories and domains.
#include <algorithm>
#include <filesystem>

#include "server/engine/failure.hpp"
#include "server/engine/parser.hpp"
#include "server/engine/statement.hpp"
#include "server/engine/table_builder.hpp"

namespace oraxx::sandbox::engine {
namespace {

bool is_within(const std::string& folder, const std::string& path) {
    namespace fs = std::filesystem;
    const auto base = fs::path(folder).lexically_normal();
    const auto inner = fs::path(path).lexically_normal();
    const auto at = std::mismatch(base.begin(), base.end(), inner.begin(), inner.end()).first;
    return at == base.end() || (at->empty() && std::next(at) == base.end());  // "/data/" ends with an empty part
}

// The type of the rows of a table or view.
object_type_ref named_row_type(session_core& core, const std::string& table) {
    const auto path = parser::parse_stored_type(table, {}).path;
    if (path.empty() || path.size() > 2) return nullptr;
    const auto owner = path.size() == 2 ? path[0] : std::string{};
    const auto found = definition_binder(core).find_table(owner, path.back(), 0);
    return found->object_id == 0 ? nullptr : core.tables().type(found->object_id);
}

}  // namespace

type_attribute define_attribute(const binder& b, const attribute_definition& a) {
    const auto type = b.resolve_type(a.type, a.type_position);
    type_attribute out;
    out.name = a.name.name;
    out.type = type.kind;
    out.precision = type.precision;
    out.scale = type.scale;
    out.size_bytes = type.bytes;
    out.size_chars = type.chars;
    out.is_float = a.type.is_float;
    if (type.object != nullptr) out.object_type = type.object->shared_from_this();
    return out;
}

execute_result run_definition(session_core& core, const create_type_statement& s, std::string_view /*text*/) {
    core.commit();
    auto b = definition_binder(core);
    const auto& owner = b.owner_of(s.name);
    const auto known = core.tables().find_object(owner, s.name.name);
    if (known && s.if_not_exists) return {};
    if (known && !(s.replaces && known->kind == object_kind::type)) fail(ora::name_in_use, s.name.position);
    object_type out;
    out.schema = owner;
    out.name = s.name.name;
    out.form = s.form;
    out.max_elements = s.max_elements;
    for (const auto& a : s.attributes) {
        const bool is_second = std::any_of(out.attributes.begin(), out.attributes.end(),
                                           [&](const type_attribute& before) { return before.name == a.name.name; });
        if (is_second) fail(ora::duplicate_column, a.name.position);
        out.attributes.push_back(define_attribute(b, a));
    }
    if (out.is_collection()) out.element = define_attribute(b, s.element);
    in_own_transaction(core, [&] {
        if (known && core.tables().has_dependents(known->object_id)) {
            fail(ora::type_has_dependents, s.name.position);
        }
        if (known) core.tables().drop_type(known->object_id);
        out.number = core.tables().next_object_id();
        core.tables().create_type(out);
    });
    return {};
}

// The folders that BFILEs may read are chosen by who starts the server.
execute_result run_definition(session_core& core, const create_directory_statement& s, std::string_view /*text*/) {
    core.commit();
    const auto known = core.tables().directory_path(s.name.name);
    if (known && !s.replaces) fail(ora::name_in_use, s.name.position);
    const auto& allowed = core.allowed_directories();
    const bool is_allowed = std::any_of(allowed.begin(), allowed.end(),
                                        [&](const database::directory& d) { return is_within(d.path, s.path); });
    if (!is_allowed) fail(ora::insufficient_privileges, s.name.position);
    in_own_transaction(core, [&] { core.tables().create_directory(s.name.name, s.path); });
    return {};
}

execute_result run_definition(session_core& core, const create_domain_statement& s, std::string_view /*text*/) {
    core.commit();
    auto b = definition_binder(core);
    domain_info out;
    out.owner = b.owner_of(s.name);
    out.name = s.name.name;
    if (s.if_not_exists && core.tables().find_object(out.owner, out.name)) return {};
    check_name_is_free(core, out.owner, out.name, s.name.position);
    out.type = b.resolve_type(s.type, s.type_position);
    if (out.type.kind == db_type::vector || out.type.object != nullptr)
        refuse("domain of this type", s.type_position);
    out.in_chars = s.type.in_chars;
    out.is_float = s.type.is_float;
    out.annotations = s.annotations;
    in_own_transaction(core, [&] {
        out.object_id = core.tables().next_object_id();
        core.tables().create_domain(out);
    });
    return {};
}

object_type_ref named_type(session_core& core, std::string_view name) {
    try {
        for (const std::string_view ending : {"%ROWTYPE", "%ROWTYPE\""}) {
            if (name.size() <= ending.size() || name.substr(name.size() - ending.size()) != ending) continue;
            const bool is_quoted = ending.back() == '"';
            return named_row_type(core,
                                  std::string(name.substr(0, name.size() - ending.size())) + (is_quoted ? "\"" : ""));
        }
        const auto type = parser::parse_stored_type(name, {});
        return type.type == db_type::object ? definition_binder(core).find_object_type(type.path) : nullptr;
    } catch (const sql_failure&) {
        return nullptr;  // no name at all
    }
}

void drop_type_or_domain(session_core& core, const drop_statement& s) {
    auto b = definition_binder(core);
    const auto object = core.tables().find_object(b.owner_of(s.name), s.name.name);
    if (!object || object->kind != s.kind) {
        if (s.if_exists) return;
        fail(ora::object_missing, "object " + s.name.name + " does not exist", s.name.position);
    }
    in_own_transaction(core, [&] {
        if (s.kind == object_kind::domain) return core.tables().drop_object(object->object_id);
        if (core.tables().has_dependents(object->object_id)) {
            if (s.forces) refuse("DROP TYPE ... FORCE of a type in use", s.name.position);
            fail(ora::type_has_dependents, s.name.position);
        }
        core.tables().drop_type(object->object_id);
    });
}

void drop_directory(session_core& core, const drop_statement& s) {
    if (!core.tables().directory_path(s.name.name)) {
        if (s.if_exists) return;
        fail(ora::object_missing, "object " + s.name.name + " does not exist", s.name.position);
    }
    in_own_transaction(core, [&] { core.tables().drop_directory(s.name.name); });
}

}  // namespace oraxx::sandbox::engine
