// Anonymous blocks: the procedures they may call, and their steps one after the other.
#include <algorithm>
#include <cmath>

#include "server/engine/failure.hpp"
#include "server/engine/statement.hpp"

namespace oraxx::sandbox::engine {
namespace {

// What a procedure does with its arguments, which are values already.
struct procedure_call {
    session_core& core;
    const std::vector<value>& args;

    [[nodiscard]] double number_at(std::size_t at) const {
        const auto* n = std::get_if<number>(&args[at]);
        return n == nullptr ? 0 : n->to_double();
    }
    [[nodiscard]] std::string text_at(std::size_t at) const {
        const auto* s = std::get_if<std::string>(&args[at]);
        return s == nullptr ? std::string{} : *s;
    }
};

void do_nothing(const procedure_call&) {}

void sleep(const procedure_call& c) {
    constexpr double longest = 3600 * 24;
    const double seconds = std::clamp(c.number_at(0), 0.0, longest);
    c.core.sleep(std::chrono::nanoseconds(std::llround(seconds * 1e9)));
}

void raise_application_error(const procedure_call& c) {
    constexpr int first = -20'999;
    constexpr int last = -20'000;
    const auto code = static_cast<int>(c.number_at(0));
    if (code < first || code > last) {
        fail(ora::application_error_out_of_range,
             "error number argument to raise_application_error of " + std::to_string(code) + " is out of range", 0);
    }
    fail(-code, c.text_at(1), 0);
}

enum class parameter : unsigned char { number, text };

struct procedure {
    std::string_view name;
    std::size_t least;
    std::vector<parameter> parameters;
    void (*run)(const procedure_call&);
};

const std::vector<procedure>& procedures() {
    using p = parameter;
    static const std::vector<procedure> all{
        {"DBMS_SESSION.SLEEP", 1, {p::number}, sleep},
        {"DBMS_LOCK.SLEEP", 1, {p::number}, sleep},
        {"RAISE_APPLICATION_ERROR", 2, {p::number, p::text, p::text}, raise_application_error},
        {"DBMS_OUTPUT.ENABLE", 0, {p::number}, do_nothing},
        {"DBMS_OUTPUT.DISABLE", 0, {}, do_nothing},
        {"DBMS_OUTPUT.PUT_LINE", 1, {p::text}, do_nothing},
        {"DBMS_OUTPUT.PUT", 1, {p::text}, do_nothing},
        {"DBMS_OUTPUT.NEW_LINE", 0, {}, do_nothing},
        {"DBMS_SESSION.SET_IDENTIFIER", 1, {p::text}, do_nothing},
        {"DBMS_APPLICATION_INFO.SET_MODULE", 2, {p::text, p::text}, do_nothing},
        {"DBMS_APPLICATION_INFO.SET_ACTION", 1, {p::text}, do_nothing},
        {"DBMS_APPLICATION_INFO.SET_CLIENT_INFO", 1, {p::text}, do_nothing},
    };
    return all;
}

const procedure& find_procedure(const block_statement& step, std::string_view text) {
    std::string name = step.procedure;
    if (name.rfind("SYS.", 0) == 0) name.erase(0, 4);
    const auto& all = procedures();
    const auto found = std::find_if(all.begin(), all.end(), [&](const procedure& p) { return p.name == name; });
    if (found == all.end()) {
        fail_statement("PLS-00201: identifier '" + step.procedure + "' must be declared", text, step.position);
    }
    if (step.args.size() < found->least || step.args.size() > found->parameters.size()) {
        fail_statement("PLS-00306: wrong number or types of arguments in call to '" +
                           name.substr(name.find('.') == std::string::npos ? 0 : name.find('.') + 1) + "'",
                       text, step.position);
    }
    return *found;
}

sql_type type_of(parameter p) {
    return p == parameter::number ? number_expression() : text_type(max_text_bytes, max_text_bytes);
}

// The one value of "SELECT expression".
value evaluate(session_core& core, const expression& e, std::string_view text, const sql_type& target,
               const std::vector<bind_value>& binds) {
    std::vector<sql_type> types;
    for (const auto& bind : binds) types.push_back(effective_type(bind));
    auto settings = core.settings();
    settings.in_block = true;
    binder b(core.tables(), settings, types, text);
    auto compiled = core.db().prepare(b.bind_assignment(e, target));
    if (!compiled) throw sql_failure{core.describe_failure(nullptr)};
    for (std::size_t i = 0; i < binds.size(); ++i) bind_parameter(compiled, static_cast<int>(i), binds[i].data);
    if (compiled.step() != SQLITE_ROW) throw sql_failure{core.describe_failure(nullptr)};
    return read_column(compiled, 0, target);
}

// The room of an OUT bind; more is ORA-06502.
void check_room(const value& v, const bind_value& bind) {
    const auto* text = std::get_if<std::string>(&v);
    const auto* raw = std::get_if<raw_bytes>(&v);
    const auto size = text != nullptr ? text->size() : raw != nullptr ? raw->size() : 0;
    if (bind.max_bytes != 0 && size > bind.max_bytes) {
        fail(ora::numeric_or_value_error, 0);
    }
}

void assign(session_core& core, const expression& e, std::string_view text, const std::vector<bind_value>& given,
            bind_value& bind) {
    auto v = evaluate(core, e, text, bind_type(bind.type, bind.max_bytes), given);
    check_room(v, bind);
    bind.data = std::move(v);
}

// The only row of the query of a SELECT INTO.
std::vector<value> only_row(session_core& core, const block_statement& step, std::string_view text,
                            const std::vector<bind_value>& binds) {
    std::vector<sql_type> types;
    for (const auto& bind : binds) types.push_back(effective_type(bind));
    binder b(core.tables(), core.settings(), types, text);
    const auto bound = b.bind_query(*step.query, nullptr);
    if (bound.columns.size() < step.into.size()) fail(ora::not_enough_values, step.position);
    if (bound.columns.size() > step.into.size()) fail(ora::too_many_values, step.position);
    auto compiled = core.db().prepare(bound.sql);
    if (!compiled) throw sql_failure{core.describe_failure(nullptr)};
    for (std::size_t i = 0; i < binds.size(); ++i) bind_parameter(compiled, static_cast<int>(i), binds[i].data);
    core.state().row_numbers.assign(b.row_counters(), 0);

    std::vector<value> row;
    int code = compiled.step();
    if (code == SQLITE_DONE) fail(ora::no_data_found, step.position);
    for (std::size_t i = 0; code == SQLITE_ROW && i < bound.columns.size(); ++i) {
        row.push_back(read_column(compiled, static_cast<int>(i), bound.columns[i].type));
    }
    if (code == SQLITE_ROW) code = compiled.step();
    if (code == SQLITE_ROW) fail(ora::more_rows_than_requested, step.position);
    if (code != SQLITE_DONE) throw sql_failure{core.describe_failure(nullptr)};
    return row;
}

void select_into(session_core& core, const block_statement& step, std::string_view text,
                 std::vector<bind_value>& binds) {
    auto row = only_row(core, step, text, binds);
    expression fetched;
    fetched.kind = expression_kind::bind;
    fetched.position = step.position;
    for (std::size_t i = 0; i < row.size(); ++i) {
        assign(core, fetched, text, {bind_value{.data = std::move(row[i])}}, binds[step.into[i]]);
    }
}

void run_step(session_core& core, const block_statement& step, std::string_view text,
              std::vector<bind_value>& binds) {
    switch (step.what) {
    case block_statement::action::nothing: return;
    case block_statement::action::assign: return assign(core, *step.value, text, binds, binds[step.bind_index]);
    case block_statement::action::select_into: return select_into(core, step, text, binds);
    case block_statement::action::call: {
        const auto& called = find_procedure(step, text);
        std::vector<value> args;
        for (std::size_t i = 0; i < step.args.size(); ++i) {
            args.push_back(evaluate(core, *step.args[i], text, type_of(called.parameters[i]), binds));
        }
        called.run({core, args});
        return;
    }
    case block_statement::action::sql: run_embedded(core, *step.sql, text, binds); return;
    }
}

bool changes_data(const plsql_block& block) {
    return std::any_of(block.statements.begin(), block.statements.end(), [](const block_statement& s) {
        return s.what == block_statement::action::sql && !std::holds_alternative<transaction_statement>(*s.sql);
    });
}
bool ends_transaction(const plsql_block& block) {
    return std::any_of(block.statements.begin(), block.statements.end(), [](const block_statement& s) {
        return s.what == block_statement::action::sql && std::holds_alternative<transaction_statement>(*s.sql);
    });
}

}  // namespace

void check_block_names(const plsql_block& block, std::string_view text, const binder_settings& settings,
                       session_core& core, std::size_t bind_count) {
    auto in_block = settings;
    in_block.in_block = true;
    const std::vector<sql_type> types(bind_count, bind_type(db_type::varchar2, 1));
    const auto check = [&](const expression& e, const sql_type& type) {
        binder b(core.tables(), in_block, types, text);
        (void)b.bind_assignment(e, type);
    };
    for (const auto& step : block.statements) {
        if (step.what == block_statement::action::assign) {
            scope none;
            binder b(core.tables(), in_block, types, text);
            (void)b.bind_value(*step.value, none);
        }
        if (step.what != block_statement::action::call) continue;
        const auto& called = find_procedure(step, text);
        for (std::size_t i = 0; i < step.args.size(); ++i) check(*step.args[i], type_of(called.parameters[i]));
    }
}

execute_result run_block(session_core& core, const plsql_block& block, std::string_view text,
                         std::vector<bind_value> binds, const std::vector<bind_slot>& slots) {
    if (binds.size() < slots.size()) fail(ora::not_all_bound, 0);
    const bool is_atomic = changes_data(block) && !ends_transaction(block);
    const bool began = is_atomic && core.begin_write();
    const auto locks_before = core.lock_count();
    if (is_atomic) core.run("SAVEPOINT \"block\"");
    for (const auto& step : block.statements) {
        try {
            run_step(core, step, text, binds);
        } catch (sql_failure& f) {
            if (is_atomic && began) core.abandon_write();
            if (is_atomic && !began) core.run("ROLLBACK TO \"block\"; RELEASE \"block\"");
            if (is_atomic) core.release_locks(locks_before);
            const bool compiles = f.error.code != ora::compilation_failed;
            if (compiles && f.error.code != ora::cancelled && !block.is_call) {
                f.error.message += "\nORA-06512: at line " + std::to_string(place_of(text, step.position).line);
                f.error.position = 0;
            }
            throw;
        }
    }
    if (is_atomic) core.run("RELEASE \"block\"");
    execute_result out;
    for (std::size_t i = 0; i < slots.size(); ++i)
        out.out_values.push_back(slots[i].is_output ? binds[i].data : value{});
    return out;
}

}  // namespace oraxx::sandbox::engine
