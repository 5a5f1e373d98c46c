// A prepared statement of the thick backend.
#pragma once

#include <vector>

#include "backend/thick/binds.hpp"
#include "sql/sql_text.hpp"

namespace oraxx::backend::thick {

class thick_statement final : public statement {
public:
    // The API keeps the connection longer than its statements.
    thick_statement(thick_connection& connection, std::string sql);
    // A cursor that came as a value: it can only be fetched from.
    thick_statement(thick_connection& connection, stmt_handle opened, const fetch_options& fetch);

    [[nodiscard]] statement_kind kind() const noexcept override;
    [[nodiscard]] std::span<const std::string> bind_names() const noexcept override { return text_.binds; }
    [[nodiscard]] detail::column_list columns() const noexcept override { return columns_; }

    result<void> describe() override;
    result<execute_outcome> execute(const execute_args& args) override;
    result<scrolled_rows> scroll(scroll_to where, std::uint64_t row,
                                 std::shared_ptr<const detail::column_batch> recycle) override;
    result<std::shared_ptr<const detail::column_batch>> fetch(
        std::shared_ptr<const detail::column_batch> recycle) override;

private:
    using batch_ptr = std::shared_ptr<detail::column_batch>;

    [[nodiscard]] bool is_child() const noexcept { return sql_.empty(); }
    [[nodiscard]] result<void> prepare(bool scrollable);
    [[nodiscard]] result<void> run(const execute_args& args);
    [[nodiscard]] std::optional<std::size_t> failed_row() const;  // of the batch that failed just now
    [[nodiscard]] result<void> learn_columns();
    [[nodiscard]] result<void> learn_outcome(const execute_args& args, execute_outcome& out);
    [[nodiscard]] result<void> learn_batch(const execute_args& args, execute_outcome& out);
    [[nodiscard]] result<void> define_columns();
    [[nodiscard]] result<void> define_column(std::uint32_t at);
    [[nodiscard]] result<described_ptr> describe_object(std::uint32_t at);
    [[nodiscard]] result<batch_ptr> fetch_rows(std::shared_ptr<const detail::column_batch> recycle);
    [[nodiscard]] cell_writer::open_cursor opener() const;
    [[nodiscard]] failure with_sql(failure why) const;

    thick_connection& connection_;
    std::string sql_;
    sql::sql_text text_{};
    stmt_handle handle_{};
    bool handle_scrolls_ = false;
    bool was_described_ = false;  // and not executed since
    bind_variables binds_;
    fetch_options fetch_{};
    detail::column_list columns_ = std::make_shared<const std::vector<column_info>>();
    std::vector<variable> defines_{};         // of all columns, once rows were asked for
    std::vector<described_ptr> described_{};  // of columns that are objects, likewise
    std::uint32_t rows_at_once_ = 0;
    bool at_end_ = true;
};

}  // namespace oraxx::backend::thick
