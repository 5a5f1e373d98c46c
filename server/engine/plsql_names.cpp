// What names mean in PL/SQL: variables, fields, elements, methods of collections, attributes of cursors, functions.
#include <algorithm>

#include "server/engine/expression_walk.hpp"
#include "server/engine/function_table.hpp"
#include "server/engine/plsql_executor.hpp"

namespace oraxx::sandbox::engine {
namespace {

bool is_attribute(const expression& e) {
    return e.kind == expression_kind::column && e.path.size() > 1 && e.path.back().front() == '%';
}

bool is_error_name(const expression& e, std::string_view name) {
    return e.path.size() == 1 && e.path[0] == name;
}

bool is_method(std::string_view name) {
    return name == "COUNT" || name == "FIRST" || name == "LAST" || name == "LIMIT" || name == "EXISTS" ||
           name == "NEXT" || name == "PRIOR";
}

bool is_table(const variable* v) {
    return v != nullptr && v->type->what == data_type::form::table;
}

value key_value(const variable& table, const table_key& key) {
    if (table.type->is_by_text) return key.text;
    return number(key.number);
}

data_type_ref key_type(const variable& table) {
    return table.type->is_by_text ? text_variable_type() : integer_type();
}

}  // namespace

frame_item* plsql_executor::find_item(frame& in, const std::string& name) const {
    for (auto item = in.items.rbegin(); item != in.items.rend(); ++item) {
        if (item->name == name) return &*item;
    }
    return nullptr;
}

plsql_executor::found_name plsql_executor::find_name(const std::vector<std::string>& path) {
    for (auto* at = frame_; at != nullptr; at = at->outer) {
        if (auto* item = find_item(*at, path[0])) return {item, 1, at};
        if (path.size() < 2 || at->label.empty() || at->label != path[0]) continue;
        if (auto* item = find_item(*at, path[1])) return {item, 2, at};
    }
    return find_in_package(path);
}

variable* plsql_executor::find_variable(const std::vector<std::string>& path, std::size_t& used) {
    auto* v = bulk_variable(path);
    used = 2;
    if (v == nullptr) {
        const auto found = find_name(path);
        if (found.item == nullptr || found.item->what != frame_item::kind::variable) return nullptr;
        v = &found.item->data;
        used = found.used;
    }
    for (; used < path.size(); ++used) {
        auto* field = find_field(*v, path[used]);
        if (field == nullptr) break;
        v = field;
    }
    return v;
}

table_key plsql_executor::key_of(const variable& table, const expression& index) {
    if (table.type->is_by_text) return {0, text_of(index)};
    const auto v = evaluate(index);
    if (is_null(v.data))
        fail(ora::numeric_or_value_error, "PL/SQL: numeric or value error: NULL index table key value", 0);
    return {std::get<number>(coerced(v, *integer_type())).to_int64().value_or(0), {}};
}

variable* plsql_executor::locate(const expression& e) {
    if (e.kind == expression_kind::bind) return &host_[e.bind_index];
    if (e.kind == expression_kind::member) {
        auto* base = locate(*e.args[0]);
        return base == nullptr ? nullptr : find_field(*base, e.text);
    }
    if (e.kind != expression_kind::column && e.kind != expression_kind::function) return nullptr;
    std::size_t used = 0;
    auto* v = find_variable(e.path, used);
    if (v == nullptr || used != e.path.size()) return nullptr;
    if (e.kind == expression_kind::column) return v;
    return is_table(v) && e.args.size() == 1 ? find_element(*v, key_of(*v, *e.args[0])) : nullptr;
}

// What an attribute belongs to may not be NULL when the attribute gets a value.
void plsql_executor::check_is_made(const std::vector<std::string>& path) {
    const auto found = find_name(path);
    auto* v = found.item != nullptr ? &found.item->data : nullptr;
    for (auto at = found.used; v != nullptr && at < path.size(); ++at) {
        if (!v->is_made) fail(ora::composite_is_null, 0);
        v = find_field(*v, path[at]);
    }
}

variable& plsql_executor::target(const expression& e) {
    variable* out = nullptr;
    if (e.kind == expression_kind::member) {
        auto& whole = target(*e.args[0]);
        if (!whole.is_made) fail(ora::composite_is_null, 0);
        out = find_field(whole, e.text);
    } else if (e.kind == expression_kind::function) {
        std::size_t used = 0;
        auto* table = find_variable(e.path, used);
        if (is_table(table) && used == e.path.size() && e.args.size() == 1) {
            const auto key = key_of(*table, *e.args[0]);
            out = find_element(*table, key);
            if (out == nullptr && !table->is_made) fail(ora::collection_is_null, 0);
            if (out == nullptr && !table->type->is_index_by) fail(ora::subscript_beyond_count, 0);
            if (out == nullptr) {
                out = &make_element(*table, key);
                charge(out->data, 1);
            }
        }
    } else {
        out = locate(e);
        if (e.kind == expression_kind::column) check_is_made(e.path);
    }
    if (out == nullptr) fail_undeclared(e.path, e.position);
    if (out->is_constant) {
        fail_statement("PLS-00363: expression '" + e.path.back() + "' cannot be used as an assignment target", text(),
                       e.position);
    }
    return *out;
}

// The type of what a name or call means to the block; nullptr: nothing.
data_type_ref plsql_executor::type_of(const expression& e) {
    if (e.kind == expression_kind::bind) return host_[e.bind_index].type;
    if (e.kind == expression_kind::member) {
        const auto base = type_of(*e.args[0]);
        if (base == nullptr) return nullptr;
        for (const auto& field : base->fields) {
            if (field.name == e.text) return field.type;
        }
        return nullptr;
    }
    if (e.kind == expression_kind::column) return type_of_name(e);
    return e.kind == expression_kind::function ? type_of_call(e) : nullptr;
}

data_type_ref plsql_executor::type_of_name(const expression& e) {
    if (is_attribute(e)) {
        return e.path.back() == "%ROWCOUNT" ? integer_type() : scalar_type(boolean_type());
    }
    std::size_t used = 0;
    if (const auto* v = find_variable(e.path, used)) {
        if (used == e.path.size()) return v->type;
        if (!is_table(v) || used + 1 != e.path.size() || !is_method(e.path.back())) return nullptr;
        const bool is_key = e.path.back() == "FIRST" || e.path.back() == "LAST";
        return is_key ? key_type(*v) : integer_type();
    }
    if (is_error_name(e, "SQLCODE")) return integer_type();
    if (is_error_name(e, "SQLERRM")) return text_variable_type();
    return result_type(find_callee(e.path));
}

data_type_ref plsql_executor::type_of_call(const expression& e) {
    std::size_t used = 0;
    if (const auto* v = find_variable(e.path, used); is_table(v)) {
        if (used == e.path.size()) return v->type->element;
        if (used + 1 != e.path.size() || !is_method(e.path.back())) return nullptr;
        return e.path.back() == "EXISTS" ? scalar_type(boolean_type()) : key_type(*v);
    }
    if (is_error_name(e, "SQLERRM")) return text_variable_type();
    return result_type(find_callee(e.path));
}

data_type_ref plsql_executor::result_type(const callee& of) {
    if (of.known != nullptr && of.known->returns != db_type::unknown) return builtin_type(of.known->returns);
    if (of.subprogram == nullptr || !of.subprogram->is_function) return nullptr;
    auto* const before = frame_;
    frame_ = of.scope;
    const std::unique_ptr<plsql_executor, std::function<void(plsql_executor*)>> restore(
        this, [before](plsql_executor* self) { self->frame_ = before; });
    return resolve_type(of.subprogram->returns);
}

std::optional<block_names::parameter> plsql_executor::find(const expression& e) {
    const auto type = type_of(e);
    if (type == nullptr) return std::nullopt;
    if (type->what != data_type::form::scalar && !type->is_of_sql()) {
        fail_statement("PLS-00382: expression is of wrong type", text(), e.position);
    }
    const bool is_call = e.kind == expression_kind::function && find_callee(e.path);
    if (is_call && std::any_of(e.args.begin(), e.args.end(), [&](const auto& a) { return mentions_column(*a); })) {
        refuse("function of a block over columns", e.position);
    }
    sources_->push_back(&e);
    return parameter{host_.size() + sources_->size() - 1, type->sql};
}

// Names that mean nothing here, in arguments of a function, are columns of the query around it.
bool plsql_executor::mentions_column(const expression& e) {
    return any_node(e, [this](const expression& node) {
        static constexpr std::string_view pseudo_columns[] = {
            "SYSDATE", "SYSTIMESTAMP", "USER", "UID", "CURRENT_DATE", "CURRENT_TIMESTAMP", "LOCALTIMESTAMP"};
        if (node.kind != expression_kind::column || type_of(node) != nullptr) return false;
        return std::find(std::begin(pseudo_columns), std::end(pseudo_columns), node.path.back()) ==
               std::end(pseudo_columns);
    });
}

plsql_executor::typed_value plsql_executor::read(const expression& e) {
    if (is_attribute(e)) return read_attribute(e);
    if (const auto* v = locate(e)) {
        if (v->type->what != data_type::form::scalar && !v->type->is_of_sql()) {
            fail_statement("PLS-00382: expression is of wrong type", text(), e.position);
        }
        return {value_of(*v), v->type->sql};
    }
    if (auto method = read_method(e)) return *method;
    if (is_error_name(e, "SQLCODE")) return {number(error_number()), integer_type()->sql};
    if (is_error_name(e, "SQLERRM")) {
        return {e.args.empty() ? error_text() : message_of(integer_of(*e.args[0])), text_variable_type()->sql};
    }
    if (e.kind == expression_kind::member) fail(ora::no_data_found, 0);  // an element that is not there
    const auto result = call_function(e);
    return {value_of(result), result.type->sql};
}

std::optional<plsql_executor::typed_value> plsql_executor::read_method(const expression& e) {
    if (e.kind != expression_kind::column && e.kind != expression_kind::function) return std::nullopt;
    std::size_t used = 0;
    auto* table = find_variable(e.path, used);
    if (!is_table(table)) return std::nullopt;
    if (used == e.path.size()) {
        if (!table->is_made) fail(ora::collection_is_null, 0);
        fail(table->type->is_index_by ? ora::no_data_found : ora::subscript_beyond_count, 0);
    }
    if (used + 1 != e.path.size() || !is_method(e.path.back())) fail_undeclared(e.path, e.position);
    const auto& name = e.path.back();
    const auto& elements = table->elements;
    const auto counted = [&](std::int64_t n) { return typed_value{number(n), integer_type()->sql}; };
    if (name == "EXISTS") {
        const bool exists = find_element(*table, key_of(*table, *e.args.at(0))) != nullptr;
        return typed_value{exists, boolean_type()};
    }
    if (!table->is_made) fail(ora::collection_is_null, 0);
    if (name == "COUNT") return counted(static_cast<std::int64_t>(elements.size()));
    const auto keys = key_type(*table)->sql;
    if (name == "LIMIT") return table->type->limit == 0 ? typed_value{{}, keys} : counted(table->type->limit);
    const table_element* found = nullptr;
    if (name == "FIRST" || name == "LAST") {
        if (!elements.empty()) found = name == "FIRST" ? &elements.front() : &elements.back();
    } else {
        const auto key = key_of(*table, *e.args.at(0));
        for (const auto& element : elements) {
            if (name == "PRIOR" && element.key < key) found = &element;
            if (name == "NEXT" && key < element.key && found == nullptr) found = &element;
        }
    }
    return typed_value{found == nullptr ? value{} : key_value(*table, found->key), keys};
}

// DELETE, EXTEND and TRIM of a collection, which are statements.
bool plsql_executor::run_method(const plsql_statement& s) {
    const auto& name = s.path.back();
    if (name != "DELETE" && name != "EXTEND" && name != "TRIM") return false;
    std::size_t used = 0;
    auto* table = find_variable(s.path, used);
    if (!is_table(table) || used + 1 != s.path.size()) return false;
    if (is_checking()) {
        for (const auto& argument : s.arguments) check_value(argument.value.get());
        return true;
    }
    if (!table->is_made) fail(ora::collection_is_null, 0);
    auto& elements = table->elements;
    if (name == "DELETE" && s.arguments.empty()) {
        elements.clear();
    } else if (name == "DELETE") {
        const auto first = key_of(*table, *s.arguments[0].value);
        const auto last = s.arguments.size() > 1 ? key_of(*table, *s.arguments[1].value) : first;
        elements.erase(std::remove_if(elements.begin(), elements.end(),
                                      [&](const table_element& e) { return first <= e.key && e.key <= last; }),
                       elements.end());
    } else {
        const auto count = s.arguments.empty() ? 1 : integer_of(*s.arguments[0].value);
        if (name == "TRIM") {
            if (count < 0 || static_cast<std::size_t>(count) > elements.size()) fail(ora::subscript_beyond_count, 0);
            elements.resize(elements.size() - static_cast<std::size_t>(count));
        } else {
            extend(*table, count);
        }
    }
    return true;
}

void plsql_executor::extend(variable& table, std::int64_t count) {
    auto last = table.elements.empty() ? 0 : table.elements.back().key.number;
    if (table.type->limit != 0 && last + count > table.type->limit) fail(ora::subscript_outside_limit, 0);
    for (std::int64_t i = 0; i < count; ++i) {
        note_step();
        charge(make_element(table, {++last, {}}).data, 1);
    }
}

std::shared_ptr<block_cursor> plsql_executor::cursor_of(const expression& e) {
    if (e.kind == expression_kind::column) {
        if (const auto found = find_name(e.path);
            found.item != nullptr && found.item->what == frame_item::kind::cursor) {
            return found.item->open;
        }
    }
    const auto* v = locate(e);
    if (v == nullptr || v->type->sql.kind != db_type::cursor) fail_undeclared(e.path, e.position);
    const auto* held = std::get_if<result_cursor>(&v->data);
    return held == nullptr ? nullptr : std::dynamic_pointer_cast<block_cursor>(*held);
}

// cursor%FOUND, %NOTFOUND, %ROWCOUNT, %ISOPEN; of SQL the last statement's.
plsql_executor::typed_value plsql_executor::read_attribute(const expression& e) {
    const auto& name = e.path.back();
    std::optional<bool> found;
    std::optional<std::uint64_t> rows;
    bool is_open = false;
    if (e.path.size() == 2 && e.path[0] == "SQL") {
        rows = sql_rows_;
        if (rows) found = *rows > 0;
    } else {
        expression of;
        of.kind = expression_kind::column;
        of.position = e.position;
        of.path.assign(e.path.begin(), e.path.end() - 1);
        const auto cursor = cursor_of(of);
        is_open = cursor != nullptr && cursor->is_open();
        if (!is_open && name != "%ISOPEN") fail(ora::invalid_cursor, 0);
        if (is_open) {
            rows = cursor->rows_fetched();
            found = cursor->found();
        }
    }
    if (name == "%ISOPEN") return {is_open, boolean_type()};
    if (name == "%ROWCOUNT") {
        return {rows ? value(number(static_cast<std::int64_t>(*rows))) : value{}, integer_type()->sql};
    }
    if (name != "%FOUND" && name != "%NOTFOUND") refuse(name, e.position);
    return {found ? value(*found == (name == "%FOUND")) : value{}, boolean_type()};
}

}  // namespace oraxx::sandbox::engine
