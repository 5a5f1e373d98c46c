// A compiled query and its rows.
#pragma once

#include <deque>
#include <memory>

#include "server/engine/change.hpp"
#include "server/engine/session_core.hpp"

namespace oraxx::sandbox::engine {

// A query in SQLite's terms. Parameters are bound by whoever runs it.
struct compiled_query {
    sqlite::statement compiled{};
    std::vector<output_column> columns{};
    std::vector<std::uint32_t> locked_tables{};  // FOR UPDATE: their row ids follow the columns
    std::size_t lock_position = 0;
    std::size_t row_counters = 0;
    std::vector<std::size_t> writable_lobs{};  // LOB columns whose row ids follow all that
    std::vector<bound_cursor> cursors{};
    std::vector<value> parameters{};  // kept for the cursors

    void bind(std::size_t index, const value& v);
};

// Throws sql_failure.
[[nodiscard]] compiled_query compile_query(session_core& core, binder& b, const query& q);

// The rows of a query from its execution to the last one.
class query_run final : private open_cursor {
public:
    explicit query_run(std::shared_ptr<session_core> core) : core_(std::move(core)) {}
    ~query_run() override { close(); }

    // `plan` stays where it is until the end or close(). `locking`: FOR UPDATE, whose rows are read and locked here.
    void start(compiled_query& plan, const row_locking* locking);
    // Throws sql_failure; the run is over then.
    [[nodiscard]] bool fetch(std::vector<value>& row);
    void close() noexcept;

private:
    void detach() override;
    [[nodiscard]] bool step_row(std::vector<value>& row);
    void attach_lobs(std::vector<value>& row) const;
    [[nodiscard]] value open_column(const bound_cursor& cursor) const;
    // FOR UPDATE: reads the rows into memory and locks them.
    void lock_rows(const row_locking& locking);
    [[nodiscard]] bool lock_read_rows(const row_locking& locking, row_wait& patience);
    // Gives the running query its own clock and ROWNUM counters.
    void swap_state() noexcept;

    std::shared_ptr<session_core> core_;
    compiled_query* plan_ = nullptr;
    bool is_open_ = false;
    instant clock_{};
    std::vector<std::int64_t> row_numbers_{};
    std::vector<recursion_row> recursion_{};
    std::deque<std::vector<value>> detached_rows_{};
    std::optional<sql_error> detached_error_{};
};

}  // namespace oraxx::sandbox::engine
