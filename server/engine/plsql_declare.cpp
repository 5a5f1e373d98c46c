// Declarations: types resolved, variables made.
#include "server/engine/plsql_executor.hpp"
#include "server/engine/table_builder.hpp"

namespace oraxx::sandbox::engine {
namespace {

constexpr std::uint32_t longest_variable = 32'767;

data_type_ref column_type(const sql_type& type) {
    return type.object != nullptr ? structured_type(*type.object) : scalar_type(type);
}

}  // namespace

data_type_ref integer_type() {
    static const data_type_ref type = [] {
        auto out = std::make_shared<data_type>();
        out->sql = {db_type::number, 38, 0, 22, 0};
        out->is_integer = true;
        return out;
    }();
    return type;
}

data_type_ref text_variable_type() {
    static const data_type_ref type = scalar_type(text_type(longest_variable, longest_variable));
    return type;
}

frame_item& plsql_executor::add_item(frame& into, const std::string& name, frame_item::kind what) {
    auto& item = into.items.emplace_back();
    item.name = name;
    item.what = what;
    return item;
}

void plsql_executor::declare(const std::vector<plsql_declaration>& declarations, frame& into) {
    using kind = plsql_declaration::kind;
    for (const auto& d : declarations) {
        try {
            switch (d.what) {
            case kind::variable: declare_variable(d, into); break;
            case kind::cursor: add_item(into, d.name, frame_item::kind::cursor).declaration = &d; break;
            case kind::exception: add_item(into, d.name, frame_item::kind::exception).declaration = &d; break;
            case kind::exception_number: {
                auto* named = find_item(into, d.name);
                if (named == nullptr || named->what != frame_item::kind::exception) {
                    fail_undeclared({d.name}, d.position);
                }
                named->number = d.number;
                break;
            }
            case kind::subprogram: declare_subprogram(d, into); break;
            default: {
                auto type = declared_type(d);
                add_item(into, d.name, frame_item::kind::type).type = std::move(type);
                break;
            }
            }
        } catch (sql_failure& f) {
            note_place(f, d.position);
            throw;
        }
    }
}

// The body takes the place of an announcement.
void plsql_executor::declare_subprogram(const plsql_declaration& d, frame& into) {
    auto* announced = find_item(into, d.name);
    if (announced == nullptr || announced->what != frame_item::kind::subprogram) {
        announced = &add_item(into, d.name, frame_item::kind::subprogram);
    } else if (announced->subprogram->body) {
        refuse("overloaded subprogram", d.position);
    }
    announced->declaration = &d;
    announced->subprogram = d.subprogram;
}

void plsql_executor::declare_variable(const plsql_declaration& d, frame& into) {
    auto type = resolve_type(d.type);
    if (d.is_not_null && !type->is_not_null) {
        auto strict = std::make_shared<data_type>(*type);
        strict->is_not_null = true;
        type = std::move(strict);
    }
    auto made = make_variable(type);
    if (!is_checking()) {
        initialise(made);
        if (d.initial) assign(made, *d.initial);
    } else if (d.initial) {
        check_value(d.initial.get());
    }
    made.is_constant = d.is_constant;
    add_item(into, d.name, frame_item::kind::variable).data = std::move(made);
}

// The values that fields of records begin with.
void plsql_executor::initialise(variable& v) {
    for (std::size_t i = 0; i < v.fields.size(); ++i) {
        const auto& field = v.type->fields[i];
        if (field.initial != nullptr) {
            assign(v.fields[i], *field.initial);
        } else {
            initialise(v.fields[i]);
        }
    }
}

data_type_ref plsql_executor::declared_type(const plsql_declaration& d) {
    using kind = plsql_declaration::kind;
    auto out = std::make_shared<data_type>();
    switch (d.what) {
    case kind::record_type:
        out->what = data_type::form::record;
        for (const auto& field : d.fields) {
            out->fields.push_back({field.name, resolve_type(field.type), field.initial.get(), field.is_not_null});
        }
        break;
    case kind::table_type:
        out->what = data_type::form::table;
        out->element = resolve_type(d.type);
        out->is_index_by = d.is_index_by;
        out->is_by_text = d.is_by_text;
        out->limit = d.limit;
        break;
    case kind::cursor_type: out->sql = simple_type(db_type::cursor, 0); break;
    default:  // subtype
        *out = *resolve_type(d.type);
        out->is_not_null = out->is_not_null || d.is_not_null;
    }
    return out;
}

data_type_ref plsql_executor::resolve_type(const plsql_type& type) {
    switch (type.what) {
    case plsql_type::form::scalar: return scalar_type(from_type_name(type.scalar));
    case plsql_type::form::integer: return integer_type();
    case plsql_type::form::ref_cursor: return scalar_type(simple_type(db_type::cursor, 0));
    case plsql_type::form::named: return named_type(type);
    case plsql_type::form::of_column: return type_of_path(type);
    case plsql_type::form::of_row: return row_type_of(type);
    }
    return nullptr;
}

data_type_ref plsql_executor::named_type(const plsql_type& type) {
    const auto found = find_name(type.path);
    if (found.item == nullptr) {
        if (const auto known = definition_binder(*core_).find_object_type(type.path)) return structured_type(*known);
    }
    const bool is_type = found.item != nullptr && found.item->what == frame_item::kind::type;
    if (!is_type || found.used != type.path.size()) fail_undeclared(type.path, type.position);
    return found.item->type;
}

// name%TYPE: a variable, a field or a column.
data_type_ref plsql_executor::type_of_path(const plsql_type& type) {
    std::size_t used = 0;
    if (const auto* v = find_variable(type.path, used); v != nullptr && used == type.path.size()) return v->type;
    if (type.path.size() < 2) fail_undeclared(type.path, type.position);
    const auto table = table_of({type.path.begin(), type.path.end() - 1}, type.position);
    for (const auto& column : table->columns) {
        if (column.name == type.path.back()) return column_type(column.type);
    }
    fail_statement("PLS-00302: component '" + type.path.back() + "' must be declared", text(), type.position);
}

// name%ROWTYPE: a table, a view, a cursor.
data_type_ref plsql_executor::row_type_of(const plsql_type& type) {
    if (const auto found = find_name(type.path);
        found.item != nullptr && found.item->what == frame_item::kind::cursor) {
        return row_type(describe_query(*found.item->declaration));
    }
    const auto table = table_of(type.path, type.position);
    std::vector<output_column> columns;
    for (const auto& column : table->columns) columns.push_back({column.name, column.type, column.nullable, 0});
    auto out = std::make_shared<data_type>(*row_type(columns));
    if (table->object_id != 0) out->object = core_->tables().type(table->object_id);
    return out;
}

table_ref plsql_executor::table_of(const std::vector<std::string>& path, std::size_t position) {
    const auto owner = path.size() > 1 ? path[path.size() - 2] : std::string{};
    const auto names = settings(true);
    const std::vector<sql_type> no_binds;
    binder b(core_->tables(), names, no_binds, text());
    try {
        return b.find_table(owner, path.back(), position);
    } catch (const sql_failure&) {
        fail_undeclared(path, position);
    }
}

data_type_ref plsql_executor::row_type(const std::vector<output_column>& columns) {
    auto out = std::make_shared<data_type>();
    out->what = data_type::form::record;
    for (const auto& column : columns) out->fields.push_back({column.name, column_type(column.type), nullptr, false});
    return out;
}

}  // namespace oraxx::sandbox::engine
