#include "server/engine/statement.hpp"

#include <algorithm>
#include <utility>

#include "server/engine/failure.hpp"
#include "server/engine/parser.hpp"

namespace oraxx::sandbox::engine {
namespace {

statement_kind kind_of(const statement_body& body) {
    if (std::holds_alternative<select_statement>(body)) return statement_kind::query;
    if (std::holds_alternative<insert_statement>(body)) return statement_kind::insert;
    if (std::holds_alternative<update_statement>(body)) return statement_kind::update;
    if (std::holds_alternative<delete_statement>(body)) return statement_kind::delete_;
    if (std::holds_alternative<plsql_block>(body)) return statement_kind::plsql;
    if (std::holds_alternative<alter_session_statement>(body)) return statement_kind::other;
    if (const auto* t = std::get_if<transaction_statement>(&body)) {
        if (t->verb == transaction_verb::commit) return statement_kind::commit;
        return t->verb == transaction_verb::rollback ? statement_kind::rollback : statement_kind::other;
    }
    return statement_kind::ddl;
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
      parsed_(parser(sql, dialect{core_->settings().is_23ai}).parse()),
      kind_(kind_of(parsed_.body)) {
    for (const auto& bind : parsed_.binds) slots_.push_back({bind.name, false, bind.is_read});
    if (kind_ == statement_kind::plsql) check_block();
    const bool is_bound = kind_ == statement_kind::query || kind_ == statement_kind::insert ||
                          kind_ == statement_kind::update || kind_ == statement_kind::delete_;
    if (is_bound) make_plan(std::vector<sql_type>(slots_.size(), bind_type(db_type::varchar2, 1)));
}

statement_impl::~statement_impl() {
    close();
}

void statement_impl::check_block() {
    const auto& block = std::get<plsql_block>(parsed_.body);
    for (const auto& step : block.statements) {
        if (step.what != block_statement::action::assign) continue;
        slots_[step.bind_index].is_output = true;
    }
    check_block_names(block, parsed_.text, core_->settings(), *core_, slots_.size());
}

void statement_impl::make_plan(const std::vector<sql_type>& types) {
    plan fresh;
    fresh.bind_types = types;
    fresh.catalog_version = core_->tables().version();
    binder b(core_->tables(), core_->settings(), fresh.bind_types, parsed_.text);
    std::string sql;
    std::vector<column_info> described;
    if (const auto* select = std::get_if<select_statement>(&parsed_.body)) {
        auto q = b.bind_query(*select->body, nullptr);
        sql = std::move(q.sql);
        for (const auto& column : q.columns) {
            described.push_back(describe(column.name, column.type, column.nullable));
            fresh.output.push_back(column.type);
        }
    } else if (const auto* insert = std::get_if<insert_statement>(&parsed_.body)) {
        sql = b.bind_insert(*insert);
    } else if (const auto* update = std::get_if<update_statement>(&parsed_.body)) {
        sql = b.bind_update(*update);
    } else {
        sql = b.bind_delete(std::get<delete_statement>(parsed_.body));
    }
    fresh.row_counters = b.row_counters();
    fresh.target = b.target();
    fresh.many_rows = b.touches_many_rows();
    fresh.compiled = core_->db().prepare(sql);
    if (!fresh.compiled) throw sql_failure{core_->describe_failure(nullptr)};
    plan_ = std::move(fresh);
    columns_ = std::move(described);
}

void statement_impl::use_plan(const std::vector<bind_value>& binds) {
    std::vector<sql_type> types;
    types.reserve(binds.size());
    for (const auto& bind : binds) types.push_back(effective_type(bind));
    if (types != plan_.bind_types || core_->tables().version() != plan_.catalog_version) make_plan(types);
    plan_.compiled.reset();
    for (std::size_t i = 0; i < binds.size(); ++i) bind_parameter(plan_.compiled, static_cast<int>(i), binds[i].data);
}

std::variant<execute_result, sql_error> statement_impl::execute(const std::vector<bind_value>& binds) {
    return guarded<execute_result>([&] {
        if (binds.size() < slots_.size()) fail(ora::not_all_bound, 0);
        close();
        core_->begin_call();
        return run(binds);
    });
}

execute_result statement_impl::run(const std::vector<bind_value>& binds) {
    execute_result out;
    switch (kind_) {
    case statement_kind::query:
        use_plan(binds);
        start_query();
        return out;
    case statement_kind::insert:
    case statement_kind::update:
    case statement_kind::delete_: use_plan(binds); return run_change();
    case statement_kind::plsql:
        return run_block(*core_, std::get<plsql_block>(parsed_.body), parsed_.text, binds, slots_);
    default: break;
    }
    if (const auto* create = std::get_if<create_table_statement>(&parsed_.body)) {
        run_create(*core_, *create, parsed_.text, out);
    } else if (const auto* drop = std::get_if<drop_table_statement>(&parsed_.body)) {
        run_drop(*core_, *drop);
    } else if (const auto* truncate = std::get_if<truncate_statement>(&parsed_.body)) {
        run_truncate(*core_, *truncate);
    } else if (const auto* alter = std::get_if<alter_session_statement>(&parsed_.body)) {
        run_alter_session(*core_, *alter);
    } else {
        run_transaction_verb(*core_, std::get<transaction_statement>(parsed_.body));
    }
    return out;
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

namespace {

// Runs a data change to its end: all of it or nothing.
execute_result run_to_end(session_core& core, sqlite::statement& compiled, const table_info& target, bool many_rows,
                          std::size_t row_counters) {
    const bool began = core.begin_write();
    if (many_rows) core.run("SAVEPOINT \"statement\"");
    core.state().row_numbers.assign(row_counters, 0);
    core.state().recursion.clear();
    core.state().key_texts.clear();
    if (compiled.step() != SQLITE_DONE) {
        const auto error = core.describe_failure(&target);
        compiled.reset();
        if (many_rows) core.run("ROLLBACK TO \"statement\"; RELEASE \"statement\"");
        if (began) core.run("ROLLBACK");
        throw sql_failure{error};
    }
    execute_result out;
    out.row_count = static_cast<std::uint64_t>(sqlite3_changes64(core.db().get()));
    compiled.reset();
    if (many_rows) core.run("RELEASE \"statement\"");
    if (out.row_count > 0) {
        out.last_rowid = make_rowid(target.object_id, core.last_changed_row());
    } else if (began) {
        core.run("COMMIT");  // nothing changed: hold no lock
    }
    return out;
}

}  // namespace

execute_result statement_impl::run_change() {
    return run_to_end(*core_, plan_.compiled, *plan_.target, plan_.many_rows, plan_.row_counters);
}

execute_result run_embedded(session_core& core, const sql_text_statement& s, std::string_view text,
                            const std::vector<bind_value>& binds) {
    if (const auto* transaction = std::get_if<transaction_statement>(&s)) {
        run_transaction_verb(core, *transaction);
        return {};
    }
    std::vector<sql_type> types;
    for (const auto& bind : binds) types.push_back(effective_type(bind));
    binder b(core.tables(), core.settings(), types, text);
    std::string sql;
    if (const auto* insert = std::get_if<insert_statement>(&s)) {
        sql = b.bind_insert(*insert);
    } else if (const auto* update = std::get_if<update_statement>(&s)) {
        sql = b.bind_update(*update);
    } else {
        sql = b.bind_delete(std::get<delete_statement>(s));
    }
    auto compiled = core.db().prepare(sql);
    if (!compiled) throw sql_failure{core.describe_failure(nullptr)};
    for (std::size_t i = 0; i < binds.size(); ++i) bind_parameter(compiled, static_cast<int>(i), binds[i].data);
    return run_to_end(core, compiled, *b.target(), b.touches_many_rows(), b.row_counters());
}

void statement_impl::start_query() {
    is_open_ = true;
    clock_ = core_->state().now;
    row_numbers_.assign(plan_.row_counters, 0);
    recursion_.clear();
    core_->add_cursor(*this);
}

void statement_impl::swap_state() noexcept {
    std::swap(core_->state().row_numbers, row_numbers_);
    std::swap(core_->state().recursion, recursion_);
    std::swap(core_->state().now, clock_);
}

bool statement_impl::step_row(std::vector<value>& row) {
    swap_state();
    const int code = plan_.compiled.step();
    swap_state();
    if (code == SQLITE_DONE) return false;
    if (code != SQLITE_ROW) throw sql_failure{core_->describe_failure(nullptr)};
    row.resize(plan_.output.size());
    for (std::size_t i = 0; i < row.size(); ++i)
        row[i] = read_column(plan_.compiled, static_cast<int>(i), plan_.output[i]);
    return true;
}

std::variant<bool, sql_error> statement_impl::fetch(std::vector<value>& row) {
    if (!detached_rows_.empty()) {
        row = std::move(detached_rows_.front());
        detached_rows_.pop_front();
        return true;
    }
    if (detached_error_) return *std::exchange(detached_error_, std::nullopt);
    auto out = guarded<bool>([&]() -> bool {
        if (kind_ != statement_kind::query) fail(ora::fetch_without_execute, 0);
        return is_open_ && step_row(row);
    });
    const bool has_row = std::holds_alternative<bool>(out) && std::get<bool>(out);
    if (!has_row) close();
    return out;
}

void statement_impl::detach() {
    if (!is_open_) return;
    try {
        for (std::vector<value> row; step_row(row);) detached_rows_.push_back(std::move(row));
    } catch (const sql_failure& f) {
        detached_error_ = f.error;
    }
    is_open_ = false;
    plan_.compiled.reset();
}

void statement_impl::close() noexcept {
    detached_rows_.clear();
    detached_error_.reset();
    if (!is_open_) return;
    is_open_ = false;
    plan_.compiled.reset();
    core_->remove_cursor(*this);
}

}  // namespace oraxx::sandbox::engine
