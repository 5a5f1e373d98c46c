// Blocks, control flow, and the undo of a block that fails.
#include <utility>

#include "server/engine/plsql_executor.hpp"
#include "server/engine/statement.hpp"

namespace oraxx::sandbox::engine {
namespace {

constexpr std::size_t steps_between_cancel_checks = 64;

}  // namespace

plsql_executor::plsql_executor(std::shared_ptr<session_core> core, std::shared_ptr<const code_unit> main,
                               const std::vector<bind_value>& binds)
    : core_(std::move(core)), main_(std::move(main)), code_(main_.get()) {
    make_host_variables(binds);
}

plsql_executor::~plsql_executor() = default;

std::string_view plsql_executor::text() const noexcept {
    return code_->body ? code_->body_text : code_->text;
}

execute_result plsql_executor::run(const std::vector<bind_slot>& slots) {
    if (host_.size() < slots.size()) fail(ora::not_all_bound, 0);
    mark_ = core_->transaction_marks();
    locks_before_ = core_->lock_count();
    try {
        (void)run_block(main_->anonymous->block);
        execute_result out;
        tell_outputs(slots, out);
        end_changes();
        return out;
    } catch (sql_failure& f) {
        undo_changes();
        if (!f.backtrace.empty()) {
            f.error.message += f.backtrace;
            f.error.position = 0;
        }
        throw;
    }
}

plsql_executor::flow plsql_executor::run_block(const plsql_block& block) {
    frame own;
    own.label = block.label;
    own.code = code_;
    const frame_guard guard(*this, own, frame_);
    declare(block.declarations, own);
    return block.handlers.empty() ? run_statements(block.statements) : run_handled(block);
}

plsql_executor::flow plsql_executor::run_handled(const plsql_block& block) {
    const plsql_handler* handler = nullptr;
    try {
        return run_statements(block.statements);
    } catch (const sql_failure& f) {
        handler = find_handler(block, f);
        if (handler == nullptr) throw;
        errors_.push_back(f);
    }
    const std::unique_ptr<std::vector<sql_failure>, void (*)(std::vector<sql_failure>*)> handled(
        &errors_, [](std::vector<sql_failure>* errors) { errors->pop_back(); });
    return run_statements(handler->statements);
}

plsql_executor::flow plsql_executor::run_statements(const std::vector<plsql_statement>& statements) {
    for (const auto& s : statements) {
        const auto outcome = run_statement(s);
        if (outcome != flow::normal) return outcome;
    }
    return flow::normal;
}

void plsql_executor::note_step() {
    if (++steps_ % steps_between_cancel_checks == 0 && core_->is_cancelled()) fail(ora::cancelled, 0);
}

void plsql_executor::note_place(sql_failure& failure, std::size_t position) const {
    const int code = failure.error.code;
    const bool is_statement_of_sql = depth_ == 0 && main_->anonymous->is_call;
    if (failure.depth <= depth_ || code == ora::compilation_failed || code == ora::cancelled || is_statement_of_sql) {
        return;
    }
    failure.depth = depth_;
    failure.backtrace += place_text(position);
}

std::string plsql_executor::place_text(std::size_t position) const {
    const auto name = code_->name.empty() ? std::string{} : quoted(code_->name) + ", ";
    return "\nORA-06512: at " + name + "line " + std::to_string(place_of(text(), position).line);
}

plsql_executor::flow plsql_executor::run_statement(const plsql_statement& s) {
    note_step();
    try {
        return dispatch(s);
    } catch (sql_failure& f) {
        note_place(f, s.position);
        throw;
    }
}

plsql_executor::flow plsql_executor::dispatch(const plsql_statement& s) {
    using action = plsql_statement::kind;
    switch (s.what) {
    case action::nothing: break;
    case action::assign: run_assignment(s); break;
    case action::call: run_call(s); break;
    case action::sql: run_sql(s); break;
    case action::select_into: select_into(s); break;
    case action::if_: return run_if(s);
    case action::case_: return run_case(s);
    case action::loop:
    case action::while_: return run_loop(s);
    case action::for_range: return run_range(s);
    case action::for_query: return run_query_loop(s);
    case action::forall: run_forall(s); break;
    case action::exit:
    case action::continue_:
        if (s.value && is_true(*s.value) != true) break;
        exit_label_ = s.name;
        return s.what == action::exit ? flow::exit : flow::continue_;
    case action::return_:
        if (s.value && returned_.type) assign(returned_, *s.value);
        has_returned_ = s.value != nullptr;
        return flow::return_;
    case action::raise: raise(s);
    case action::block: return run_block(*s.block);
    case action::open: open(s); break;
    case action::fetch: fetch(s); break;
    case action::close: close(s); break;
    case action::execute: run_dynamic(s); break;
    }
    return flow::normal;
}

// The value first: to name the target may make an element that the value counts.
void plsql_executor::run_assignment(const plsql_statement& s) {
    const auto type = type_of(*s.target);
    if (type == nullptr) fail_undeclared(s.target->path, s.position);
    auto made = make_variable(type);
    assign(made, *s.value);
    auto& to = target(*s.target);
    if (type->what == data_type::form::scalar) {
        to.data = std::move(made.data);
    } else {
        assign(to, made);
    }
}

plsql_executor::flow plsql_executor::run_if(const plsql_statement& s) {
    for (const auto& branch : s.branches) {
        if (is_true(*branch.condition) == true) return run_statements(branch.statements);
    }
    return run_statements(s.body);
}

plsql_executor::flow plsql_executor::run_case(const plsql_statement& s) {
    for (const auto& branch : s.branches) {
        if (is_true(*branch.condition) == true) return run_statements(branch.statements);
    }
    if (!s.has_else) fail(ora::case_not_found, 0);
    return run_statements(s.body);
}

bool plsql_executor::run_pass(const plsql_statement& loop, flow& out) {
    note_step();
    const auto outcome = run_statements(loop.body);
    const bool is_own = exit_label_.empty() || exit_label_ == loop.label;
    if (outcome == flow::normal || (outcome == flow::continue_ && is_own)) return true;
    out = outcome == flow::exit && is_own ? flow::normal : outcome;
    return false;
}

plsql_executor::flow plsql_executor::run_loop(const plsql_statement& s) {
    auto out = flow::normal;
    while ((s.value == nullptr || is_true(*s.value) == true) && run_pass(s, out)) {
    }
    return out;
}

plsql_executor::flow plsql_executor::run_range(const plsql_statement& s) {
    const auto low = integer_of(*s.low);
    const auto high = integer_of(*s.high);
    frame own;
    own.code = code_;
    own.label = s.label;
    auto& counter = add_item(own, s.name, frame_item::kind::variable).data;
    counter = make_variable(integer_type());
    counter.is_constant = true;
    const frame_guard guard(*this, own, frame_);
    auto out = flow::normal;
    for (auto i = low; i <= high; ++i) {
        counter.data = number(s.is_reverse ? high - (i - low) : i);
        if (!run_pass(s, out)) break;
    }
    return out;
}

plsql_executor::flow plsql_executor::run_query_loop(const plsql_statement& s) {
    const auto cursor = s.query ? open_query(*s.query) : open_declared(s.path, s.arguments, s.position);
    frame own;
    own.code = code_;
    own.label = s.label;
    auto& record = add_item(own, s.name, frame_item::kind::variable).data;
    record = make_variable(row_type(cursor->output()));
    const frame_guard guard(*this, own, frame_);
    auto out = flow::normal;
    for (std::vector<value> row; cursor->next(row);) {
        for (std::size_t i = 0; i < row.size(); ++i) {
            record.fields[i] = variable_of(record.fields[i].type, row[i]);
        }
        if (!run_pass(s, out)) break;
    }
    cursor->close();
    return out;
}

// Before the first change: where the block goes back to when it fails. A block that ends transactions of its own has
// no such place.
void plsql_executor::begin_changes() {
    if (is_marked_ || mark_ != core_->transaction_marks()) return;
    began_ = core_->begin_write();
    core_->run("SAVEPOINT \"block\"");
    changes_before_ = sqlite3_total_changes64(core_->db().get());
    is_marked_ = true;
}

void plsql_executor::end_changes() {
    if (!is_marked_ || mark_ != core_->transaction_marks()) return;
    core_->run("RELEASE \"block\"");
    if (!began_ || sqlite3_total_changes64(core_->db().get()) != changes_before_) return;
    core_->detach_cursors();
    core_->abandon_write();
}

void plsql_executor::undo_changes() {
    if (mark_ != core_->transaction_marks()) return;
    if (is_marked_) {
        core_->detach_cursors();
        if (began_) {
            core_->abandon_write();
        } else {
            core_->run("ROLLBACK TO \"block\"; RELEASE \"block\"");
        }
    }
    core_->release_locks(locks_before_);
}

}  // namespace oraxx::sandbox::engine
