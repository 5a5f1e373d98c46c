#include "server/engine/session_core.hpp"

#include <algorithm>
#include <charconv>
#include <thread>
#include <utility>

namespace oraxx::sandbox::engine {
namespace {

constexpr int progress_interval = 10'000;  // SQLite instructions between two looks at the cancel check
constexpr auto poll_interval = std::chrono::milliseconds(2);

std::string savepoint_sql(const char* verb, const std::string& name) {
    return std::string(verb) + " \"user " + name + '"';
}

}  // namespace

session_core::session_core(const std::string& path, const database::session_options& options,
                           std::uint32_t session_id)
    : db_(path), catalog_(db_), lock_timeout_(options.lock_timeout) {
    state_.user = options.user;
    state_.current_schema = options.user;
    state_.service_name = options.service_name;
    state_.session_id = session_id;
    state_.is_23ai = options.has_boolean;
    settings_.schema = options.user;
    settings_.is_23ai = options.has_boolean;
    settings_.facts = {options.version, options.has_boolean, options.user};
    db_.run("PRAGMA synchronous = NORMAL; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -16384");
    register_functions(db_, state_);
    sqlite3_busy_handler(db_.get(), on_busy, this);
    sqlite3_progress_handler(db_.get(), progress_interval, on_progress, this);
    sqlite3_update_hook(
        db_.get(),
        [](void* self, int, const char*, const char*, sqlite3_int64 row) {
            static_cast<session_core*>(self)->last_row_ = row;
        },
        this);
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
    const auto now = std::chrono::steady_clock::now();
    if (attempts == 0) core.busy_since_ = now;
    if (now - core.busy_since_ >= core.lock_timeout_) return 0;
    if (core.is_cancelled()) {
        core.state_.failure = make_error(ora::cancelled, 0);
        return 0;
    }
    std::this_thread::sleep_for(poll_interval);
    return 1;
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
    if (in_transaction()) return false;
    run("BEGIN IMMEDIATE");
    for (const auto& name : savepoints_) run(savepoint_sql("SAVEPOINT", name));
    return true;
}

void session_core::commit() {
    savepoints_.clear();
    if (!in_transaction()) return;
    detach_cursors();
    run("COMMIT");
}

void session_core::rollback() {
    savepoints_.clear();
    if (!in_transaction()) return;
    detach_cursors();
    run("ROLLBACK");
}

// Before the first change there is nothing to mark in the database yet; begin_write catches up.
void session_core::set_savepoint(const std::string& name) {
    savepoints_.erase(std::remove(savepoints_.begin(), savepoints_.end(), name), savepoints_.end());
    savepoints_.push_back(name);
    if (in_transaction()) run(savepoint_sql("SAVEPOINT", name));
}

void session_core::rollback_to(const std::string& name) {
    const auto found = std::find(savepoints_.begin(), savepoints_.end(), name);
    if (found == savepoints_.end()) {
        fail(ora::unknown_savepoint, "savepoint '" + name + "' never established in this session or is invalid", 0);
    }
    savepoints_.erase(found + 1, savepoints_.end());
    if (!in_transaction()) return;
    detach_cursors();
    run(savepoint_sql("ROLLBACK TO", name));
}

void session_core::remove_cursor(open_cursor& cursor) noexcept {
    cursors_.erase(std::remove(cursors_.begin(), cursors_.end(), &cursor), cursors_.end());
}

void session_core::detach_cursors() {
    const auto all = std::exchange(cursors_, {});
    for (auto* cursor : all) cursor->detach();
}

sql_error session_core::describe_failure(const table_info* target) {
    if (state_.failure) return *std::exchange(state_.failure, std::nullopt);
    const int code = db_.code();
    switch (code & 0xFF) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED: return make_error(ora::resource_busy, 0);
    case SQLITE_INTERRUPT: return make_error(ora::cancelled, 0);
    case SQLITE_CONSTRAINT:
        if (target != nullptr) return describe_unique_violation(*target);
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

// "UNIQUE constraint failed: t70001.c1, t70001.c2"
sql_error session_core::describe_unique_violation(const table_info& target) const {
    std::vector<std::size_t> columns;
    const auto message = db_.message();
    for (auto at = message.find(".c"); at != std::string::npos; at = message.find(".c", at + 1)) {
        std::size_t number = 0;
        std::from_chars(message.data() + at + 2, message.data() + message.size(), number);
        if (number > 0) columns.push_back(number - 1);
    }
    const auto key = std::find_if(target.keys.begin(), target.keys.end(),
                                  [&columns](const table_key& k) { return k.columns == columns; });
    std::string text =
        "unique constraint (" + target.owner + "." + (key == target.keys.end() ? "?" : key->name) + ") violated";
    if (!settings_.is_23ai) return {ora::unique_violated, ora_message(ora::unique_violated, text), 0};
    std::string names;
    std::string values;
    for (const auto column : columns) {
        const auto& name = target.columns[column].name;
        const auto& texts = state_.key_texts;
        names += (names.empty() ? "" : ", ") + name;
        values += (values.empty() ? "" : ", ") + name + ":" + (column < texts.size() ? texts[column] : std::string{});
    }
    text += " on table " + target.owner + "." + target.name + " columns (" + names + ")";
    return {ora::unique_violated,
            ora_message(ora::unique_violated, text) + "\nORA-03301: (ORA-00001 details) row with column values (" +
                values + ") already exists",
            0};
}

}  // namespace oraxx::sandbox::engine
