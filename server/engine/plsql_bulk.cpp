// FORALL, what it leaves behind, and records as rows of values.
#include "server/engine/plsql_executor.hpp"

namespace oraxx::sandbox::engine {
namespace {

constexpr std::size_t error_index = 0;
constexpr std::size_t error_code = 1;

data_type_ref bulk_type(const data_type_ref& element) {
    auto out = std::make_shared<data_type>();
    out->what = data_type::form::table;
    out->is_index_by = true;
    out->element = element;
    return out;
}

data_type_ref exceptions_type() {
    static const data_type_ref type = [] {
        auto record = std::make_shared<data_type>();
        record->what = data_type::form::record;
        record->fields = {{"ERROR_INDEX", integer_type()}, {"ERROR_CODE", integer_type()}};
        return bulk_type(record);
    }();
    return type;
}

data_type_ref rows_type() {
    static const data_type_ref type = bulk_type(integer_type());
    return type;
}

// Of what names an element or a variable.
expression_ptr copy_of(const expression& e) {
    if (e.subquery || e.suffix) refuse("subquery in the index of a record", e.position);
    auto out = std::make_unique<expression>();
    out->kind = e.kind;
    out->position = e.position;
    out->begin = e.begin;
    out->end = e.end;
    out->text = e.text;
    out->path = e.path;
    out->arg_names = e.arg_names;
    out->type = e.type;
    out->bind_index = e.bind_index;
    out->negated = e.negated;
    out->has_else = e.has_else;
    for (const auto& argument : e.args) out->args.push_back(copy_of(*argument));
    return out;
}

}  // namespace

variable* plsql_executor::bulk_variable(const std::vector<std::string>& path) {
    if (path.size() < 2 || path[0] != "SQL") return nullptr;
    auto* const out = path[1] == "%BULK_EXCEPTIONS" ? &bulk_exceptions_
                      : path[1] == "%BULK_ROWCOUNT" ? &bulk_rows_
                                                    : nullptr;
    if (out != nullptr && out->type == nullptr) {
        *out = make_variable(out == &bulk_rows_ ? rows_type() : exceptions_type());
    }
    return out;
}

void plsql_executor::note_bulk_exception(std::size_t pass, int code) {
    const auto at = static_cast<std::int64_t>(bulk_exceptions_.elements.size() + 1);
    auto& noted = make_element(bulk_exceptions_, {at, {}});
    noted.fields[error_index].data = number(static_cast<std::int64_t>(pass));
    noted.fields[error_code].data = number(std::int64_t{code});
}

// Numbers from low to high; the keys of a collection, or what is in it.
void plsql_executor::run_forall_passes(const plsql_statement& s, const std::function<void(std::int64_t)>& pass) {
    if (!s.of_indices && !s.of_values) {
        const auto low = integer_of(*s.low);
        const auto high = integer_of(*s.high);
        for (auto i = low; i <= high; ++i) pass(i);
        return;
    }
    const auto* collection = locate(*s.low);
    if (collection == nullptr || collection->type->what != data_type::form::table) {
        fail_statement("PLS-00382: expression is of wrong type", text(), s.low->position);
    }
    const auto elements = collection->elements;  // the statement may change them
    for (const auto& element : elements) {
        const auto* n = std::get_if<number>(&element.data.data);
        if (s.of_values && n == nullptr) fail(ora::numeric_or_value_error, 0);
        pass(s.of_indices ? element.key.number : n->to_int64().value_or(0));
    }
}

void plsql_executor::run_forall(const plsql_statement& s) {
    frame own;
    own.code = code_;
    auto& counter = add_item(own, s.name, frame_item::kind::variable).data;
    counter = make_variable(integer_type());
    bulk_exceptions_ = make_variable(exceptions_type());
    bulk_rows_ = make_variable(rows_type());
    std::uint64_t rows = 0;
    std::size_t passes = 0;
    const std::unique_ptr<bool, void (*)(bool*)> appending(&appends_returned_, [](bool* flag) { *flag = false; });
    run_forall_passes(s, [&](std::int64_t i) {
        note_step();
        ++passes;
        counter.data = number(i);
        sql_rows_ = 0;
        try {
            const frame_guard guard(*this, own, frame_);
            run_sql(s.body[0]);
            appends_returned_ = true;
        } catch (const sql_failure& f) {
            if (!s.saves_exceptions || f.error.code == ora::cancelled) throw;
            note_bulk_exception(passes, f.error.code);
        }
        make_element(bulk_rows_, {i, {}}).data = number(static_cast<std::int64_t>(sql_rows_.value_or(0)));
        rows += sql_rows_.value_or(0);
    });
    sql_rows_ = rows;
    if (!bulk_exceptions_.elements.empty()) fail(ora::array_dml_errors, 0);
}

std::vector<block_names::parameter> plsql_executor::fields_of(const expression& e) {
    const auto type = type_of(e);
    if (type == nullptr || type->what != data_type::form::record) return {};
    auto& fields = field_expressions_[&e];
    if (fields.empty()) {
        fields.resize(type->fields.size());
        for (std::size_t i = 0; i < fields.size(); ++i) {
            fields[i].kind = expression_kind::member;
            fields[i].position = e.position;
            fields[i].text = type->fields[i].name;
            fields[i].args.push_back(copy_of(e));
        }
    }
    std::vector<parameter> out;
    for (const auto& field : fields) {
        if (const auto found = find(field)) out.push_back(*found);
    }
    return out;
}

}  // namespace oraxx::sandbox::engine
