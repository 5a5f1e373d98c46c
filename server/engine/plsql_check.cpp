// What PL/SQL's compiler would say: every name is resolved before anything runs, in the frames that the statements
// will find; and what a block does with its binds.
#include "server/engine/plsql_executor.hpp"
#include "server/engine/statement.hpp"

namespace oraxx::sandbox::engine {

using action = plsql_statement::kind;

void plsql_executor::check(std::vector<bind_slot>& slots) {
    slots_ = &slots;
    make_host_variables(std::vector<bind_value>(slots.size(), bind_value{.type = db_type::varchar2, .max_bytes = 1}));
    check_block(main_->anonymous->block);
}

void plsql_executor::check_subprogram(const plsql_subprogram& code, frame* scope) {
    if (!code.body) return;
    frame own;
    own.code = code_;
    const frame_guard guard(*this, own, scope);
    for (const auto& formal : code.parameters) {
        auto v = make_variable(resolve_type(formal.type));
        check_value(formal.fallback.get());
        v.is_constant = formal.mode == parameter_mode::in;
        add_item(own, formal.name, frame_item::kind::variable).data = std::move(v);
    }
    if (code.is_function) (void)resolve_type(code.returns);
    check_block(*code.body);
}

void plsql_executor::check_block(const plsql_block& block) {
    frame own;
    own.label = block.label;
    own.code = code_;
    const frame_guard guard(*this, own, frame_);
    declare(block.declarations, own);
    for (const auto& d : block.declarations) {
        if (d.subprogram) check_subprogram(*d.subprogram, &own);
        if (d.query) (void)describe_query(d);
    }
    check_statements(block.statements);
    for (const auto& handler : block.handlers) {
        for (const auto& name : handler.exceptions) check_exception(name, block.position);
        check_statements(handler.statements);
    }
}

void plsql_executor::check_statements(const std::vector<plsql_statement>& statements) {
    for (const auto& s : statements) check_statement(s);
}

void plsql_executor::check_statement(const plsql_statement& s) {
    switch (s.what) {
    case action::call: return check_call(s);
    case action::sql:
    case action::select_into: return check_sql(s);
    case action::block: return check_block(*s.block);
    case action::raise:
        if (!s.path.empty()) check_exception(s.path, s.position);
        return;
    case action::for_range:
    case action::for_query:
    case action::forall: return check_loop(s);
    default: return check_parts(s);
    }
}

void plsql_executor::check_parts(const plsql_statement& s) {
    const bool is_composite = s.what == action::assign && s.target && type_of_target(*s.target) != nullptr &&
                              type_of_target(*s.target)->what != data_type::form::scalar;
    if (!is_composite) check_value(s.value.get());
    const bool names_cursor = s.what == action::open || s.what == action::fetch || s.what == action::close;
    if (s.target && names_cursor && s.target->kind == expression_kind::column) {
        check_cursor(*s.target);
    } else if (s.target) {
        check_target(*s.target);
    }
    if (s.query) check_query(*s.query, s.position);
    for (const auto* list : {&s.into, &s.returning}) {
        for (const auto& e : *list) check_target(*e);
    }
    for (const auto& argument : s.arguments) {
        if (argument.mode == parameter_mode::in) {
            check_value(argument.value.get());
        } else {
            check_target(*argument.value);
        }
    }
    for (const auto& branch : s.branches) {
        check_value(branch.condition.get());
        check_statements(branch.statements);
    }
    check_statements(s.body);
}

void plsql_executor::check_loop(const plsql_statement& s) {
    if (!s.of_indices && !s.of_values) check_value(s.low.get());
    check_value(s.high.get());
    for (const auto& argument : s.arguments) check_value(argument.value.get());
    frame own;
    own.code = code_;
    own.label = s.label;
    auto& counter = add_item(own, s.name, frame_item::kind::variable).data;
    if (s.what == action::for_query) {
        counter = make_variable(row_type(s.query ? query_columns(*s.query, s.position) : cursor_columns(s)));
    } else {
        counter = make_variable(integer_type());
        counter.is_constant = true;
    }
    const frame_guard guard(*this, own, frame_);
    check_statements(s.body);
}

std::vector<output_column> plsql_executor::cursor_columns(const plsql_statement& s) {
    const auto found = find_name(s.path);
    if (found.item == nullptr || found.item->what != frame_item::kind::cursor) fail_undeclared(s.path, s.position);
    return describe_query(*found.item->declaration);
}

void plsql_executor::check_call(const plsql_statement& s) {
    if (run_method(s)) return;
    const auto to = find_callee(s.path);
    if (!to) fail_undeclared(s.path, s.position);
    const auto arguments = match_arguments(to, s);
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        if (arguments[i] == nullptr) continue;
        const auto mode = to.known != nullptr ? to.known->parameters[i].mode : to.subprogram->parameters[i].mode;
        if (arguments[i]->kind == expression_kind::bind) {
            mark_argument(*arguments[i], mode);
        } else if (mode != parameter_mode::in) {
            check_target(*arguments[i]);
        } else if (locate_whole(*arguments[i]) == nullptr) {
            check_value(arguments[i]);
        }
    }
}

void plsql_executor::mark_argument(const expression& e, parameter_mode mode) {
    if (e.bind_index >= slots_->size()) return;
    auto& slot = (*slots_)[e.bind_index];
    if (mode != parameter_mode::out) slot.is_input = true;
    if (mode != parameter_mode::in) slot.is_output = true;
}

// A collection or record that is passed as a whole.
const variable* plsql_executor::locate_whole(const expression& e) {
    std::size_t used = 0;
    if (e.kind != expression_kind::column) return nullptr;
    const auto* v = find_variable(e.path, used);
    return v != nullptr && used == e.path.size() && v->type->what != data_type::form::scalar ? v : nullptr;
}

void plsql_executor::check_value(const expression* e) {
    if (e == nullptr || e->kind == expression_kind::bind) return;
    if (const auto made = constructed_type(*e)) {
        check_constructor(*made, *e);
        for (const auto& argument : e->args) check_value(argument.get());
        return;
    }
    if (e->kind == expression_kind::is_null && locate_whole(*e->args[0]) != nullptr) return;
    if (e->kind == expression_kind::function || e->kind == expression_kind::column) {
        const auto type = type_of(*e);
        if (type != nullptr && e->kind == expression_kind::column) return;
        if (const auto to = type == nullptr ? callee{} : find_callee(e->path)) {
            (void)match_arguments(to, *e);
            for (const auto& argument : e->args) {
                if (locate_whole(*argument) == nullptr) check_value(argument.get());
            }
            return;
        }
    }
    (void)compiled(*e);
}

data_type_ref plsql_executor::type_of_target(const expression& e) {
    return e.kind == expression_kind::bind ? nullptr : type_of(e);
}

void plsql_executor::check_target(const expression& e) {
    if (e.kind == expression_kind::bind) return mark_argument(e, parameter_mode::out);
    std::size_t used = 0;
    const auto* v = e.kind == expression_kind::member ? nullptr : find_variable(e.path, used);
    if (e.kind != expression_kind::member && (v == nullptr || type_of(e) == nullptr)) {
        fail_undeclared(e.path, e.position);
    }
    if (v == nullptr || !v->is_constant) return;
    fail_statement("PLS-00363: expression '" + e.path.back() + "' cannot be used as an assignment target", text(),
                   e.position);
}

void plsql_executor::check_cursor(const expression& e) {
    const auto found = find_name(e.path);
    const bool is_cursor = found.item != nullptr && (found.item->what == frame_item::kind::cursor ||
                                                     found.item->what == frame_item::kind::variable);
    if (!is_cursor) fail_undeclared(e.path, e.position);
}

std::vector<output_column> plsql_executor::query_columns(const query& q, std::size_t position) {
    std::vector<const expression*> sources;
    const source_list list(*this, sources);
    const auto types = bind_types();
    const auto names = settings(true);
    return in_statement(position, [&] {
        binder b(core_->tables(), names, types, text());
        b.allow_sequences(q);
        return b.bind_query(q, nullptr).columns;
    });
}

void plsql_executor::check_query(const query& q, std::size_t position) {
    (void)query_columns(q, position);
}

void plsql_executor::check_sql(const plsql_statement& s) {
    for (const auto& e : s.into) check_target(*e);
    if (s.query) return check_query(*s.query, s.position);
    if (std::holds_alternative<transaction_statement>(*s.sql)) return;
    in_statement(s.position, [&] {
        (void)compiled_sql(*s.sql);
        return 0;
    });
    compiled_.erase(s.sql.get());
    const auto check_returning = [this](const std::optional<returning_clause>& returning) {
        if (!returning) return;
        for (const auto& e : returning->into) check_target(*e);
    };
    if (const auto* insert = std::get_if<insert_statement>(s.sql.get())) check_returning(insert->returning);
    if (const auto* update = std::get_if<update_statement>(s.sql.get())) check_returning(update->returning);
    if (const auto* removal = std::get_if<delete_statement>(s.sql.get())) check_returning(removal->returning);
}

// What SQL finds wrong with a statement of a block is PL/SQL's own error around it.
void plsql_executor::fail_embedded(const sql_failure& failure, std::size_t position) const {
    const int code = failure.error.code;
    if (code == ora::compilation_failed || code == ora::not_implemented || code == ora::internal_error) throw failure;
    const auto at = place_of(text(), position);
    fail_compilation("PL/SQL: " + failure.error.message + "\nORA-06550: line " + std::to_string(at.line) +
                         ", column " + std::to_string(at.column) + ":\nPL/SQL: SQL Statement ignored",
                     text(), failure.error.position);
}

}  // namespace oraxx::sandbox::engine
