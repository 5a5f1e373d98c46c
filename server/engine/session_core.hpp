// What a session and its statements share: the SQLite connection, the transaction, open cursors.
//
// Isolation: a session reads outside of a transaction until its first data change; that takes the file's
// one write lock (BEGIN IMMEDIATE), and from then on the session sees its own changes. Open cursors are read
// into memory before anything changes, so that a query keeps the rows of the moment it was executed. Rows that
// were changed or locked by FOR UPDATE are noted in the database's row_locks until the transaction ends.
#pragma once

#include <chrono>
#include <memory>
#include <utility>
#include <vector>

#include "server/engine/binder.hpp"
#include "server/engine/catalog.hpp"
#include "server/engine/runtime.hpp"
#include "server/engine/shared_state.hpp"

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

// A LOB that was written and whose row was not yet.
class pending_lob {
public:
    pending_lob() = default;
    pending_lob(const pending_lob&) = delete;
    pending_lob& operator=(const pending_lob&) = delete;
    virtual ~pending_lob() = default;
    virtual void flush() = 0;
};
struct plsql_state;

class session_core {
public:
    session_core(const std::string& path, const database::session_options& options,
                 std::shared_ptr<shared_state> shared, std::uint32_t session_id);
    session_core(const session_core&) = delete;
    session_core& operator=(const session_core&) = delete;
    ~session_core();

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
    // Changes with every end of a transaction, rollbacks to savepoints included.
    [[nodiscard]] std::uint64_t transaction() const noexcept { return transaction_; }
    void add_pending(std::shared_ptr<pending_lob> written) { pending_.push_back(std::move(written)); }
    void flush_lobs();
    [[nodiscard]] bool is_cancelled() const { return cancel_ && cancel_(); }
    // Throws ORA-01013 when the time was not used up; never sleeps longer than `time`.
    void sleep(std::chrono::nanoseconds time) const;

    // How often a transaction ended or a savepoint was set: what was marked before may be gone.
    [[nodiscard]] std::uint64_t transaction_marks() const noexcept { return transaction_marks_; }
    // Transactions. All of them throw sql_failure.
    [[nodiscard]] bool in_transaction() const noexcept { return db_.in_transaction() || lock_count() > 0; }
    bool begin_write();    // true: it took the write lock
    void abandon_write();  // lets go of it after a begin_write() that came to nothing
    void commit();
    void rollback();
    void set_savepoint(const std::string& name);
    void rollback_to(const std::string& name);

    // What outlives a block: DBMS_OUTPUT's lines, the state of packages.
    [[nodiscard]] plsql_state& plsql() noexcept { return *plsql_; }

    void add_cursor(open_cursor& cursor) { cursors_.push_back(&cursor); }
    void remove_cursor(open_cursor& cursor) noexcept;
    void detach_cursors();

    // Prepares and runs one internal statement.
    void run(const std::string& sql);
    // What SQLite's failure means; the functions' own error goes first.
    [[nodiscard]] sql_error describe_failure(const table_info* target);

    // Rows. Between begin_change() and end_change() every row that is updated or deleted is locked; the first one
    // that another session holds is the conflict.
    // `keeps_new_rows`: rows that are inserted count as locked, so that their LOBs can be written.
    void begin_change(std::uint32_t target_table, bool keeps_new_rows);
    void end_change() noexcept { changes_table_ = 0; }
    [[nodiscard]] std::int64_t last_changed_row() const noexcept { return last_row_; }
    [[nodiscard]] std::optional<locked_row> take_conflict() noexcept {
        return std::exchange(conflict_, std::nullopt);
    }
    [[nodiscard]] row_locks& locks() noexcept { return shared_->locks; }
    [[nodiscard]] std::uint32_t id() const noexcept { return state_.session_id; }
    [[nodiscard]] std::size_t lock_count() const { return shared_->locks.count(state_.session_id); }
    void release_locks(std::size_t keep) { shared_->locks.release(state_.session_id, keep); }
    [[nodiscard]] const std::vector<database::directory>& allowed_directories() const noexcept {
        return shared_->directories;
    }
    // The folder of a directory object.
    [[nodiscard]] std::optional<std::string> find_directory(const std::string& name);
    [[nodiscard]] sequence_store& sequences() noexcept { return shared_->sequences; }
    [[nodiscard]] session_sequences& own_sequences() noexcept { return sequences_; }
    [[nodiscard]] std::chrono::milliseconds lock_timeout() const noexcept { return lock_timeout_; }
    // Does a foreign key lack its parent, now that the statement is over?
    [[nodiscard]] bool has_orphans() const noexcept;

private:
    struct savepoint {
        std::string name{};
        std::size_t locks = 0;
    };

    [[nodiscard]] sql_error describe_constraint(const table_info& target);
    [[nodiscard]] sql_error describe_unique_violation(const table_info& target, const std::string& message);
    [[nodiscard]] std::string key_text(const table_info& target, std::size_t column);
    void note_changed_row(int operation, const char* table, std::int64_t row);
    bool keeps_waiting();
    static int on_busy(void* self, int attempts);
    static int on_progress(void* self);

    sqlite::connection db_;
    runtime state_{};
    catalog catalog_;
    binder_settings settings_{};
    std::chrono::milliseconds lock_timeout_;
    std::chrono::steady_clock::time_point busy_since_{};
    cancel_check cancel_{};
    std::vector<savepoint> savepoints_{};
    std::vector<open_cursor*> cursors_{};
    std::shared_ptr<shared_state> shared_;
    session_sequences sequences_;
    std::uint32_t changes_table_ = 0;  // the target of the change that runs
    bool keeps_new_rows_ = false;
    std::uint64_t transaction_ = 0;
    std::vector<std::shared_ptr<pending_lob>> pending_{};
    std::int64_t last_row_ = 0;
    std::optional<locked_row> conflict_{};
    std::vector<changed_setting> changes_{};
    std::uint64_t transaction_marks_ = 0;
    std::unique_ptr<plsql_state> plsql_;
};

// Waiting for rows of other sessions, up to the session's limit or, when given, that of WAIT n.
class row_wait {
public:
    row_wait(session_core& core, std::optional<std::chrono::seconds> limit, std::size_t position = 0);

    // Returns when the row is free. Throws sql_failure: ORA-00054 or ORA-30006 when the time is up, ORA-00060 when
    // its holder waits for this session, ORA-01013.
    void wait_for(const locked_row& row);

private:
    session_core& core_;
    std::chrono::steady_clock::time_point deadline_;
    int timeout_error_;
    std::size_t position_;
};

}  // namespace oraxx::sandbox::engine
