// CREATE PROCEDURE, FUNCTION, PACKAGE, PACKAGE BODY. Code that does not compile is kept, with its errors.
#include "server/engine/failure.hpp"
#include "server/engine/plsql_executor.hpp"
#include "server/engine/statement.hpp"
#include "server/engine/table_builder.hpp"

namespace oraxx::sandbox::engine {
namespace {

// What the compiler said, without the lines around it.
std::string first_message(const sql_error& error) {
    auto text = error.message;
    if (error.code == ora::compilation_failed) {
        const auto begin = text.find(":\n");
        if (begin != std::string::npos) text.erase(0, begin + 2);
        text.erase(std::min(text.find("\nORA-06550"), text.size()));
        return text;
    }
    return "PL/SQL: " + text;
}

bool is_for_the_dictionary(const sql_error& error) {
    return error.code != ora::not_implemented && error.code != ora::internal_error && error.code != ora::cancelled;
}

// The object, made or found.
std::uint32_t code_object(session_core& core, const create_code_statement& s, const std::string& owner) {
    auto& tables = core.tables();
    const auto known = tables.find_object(owner, s.name.name);
    const bool is_body = s.kind == object_kind::package_body;
    if (!known && is_body) {
        fail(ora::object_not_found, "object " + s.name.name + " does not exist", s.name.position);
    }
    const auto kind = is_body ? object_kind::package : s.kind;
    const bool is_free =
        !known || (known->kind == kind && (s.replaces || (is_body && !tables.code(known->object_id).has_body)));
    if (!is_free) fail(ora::name_in_use, s.name.position);
    return known ? known->object_id : tables.create_code(kind, owner, s.name.name);
}

}  // namespace

execute_result run_definition(const std::shared_ptr<session_core>& core, const create_code_statement& s,
                              std::string_view text) {
    core->commit();
    const auto owner = s.name.schema.empty() ? core->settings().schema : s.name.schema;
    auto& tables = core->tables();
    if (s.if_not_exists && tables.find_object(owner, s.name.name)) return {};
    const auto source = text.substr(s.source_begin);
    const bool is_body = s.kind == object_kind::package_body;
    execute_result out;
    in_own_transaction(*core, [&] {
        const auto id = code_object(*core, s, owner);
        tables.set_code(id, is_body, source);
        core->plsql().code.clear();
        try {
            compile_code(core, owner, s.name.name, is_body);
            if (s.kind == object_kind::package) publish_package_types(core, owner, s.name.name);
        } catch (const sql_failure& f) {
            if (!is_for_the_dictionary(f.error)) {
                auto refused = f;
                refused.error.position += s.source_begin;
                throw refused;
            }
            const auto at = place_of(source, f.error.position);
            tables.set_code_error(id, is_body, {at.line, at.column, first_message(f.error)});
            out.has_compilation_errors = true;
        }
        core->plsql().code.clear();
    });
    return out;
}

}  // namespace oraxx::sandbox::engine
