// EXECUTE IMMEDIATE and what it shares with OPEN ... FOR text.
#include "server/engine/plsql_executor.hpp"
#include "server/engine/statement.hpp"

namespace oraxx::sandbox::engine {
namespace {

constexpr std::uint32_t longest_variable = 32'767;
constexpr std::size_t most_nested = 50;  // as ORA-00036 says

bool changes_data(statement_kind kind) {
    return kind == statement_kind::insert || kind == statement_kind::update || kind == statement_kind::delete_ ||
           kind == statement_kind::merge || kind == statement_kind::plsql;
}

}  // namespace

std::unique_ptr<statement> plsql_executor::prepare_dynamic(const expression& e) {
    if (core_->plsql().nested >= most_nested) fail(ora::too_deep_recursion, 0);
    const auto sql = text_of(e);
    if (sql.empty()) fail(ora::invalid_statement, 0);
    return std::make_unique<statement_impl>(core_, sql);
}

// A bind for each slot: of SQL for each placeholder, of a block for each name.
std::vector<bind_value> plsql_executor::dynamic_binds(const std::vector<plsql_argument>& arguments,
                                                      const std::vector<bind_slot>& slots,
                                                      const std::vector<expression_ptr>& returning) {
    if (arguments.size() + returning.size() != slots.size()) fail(ora::not_all_bound, 0);
    std::vector<bind_value> out;
    const auto declared = [this](const expression& e) {
        const auto type = type_of(e);
        const auto& element = type->what == data_type::form::table && !type->is_of_sql() ? *type->element : *type;
        return bind_value{.type = element.sql.kind, .max_bytes = longest_variable, .object_type = element.object};
    };
    for (const auto& argument : arguments) {
        if (argument.mode == parameter_mode::out) {
            out.push_back(declared(*argument.value));
            continue;
        }
        auto v = evaluate(*argument.value);
        bind_value bind{.data = std::move(v.data), .type = v.type.kind, .max_bytes = 0};
        if (v.type.object != nullptr) bind.object_type = v.type.object->shared_from_this();
        if (is_text(bind.type)) bind.type = is_national(bind.type) ? db_type::nvarchar2 : db_type::varchar2;
        if (argument.mode == parameter_mode::in_out) bind.max_bytes = longest_variable;
        out.push_back(std::move(bind));
    }
    for (const auto& e : returning) out.push_back(declared(*e));
    return out;
}

void plsql_executor::run_dynamic(const plsql_statement& s) {
    auto dynamic = prepare_dynamic(*s.value);
    if (changes_data(dynamic->kind())) begin_changes();
    const auto binds = dynamic_binds(s.arguments, dynamic->binds(), s.returning);
    ++core_->plsql().nested;
    auto outcome = dynamic->execute(binds);
    --core_->plsql().nested;
    if (auto* error = std::get_if<sql_error>(&outcome)) throw sql_failure{std::move(*error)};
    auto& result = std::get<execute_result>(outcome);
    if (dynamic->kind() == statement_kind::query) {
        if (s.into.empty()) return;
        block_cursor rows(core_, std::move(dynamic));
        if (s.is_bulk) {
            store_rows(s.into, rows, 0);
        } else {
            store_only_row(s.into, rows);
        }
        return;
    }
    sql_rows_ = result.row_count;
    for (std::size_t i = 0; i < s.arguments.size() && i < result.out_values.size(); ++i) {
        const auto& argument = s.arguments[i];
        if (argument.mode != parameter_mode::in) assign(target(*argument.value), natural(result.out_values[i]));
    }
    store_returned(s.returning, s.is_bulk, result.returned);
    for (auto& cursor : result.implicit_results) implicit_results_.push_back(std::move(cursor));
}

}  // namespace oraxx::sandbox::engine
