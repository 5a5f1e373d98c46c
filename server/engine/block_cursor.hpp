// A cursor of a block: declared, a variable's, or the client's once it went out.
#pragma once

#include "server/engine/query_run.hpp"

namespace oraxx::sandbox::engine {

class block_cursor final : public statement {
public:
    // A query of the block. Its parameters are bound already.
    block_cursor(std::shared_ptr<session_core> core, compiled_query query, const row_locking* locking);
    // A statement of its own, executed.
    block_cursor(std::shared_ptr<session_core> core, std::unique_ptr<statement> dynamic);

    [[nodiscard]] statement_kind kind() const noexcept override { return statement_kind::query; }
    [[nodiscard]] const std::vector<column_info>& columns() const noexcept override { return columns_; }
    [[nodiscard]] const std::vector<object_type_ref>& object_types() const noexcept override { return object_types_; }
    [[nodiscard]] const std::vector<bind_slot>& binds() const noexcept override { return binds_; }
    // A cursor was executed where it was opened: ORA-01003.
    std::variant<execute_result, sql_error> execute(const std::vector<bind_value>& binds) override;
    std::variant<bool, sql_error> fetch(std::vector<value>& row) override;

    // The same within the engine. Throws sql_failure.
    [[nodiscard]] bool next(std::vector<value>& row);
    void close() noexcept;
    [[nodiscard]] bool is_open() const noexcept { return is_open_; }
    [[nodiscard]] std::uint64_t rows_fetched() const noexcept { return rows_; }
    // What the last fetch found; nullopt: there was none.
    [[nodiscard]] std::optional<bool> found() const noexcept { return found_; }
    [[nodiscard]] const std::vector<output_column>& output() const noexcept { return query_.columns; }

private:
    std::vector<column_info> columns_{};
    std::vector<object_type_ref> object_types_{};
    std::vector<bind_slot> binds_{};
    std::unique_ptr<statement> dynamic_{};
    compiled_query query_{};
    query_run run_;
    bool is_open_ = true;
    std::uint64_t rows_ = 0;
    std::optional<bool> found_{};
};

}  // namespace oraxx::sandbox::engine
