// The interface between the public API and the two ways to reach a database: thin (our own protocol
// engine) and thick (ODPI-C). Neutral terms only: public values and column batches, nothing of either side.
//
// Thread safety: one thread at a time per connection and its statements; only connection::cancel() and
// cancel_all() may be called from another thread.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <oraxx/batch.hpp>
#include <oraxx/config.hpp>
#include <oraxx/detail/bind_item.hpp>
#include <oraxx/detail/cell.hpp>
#include <oraxx/detail/object_description.hpp>
#include <oraxx/result.hpp>
#include <oraxx/rowid.hpp>
#include <oraxx/type.hpp>

#include "backend/lob_operations.hpp"

namespace oraxx::backend {

// Binds are filled in by the public templates and come here as they are.
using detail::bind_data;
using detail::bind_direction;
using detail::bind_item;

class statement;

enum class statement_kind : std::uint8_t { query, dml, plsql, ddl, other };

struct execute_args {
    // Row by row: as many for each iteration, names and directions as in the first.
    std::span<const bind_item> binds{};
    std::uint32_t iterations = 1;
    std::size_t first_row = 0;  // of the caller's rows, for errors that name one
    oraxx::fetch_options fetch{};
    bool commit_on_success = false;
    bool batch_errors = false;  // as batch_options
    bool row_counts = false;
    bool scrollable = false;  // a query whose rows are had by scroll() instead of fetch()
};

enum class scroll_to : std::uint8_t { row, last };
// What was found there: nothing, or rows one behind the other.
struct scrolled_rows {
    std::shared_ptr<const detail::column_batch> rows{};
    std::uint64_t first_row = 1;  // counted from 1
};

struct execute_outcome {
    std::uint64_t row_count = 0;        // DML: rows affected
    std::optional<rowid> last_rowid{};  // DML on a table: the last row affected
    bool compiled_with_errors = false;  // CREATE of PL/SQL that does not compile (ORA-24344)
    // OUT and IN OUT values: one bind for each such bind of an iteration, in the order given. Null without any.
    std::shared_ptr<const detail::out_values> out_values{};
    std::vector<std::uint64_t> row_counts{};  // for each iteration, when asked for
    std::vector<row_error> errors{};          // row: index of the iteration
    // What a block handed back by DBMS_SQL.RETURN_RESULT: statements that can only be fetched from.
    std::vector<std::shared_ptr<statement>> implicit_results{};
};

class statement {
public:
    statement() = default;
    statement(const statement&) = delete;
    statement& operator=(const statement&) = delete;
    virtual ~statement() = default;  // gives the cursor back; never blocks, never throws

    [[nodiscard]] virtual statement_kind kind() const noexcept = 0;
    // Names of the placeholders in order: every occurrence in SQL, distinct names in PL/SQL. Upper case
    // unless quoted in the text.
    [[nodiscard]] virtual std::span<const std::string> bind_names() const noexcept = 0;
    // Of a query, after execute(); never null. Executions that describe the same columns share one list.
    [[nodiscard]] virtual detail::column_list columns() const noexcept = 0;

    // Has the server parse it and tell the columns of a query; the next execute() goes on from there. Not for DDL.
    virtual result<void> describe() = 0;
    virtual result<execute_outcome> execute(const execute_args& args) = 0;
    // Rows of a scrollable query from the last or from `row` (from 1) on. `recycle` as for fetch().
    virtual result<scrolled_rows> scroll(scroll_to where, std::uint64_t row,
                                         std::shared_ptr<const detail::column_batch> recycle) = 0;
    // The next rows of an executed query; null after the last. `recycle` may hand back an earlier batch for
    // its memory; it is used only when nobody else holds it.
    virtual result<std::shared_ptr<const detail::column_batch>> fetch(
        std::shared_ptr<const detail::column_batch> recycle) = 0;
};

class connection {
public:
    connection() = default;
    connection(const connection&) = delete;
    connection& operator=(const connection&) = delete;
    virtual ~connection() = default;  // closes without waiting longer than the close timeout

    virtual result<std::shared_ptr<statement>> prepare(std::string_view sql) = 0;
    virtual result<void> commit() = 0;
    virtual result<void> rollback() = 0;
    virtual result<void> ping() = 0;
    virtual result<void> change_password(const secret& old_password, const secret& new_password) = 0;
    virtual result<void> release_session() = 0;
    virtual result<void> close() = 0;
    // From any thread: ends the call under way, if there is one, with ORA-01013. Never blocks.
    virtual void cancel() noexcept = 0;
    // From any thread: the same, and no call but close() is begun any more.
    virtual void cancel_all() noexcept = 0;

    virtual void set_call_timeout(std::chrono::milliseconds timeout) noexcept = 0;  // 0 = none
    virtual void set_deadline(std::optional<std::chrono::steady_clock::time_point> deadline) noexcept = 0;
    // Leave with the next call.
    virtual void set_tags(const session_tags& tags) = 0;
    virtual void set_current_schema(std::string_view schema) = 0;
    virtual void set_application_context(const application_context_value& value) = 0;
    virtual void clear_application_context(std::string_view name_space) = 0;
    // Cheap, no round trip: false once the session is known to be gone or out of step, or the server has announced
    // that it will end it (calls still run in that case, until it does).
    [[nodiscard]] virtual bool usable() noexcept = 0;
    [[nodiscard]] virtual bool in_transaction() const noexcept = 0;
    [[nodiscard]] virtual rest_time rest() const noexcept = 0;
    [[nodiscard]] virtual const oraxx::session_info& session() const noexcept = 0;
    [[nodiscard]] virtual oraxx::connection_stats stats() const noexcept = 0;
    // Null: this backend has none.
    [[nodiscard]] virtual lob_operations* lobs() noexcept { return nullptr; }
    // Where the id in the cells of objects is not the server's: the name it stands for, in quotes as SQL has it.
    [[nodiscard]] virtual std::optional<std::string> type_name(const detail::type_oid& /*id*/) const {
        return std::nullopt;
    }
};

// The two factories; builds without the thick backend have one that refuses (src/backend/without_thick).
result<std::unique_ptr<connection>> connect_thin(const connect_options& options);
result<std::unique_ptr<connection>> connect_thick(const connect_options& options);

}  // namespace oraxx::backend
