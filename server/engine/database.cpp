// The doors of the engine: database and session.
#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <stdexcept>

#include "server/engine/failure.hpp"
#include "server/engine/lob_stores.hpp"
#include "server/engine/statement.hpp"

namespace oraxx::sandbox::engine {
namespace {

class session_impl final : public session {
public:
    explicit session_impl(std::shared_ptr<session_core> core) : core_(std::move(core)) {}
    session_impl(const session_impl&) = delete;
    session_impl& operator=(const session_impl&) = delete;
    // What was not committed is lost, even when statements outlive their session.
    ~session_impl() override { (void)rollback(); }

    prepared prepare(std::string_view sql) override {
        core_->begin_call();
        prepared out;
        try {
            out.statement = std::make_unique<statement_impl>(core_, sql);
        } catch (const sql_failure& f) {
            out.error = f.error;
        } catch (const std::runtime_error& e) {
            out.error = sql_error{
                600, ora_message(600, std::string("internal error code, arguments: [") + e.what() + "]"), 0};
        }
        return out;
    }
    std::optional<sql_error> commit() override {
        return attempt([this] { core_->commit(); });
    }
    std::optional<sql_error> rollback() override {
        return attempt([this] { core_->rollback(); });
    }
    [[nodiscard]] bool in_transaction() const noexcept override { return core_->in_transaction(); }
    void set_cancel_check(cancel_check check) override { core_->set_cancel_check(std::move(check)); }
    void set_time_zone(std::int16_t offset_minutes) override { core_->set_time_zone(offset_minutes); }
    void set_schema(std::string_view name) override { core_->set_schema(std::string(name)); }
    void set_context(std::string_view name_space, std::string_view attribute, std::string_view value) override {
        core_->state().contexts.set(name_space, attribute, value);
    }
    void clear_context(std::string_view name_space) override { core_->state().contexts.clear(name_space); }
    std::vector<changed_setting> take_changed_settings() override { return core_->take_changes(); }
    [[nodiscard]] const std::string& user() const noexcept override { return core_->user(); }
    lob create_temporary_lob(db_type type) override { return temporary_lob(type, {}); }
    object_type_ref find_type(std::string_view name) override { return named_type(*core_, name); }
    object_type_ref find_type(const type_oid& oid) override { return core_->tables().find_type(oid); }

private:
    template <class Work>
    std::optional<sql_error> attempt(Work work) {
        try {
            core_->begin_call();
            work();
        } catch (const sql_failure& f) {
            return f.error;
        }
        return std::nullopt;
    }

    std::shared_ptr<session_core> core_;
};

// A file of its own name in the temporary folder.
std::string create_temporary_file() {
    auto name = (std::filesystem::temp_directory_path() / "oraxx-sandbox-XXXXXX").string();
    const int descriptor = ::mkstemp(name.data());
    if (descriptor < 0) throw std::runtime_error("cannot create a temporary database in " + name);
    ::close(descriptor);
    return name;
}

class database_impl final : public database {
public:
    database_impl(const std::string& path, std::vector<directory> directories)
        : is_temporary_(path == ":memory:"), path_(is_temporary_ ? create_temporary_file() : path), anchor_(path_) {
        if (anchor_.run("PRAGMA journal_mode = WAL") != SQLITE_OK) {
            throw std::runtime_error("cannot open the database " + path_ + ": " + anchor_.message());
        }
        catalog::install(anchor_);
        shared_->directories = std::move(directories);
    }
    database_impl(const database_impl&) = delete;
    database_impl& operator=(const database_impl&) = delete;
    ~database_impl() override {
        save_sequences(anchor_, shared_->sequences.unsaved());
        if (!is_temporary_) return;
        std::error_code ignored;
        for (const char* suffix : {"", "-wal", "-shm"}) std::filesystem::remove(path_ + suffix, ignored);
    }

    std::unique_ptr<session> open_session(session_options options) override {
        return std::make_unique<session_impl>(std::make_shared<session_core>(path_, options, shared_, ++sessions_));
    }

private:
    bool is_temporary_;
    std::string path_;
    sqlite::connection anchor_;  // keeps the WAL alive between sessions
    std::shared_ptr<shared_state> shared_ = std::make_shared<shared_state>();
    std::atomic<std::uint32_t> sessions_{0};
};

}  // namespace

std::unique_ptr<database> database::open(const std::string& path, std::vector<directory> directories) {
    return std::make_unique<database_impl>(path, std::move(directories));
}

}  // namespace oraxx::sandbox::engine
