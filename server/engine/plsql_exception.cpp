// Exceptions: their names, handlers, SQLCODE and SQLERRM.
#include <algorithm>
#include <array>

#include "server/engine/plsql_executor.hpp"

namespace oraxx::sandbox::engine {
namespace {

struct predefined_exception {
    std::string_view name;
    int code;
};

// Of the package STANDARD.
constexpr std::array predefined_exceptions{
    predefined_exception{"ACCESS_INTO_NULL", ora::composite_is_null},
    predefined_exception{"CASE_NOT_FOUND", ora::case_not_found},
    predefined_exception{"COLLECTION_IS_NULL", ora::collection_is_null},
    predefined_exception{"CURSOR_ALREADY_OPEN", ora::cursor_already_open},
    predefined_exception{"DUP_VAL_ON_INDEX", ora::unique_violated},
    predefined_exception{"INVALID_CURSOR", ora::invalid_cursor},
    predefined_exception{"INVALID_NUMBER", ora::invalid_number},
    predefined_exception{"LOGIN_DENIED", 1017},
    predefined_exception{"NO_DATA_FOUND", ora::no_data_found},
    predefined_exception{"NOT_LOGGED_ON", 1012},
    predefined_exception{"PROGRAM_ERROR", 6501},
    predefined_exception{"ROWTYPE_MISMATCH", 6504},
    predefined_exception{"SELF_IS_NULL", 30625},
    predefined_exception{"STORAGE_ERROR", ora::storage_error},
    predefined_exception{"SUBSCRIPT_BEYOND_COUNT", ora::subscript_beyond_count},
    predefined_exception{"SUBSCRIPT_OUTSIDE_LIMIT", ora::subscript_outside_limit},
    predefined_exception{"SYS_INVALID_ROWID", ora::invalid_rowid},
    predefined_exception{"TIMEOUT_ON_RESOURCE", 51},
    predefined_exception{"TOO_MANY_ROWS", ora::more_rows_than_requested},
    predefined_exception{"VALUE_ERROR", ora::numeric_or_value_error},
    predefined_exception{"ZERO_DIVIDE", ora::divisor_is_zero},
};

constexpr int no_data_number = 100;  // what SQLCODE says for ORA-01403

const predefined_exception* find_predefined(const std::vector<std::string>& path) {
    const auto found = std::find_if(predefined_exceptions.begin(), predefined_exceptions.end(),
                                    [&](const predefined_exception& p) { return p.name == path.back(); });
    return found == predefined_exceptions.end() ? nullptr : found;
}

std::int64_t number_of(const sql_failure& f) {
    if (f.error.code == ora::unhandled_user_exception) return 1;
    return f.error.code == ora::no_data_found ? no_data_number : -f.error.code;
}

}  // namespace

bool plsql_executor::is_named(const std::vector<std::string>& path, const sql_failure& failure) {
    if (const auto found = find_name(path);
        found.item != nullptr && found.item->what == frame_item::kind::exception) {
        const auto number = found.item->number;
        return failure.raised == found.item->declaration || (number != 0 && number == number_of(failure));
    }
    const auto* predefined = find_predefined(path);
    return predefined != nullptr && predefined->code == failure.error.code;
}

// ORA-01013 is nobody's to handle: a cancelled block ends.
const plsql_handler* plsql_executor::find_handler(const plsql_block& block, const sql_failure& failure) {
    if (failure.error.code == ora::cancelled) return nullptr;
    for (const auto& handler : block.handlers) {
        if (handler.exceptions.empty()) return &handler;
        for (const auto& name : handler.exceptions) {
            if (is_named(name, failure)) return &handler;
        }
    }
    return nullptr;
}

void plsql_executor::check_exception(const std::vector<std::string>& path, std::size_t position) {
    const auto found = find_name(path);
    const bool is_declared = found.item != nullptr && found.item->what == frame_item::kind::exception;
    if (!is_declared && find_predefined(path) == nullptr) fail_undeclared(path, position);
}

void plsql_executor::raise(const plsql_statement& s) {
    if (s.path.empty()) {
        if (errors_.empty()) {
            fail_statement("PLS-00367: a RAISE statement with no exception name must be inside an exception handler",
                           text(), s.position);
        }
        auto again = errors_.back();
        again.backtrace.insert(0, place_text(s.position));
        again.depth = depth_;
        throw again;
    }
    const auto found = find_name(s.path);
    if (found.item == nullptr || found.item->what != frame_item::kind::exception) {
        const auto* predefined = find_predefined(s.path);
        if (predefined == nullptr) fail_undeclared(s.path, s.position);
        fail(predefined->code, 0);
    }
    const auto number = found.item->number;
    const int code = number == 0                ? ora::unhandled_user_exception
                     : number == no_data_number ? ora::no_data_found
                                                : static_cast<int>(number < 0 ? -number : number);
    throw sql_failure{make_error(code, 0), found.item->declaration};
}

std::int64_t plsql_executor::error_number() const {
    return errors_.empty() ? 0 : number_of(errors_.back());
}

std::string plsql_executor::error_text() const {
    if (errors_.empty()) return message_of(0);
    const auto& error = errors_.back().error;
    return error.code == ora::unhandled_user_exception ? message_of(1) : error.message;
}

// SQLERRM(number)
std::string plsql_executor::message_of(std::int64_t number) {
    if (number == 0) return "ORA-0000: normal, successful completion";
    if (number == 1) return "User-Defined Exception";
    if (number == no_data_number) return make_error(ora::no_data_found, 0).message;
    if (number > 0) return "-" + std::to_string(number) + ": non-ORACLE exception ";
    return make_error(static_cast<int>(-number), 0).message;
}

void plsql_executor::fail_undeclared(const std::vector<std::string>& path, std::size_t position) const {
    std::string name;
    for (const auto& part : path) name += (name.empty() ? "" : ".") + part;
    fail_statement("PLS-00201: identifier '" + name + "' must be declared", text(), position);
}

}  // namespace oraxx::sandbox::engine
