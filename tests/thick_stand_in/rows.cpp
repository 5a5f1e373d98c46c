// dpiStmt: columns and rows of queries.
#include <algorithm>

#include "variable.hpp"

using namespace oraxx;
using namespace oraxx::stand_in;

namespace {

bool is_query(entry& call, dpiStmt* stmt) {
    if (!call.uses(stmt, kind::stmt)) return false;
    if (stmt->sql.kind == sql::sql_kind::query) return true;
    (void)call.violates("no query");
    return false;
}

// Of a column that is an object: its handle belongs to the statement.
int find_type(entry& call, dpiStmt* stmt, std::uint32_t at, const column_info& column, dpiObjectType*& out) {
    stmt->column_types.resize(std::max<std::size_t>(stmt->column_types.size(), at + 1));
    auto& known = stmt->column_types[at];
    if (known.get() == nullptr) {
        auto session = detail::session_state::handle_on(stmt->conn->session);
        auto found = session.try_object_type('"' + column.type_schema + "\".\"" + column.type_name + '"');
        if (!found) return call.fail(found.error());
        known = book::get().keep(std::make_unique<dpiObjectType>(stmt->conn.get(), *std::move(found)));
    }
    out = known.get();
    return DPI_SUCCESS;
}

int fill_row(entry& call, dpiStmt* stmt, std::uint32_t into) {
    for (std::uint32_t column = 0; column < stmt->defines.size(); ++column) {
        auto& var = *stmt->defines[column].get();
        const auto cell = stmt->rows->ref(stmt->next_row, column, stmt->conn->link());
        if (store(var, var.held, into, cell, call) != DPI_SUCCESS) return DPI_FAILURE;
    }
    ++stmt->next_row;
    return DPI_SUCCESS;
}

// False: there are no more rows, or none could be had.
bool has_row(entry& call, dpiStmt* stmt, int& code) {
    code = DPI_SUCCESS;
    if (stmt->rows != nullptr && stmt->next_row < stmt->rows->rows) return true;
    if (stmt->scrolls && stmt->is_scrolled) return false;
    auto more = stmt->statement->fetch(nullptr);
    if (!more) {
        code = call.fail(more.error());
        return false;
    }
    stmt->rows = *std::move(more);
    stmt->next_row = 0;
    return stmt->rows != nullptr && stmt->rows->rows != 0;
}

}  // namespace

int dpiStmt_getNumQueryColumns(dpiStmt* stmt, std::uint32_t* count) {
    entry call("dpiStmt_getNumQueryColumns");
    if (!call.uses(stmt, kind::stmt)) return DPI_FAILURE;
    *count = static_cast<std::uint32_t>(stmt->statement->columns()->size());
    return DPI_SUCCESS;
}

int dpiStmt_getQueryInfo(dpiStmt* stmt, std::uint32_t at, dpiQueryInfo* info) {
    entry call("dpiStmt_getQueryInfo", std::to_string(at));
    if (!is_query(call, stmt)) return DPI_FAILURE;
    const auto columns = stmt->statement->columns();
    if (at == 0 || at > columns->size()) return call.violates("place " + std::to_string(at));
    const auto& column = (*columns)[at - 1];
    *info = {};
    info->name = column.name.data();
    info->nameLength = static_cast<std::uint32_t>(column.name.size());
    info->typeInfo = info_of(column.type, column.precision, column.scale, column.size_bytes, column.size_chars);
    info->nullOk = column.nullable ? 1 : 0;
    return column.type == db_type::object ? find_type(call, stmt, at - 1, column, info->typeInfo.objectType)
                                          : DPI_SUCCESS;
}

int dpiStmt_define(dpiStmt* stmt, std::uint32_t at, dpiVar* var) {
    entry call("dpiStmt_define", std::to_string(at));
    if (!is_query(call, stmt) || !call.uses(var, kind::var)) return DPI_FAILURE;
    const auto columns = stmt->statement->columns();
    if (at == 0 || at > columns->size()) return call.violates("place " + std::to_string(at));
    if (var->oracle_type != oracle_type((*columns)[at - 1].type)) {
        return call.violates("a variable of type " + std::to_string(var->oracle_type) + " for a column of another");
    }
    stmt->defines.resize(columns->size());
    stmt->defines[at - 1] = reference<dpiVar>(var);
    return DPI_SUCCESS;
}

int dpiStmt_setFetchArraySize(dpiStmt* stmt, std::uint32_t size) {
    entry call("dpiStmt_setFetchArraySize", std::to_string(size));
    if (!call.uses(stmt, kind::stmt)) return DPI_FAILURE;
    for (const auto& each : stmt->defines) {
        if (each.get() != nullptr && each->held.data.size() < size)
            return call.violates("more rows than a variable has places");
    }
    stmt->array_size = size;
    return DPI_SUCCESS;
}

int dpiStmt_fetchRows(dpiStmt* stmt, std::uint32_t most, std::uint32_t* first, std::uint32_t* count, int* more) {
    entry call("dpiStmt_fetchRows", std::to_string(most));
    if (!is_query(call, stmt)) return DPI_FAILURE;
    if (!stmt->was_executed) return call.violates("not executed");
    for (const auto& each : stmt->defines) {
        if (each.get() == nullptr) return call.violates("a column without a variable");
    }
    if (stmt->defines.size() != stmt->statement->columns()->size()) return call.violates("columns without variables");
    const auto wanted = std::min(most, stmt->array_size);
    *first = 0;
    *count = 0;
    int code = DPI_SUCCESS;
    while (*count < wanted && has_row(call, stmt, code)) {
        if (fill_row(call, stmt, (*count)++) != DPI_SUCCESS) return DPI_FAILURE;
    }
    stmt->row_count += *count;
    *more = *count == wanted ? 1 : 0;
    return code;
}

int dpiStmt_scroll(dpiStmt* stmt, dpiFetchMode mode, std::int32_t offset, std::int32_t /*row_count_offset*/) {
    entry call("dpiStmt_scroll", std::to_string(mode) + ", " + std::to_string(offset));
    if (!is_query(call, stmt)) return DPI_FAILURE;
    if (!stmt->scrolls) return call.violates("not scrollable");
    const bool is_last = mode == DPI_MODE_FETCH_LAST;
    if (!is_last && mode != DPI_MODE_FETCH_ABSOLUTE) return call.violates("a mode that is none");
    auto found = stmt->statement->scroll(is_last ? backend::scroll_to::last : backend::scroll_to::row,
                                         static_cast<std::uint64_t>(offset), nullptr);
    if (!found) return call.fail(found.error());
    if (found->rows == nullptr) return call.fail_dpi(1027, "scroll operation would go out of the result set");
    stmt->is_scrolled = true;
    stmt->rows = found->rows;
    stmt->next_row = is_last ? found->rows->rows - 1
                             : static_cast<std::uint32_t>(static_cast<std::uint64_t>(offset) - found->first_row);
    stmt->row_count = found->first_row + stmt->next_row - 1;
    return DPI_SUCCESS;
}
