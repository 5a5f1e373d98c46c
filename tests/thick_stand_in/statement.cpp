// dpiStmt: what is executed.
#include <algorithm>
#include <charconv>
#include <deque>

#include "variable.hpp"

using namespace oraxx;
using namespace oraxx::stand_in;

namespace {

// A held value as one of a bind, borrowed from it.
struct to_bind {
    detail::bind_data operator()(std::monostate /*null*/) const { return {}; }
    detail::bind_data operator()(const std::string& held) const { return std::string_view(held); }
    detail::bind_data operator()(const std::vector<std::byte>& held) const {
        return std::span<const std::byte>(held);
    }
    template <class T>
    detail::bind_data operator()(const detail::shared_value<T>& held) const {
        return &*held;
    }
    template <class T>
    detail::bind_data operator()(const T& held) const {
        return held;
    }
};

// An index-by table's elements, taken out of a variable.
detail::bind_data element(const void* values, std::size_t at) {
    return std::visit(to_bind(), (*static_cast<const std::vector<value>*>(values))[at].alternatives());
}

// The binds of one execution, and what they borrow from.
class bound_values {
public:
    int fill(entry& call, dpiStmt& stmt, std::uint32_t iterations) {
        for (std::uint32_t row = 0; row < iterations; ++row) {
            std::uint32_t at = 0;
            for (auto& [position, var] : stmt.binds) {
                if (position != ++at) return call.violates("no bind in place " + std::to_string(at));
                if (!call.uses(var.get(), kind::var)) return DPI_FAILURE;
                if (!var->is_array && row >= var->held.data.size()) return call.violates("too few places");
                if (add(call, stmt, *var.get(), row, at - 1) != DPI_SUCCESS) return DPI_FAILURE;
            }
        }
        return DPI_SUCCESS;
    }

    std::vector<detail::bind_item> items{};

private:
    int add(entry& call, const dpiStmt& stmt, dpiVar& var, std::uint32_t row, std::size_t at) {
        auto& item = items.emplace_back();
        item.type = type_of(var.oracle_type);
        const bool is_plsql = stmt.sql.kind == sql::sql_kind::plsql;
        if (at >= stmt.sql.first_returning || (is_plsql && item.type == db_type::cursor)) {
            item.direction = detail::bind_direction::out;
        } else if (is_plsql) {
            item.direction = detail::bind_direction::in_out;
        }
        if (item.direction != detail::bind_direction::in) item.max_bytes = var.size;
        if (var.object_type.get() != nullptr) item.object = &var.object_type->type;
        if (var.is_array) return add_array(call, var, item);
        if (item.direction == detail::bind_direction::out) return DPI_SUCCESS;
        const auto& data = var.held.data[row];
        if (data.isNull != 0) return DPI_SUCCESS;
        // The variable's own handles, whatever stands in the caller's array.
        const auto& place = var.held.places[row];
        switch (var.native_type) {
        case DPI_NATIVE_TYPE_LOB:
            if (place.lob.get() == nullptr) return call.violates("a LOB that was not set");
            item.value = detail::bound_lob{place.lob->lob.locator};
            return DPI_SUCCESS;
        case DPI_NATIVE_TYPE_OBJECT:
            if (place.object.get() == nullptr) return call.violates("an object that was not set");
            item.value = &place.object->value;
            return DPI_SUCCESS;
        case DPI_NATIVE_TYPE_JSON: item.value = &place.json->document; return DPI_SUCCESS;
        default: return add_scalar(call, var, data, item);
        }
    }
    int add_scalar(entry& call, const dpiVar& var, const dpiData& data, detail::bind_item& item) {
        auto held = from_data(data, var.oracle_type, var.native_type);
        if (!held) return call.violates("a value of type " + std::to_string(var.oracle_type));
        values_.push_back(*std::move(held));
        item.value = std::visit(to_bind(), values_.back().alternatives());
        return DPI_SUCCESS;
    }
    int add_array(entry& call, const dpiVar& var, detail::bind_item& item) {
        auto& elements = arrays_.emplace_back();
        for (std::uint32_t at = 0; at < var.elements; ++at) {
            auto held = from_data(var.held.data[at], var.oracle_type, var.native_type);
            if (!held) return call.violates("an element of type " + std::to_string(var.oracle_type));
            elements.push_back(*std::move(held));
        }
        sources_.push_back({.values = &elements,
                            .size = elements.size(),
                            .at = &element,
                            .capacity = static_cast<std::uint32_t>(var.held.data.size())});
        item.array = &sources_.back();
        return DPI_SUCCESS;
    }

    std::deque<value> values_{};
    std::deque<std::vector<value>> arrays_{};
    std::deque<detail::array_source> sources_{};
};

int take_run(entry& call, dpiVar& var, std::uint32_t row, bool is_returning, const detail::out_run& run) {
    if (is_returning) {
        var.returned.resize(std::max<std::size_t>(var.returned.size(), row + 1));
        auto& into = var.returned[row];
        into.resize(run.size());
        for (std::uint32_t at = 0; at < run.size(); ++at) {
            if (store(var, into, at, run[at], call) != DPI_SUCCESS) return DPI_FAILURE;
        }
        return DPI_SUCCESS;
    }
    if (!run.is_assigned()) return DPI_SUCCESS;
    if (var.is_array) var.elements = run.size();
    const auto first = var.is_array ? 0 : row;
    if (first + run.size() > var.held.data.size()) return call.fail_dpi(1018, "array size is too small");
    for (std::uint32_t at = 0; at < run.size(); ++at) {
        if (store(var, var.held, first + at, run[at], call) != DPI_SUCCESS) return DPI_FAILURE;
    }
    return DPI_SUCCESS;
}

int take_out_values(entry& call, dpiStmt& stmt, const std::vector<detail::bind_item>& items,
                    std::uint32_t iterations) {
    const auto* outs = stmt.outcome.out_values.get();
    if (outs == nullptr) return DPI_SUCCESS;
    for (std::uint32_t row = 0; row < iterations; ++row) {
        std::size_t out = 0;
        std::size_t at = 0;
        for (auto& [position, var] : stmt.binds) {
            const bool is_returning = at >= stmt.sql.first_returning;
            if (items[at++].direction == detail::bind_direction::in) continue;
            const detail::out_run run(*outs, row, out++, stmt.conn->link());
            if (take_run(call, *var.get(), row, is_returning, run) != DPI_SUCCESS) return DPI_FAILURE;
        }
    }
    return DPI_SUCCESS;
}

// The thin backend names the row of a batch in the message, ODPI-C by the number of rows done before.
failure without_row(failure why, std::uint64_t& rows_done) {
    constexpr std::string_view before = "row ";
    constexpr std::string_view behind = " of the batch: ";
    const auto end = why.message.find(behind);
    if (why.message.rfind(before, 0) != 0 || end == std::string::npos) return why;
    (void)std::from_chars(why.message.data() + before.size(), why.message.data() + end, rows_done);
    if (rows_done != 0) --rows_done;
    why.message.erase(0, end + behind.size());
    return why;
}

int execute(entry& call, dpiStmt* stmt, dpiExecMode mode, std::uint32_t iterations) {
    auto& statement = *stmt->statement;
    const bool is_query = stmt->sql.kind == sql::sql_kind::query;
    if ((mode & (DPI_MODE_EXEC_DESCRIBE_ONLY | DPI_MODE_EXEC_PARSE_ONLY)) != 0)
        return call.done(statement.describe());
    if (is_query && iterations > 1) return call.violates("a query for several rows");
    bound_values bound;
    if (bound.fill(call, *stmt, iterations) != DPI_SUCCESS) return DPI_FAILURE;
    backend::execute_args args;
    args.binds = bound.items;
    args.iterations = iterations;
    args.fetch.prefetch_rows = stmt->prefetch_rows;
    args.commit_on_success = (mode & DPI_MODE_EXEC_COMMIT_ON_SUCCESS) != 0;
    args.batch_errors = (mode & DPI_MODE_EXEC_BATCH_ERRORS) != 0;
    args.row_counts = (mode & DPI_MODE_EXEC_ARRAY_DML_ROWCOUNTS) != 0;
    args.scrollable = is_query && stmt->scrolls;
    stmt->rows = nullptr;
    stmt->row_count = 0;
    stmt->outcome = {};
    stmt->next_result = 0;
    for (auto& [position, var] : stmt->binds) var->returned.clear();
    auto done = statement.execute(args);
    if (!done) return call.fail(without_row(std::move(done).error(), stmt->row_count));
    stmt->outcome = *std::move(done);
    stmt->was_executed = true;
    stmt->row_count = stmt->outcome.row_count;
    if (stmt->outcome.compiled_with_errors) call.warn(24344, "ORA-24344: success with compilation error");
    return take_out_values(call, *stmt, bound.items, iterations);
}

bool is_usable(entry& call, dpiStmt* stmt) {
    return call.uses(stmt, kind::stmt);
}

}  // namespace

dpiStmt::dpiStmt(dpiConn* of, std::shared_ptr<oraxx::backend::statement> opened, std::string text)
    : handle(kind::stmt), conn(of), statement(std::move(opened)), sql(sql::scan_sql(text)) {
    // A cursor that the server opened.
    if (text.empty()) sql.kind = sql::sql_kind::query;
}

void dpiStmt::end() {
    rows = nullptr;
    outcome = {};
    binds.clear();
    defines.clear();
    column_types.clear();
    last_rowid.reset();
    statement = nullptr;
    conn.reset();
}

int dpiStmt_addRef(dpiStmt* stmt) {
    return entry::add_reference("dpiStmt_addRef", stmt, kind::stmt);
}
int dpiStmt_release(dpiStmt* stmt) {
    return entry::release("dpiStmt_release", stmt, kind::stmt);
}

int dpiStmt_bindByPos(dpiStmt* stmt, std::uint32_t at, dpiVar* var) {
    entry call("dpiStmt_bindByPos", std::to_string(at));
    if (!is_usable(call, stmt) || !call.uses(var, kind::var)) return DPI_FAILURE;
    if (at == 0 || at > stmt->sql.binds.size()) return call.violates("place " + std::to_string(at));
    stmt->binds.insert_or_assign(at, reference<dpiVar>(var));
    return DPI_SUCCESS;
}

int dpiStmt_execute(dpiStmt* stmt, dpiExecMode mode, std::uint32_t* columns) {
    entry call("dpiStmt_execute", std::to_string(mode));
    if (!is_usable(call, stmt)) return DPI_FAILURE;
    if ((mode & (DPI_MODE_EXEC_BATCH_ERRORS | DPI_MODE_EXEC_ARRAY_DML_ROWCOUNTS)) != 0) {
        return call.violates("a mode of dpiStmt_executeMany()");
    }
    if (execute(call, stmt, mode, 1) != DPI_SUCCESS) return DPI_FAILURE;
    *columns = static_cast<std::uint32_t>(stmt->statement->columns()->size());
    return DPI_SUCCESS;
}

int dpiStmt_executeMany(dpiStmt* stmt, dpiExecMode mode, std::uint32_t iterations) {
    entry call("dpiStmt_executeMany", std::to_string(mode) + ", " + std::to_string(iterations));
    if (!is_usable(call, stmt)) return DPI_FAILURE;
    // DPI-1063: these modes are for changes only.
    const bool is_for_changes = (mode & (DPI_MODE_EXEC_BATCH_ERRORS | DPI_MODE_EXEC_ARRAY_DML_ROWCOUNTS)) != 0;
    if (is_for_changes && stmt->sql.kind != sql::sql_kind::dml) return call.fail_dpi(1063, "modes for changes only");
    return execute(call, stmt, mode, iterations);
}

int dpiStmt_getInfo(dpiStmt* stmt, dpiStmtInfo* info) {
    entry call("dpiStmt_getInfo");
    if (!is_usable(call, stmt)) return DPI_FAILURE;
    *info = {};
    info->isQuery = stmt->sql.kind == sql::sql_kind::query ? 1 : 0;
    info->isPLSQL = stmt->sql.kind == sql::sql_kind::plsql ? 1 : 0;
    info->isDML = stmt->sql.kind == sql::sql_kind::dml ? 1 : 0;
    info->statementType = stmt->is_insert ? DPI_STMT_TYPE_INSERT : DPI_STMT_TYPE_UNKNOWN;
    return DPI_SUCCESS;
}

int dpiStmt_getRowCount(dpiStmt* stmt, std::uint64_t* count) {
    entry call("dpiStmt_getRowCount");
    if (!is_usable(call, stmt)) return DPI_FAILURE;
    *count = stmt->row_count;
    return DPI_SUCCESS;
}

int dpiStmt_getRowCounts(dpiStmt* stmt, std::uint32_t* count, std::uint64_t** counts) {
    entry call("dpiStmt_getRowCounts");
    if (!is_usable(call, stmt)) return DPI_FAILURE;
    *count = static_cast<std::uint32_t>(stmt->outcome.row_counts.size());
    *counts = stmt->outcome.row_counts.data();
    return DPI_SUCCESS;
}

int dpiStmt_getLastRowid(dpiStmt* stmt, dpiRowid** rowid) {
    entry call("dpiStmt_getLastRowid");
    if (!is_usable(call, stmt)) return DPI_FAILURE;
    *rowid = nullptr;
    if (!stmt->outcome.last_rowid) return DPI_SUCCESS;
    stmt->last_rowid = book::get().keep(std::make_unique<dpiRowid>(stmt->outcome.last_rowid->to_string()));
    *rowid = stmt->last_rowid.get();
    return DPI_SUCCESS;
}

int dpiStmt_getBatchErrorCount(dpiStmt* stmt, std::uint32_t* count) {
    entry call("dpiStmt_getBatchErrorCount");
    if (!is_usable(call, stmt)) return DPI_FAILURE;
    *count = static_cast<std::uint32_t>(stmt->outcome.errors.size());
    return DPI_SUCCESS;
}

int dpiStmt_getBatchErrors(dpiStmt* stmt, std::uint32_t count, dpiErrorInfo* errors) {
    entry call("dpiStmt_getBatchErrors");
    if (!is_usable(call, stmt)) return DPI_FAILURE;
    if (count < stmt->outcome.errors.size()) return call.violates("fewer places than errors");
    for (const auto& each : stmt->outcome.errors) {
        auto& out = *errors++;
        out = {};
        out.code = each.ora_code;
        out.offset = static_cast<std::uint32_t>(each.row);
        out.message = each.message.c_str();
        out.messageLength = static_cast<std::uint32_t>(each.message.size());
        out.encoding = "UTF-8";
        out.fnName = "dpiStmt_executeMany";
        out.action = "get batch errors";
        out.sqlState = "HY000";
    }
    return DPI_SUCCESS;
}

int dpiStmt_getImplicitResult(dpiStmt* stmt, dpiStmt** result) {
    entry call("dpiStmt_getImplicitResult");
    if (!is_usable(call, stmt)) return DPI_FAILURE;
    *result = nullptr;
    if (stmt->next_result == stmt->outcome.implicit_results.size()) return DPI_SUCCESS;
    auto opened = stmt->outcome.implicit_results[stmt->next_result++];
    *result = book::get().hand_out(std::make_unique<dpiStmt>(stmt->conn.get(), std::move(opened), std::string()));
    (*result)->was_executed = true;
    return DPI_SUCCESS;
}

int dpiStmt_setPrefetchRows(dpiStmt* stmt, std::uint32_t rows) {
    entry call("dpiStmt_setPrefetchRows", std::to_string(rows));
    if (!is_usable(call, stmt)) return DPI_FAILURE;
    stmt->prefetch_rows = rows;
    return DPI_SUCCESS;
}
