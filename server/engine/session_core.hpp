// What a session and its statements share: the SQLite connection, the transaction, open cursors.
//
// Isolation: a session reads outside of a transaction until its first data change; that takes the file's
// one write lock (BEGIN IMMEDIATE), and from then on the session sees its own changes. Open cursors are read
// into memory before anything changes, so that a query keeps the rows of the moment it was executed.
#pragma once

#include <chrono>
#include <memory>
#include <utility>
#include <vector>

#include "server/engine/binder.hpp"
#include "server/engine/catalog.hpp"
#include "server/engine/runtime.hpp"

namespace oraxx::sandbox::engine {

// A query between execute and its last row.
class open_cursor {
public:
    open_cursor() = default;
    open_cursor(const open_cursor&) = delete;
    open_cursor& operator=(const open_cursor&) = delete;
    virtual ~open_cursor() = default;
    // Reads the remaining rows into memory and lets go of the database.
    virtual void detach() = 0;
};

class session_core {
public:
    session_core(const std::string& path, const database::session_options& options, std::uint32_t session_id);

    [[nodiscard]] sqlite::connection& db() noexcept { return db_; }
    [[nodiscard]] runtime& state() noexcept { return state_; }
    [[nodiscard]] catalog& tables() noexcept { return catalog_; }
    [[nodiscard]] const binder_settings& settings() const noexcept { return settings_; }
    [[nodiscard]] const std::string& user() const noexcept { return state_.user; }
    void set_cancel_check(cancel_check check) { cancel_ = std::move(check); }
    void set_time_zone(std::int16_t offset_minutes);
    void set_schema(const std::string& schema);

    // Keeps what the client is told about; the latest value of each setting.
    void note_change(std::string_view name, std::string_view current);
    [[nodiscard]] std::vector<changed_setting> take_changes() noexcept { return std::exchange(changes_, {}); }

    // Sets the statement clock and forgets the last error.
    void begin_call();
    [[nodiscard]] bool is_cancelled() const { return cancel_ && cancel_(); }
    // Throws ORA-01013 when the time was not used up; never sleeps longer than `time`.
    void sleep(std::chrono::nanoseconds time) const;

    // Transactions. All of them throw sql_failure.
    [[nodiscard]] bool in_transaction() const noexcept { return db_.in_transaction(); }
    bool begin_write();  // true: it began one
    void commit();
    void rollback();
    void set_savepoint(const std::string& name);
    void rollback_to(const std::string& name);

    void add_cursor(open_cursor& cursor) { cursors_.push_back(&cursor); }
    void remove_cursor(open_cursor& cursor) noexcept;
    void detach_cursors();

    // Prepares and runs one internal statement.
    void run(const std::string& sql);
    // What SQLite's failure means; the functions' own error goes first.
    [[nodiscard]] sql_error describe_failure(const table_info* target);
    [[nodiscard]] std::int64_t last_changed_row() const noexcept { return last_row_; }

private:
    [[nodiscard]] sql_error describe_unique_violation(const table_info& target) const;
    static int on_busy(void* self, int attempts);
    static int on_progress(void* self);

    sqlite::connection db_;
    runtime state_{};
    catalog catalog_;
    binder_settings settings_{};
    std::chrono::milliseconds lock_timeout_;
    std::chrono::steady_clock::time_point busy_since_{};
    cancel_check cancel_{};
    std::vector<std::string> savepoints_{};
    std::vector<open_cursor*> cursors_{};
    std::int64_t last_row_ = 0;
    std::vector<changed_setting> changes_{};
};

}  // namespace oraxx::sandbox::engine
