#include "server/engine/block_cursor.hpp"

#include "server/engine/failure.hpp"

namespace oraxx::sandbox::engine {

block_cursor::block_cursor(std::shared_ptr<session_core> core, compiled_query query, const row_locking* locking)
    : query_(std::move(query)), run_(std::move(core)) {
    for (const auto& column : query_.columns) {
        columns_.push_back(describe(column.name, column.type, column.nullable));
    }
    run_.start(query_, locking);
}

block_cursor::block_cursor(std::shared_ptr<session_core> core, std::unique_ptr<statement> dynamic)
    : columns_(dynamic->columns()),
      object_types_(dynamic->object_types()),
      dynamic_(std::move(dynamic)),
      run_(std::move(core)) {}

std::variant<execute_result, sql_error> block_cursor::execute(const std::vector<bind_value>&) {
    return make_error(ora::no_statement_parsed, 0);
}

std::variant<bool, sql_error> block_cursor::fetch(std::vector<value>& row) {
    try {
        return next(row);
    } catch (const sql_failure& f) {
        return f.error;
    }
}

bool block_cursor::next(std::vector<value>& row) {
    if (!is_open_) fail(ora::invalid_cursor, 0);
    if (dynamic_) {
        auto outcome = dynamic_->fetch(row);
        if (auto* error = std::get_if<sql_error>(&outcome)) throw sql_failure{std::move(*error)};
        found_ = std::get<bool>(outcome);
    } else {
        found_ = run_.fetch(row);
    }
    if (*found_) ++rows_;
    return *found_;
}

void block_cursor::close() noexcept {
    is_open_ = false;
    run_.close();
    dynamic_.reset();
}

}  // namespace oraxx::sandbox::engine
