// An engine whose statements are scripted: session tests need answers, not SQL.
#pragma once

#include <map>

#include "server/engine/engine.hpp"
#include "server/engine/lob_stores.hpp"

namespace oraxx::sandbox::test {

struct scripted_statement {
    engine::statement_kind kind = engine::statement_kind::query;
    std::vector<column_info> columns{};
    std::vector<engine::bind_slot> binds{};
    std::vector<std::vector<engine::value>> rows{};
    std::optional<engine::sql_error> parse_error{};
    std::optional<engine::sql_error> execute_error{};
    std::size_t error_after_rows = 0;  // fetch fails behind so many rows; 0 = never
    bool runs_until_cancelled = false;
    engine::execute_result result{};
};

struct engine_journal {
    std::vector<std::vector<engine::bind_value>> executed{};
    std::vector<std::string> prepared{};
    int commits = 0;
    int rollbacks = 0;
    int sessions = 0;
    std::int16_t time_zone = 0;
    std::string schema{};
    std::map<std::string, std::map<std::string, std::string>> contexts{};
    std::map<std::string, engine::object_type_ref> types{};  // by the name they are asked by
};

class fake_session;

class fake_statement final : public engine::statement {
public:
    fake_statement(const scripted_statement& script, engine_journal& journal, fake_session& session)
        : script_(&script), journal_(&journal), session_(&session) {}

    [[nodiscard]] engine::statement_kind kind() const noexcept override { return script_->kind; }
    [[nodiscard]] const std::vector<column_info>& columns() const noexcept override { return script_->columns; }
    [[nodiscard]] const std::vector<engine::object_type_ref>& object_types() const noexcept override {
        return object_types_;
    }
    [[nodiscard]] const std::vector<engine::bind_slot>& binds() const noexcept override { return script_->binds; }
    std::variant<engine::execute_result, engine::sql_error> execute(
        const std::vector<engine::bind_value>& binds) override;
    std::variant<bool, engine::sql_error> fetch(std::vector<engine::value>& row) override {
        if (script_->error_after_rows != 0 && next_ == script_->error_after_rows) {
            return engine::sql_error{.code = 1476, .message = "ORA-01476: divisor is equal to zero"};
        }
        if (next_ == script_->rows.size()) return false;
        row = script_->rows[next_++];
        return true;
    }

private:
    const scripted_statement* script_;
    engine_journal* journal_;
    fake_session* session_;
    std::vector<engine::object_type_ref> object_types_{};
    std::size_t next_ = 0;
};

class fake_session final : public engine::session {
public:
    using fallback = std::function<scripted_statement(std::string_view)>;

    fake_session(std::string user, std::map<std::string, scripted_statement>& scripts, engine_journal& journal,
                 fallback others)
        : user_(std::move(user)), scripts_(&scripts), journal_(&journal), others_(std::move(others)) {}

    [[nodiscard]] prepared prepare(std::string_view sql) override {
        journal_->prepared.emplace_back(sql);
        auto at = scripts_->find(std::string(sql));
        if (at == scripts_->end() && others_) at = scripts_->emplace(sql, others_(sql)).first;
        if (at == scripts_->end()) {
            return {.statement = nullptr,
                    .error = engine::sql_error{.code = 900, .message = "ORA-00900: invalid SQL statement"}};
        }
        if (at->second.parse_error) return {.statement = nullptr, .error = at->second.parse_error};
        return {.statement = std::make_unique<fake_statement>(at->second, *journal_, *this)};
    }
    std::optional<engine::sql_error> commit() override {
        ++journal_->commits;
        in_transaction_ = false;
        return std::nullopt;
    }
    std::optional<engine::sql_error> rollback() override {
        ++journal_->rollbacks;
        in_transaction_ = false;
        return std::nullopt;
    }
    [[nodiscard]] bool in_transaction() const noexcept override { return in_transaction_; }
    void set_cancel_check(engine::cancel_check check) override { check_ = std::move(check); }
    void set_time_zone(std::int16_t offset_minutes) override { journal_->time_zone = offset_minutes; }
    void set_schema(std::string_view name) override { journal_->schema = name; }
    void set_context(std::string_view name_space, std::string_view attribute, std::string_view value) override {
        journal_->contexts[std::string(name_space)][std::string(attribute)] = value;
    }
    void clear_context(std::string_view name_space) override { journal_->contexts.erase(std::string(name_space)); }
    std::vector<engine::changed_setting> take_changed_settings() override { return {}; }
    [[nodiscard]] const std::string& user() const noexcept override { return user_; }
    [[nodiscard]] engine::lob create_temporary_lob(db_type type) override { return engine::temporary_lob(type, {}); }
    [[nodiscard]] engine::object_type_ref find_type(std::string_view name) override {
        const auto at = journal_->types.find(std::string(name));
        return at == journal_->types.end() ? nullptr : at->second;
    }
    [[nodiscard]] engine::object_type_ref find_type(const engine::type_oid&) override { return nullptr; }

    void begin_transaction() noexcept { in_transaction_ = true; }
    [[nodiscard]] bool is_cancelled() const { return check_ && check_(); }

private:
    std::string user_;
    std::map<std::string, scripted_statement>* scripts_;
    engine_journal* journal_;
    fallback others_;
    engine::cancel_check check_;
    bool in_transaction_ = false;
};

inline std::variant<engine::execute_result, engine::sql_error> fake_statement::execute(
    const std::vector<engine::bind_value>& binds) {
    journal_->executed.push_back(binds);
    next_ = 0;
    if (script_->runs_until_cancelled) {
        while (!session_->is_cancelled()) {
        }
        return engine::sql_error{.code = 1013, .message = "ORA-01013: user requested cancel of current operation"};
    }
    if (script_->execute_error) return *script_->execute_error;
    if (script_->result.row_count != 0) session_->begin_transaction();
    return script_->result;
}

class fake_database final : public engine::database {
public:
    [[nodiscard]] std::unique_ptr<engine::session> open_session(session_options options) override {
        ++journal.sessions;
        return std::make_unique<fake_session>(std::move(options.user), scripts, journal, fallback);
    }

    std::map<std::string, scripted_statement> scripts{};
    fake_session::fallback fallback{};  // for statements without a script
    engine_journal journal{};
};

}  // namespace oraxx::sandbox::test
