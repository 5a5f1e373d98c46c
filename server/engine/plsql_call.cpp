// Calls: of subprograms of the block, of stored code, of Oracle's packages.
#include <algorithm>

#include "server/engine/function_table.hpp"
#include "server/engine/plsql_builtins.hpp"

namespace oraxx::sandbox::engine {
namespace {

constexpr std::size_t most_nested = 50;

std::string joined(const std::vector<std::string>& path) {
    std::string out;
    for (const auto& part : path) out += (out.empty() ? "" : ".") + part;
    return out;
}

std::size_t parameter_count(const plsql_subprogram* subprogram, const builtin* known) {
    return subprogram != nullptr ? subprogram->parameters.size() : known->parameters.size();
}

}  // namespace

plsql_executor::callee plsql_executor::find_callee(const std::vector<std::string>& path) {
    if (path.back().front() == '%') return {};
    if (const auto found = find_name(path); found.item != nullptr) {
        if (found.item->what != frame_item::kind::subprogram || found.used != path.size()) return {};
        return {found.item->subprogram, found.in, nullptr};
    }
    const auto name = joined(path);
    if (const auto* known = find_builtin(name)) return {nullptr, nullptr, known};
    if (find_function(name) != nullptr) return {};
    return find_stored(path);
}

std::vector<const expression*> plsql_executor::match_arguments(const callee& to,
                                                               const std::vector<const expression*>& given,
                                                               const std::vector<std::string>& names,
                                                               std::size_t position, const std::string& name) {
    const auto count = parameter_count(to.subprogram.get(), to.known);
    std::vector<const expression*> out(count, nullptr);
    const auto refuse_arguments = [&] {
        fail_statement("PLS-00306: wrong number or types of arguments in call to '" + name + "'", text(), position);
    };
    if (given.size() > count) refuse_arguments();
    for (std::size_t i = 0; i < given.size(); ++i) {
        auto at = i;
        if (i < names.size() && !names[i].empty()) {
            if (to.known != nullptr) refuse("named argument of " + name, position);
            const auto& parameters = to.subprogram->parameters;
            const auto found = std::find_if(parameters.begin(), parameters.end(),
                                            [&](const plsql_parameter& p) { return p.name == names[i]; });
            if (found == parameters.end()) refuse_arguments();
            at = static_cast<std::size_t>(found - parameters.begin());
        }
        if (out[at] != nullptr) refuse_arguments();
        out[at] = given[i];
    }
    for (std::size_t i = 0; i < count; ++i) {
        const bool is_needed =
            to.known != nullptr ? i < to.known->least : to.subprogram->parameters[i].fallback == nullptr;
        if (out[i] == nullptr && is_needed) refuse_arguments();
    }
    return out;
}

std::vector<const expression*> plsql_executor::match_arguments(const callee& to, const expression& e) {
    std::vector<const expression*> given;
    for (const auto& argument : e.args) given.push_back(argument.get());
    return match_arguments(to, given, e.arg_names, e.position, e.path.back());
}

std::vector<const expression*> plsql_executor::match_arguments(const callee& to, const plsql_statement& s) {
    std::vector<const expression*> given;
    std::vector<std::string> names;
    for (const auto& argument : s.arguments) {
        given.push_back(argument.value.get());
        names.push_back(argument.name);
    }
    return match_arguments(to, given, names, s.position, s.path.back());
}

void plsql_executor::run_call(const plsql_statement& s) {
    if (run_method(s)) return;
    const auto to = find_callee(s.path);
    if (!to) fail_undeclared(s.path, s.position);
    (void)call(to, match_arguments(to, s));
}

variable plsql_executor::call_function(const expression& e) {
    const auto to = find_callee(e.path);
    if (!to) fail_undeclared(e.path, e.position);
    const bool is_function = to.known != nullptr ? to.known->returns != db_type::unknown : to.subprogram->is_function;
    if (!is_function) {
        fail_statement("PLS-00222: no function with name '" + e.path.back() + "' exists in this scope", text(),
                       e.position);
    }
    return call(to, match_arguments(to, e));
}

variable plsql_executor::call(const callee& to, const std::vector<const expression*>& arguments) {
    if (to.known != nullptr) return call_builtin(*to.known, arguments);
    if (depth_ + core_->plsql().nested >= most_nested) fail(ora::too_deep_recursion, 0);
    const auto& parameters = to.subprogram->parameters;
    if (!to.subprogram->body) refuse("call of a subprogram that has no body", 0);
    frame own;
    std::vector<data_type_ref> types;
    {
        auto* const before = std::exchange(frame_, to.scope);
        const std::unique_ptr<plsql_executor, std::function<void(plsql_executor*)>> restore(
            this, [before](plsql_executor* self) { self->frame_ = before; });
        for (const auto& formal : parameters) types.push_back(resolve_type(formal.type));
    }
    for (std::size_t i = 0; i < parameters.size(); ++i) {
        auto v = make_variable(types[i]);
        if (arguments[i] != nullptr && parameters[i].mode != parameter_mode::out) assign(v, *arguments[i]);
        add_item(own, parameters[i].name, frame_item::kind::variable).data = std::move(v);
    }
    variable result;
    {
        const call_guard guard(*this, to.scope);
        own.code = code_;
        const frame_guard inner(*this, own, to.scope);
        for (std::size_t i = 0; i < parameters.size(); ++i) {
            auto& v = own.items[i].data;
            if (arguments[i] == nullptr) assign(v, *parameters[i].fallback);
            v.is_constant = parameters[i].mode == parameter_mode::in;
        }
        if (to.subprogram->is_function) returned_ = make_variable(resolve_type(to.subprogram->returns));
        (void)run_block(*to.subprogram->body);
        if (to.subprogram->is_function && !has_returned_) fail(ora::function_without_value, 0);
        result = std::move(returned_);
    }
    for (std::size_t i = 0; i < parameters.size(); ++i) {
        if (parameters[i].mode != parameter_mode::in && arguments[i] != nullptr) {
            assign(target(*arguments[i]), own.items[i].data);
        }
    }
    return result;
}

variable plsql_executor::call_builtin(const builtin& known, const std::vector<const expression*>& arguments) {
    std::vector<variable> args;
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        const auto& formal = known.parameters[i];
        const bool takes_any = formal.type == any_type && arguments[i] != nullptr;
        if (takes_any && formal.mode == parameter_mode::in) {
            auto given = evaluate(*arguments[i]);
            args.emplace_back(make_variable(scalar_type(given.type))).data = std::move(given.data);
            continue;
        }
        auto& v = args.emplace_back(make_variable(takes_any ? type_of(*arguments[i]) : builtin_type(formal.type)));
        if (arguments[i] != nullptr && formal.mode != parameter_mode::out) assign(v, *arguments[i]);
    }
    while (!args.empty() && arguments[args.size() - 1] == nullptr) args.pop_back();
    builtin_call c{*this, *core_, args};
    known.run(c);
    for (std::size_t i = 0; i < args.size(); ++i) {
        if (known.parameters[i].mode != parameter_mode::in && arguments[i] != nullptr) {
            assign(target(*arguments[i]), args[i]);
        }
    }
    variable out;
    if (known.returns != db_type::unknown) {
        out = make_variable(builtin_type(known.returns));
        out.data = std::move(c.result);
    }
    return out;
}

void plsql_executor::make_host_variables(const std::vector<bind_value>& binds) {
    for (const auto& bind : binds) {
        auto type = bind_type(bind.type, bind.max_bytes);
        constexpr std::uint32_t longest = 32'767;
        const auto room = bind.max_bytes == 0 ? longest : bind.max_bytes;
        if (is_text(type.kind)) {
            type = {is_national(type.kind) ? db_type::nvarchar2 : db_type::varchar2, 0, 0, room, room};
        } else if (type.kind == db_type::raw) {
            type.bytes = room;
        }
        auto scalar = scalar_type(type);
        host_kinds_.push_back(bind.type);
        host_room_.push_back(bind.max_bytes);
        host_elements_.push_back(bind.max_elements);
        if (bind.object_type != nullptr) {
            host_.push_back(variable_of(structured_type(*bind.object_type), bind.data));
            continue;
        }
        if (!bind.is_array) {
            host_.push_back(make_variable(scalar));
            host_.back().data = bind.data;
            continue;
        }
        auto table = std::make_shared<data_type>();
        table->what = data_type::form::table;
        table->is_index_by = true;
        table->element = std::move(scalar);
        host_.push_back(make_variable(table));
        std::int64_t key = 0;
        for (const auto& v : bind.elements) make_element(host_.back(), {++key, {}}).data = v;
    }
}

void plsql_executor::tell_outputs(const std::vector<bind_slot>& slots, execute_result& out) {
    const auto is_array = [](const variable& v) {
        return v.type->what == data_type::form::table && v.type->object == nullptr;
    };
    const bool has_arrays = std::any_of(host_.begin(), host_.end(), is_array);
    if (has_arrays) out.array_values.resize(slots.size());
    for (std::size_t i = 0; i < slots.size(); ++i) {
        auto& v = host_[i];
        out.out_values.push_back(slots[i].is_output ? value_of(v) : value{});
        if (const auto* held = std::get_if<result_cursor>(&out.out_values.back())) {
            const auto cursor = std::dynamic_pointer_cast<block_cursor>(*held);
            if (cursor && !cursor->is_open()) out.out_values.back() = value{};
        }
        if (!is_array(v) || !slots[i].is_output) continue;
        for (auto& element : v.elements) {
            if (element.key.number < 1 || element.key.number > host_elements_[i])
                fail(ora::array_index_out_of_range, 0);
            out.array_values[i].resize(static_cast<std::size_t>(element.key.number));
            out.array_values[i].back() = std::move(element.data.data);
        }
    }
    out.implicit_results = std::move(implicit_results_);
}

}  // namespace oraxx::sandbox::engine
