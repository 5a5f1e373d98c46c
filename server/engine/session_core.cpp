#include "server/engine/session_core.hpp"

#include <algorithm>
#include <charconv>
#include <thread>

#include "server/engine/plsql_state.hpp"

namespace oraxx::sandbox::engine {
namespace {

constexpr int progress_interval = 10'000;  // SQLite instructions between two looks at the cancel check
constexpr auto poll_interval = std::chrono::milliseconds(2);

std::string savepoint_sql(const char* verb, const std::string& name) {
    return std::string(verb) + " \"user " + name + '"';
}

}  // namespace

session_core::session_core(const std::string& path, const database::session_options& options,
                           std::shared_ptr<shared_state> shared, std::uint32_t session_id)
    : db_(path),
      catalog_(db_, &shared->types),
      lock_timeout_(options.lock_timeout),
      shared_(std::move(shared)),
      sequences_(shared_->sequences, db_),
      plsql_(std::make_unique<plsql_state>()) {
    state_.user = options.user;
    state_.current_schema = options.user;
    state_.service_name = options.service_name;
    state_.session_id = session_id;
    state_.is_23ai = options.has_boolean;
    state_.database_zone = options.database_zone_minutes;
    settings_.schema = options.user;
    settings_.is_23ai = options.has_boolean;
    settings_.has_json = options.has_json;
    settings_.facts = {options.version, options.has_boolean, options.user};
    state_.sequences = &sequences_;
    db_.run(
        "PRAGMA synchronous = NORMAL; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -16384; "
        "PRAGMA foreign_keys = ON");
    register_functions(db_, state_);
    sqlite3_busy_handler(db_.get(), on_busy, this);
    sqlite3_progress_handler(db_.get(), progress_interval, on_progress, this);
    sqlite3_update_hook(
        db_.get(),
        [](void* self, int operation, const char*, const char* table, sqlite3_int64 row) {
            static_cast<session_core*>(self)->note_changed_row(operation, table, row);
        },
        this);
}

session_core::~session_core() {
    release_locks(0);
}

void session_core::set_time_zone(std::int16_t offset_minutes) {
    state_.zone_offset = offset_minutes;
    state_.zone_name = offset_text(offset_minutes);
}

void session_core::set_schema(const std::string& schema) {
    settings_.schema = schema;
    state_.current_schema = schema;
}

void session_core::note_change(std::string_view name, std::string_view current) {
    changes_.erase(
        std::remove_if(changes_.begin(), changes_.end(), [name](const changed_setting& c) { return c.name == name; }),
        changes_.end());
    changes_.push_back({std::string(name), std::string(current)});
}

void session_core::begin_call() {
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    const auto seconds = std::chrono::floor<std::chrono::seconds>(now);
    state_.now = {seconds.count(), static_cast<std::uint32_t>(std::chrono::nanoseconds(now - seconds).count())};
    state_.failure.reset();
    sequences_.begin_statement();
    flush_lobs();
}

void session_core::flush_lobs() {
    for (const auto& each : std::exchange(pending_, {})) {
        each->flush();
    }
}

std::optional<std::string> session_core::find_directory(const std::string& name) {
    for (const auto& each : allowed_directories()) {
        if (each.name == name) return each.path;
    }
    return catalog_.directory_path(name);
}

void session_core::sleep(std::chrono::nanoseconds time) const {
    using clock = std::chrono::steady_clock;
    const auto end = clock::now() + time;
    for (auto now = clock::now(); now < end; now = clock::now()) {
        if (is_cancelled()) fail(ora::cancelled, 0);
        std::this_thread::sleep_for(std::min<std::chrono::nanoseconds>(end - now, poll_interval));
    }
}

int session_core::on_busy(void* self, int attempts) {
    auto& core = *static_cast<session_core*>(self);
    if (attempts == 0) core.busy_since_ = std::chrono::steady_clock::now();
    const bool goes_on = core.keeps_waiting();
    if (!goes_on) core.locks().end_wait(core.id());
    return goes_on ? 1 : 0;
}

// For the file's write lock.
bool session_core::keeps_waiting() {
    if (std::chrono::steady_clock::now() - busy_since_ >= lock_timeout_) return false;
    if (!locks().begin_wait(id(), locks().writer())) {
        state_.failure = make_error(ora::deadlock, 0);
        return false;
    }
    if (is_cancelled()) {
        state_.failure = make_error(ora::cancelled, 0);
        return false;
    }
    std::this_thread::sleep_for(poll_interval);
    return true;
}

int session_core::on_progress(void* self) {
    auto& core = *static_cast<session_core*>(self);
    if (!core.is_cancelled()) return 0;
    core.state_.failure = make_error(ora::cancelled, 0);
    return 1;
}

void session_core::run(const std::string& sql) {
    if (db_.run(sql.c_str()) != SQLITE_OK) throw sql_failure{describe_failure(nullptr)};
}

bool session_core::begin_write() {
    detach_cursors();
    if (db_.in_transaction()) return false;
    run("BEGIN IMMEDIATE");
    locks().end_wait(id());
    locks().set_writer(id());
    for (const auto& each : savepoints_) run(savepoint_sql("SAVEPOINT", each.name));
    return true;
}

void session_core::abandon_write() {
    run("ROLLBACK");
    locks().clear_writer(id());
}

void session_core::commit() {
    flush_lobs();
    ++transaction_;
    ++transaction_marks_;
    savepoints_.clear();
    if (db_.in_transaction()) {
        detach_cursors();
        const auto values = sequences().unsaved();
        save_sequences(db_, values);
        run("COMMIT");
        sequences().note_saved(values);
        locks().clear_writer(id());
    }
    release_locks(0);
}

void session_core::rollback() {
    pending_.clear();
    ++transaction_;
    ++transaction_marks_;
    savepoints_.clear();
    if (db_.in_transaction()) {
        detach_cursors();
        abandon_write();
    }
    release_locks(0);
}

// Before the first change there is nothing to mark in the database yet; begin_write catches up.
void session_core::set_savepoint(const std::string& name) {
    ++transaction_marks_;
    const auto same = [&name](const savepoint& s) { return s.name == name; };
    savepoints_.erase(std::remove_if(savepoints_.begin(), savepoints_.end(), same), savepoints_.end());
    savepoints_.push_back({name, lock_count()});
    if (db_.in_transaction()) run(savepoint_sql("SAVEPOINT", name));
}

void session_core::rollback_to(const std::string& name) {
    const auto found =
        std::find_if(savepoints_.begin(), savepoints_.end(), [&name](const savepoint& s) { return s.name == name; });
    if (found == savepoints_.end()) {
        fail(ora::unknown_savepoint, "savepoint '" + name + "' never established in this session or is invalid", 0);
    }
    ++transaction_marks_;
    const auto locks_then = found->locks;
    pending_.clear();
    ++transaction_;
    savepoints_.erase(found + 1, savepoints_.end());
    if (db_.in_transaction()) {
        detach_cursors();
        run(savepoint_sql("ROLLBACK TO", name));
    }
    release_locks(locks_then);
}

void session_core::remove_cursor(open_cursor& cursor) noexcept {
    cursors_.erase(std::remove(cursors_.begin(), cursors_.end(), &cursor), cursors_.end());
}

void session_core::detach_cursors() {
    // Reading a query to its end opens the cursors in its rows.
    while (!cursors_.empty()) {
        const auto all = std::exchange(cursors_, {});
        for (auto* cursor : all) cursor->detach();
    }
}

sql_error session_core::describe_failure(const table_info* target) {
    if (state_.failure) return *std::exchange(state_.failure, std::nullopt);
    const int code = db_.code();
    switch (code & 0xFF) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED: return make_error(ora::resource_busy, 0);
    case SQLITE_INTERRUPT: return make_error(ora::cancelled, 0);
    case SQLITE_CONSTRAINT:
        if (target != nullptr) return describe_constraint(*target);
        break;
    default: break;
    }
    if (db_.message() == "parser stack overflow" || db_.message().rfind("Expression tree is too large", 0) == 0) {
        return {ora::not_implemented,
                ora_message(ora::not_implemented, "unimplemented feature: expression nested this deeply"), 0};
    }
    return {ora::internal_error,
            ora_message(ora::internal_error, "internal error code, arguments: [" + db_.message() + "]"), 0};
}

bool session_core::has_orphans() const noexcept {
    int current = 0;
    int highest = 0;
    sqlite3_db_status(db_.get(), SQLITE_DBSTATUS_DEFERRED_FKS, &current, &highest, 0);
    return current != 0;
}

void session_core::begin_change(std::uint32_t target_table, bool keeps_new_rows) {
    changes_table_ = target_table;
    keeps_new_rows_ = keeps_new_rows;
    conflict_.reset();
}

// Rows that were not there before need no lock: nobody else sees them.
void session_core::note_changed_row(int operation, const char* table, std::int64_t row) {
    if (changes_table_ == 0) return;
    const std::string_view name = table;
    locked_row changed{0, row};
    std::from_chars(name.data() + 1, name.data() + name.size(), changed.table);
    if (changed.table == changes_table_) last_row_ = row;
    if (operation == SQLITE_INSERT && !keeps_new_rows_) return;
    const auto holder = locks().take(id(), changed);
    if (holder != id() && !conflict_) conflict_ = changed;
}

row_wait::row_wait(session_core& core, std::optional<std::chrono::seconds> limit, std::size_t position)
    : core_(core),
      deadline_(std::chrono::steady_clock::now() + limit.value_or(std::chrono::seconds{0})),
      timeout_error_(limit ? ora::wait_timed_out : ora::resource_busy),
      position_(position) {
    if (!limit) deadline_ += core.lock_timeout();
}

void row_wait::wait_for(const locked_row& row) {
    auto& locks = core_.locks();
    const auto give_up = [&](int code) {
        locks.end_wait(core_.id());
        fail(code, position_);
    };
    for (auto holder = locks.holder(row); holder != 0 && holder != core_.id(); holder = locks.holder(row)) {
        if (!locks.begin_wait(core_.id(), holder)) give_up(ora::deadlock);
        if (core_.is_cancelled()) give_up(ora::cancelled);
        if (std::chrono::steady_clock::now() >= deadline_) give_up(timeout_error_);
        std::this_thread::sleep_for(poll_interval);
    }
    locks.end_wait(core_.id());
}

}  // namespace oraxx::sandbox::engine
