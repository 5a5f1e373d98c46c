// Stored code: procedures, functions and packages of the dictionary.
#include <algorithm>

#include "server/engine/parser.hpp"
#include "server/engine/plsql_executor.hpp"

namespace oraxx::sandbox::engine {
namespace {

std::shared_ptr<const code_unit> parsed_code(const stored_code& stored, const catalog_object& object,
                                             dialect flavour) {
    auto out = std::make_shared<code_unit>();
    out->name = object.owner + '.' + object.name;
    out->text = stored.text;
    out->body_text = stored.body;
    if (object.kind != object_kind::package) {
        out->subprogram = parser::parse_code(out->text, flavour);
        return out;
    }
    out->specification = parser::parse_package(out->text, flavour);
    if (stored.has_body) out->body = parser::parse_package(out->body_text, flavour);
    return out;
}

bool is_public(const code_unit& package, const std::string& name) {
    const auto& list = package.specification->declarations;
    return std::any_of(list.begin(), list.end(), [&](const plsql_declaration& d) { return d.name == name; });
}

using published_types = std::map<const data_type*, object_type_ref>;

// nullopt: a type that only PL/SQL knows.
std::optional<type_attribute> attribute_of(const data_type& type, const published_types& known) {
    type_attribute out;
    if (type.what != data_type::form::scalar) {
        const auto published = known.find(&type);
        out.object_type = published != known.end() ? published->second : type.object;
        out.type = db_type::object;
        return out.object_type == nullptr ? std::nullopt : std::optional(out);
    }
    if (type.sql.kind == db_type::cursor) return std::nullopt;
    out.type = type.is_integer ? db_type::binary_integer : type.sql.kind;
    out.is_pls_integer = type.is_integer;
    if (type.is_integer) return out;
    out.precision = type.sql.precision;
    out.scale = type.sql.scale;
    out.size_bytes = type.sql.bytes;
    out.size_chars = type.sql.chars;
    return out;
}

// As clients may describe it, without its name; nullopt: a type that they cannot bind.
std::optional<object_type> package_type(const data_type& type, const published_types& known) {
    object_type out;
    if (type.what == data_type::form::scalar || type.is_by_text) return std::nullopt;
    if (type.what == data_type::form::table) {
        const auto element = attribute_of(*type.element, known);
        if (!element) return std::nullopt;
        out.element = *element;
        out.max_elements = static_cast<std::uint32_t>(type.limit);
        out.form = type.is_index_by  ? type_form::index_by
                   : type.limit != 0 ? type_form::varray
                                     : type_form::nested_table;
        return out;
    }
    out.form = type_form::record;
    for (const auto& field : type.fields) {
        auto attribute = attribute_of(*field.type, known);
        if (!attribute) return std::nullopt;
        attribute->name = field.name;
        out.attributes.push_back(std::move(*attribute));
    }
    return out;
}

}  // namespace

plsql_state::plsql_state() = default;
plsql_state::~plsql_state() = default;

// nullptr: no such object, or one of another kind.
std::shared_ptr<const code_unit> plsql_executor::load_code(const std::string& schema, const std::string& name) {
    auto& state = core_->plsql();
    if (state.code_version != core_->tables().version()) state.code.clear();
    state.code_version = core_->tables().version();
    const auto names = core_->settings();
    const std::vector<sql_type> no_binds;
    binder b(core_->tables(), names, no_binds, text());
    const auto object = b.resolve(schema, name, 0);
    if (!object || object->object_id == 0 || !is_code(object->kind)) return nullptr;
    const auto full_name = object->owner + '.' + object->name;
    const bool is_compiling = state.compiling.count(full_name) != 0;
    if (const auto known = state.code.find(full_name); known != state.code.end()) return known->second;
    const auto stored = core_->tables().code(object->object_id);
    if (!stored.is_valid && !is_compiling) revalidate(*object, stored.has_body);
    auto parsed = parsed_code(stored, *object, {names.is_23ai, names.has_json});
    state.code.emplace(full_name, parsed);
    return parsed;
}

// Code that did not compile may do so by now.
void plsql_executor::revalidate(const catalog_object& object, bool has_body) {
    try {
        compile_code(core_, object.owner, object.name, false);
        if (has_body) compile_code(core_, object.owner, object.name, true);
    } catch (const sql_failure& f) {
        if (f.error.code == ora::not_implemented) throw;
        fail_statement("PLS-00905: object " + object.owner + '.' + object.name + " is invalid", text(), 0);
    }
}

// [schema.]package.name
plsql_executor::found_name plsql_executor::find_in_package(const std::vector<std::string>& path) {
    for (std::size_t at = 0; at < 2 && at + 1 < path.size(); ++at) {
        const auto code = load_code(at == 0 ? std::string{} : path[0], path[at]);
        if (code == nullptr || !code->specification || !is_public(*code, path[at + 1])) continue;
        auto* package = package_frame(code);
        if (auto* item = find_item(*package, path[at + 1])) return {item, at + 2, package};
    }
    return {};
}

plsql_executor::callee plsql_executor::find_stored(const std::vector<std::string>& path) {
    if (path.size() > 2) return {};
    const auto code = load_code(path.size() == 2 ? path[0] : std::string{}, path.back());
    if (code == nullptr || !code->subprogram) return {};
    auto& scope = code_frames_[code.get()];
    if (scope == nullptr) {
        scope = std::make_shared<frame>();
        scope->code = code.get();
        scope->keeps = code;
    }
    return {code->subprogram, scope.get(), nullptr};
}

// The state of a package, made when it is first used. While names are checked nothing runs, and nothing is kept.
frame* plsql_executor::package_frame(const std::shared_ptr<const code_unit>& code) {
    auto& packages = is_checking() ? checked_packages_ : core_->plsql().packages;
    auto& known = packages[code->name];
    const bool is_same =
        known != nullptr && known->keeps->text == code->text && known->keeps->body_text == code->body_text;
    if (is_same) return known.get();
    auto fresh = std::make_shared<frame>();
    fresh->code = code.get();
    fresh->keeps = code;
    auto* const package = fresh.get();
    known = std::move(fresh);  // before its own code asks for it
    try {
        const call_guard guard(*this, package);
        declare(code->specification->declarations, *package);
        if (code->body) declare(code->body->declarations, *package);
        if (code->body && !is_checking()) (void)run_statements(code->body->statements);
    } catch (...) {
        packages.erase(code->name);
        throw;
    }
    return package;
}

void plsql_executor::check_stored(const std::string& owner, const std::string& name, bool is_body) {
    std::vector<bind_slot> none;
    slots_ = &none;
    const auto code = load_code(owner, name);
    if (code->subprogram) {
        const auto to = find_stored({owner, name});
        const call_guard guard(*this, to.scope);
        return check_subprogram(*code->subprogram, to.scope);
    }
    auto* const package = package_frame(code);
    const call_guard guard(*this, package);
    const auto& part = is_body ? *code->body : *code->specification;
    for (const auto& d : part.declarations) {
        if (d.subprogram) check_subprogram(*d.subprogram, package);
        if (d.query) (void)describe_query(d);
    }
    check_statements(part.statements);
}

void plsql_executor::publish_types(const std::string& owner, const std::string& name) {
    std::vector<bind_slot> none;
    slots_ = &none;
    const auto code = load_code(owner, name);
    if (code == nullptr || !code->specification) return;
    std::map<const data_type*, object_type_ref> known;
    for (const auto& item : package_frame(code)->items) {
        if (item.what != frame_item::kind::type || known.count(item.type.get()) != 0) continue;
        auto described = package_type(*item.type, known);
        if (!described) continue;
        described->schema = owner;
        described->package = name;
        described->name = item.name;
        described->number = core_->tables().next_object_id();
        core_->tables().create_type(*described);
        known.emplace(item.type.get(), core_->tables().type(described->number));
    }
}

void publish_package_types(const std::shared_ptr<session_core>& core, const std::string& owner,
                           const std::string& name) {
    core->tables().drop_package_types(owner, name);
    plsql_executor(core, std::make_shared<code_unit>(), {}).publish_types(owner, name);
}

void compile_code(const std::shared_ptr<session_core>& core, const std::string& owner, const std::string& name,
                  bool is_body) {
    auto& compiling = core->plsql().compiling;
    const auto full_name = owner + '.' + name;
    if (!compiling.insert(full_name).second) return;  // through code that calls each other
    const std::unique_ptr<std::set<std::string>, std::function<void(std::set<std::string>*)>> finished(
        &compiling, [&](std::set<std::string>* names) { names->erase(full_name); });
    plsql_executor(core, std::make_shared<code_unit>(), {}).check_stored(owner, name, is_body);
}

}  // namespace oraxx::sandbox::engine
