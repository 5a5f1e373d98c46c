// A prepared statement of the thin backend.
#pragma once

#include "backend/thin/connection.hpp"
#include "session/execute_call.hpp"

namespace oraxx::backend::thin {

class thin_statement final : public statement {
public:
    // The API keeps the connection longer than its statements; but not longer than those that stand in rows, which
    // may be destroyed, and no more than that, when it is gone.
    thin_statement(thin_connection& connection, std::unique_ptr<session::cursor> cursor);
    ~thin_statement() override;

    [[nodiscard]] statement_kind kind() const noexcept override;
    [[nodiscard]] std::span<const std::string> bind_names() const noexcept override { return cursor_->text.binds; }
    [[nodiscard]] detail::column_list columns() const noexcept override { return cursor_->columns; }

    result<void> describe() override;
    result<execute_outcome> execute(const execute_args& args) override;
    result<scrolled_rows> scroll(scroll_to where, std::uint64_t row,
                                 std::shared_ptr<const detail::column_batch> recycle) override;
    result<std::shared_ptr<const detail::column_batch>> fetch(
        std::shared_ptr<const detail::column_batch> recycle) override;

private:
    using batch_ptr = std::shared_ptr<detail::column_batch>;

    // Iterations that go in one request.
    struct batch_part {
        std::uint32_t first = 0;  // of the call's
        session::wire_binds binds{};
        bool commits = false;
        std::optional<std::uint64_t> failed_row{};  // of the call's
    };

    result<execute_outcome> run_parts(const session::wire_binds& binds, const execute_args& args);
    [[nodiscard]] std::uint32_t next_part(const session::wire_binds& binds, std::uint32_t first,
                                          const session::execute_options& options) const;
    // Both add to `out` and `outs`.
    result<void> run_part(batch_part& part, session::execute_options options, execute_outcome& out,
                          detail::out_values& outs);
    result<void> run(batch_part& part, const session::execute_options& options, execute_outcome& out,
                     detail::out_values& outs, bool& stale);
    [[nodiscard]] std::uint32_t prefetch_rows() const;
    [[nodiscard]] batch_ptr writable_batch(const std::shared_ptr<const detail::column_batch>& recycle);
    [[nodiscard]] std::shared_ptr<const detail::out_values> outs_of(std::span<const bind_item> items,
                                                                    detail::out_values by_slot) const;
    using statement_list = std::vector<std::shared_ptr<statement>>;
    [[nodiscard]] statement_list open_children(session::child_list&& cursors) const;
    [[nodiscard]] std::optional<failure> lost_cursor() const;
    [[nodiscard]] failure with_sql(failure why) const;

    thin_connection& connection_;
    std::weak_ptr<void> anchor_;  // of the connection
    std::unique_ptr<session::cursor> cursor_;
    fetch_options fetch_{};
    batch_ptr ready_;  // rows that came with the execution and were not handed out yet
    std::optional<failure> late_failure_;
};

}  // namespace oraxx::backend::thin
