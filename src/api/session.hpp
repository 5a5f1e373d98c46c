// What connection, statement and result_set share. A result set holds its statement, a statement its session, so
// that no order of destruction is wrong.
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include <oraxx/connection.hpp>

#include "api/execution_watch.hpp"
#include "backend/backend.hpp"

namespace oraxx::detail {

// Stands between cancellers in other threads and a backend that may go at any moment.
class cancel_switch {
public:
    explicit cancel_switch(backend::connection& target) noexcept : target_(&target) {}

    void cancel() noexcept;
    void cancel_all() noexcept;
    void disconnect() noexcept;  // later cancels do nothing

private:
    std::mutex mutex_{};
    backend::connection* target_;
};

struct session_state {
    session_state(std::unique_ptr<backend::connection> opened, const connect_options& options);
    session_state(const session_state&) = delete;
    session_state& operator=(const session_state&) = delete;
    ~session_state();

    // The public object around an open backend; how tests bring their own.
    [[nodiscard]] static connection make_connection(std::unique_ptr<backend::connection> opened,
                                                    const connect_options& options);

    // A connection to run statements of the library's own with.
    [[nodiscard]] static connection handle_on(std::shared_ptr<session_state> session) noexcept {
        return connection(std::move(session));
    }

    // Are there statements or result sets of this connection still?
    [[nodiscard]] static bool has_dependents(const connection& of) noexcept { return of.session_.use_count() > 1; }

    std::unique_ptr<backend::connection> backend;
    std::shared_ptr<cancel_switch> cancel;
    std::shared_ptr<value_link> link{};  // for the values of its rows; knows the session, does not own it
    fetch_options fetch;
    statement_observer on_statement;
    bool autocommit;
    bool closed = false;
};

[[nodiscard]] std::shared_ptr<value_link> make_value_link(std::weak_ptr<session_state> session);
// How a statement is run, besides its binds.
struct run_options {
    batch_options batch{};
    bool scrollable = false;
    bool may_commit = true;  // where autocommit is on: false in the parts of a batch before the last
};

struct statement_state {
    std::shared_ptr<session_state> session;
    std::shared_ptr<backend::statement> backend;  // after `session`: goes before it
    std::optional<fetch_options> fetch{};         // the session's unless set
    std::uint64_t executions = 0;                 // tells the rows of one execution from those of the next
    std::string sql{};                            // empty unless there is an observer
    // Of the last execution, until the observer was told: only one of a statement's executions has rows to come.
    std::optional<execution_watch> watch{};

    statement_state(std::shared_ptr<session_state> of, std::shared_ptr<backend::statement> prepared,
                    std::string_view text);
    [[nodiscard]] result<backend::execute_outcome> execute(const bind_span& binds, const run_options& options = {});
    [[nodiscard]] result<void> describe();
    [[nodiscard]] result<std::shared_ptr<const column_batch>> fetch_batch(
        std::shared_ptr<const column_batch> recycle);
    // No more calls belong to the last execution: tells the observer, when there is one and it was not told yet.
    void execution_ended(const failure* error = nullptr);
    [[nodiscard]] result_set open_rows(std::shared_ptr<statement_state> self);
    [[nodiscard]] scrollable_result open_scrollable(std::shared_ptr<statement_state> self);

private:
    [[nodiscard]] result<backend::execute_outcome> run(const bind_span& binds, const run_options& options);
};

// Why nothing can be done with a session: moved from or closed.
[[nodiscard]] std::optional<failure> refusal(const session_state* session);

[[nodiscard]] fetch_options within_limits(fetch_options options) noexcept;

// Values that no statement can take, whatever the backend.
[[nodiscard]] std::optional<failure> refusal(const bind_span& binds);
// Hands the OUT values to the caller's variables.
[[nodiscard]] result<void> store_out_values(const bind_span& binds, const out_values* values, value_link* link);

}  // namespace oraxx::detail
