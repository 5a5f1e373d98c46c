#include "server/engine/statement.hpp"

#include <algorithm>
#include <utility>

#include "server/engine/failure.hpp"
#include "server/engine/lob_rows.hpp"
#include "server/engine/parser.hpp"
#include "server/engine/plsql_executor.hpp"

namespace oraxx::sandbox::engine {
namespace {

statement_kind kind_of(const statement_body& body) {
    if (std::holds_alternative<select_statement>(body)) return statement_kind::query;
    if (std::holds_alternative<insert_statement>(body)) return statement_kind::insert;
    if (std::holds_alternative<update_statement>(body)) return statement_kind::update;
    if (std::holds_alternative<delete_statement>(body)) return statement_kind::delete_;
    if (std::holds_alternative<merge_statement>(body)) return statement_kind::merge;
    if (std::holds_alternative<plsql_unit_ptr>(body)) return statement_kind::plsql;
    if (std::holds_alternative<alter_session_statement>(body)) return statement_kind::other;
    if (const auto* t = std::get_if<transaction_statement>(&body)) {
        if (t->verb == transaction_verb::commit) return statement_kind::commit;
        return t->verb == transaction_verb::rollback ? statement_kind::rollback : statement_kind::other;
    }
    return statement_kind::ddl;
}

bool is_change(statement_kind kind) {
    return kind == statement_kind::insert || kind == statement_kind::update || kind == statement_kind::delete_ ||
           kind == statement_kind::merge;
}

const returning_clause* returning_of(const statement_body& body) {
    const auto clause = [](const auto& s) { return s.returning ? &*s.returning : nullptr; };
    if (const auto* insert = std::get_if<insert_statement>(&body)) return clause(*insert);
    if (const auto* update = std::get_if<update_statement>(&body)) return clause(*update);
    return nullptr;
}

// LOBs that a statement returns of the one row it changed can be written: the row is locked.
void attach_returned(const std::shared_ptr<session_core>& core, const statement_body& body, const table_info& target,
                     execute_result& result) {
    const auto* clause = returning_of(body);
    if (clause == nullptr || result.row_count != 1 || !result.last_rowid) return;
    for (std::size_t i = 0; i < clause->values.size() && i < result.returned.size(); ++i) {
        const auto& e = *clause->values[i];
        auto* const returned = result.returned[i].empty() ? nullptr : std::get_if<lob>(&result.returned[i][0]);
        if (returned == nullptr || returned->type == db_type::bfile || e.kind != expression_kind::column) continue;
        const auto column = std::find_if(target.columns.begin(), target.columns.end(),
                                         [&](const table_column& c) { return c.name == e.path.back(); });
        if (column == target.columns.end()) continue;
        const auto index = static_cast<std::size_t>(column - target.columns.begin());
        *returned = row_lob(core, *returned, {target.object_id, index, row_of(*result.last_rowid)});
    }
}

const row_locking* row_locking_of(const statement_body& body) {
    const auto& locking = std::get<select_statement>(body).body->for_update;
    return locking ? &*locking : nullptr;
}

sql_error as_internal_error(const std::exception& e) {
    return {ora::internal_error,
            ora_message(ora::internal_error, std::string("internal error code, arguments: [") + e.what() + "]"), 0};
}

// Runs `work`; what it throws becomes a value.
template <class Result, class Work>
std::variant<Result, sql_error> guarded(Work work) {
    try {
        return work();
    } catch (const sql_failure& f) {
        return f.error;
    } catch (const std::runtime_error& e) {
        return as_internal_error(e);
    }
}

}  // namespace

statement_impl::statement_impl(std::shared_ptr<session_core> core, std::string_view sql)
    : core_(std::move(core)),
      parsed_(parser(sql, dialect{core_->settings().is_23ai, core_->settings().has_json}).parse()),
      kind_(kind_of(parsed_.body)),
      run_(core_) {
    for (const auto& bind : parsed_.binds) {
        slots_.push_back({bind.name, bind.is_returning, bind.is_read, bind.is_returning});
    }
    if (kind_ == statement_kind::plsql) check_block();
    if (kind_ == statement_kind::query || is_change(kind_))
        make_plan(std::vector<sql_type>(slots_.size(), bind_type(db_type::varchar2, 1)), false);
}

void statement_impl::check_block() {
    auto code = std::make_shared<code_unit>();
    code->text = parsed_.text;
    code->anonymous = std::get<plsql_unit_ptr>(parsed_.body);
    code_ = std::move(code);
    for (std::size_t i = 0; i < slots_.size(); ++i) slots_[i].is_output = parsed_.binds[i].is_assigned;
    plsql_executor(core_, code_, {}).check(slots_);
}

execute_result statement_impl::run_block(const std::vector<bind_value>& binds) {
    return plsql_executor(core_, code_, binds).run(slots_);
}

void statement_impl::make_plan(const std::vector<sql_type>& types, bool are_declared) {
    plan fresh;
    fresh.bind_types = types;
    fresh.are_declared = are_declared;
    fresh.catalog_version = core_->tables().version();
    binder b(core_->tables(), core_->settings(), fresh.bind_types, parsed_.text);
    std::vector<column_info> described;
    std::vector<object_type_ref> types_of_columns;
    if (const auto* select = std::get_if<select_statement>(&parsed_.body)) {
        fresh.query = compile_query(*core_, b, *select->body);
        for (const auto& column : fresh.query.columns) {
            described.push_back(describe(column.name, column.type, column.nullable));
        }
        note_facts(fresh.query.columns, described, types_of_columns);
    } else {
        if (are_declared) b.return_into_binds();
        fresh.change = compile_change(*core_, b, parsed_.body);
    }
    plan_ = std::move(fresh);
    columns_ = std::move(described);
    object_types_ = std::move(types_of_columns);
}

// What the columns of tables have beside their types.
void statement_impl::note_facts(const std::vector<output_column>& output, std::vector<column_info>& described,
                                std::vector<object_type_ref>& types) {
    for (std::size_t i = 0; i < output.size(); ++i) {
        const auto& column = output[i];
        if (column.type.object != nullptr) {
            types.resize(output.size());
            types[i] = column.type.object->shared_from_this();
        }
        const auto table = column.origin.table == 0 ? nullptr : core_->tables().table(column.origin.table);
        if (table == nullptr) continue;
        const auto& origin = table->columns[column.origin.column];
        described[i].annotations = origin.annotations;
        if (origin.domain != 0) {
            if (const auto domain = core_->tables().domain(origin.domain)) {
                described[i].domain_schema = domain->owner;
                described[i].domain_name = domain->name;
            }
        }
        if (is_json_column(*table, column.origin.column)) described[i].is_json = true;
    }
}

void statement_impl::use_plan(const std::vector<bind_value>& binds) {
    std::vector<sql_type> types;
    types.reserve(binds.size());
    for (const auto& bind : binds) types.push_back(effective_type(bind));
    const bool is_draft = !plan_.are_declared && !plan_.change.bound.returned.empty();
    if (is_draft || types != plan_.bind_types || core_->tables().version() != plan_.catalog_version) {
        make_plan(types, true);
    }
    const bool is_query = kind_ == statement_kind::query;
    (is_query ? plan_.query.compiled : plan_.change.main).reset();
    for (std::size_t i = 0; i < binds.size(); ++i) {
        if (is_query) {
            plan_.query.bind(i, binds[i].data);
        } else {
            bind_parameter(plan_.change.main, static_cast<int>(i), binds[i].data);
        }
    }
}

std::variant<execute_result, sql_error> statement_impl::execute(const std::vector<bind_value>& binds) {
    return guarded<execute_result>([&] {
        if (binds.size() < slots_.size()) fail(ora::not_all_bound, 0);
        run_.close();
        core_->begin_call();
        return run(binds);
    });
}

execute_result statement_impl::run(const std::vector<bind_value>& binds) {
    switch (kind_) {
    case statement_kind::query:
        use_plan(binds);
        run_.start(plan_.query, row_locking_of(parsed_.body));
        return {};
    case statement_kind::insert:
    case statement_kind::update:
    case statement_kind::delete_:
    case statement_kind::merge: {
        use_plan(binds);
        auto out = run_change(*core_, plan_.change);
        attach_returned(core_, parsed_.body, *plan_.change.bound.target, out);
        return out;
    }
    case statement_kind::plsql: return run_block(binds);
    default: break;
    }
    if (const auto* alter = std::get_if<alter_session_statement>(&parsed_.body)) {
        run_alter_session(*core_, *alter);
    } else if (const auto* transaction = std::get_if<transaction_statement>(&parsed_.body)) {
        run_transaction_verb(*core_, *transaction);
    } else {
        return run_definition();
    }
    return {};
}

execute_result statement_impl::run_definition() {
    if (!slots_.empty()) fail(ora::binds_not_allowed, parsed_.binds[0].position);
    return std::visit(
        [this](const auto& s) -> execute_result {
            if constexpr (requires { engine::run_definition(*core_, s, parsed_.text); }) {
                return engine::run_definition(*core_, s, parsed_.text);
            } else if constexpr (requires { engine::run_definition(core_, s, parsed_.text); }) {
                return engine::run_definition(core_, s, parsed_.text);
            } else {
                return {};
            }
        },
        parsed_.body);
}

void run_transaction_verb(session_core& core, const transaction_statement& t) {
    switch (t.verb) {
    case transaction_verb::commit: return core.commit();
    case transaction_verb::rollback: return core.rollback();
    case transaction_verb::savepoint: return core.set_savepoint(t.savepoint);
    case transaction_verb::rollback_to: return core.rollback_to(t.savepoint);
    case transaction_verb::set_transaction: return;
    }
}

std::variant<bool, sql_error> statement_impl::fetch(std::vector<value>& row) {
    return guarded<bool>([&]() -> bool {
        if (kind_ != statement_kind::query) fail(ora::fetch_without_execute, 0);
        return run_.fetch(row);
    });
}

}  // namespace oraxx::sandbox::engine
