// SQL statements of a block, and its cursors.
#include <algorithm>

#include "server/engine/plsql_executor.hpp"
#include "server/engine/statement.hpp"

namespace oraxx::sandbox::engine {
namespace {

const std::optional<returning_clause>* returning_of(const sql_text_statement& sql) {
    if (const auto* insert = std::get_if<insert_statement>(&sql)) return &insert->returning;
    if (const auto* update = std::get_if<update_statement>(&sql)) return &update->returning;
    if (const auto* removal = std::get_if<delete_statement>(&sql)) return &removal->returning;
    return nullptr;
}

// A record gets a column for each field; an object may be a column itself.
bool takes_columns(const variable& record, const std::vector<value>& row) {
    const bool is_object =
        record.type->is_of_sql() && row.size() == 1 && (is_null(row[0]) || std::holds_alternative<instance>(row[0]));
    return record.type->what == data_type::form::record && !is_object;
}

const row_locking* locking_of(const query& q) {
    return q.for_update ? &*q.for_update : nullptr;
}

}  // namespace

void plsql_executor::run_sql(const plsql_statement& s) {
    if (const auto* transaction = std::get_if<transaction_statement>(s.sql.get())) {
        run_transaction_verb(*core_, *transaction);
    } else {
        run_change_statement(*s.sql);
    }
}

plsql_executor::compiled_text& plsql_executor::compiled_sql(const sql_text_statement& sql) {
    auto& out = compiled_[&sql];
    if (out.change.main && is_current(out)) return out;
    compiled_text fresh;
    fresh.bind_types = bind_types();
    fresh.catalog_version = core_->tables().version();
    const auto names = settings(true);
    const source_list sources(*this, fresh.sources);
    binder b(core_->tables(), names, fresh.bind_types, text());
    fresh.change = compile_change(*core_, b, sql);
    out = std::move(fresh);
    return out;
}

void plsql_executor::run_change_statement(const sql_text_statement& sql) {
    begin_changes();
    auto& c = compiled_sql(sql);
    const auto sources = c.sources;
    bind_all(c.change.main, sources);
    const auto* returning = returning_of(sql);
    const bool is_single = returning != nullptr && *returning && !(*returning)->is_bulk;
    const auto marks = core_->transaction_marks();
    if (is_single) core_->run("SAVEPOINT \"single\"");
    const auto result = run_change(*core_, c.change);
    sql_rows_ = result.row_count;
    if (returning == nullptr || !*returning) return;
    try {
        store_returned((*returning)->into, (*returning)->is_bulk, result.returned);
    } catch (...) {
        if (is_single && marks == core_->transaction_marks()) {
            core_->run("ROLLBACK TO \"single\"; RELEASE \"single\"");
        }
        throw;
    }
    if (is_single) core_->run("RELEASE \"single\"");
}

plsql_executor::typed_value plsql_executor::natural(value v) {
    const auto type = effective_type({.data = v, .type = db_type::unknown});
    return {std::move(v), type};
}

void plsql_executor::store_returned(const std::vector<expression_ptr>& into, bool is_bulk,
                                    const std::vector<std::vector<value>>& returned) {
    const auto rows = returned.empty() ? 0 : returned[0].size();
    if (!is_bulk && rows > 1) fail(ora::more_rows_than_requested, 0);
    if (into.size() == 1 && returned.size() > 1) return store_returned_records(*into[0], is_bulk, returned);
    for (std::size_t i = 0; i < into.size() && i < returned.size(); ++i) {
        auto& to = target(*into[i]);
        if (is_bulk) {
            if (to.type->what != data_type::form::table)
                fail_statement("PLS-00382: expression is of wrong type", text(), into[i]->position);
            auto key = first_free_key(to);
            for (const auto& v : returned[i]) {
                auto& element = make_element(to, {key++, {}});
                charge(v, 1);
                assign(element, natural(v));
            }
        } else if (rows == 1) {
            assign(to, natural(returned[i][0]));
        }
    }
}

// One record for each row, or for the only one.
void plsql_executor::store_returned_records(const expression& into, bool is_bulk,
                                            const std::vector<std::vector<value>>& returned) {
    auto& to = target(into);
    const auto fill = [&](variable& record, std::size_t row) {
        if (record.type->what != data_type::form::record) fail(ora::not_enough_values, 0);
        if (record.fields.size() != returned.size()) fail(ora::too_many_values, 0);
        for (std::size_t i = 0; i < returned.size(); ++i) assign(record.fields[i], natural(returned[i][row]));
    };
    if (is_bulk && to.type->what != data_type::form::table) fail(ora::not_enough_values, 0);
    auto key = is_bulk ? first_free_key(to) : 0;
    for (std::size_t row = 0; row < returned[0].size(); ++row) {
        if (is_bulk) charge({}, returned.size());
        fill(is_bulk ? make_element(to, {key++, {}}) : to, row);
    }
}

// Where BULK COLLECT begins: at 1, or, in a later pass of a FORALL, behind what the earlier ones brought.
std::int64_t plsql_executor::first_free_key(variable& table) const {
    if (!appends_returned_) clear_table(table);
    return table.elements.empty() ? 1 : table.elements.back().key.number + 1;
}

void plsql_executor::clear_table(variable& table) {
    table.elements.clear();
    table.is_made = true;
}

std::shared_ptr<block_cursor> plsql_executor::open_query(const query& q) {
    std::vector<const expression*> sources;
    const auto types = bind_types();
    const auto names = settings(true);
    compiled_query compiled;
    {
        const source_list list(*this, sources);
        binder b(core_->tables(), names, types, text());
        compiled = compile_query(*core_, b, q);
    }
    const auto values = parameters(sources);
    for (std::size_t i = 0; i < values.size(); ++i) compiled.bind(i, values[i]);
    return std::make_shared<block_cursor>(core_, std::move(compiled), locking_of(q));
}

std::vector<output_column> plsql_executor::describe_query(const plsql_declaration& cursor) {
    frame own;
    own.code = code_;
    const frame_guard guard(*this, own, frame_);
    for (const auto& formal : cursor.parameters) {
        add_item(own, formal.name, frame_item::kind::variable).data = make_variable(resolve_type(formal.type));
    }
    std::vector<const expression*> sources;
    const source_list list(*this, sources);
    const auto types = bind_types();
    const auto names = settings(true);
    binder b(core_->tables(), names, types, text());
    return b.bind_query(*cursor.query, nullptr).columns;
}

std::shared_ptr<block_cursor> plsql_executor::open_declared(const std::vector<std::string>& path,
                                                            const std::vector<plsql_argument>& arguments,
                                                            std::size_t position) {
    const auto found = find_name(path);
    if (found.item == nullptr || found.item->what != frame_item::kind::cursor) fail_undeclared(path, position);
    if (found.item->open && found.item->open->is_open()) fail(ora::cursor_already_open, 0);
    const auto& declaration = *found.item->declaration;
    frame own;
    own.code = code_;
    for (std::size_t i = 0; i < declaration.parameters.size(); ++i) {
        const auto& formal = declaration.parameters[i];
        auto v = make_variable(resolve_type(formal.type));
        const auto* given = i < arguments.size() ? arguments[i].value.get() : formal.fallback.get();
        if (given == nullptr || arguments.size() > declaration.parameters.size()) {
            fail_statement("PLS-00306: wrong number or types of arguments in call to '" + path.back() + "'", text(),
                           position);
        }
        assign(v, *given);
        add_item(own, formal.name, frame_item::kind::variable).data = std::move(v);
    }
    const frame_guard guard(*this, own, frame_);
    found.item->open = open_query(*declaration.query);
    return found.item->open;
}

void plsql_executor::open(const plsql_statement& s) {
    if (!s.query && !s.value) {
        (void)open_declared(s.target->path, s.arguments, s.position);
        return;
    }
    auto& to = target(*s.target);
    if (to.type->what != data_type::form::scalar || to.type->sql.kind != db_type::cursor) {
        fail_statement("PLS-00382: expression is of wrong type", text(), s.position);
    }
    if (s.query) {
        to.data = result_cursor(open_query(*s.query));
        return;
    }
    auto dynamic = prepare_dynamic(*s.value);
    if (dynamic->kind() != statement_kind::query) fail(ora::invalid_cursor, 0);
    auto outcome = dynamic->execute(dynamic_binds(s.arguments, dynamic->binds(), {}));
    if (auto* error = std::get_if<sql_error>(&outcome)) throw sql_failure{std::move(*error)};
    to.data = result_cursor(std::make_shared<block_cursor>(core_, std::move(dynamic)));
}

void plsql_executor::fetch(const plsql_statement& s) {
    const auto cursor = cursor_of(*s.target);
    if (cursor == nullptr || !cursor->is_open()) fail(ora::invalid_cursor, 0);
    if (s.is_bulk) {
        const auto limit = s.value ? integer_of(*s.value) : 0;
        return store_rows(s.into, *cursor, static_cast<std::uint64_t>(std::max<std::int64_t>(limit, 0)));
    }
    std::vector<value> row;
    if (cursor->next(row)) store_row(s.into, row, cursor->output());
}

void plsql_executor::close(const plsql_statement& s) {
    const auto cursor = cursor_of(*s.target);
    if (cursor == nullptr || !cursor->is_open()) fail(ora::invalid_cursor, 0);
    cursor->close();
}

void plsql_executor::store_row(const std::vector<expression_ptr>& into, const std::vector<value>& row,
                               const std::vector<output_column>& columns) {
    const auto typed = [&](std::size_t i) {
        return i < columns.size() ? typed_value{row[i], columns[i].type} : natural(row[i]);
    };
    const auto check_count = [&row](std::size_t targets) {
        if (row.size() < targets) fail(ora::not_enough_values, 0);
        if (row.size() > targets) fail(ora::too_many_values, 0);
    };
    if (into.size() == 1) {
        auto& only = target(*into[0]);
        if (takes_columns(only, row)) {
            check_count(only.fields.size());
            for (std::size_t i = 0; i < row.size(); ++i) assign(only.fields[i], typed(i));
            return;
        }
    }
    check_count(into.size());
    for (std::size_t i = 0; i < into.size(); ++i) assign(target(*into[i]), typed(i));
}

// BULK COLLECT; `limit` 0: all rows.
void plsql_executor::store_rows(const std::vector<expression_ptr>& into, block_cursor& from, std::uint64_t limit) {
    for (const auto& e : into) {
        auto& table = target(*e);
        if (table.type->what != data_type::form::table) {
            fail_statement("PLS-00382: expression is of wrong type", text(), e->position);
        }
        clear_table(table);
    }
    std::vector<value> row;
    std::int64_t key = 0;
    while ((limit == 0 || static_cast<std::uint64_t>(key) < limit) && from.next(row)) {
        note_step();
        ++key;
        const auto& columns = from.output();
        const auto typed = [&](std::size_t i) {
            return i < columns.size() ? typed_value{row[i], columns[i].type} : natural(row[i]);
        };
        auto& first = make_element(target(*into[0]), {key, {}});
        const bool is_record = takes_columns(first, row);
        if (row.size() != (is_record ? first.fields.size() : into.size())) fail(ora::too_many_values, 0);
        for (std::size_t i = 0; i < row.size(); ++i) {
            charge(row[i], 1);
            assign(is_record ? first.fields[i] : make_element(target(*into[i]), {key, {}}), typed(i));
        }
    }
    sql_rows_ = static_cast<std::uint64_t>(key);
}

void plsql_executor::store_only_row(const std::vector<expression_ptr>& into, block_cursor& from) {
    std::vector<value> row;
    std::vector<value> another;
    sql_rows_ = 0;
    if (!from.next(row)) fail(ora::no_data_found, 0);
    if (from.next(another)) fail(ora::more_rows_than_requested, 0);
    sql_rows_ = 1;
    store_row(into, row, from.output());
}

void plsql_executor::select_into(const plsql_statement& s) {
    const auto cursor = open_query(*s.query);
    if (s.is_bulk) {
        store_rows(s.into, *cursor, 0);
    } else {
        store_only_row(s.into, *cursor);
    }
    cursor->close();
}

}  // namespace oraxx::sandbox::engine
