#include "backend/common/statement_text.hpp"

namespace oraxx::backend {

statement_kind kind_of(const sql::sql_text& text) noexcept {
    switch (text.kind) {
    case sql::sql_kind::query: return statement_kind::query;
    case sql::sql_kind::dml: return statement_kind::dml;
    case sql::sql_kind::plsql: return statement_kind::plsql;
    case sql::sql_kind::ddl: return statement_kind::ddl;
    case sql::sql_kind::other: break;
    }
    return statement_kind::other;
}

failure naming_sql(failure why, std::string_view sql) {
    if (why.ora_code != 0) why.message.append(" [").append(sql).append("]");
    return why;
}

failure naming_row(failure why, const execute_args& args, std::size_t row) {
    if (args.iterations > 1) {
        why.message = "row " + std::to_string(args.first_row + row + 1) + " of the batch: " + why.message;
    }
    return why;
}

}  // namespace oraxx::backend
