// A backend without a server: tests say what statements answer, in the bytes a server would send, and read afterwards
// what reached it.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "api/session.hpp"
#include "backend/backend.hpp"
#include "base/hex.hpp"

namespace oraxx::test {

// Payloads as hexadecimal text; nullopt is NULL.
using fake_row = std::vector<std::optional<std::string>>;

struct fake_answer {
    backend::statement_kind kind = backend::statement_kind::query;
    std::vector<std::string> bind_names{};
    std::vector<column_info> columns{};
    std::vector<fake_row> rows{};
    std::uint32_t rows_per_batch = 2;
    backend::execute_outcome outcome{};
    std::vector<column_info> out_columns{};
    fake_row out_values{};
    std::vector<std::uint32_t> out_counts{};  // values of each OUT bind; empty: one each
    std::vector<std::string> out_cursors{};   // what the cursors among them are: other answers
    std::optional<failure> execute_failure{};
    std::optional<failure> fetch_failure{};  // after all rows
};

struct fake_execution {
    std::string sql{};
    std::vector<backend::bind_item> binds{};  // views in them are dead
    std::vector<std::string> bind_texts{};    // values that are text
    backend::execute_args args{};
};

// What the fakes share with the test; outlives them.
struct fake_database {
    std::map<std::string, fake_answer> answers{};
    std::vector<fake_execution> executions{};
    std::vector<std::string> calls{};  // "commit", "ping", "connection gone", ...
    std::optional<failure> call_failure{};
    std::chrono::milliseconds call_timeout{-1};
    std::optional<std::chrono::steady_clock::time_point> deadline{};
    bool usable = true;
    bool in_transaction = true;
    rest_time rest{};
    std::uint64_t round_trips = 4;  // those of connecting; one more for each execution and fetch
    int fetches = 0;
    int recycled_batches = 0;
};

inline column_info column(std::string name, db_type type) {
    column_info out;
    out.name = std::move(name);
    out.type = type;
    return out;
}

inline void append_row(detail::column_batch& batch, const fake_row& row) {
    for (const auto& hex : row) {
        detail::cell cell;
        if (hex) {
            const auto bytes = base::parse_hex(*hex);
            if (!bytes) throw std::invalid_argument("not hexadecimal: " + *hex);
            cell = {.offset = static_cast<std::uint32_t>(batch.bytes.size()),
                    .size = static_cast<std::uint32_t>(bytes->size())};
            batch.bytes.insert(batch.bytes.end(), bytes->begin(), bytes->end());
        }
        batch.cells.push_back(cell);
    }
    ++batch.rows;
}

inline std::vector<db_type> types_of(const std::vector<column_info>& columns) {
    std::vector<db_type> out;
    for (const auto& c : columns) out.push_back(c.type);
    return out;
}

class fake_statement : public backend::statement {
public:
    // `opened`: a cursor that has been executed by the server.
    fake_statement(fake_database& db, std::string sql, bool opened = false)
        : db_(db), sql_(std::move(sql)), answer_(db.answers.at(sql_)), executed_(opened) {}
    ~fake_statement() override { db_.calls.push_back("statement gone"); }

    [[nodiscard]] backend::statement_kind kind() const noexcept override { return answer_.kind; }
    [[nodiscard]] std::span<const std::string> bind_names() const noexcept override { return answer_.bind_names; }
    [[nodiscard]] detail::column_list columns() const noexcept override {
        return std::make_shared<const std::vector<column_info>>(executed_ ? answer_.columns
                                                                          : std::vector<column_info>());
    }

    result<void> describe() override {
        db_.calls.push_back("describe");
        executed_ = true;
        return {};
    }
    result<backend::execute_outcome> execute(const backend::execute_args& args) override {
        ++db_.round_trips;
        fake_execution seen{.sql = sql_, .binds = {args.binds.begin(), args.binds.end()}, .args = args};
        for (const auto& item : args.binds) {
            const auto* text = std::get_if<std::string_view>(&item.value);
            seen.bind_texts.emplace_back(text != nullptr ? std::string(*text) : std::string());
        }
        db_.executions.push_back(std::move(seen));
        if (answer_.execute_failure) return *answer_.execute_failure;
        executed_ = true;
        next_row_ = 0;
        auto outcome = answer_.outcome;
        if (!answer_.out_columns.empty()) {
            auto out = std::make_shared<detail::out_values>();
            out->cells.types = types_of(answer_.out_columns);
            append_row(out->cells, answer_.out_values);
            std::uint32_t first = 0;
            for (std::size_t bind = 0; bind < out->binds(); ++bind) {
                const auto count = answer_.out_counts.empty() ? 1 : answer_.out_counts[bind];
                out->runs.push_back({.first = first, .count = count});
                first += count;
            }
            for (const auto& sql : answer_.out_cursors) {
                out->cells.cursors.push_back(std::make_shared<fake_statement>(db_, sql, true));
            }
            outcome.out_values = std::move(out);
        }
        return outcome;
    }

    result<backend::scrolled_rows> scroll(backend::scroll_to where, std::uint64_t row,
                                          std::shared_ptr<const detail::column_batch> /*recycle*/) override {
        ++db_.round_trips;
        const auto first = where == backend::scroll_to::last ? answer_.rows.size() : static_cast<std::size_t>(row);
        if (first == 0 || first > answer_.rows.size()) return backend::scrolled_rows{};
        auto batch = std::make_shared<detail::column_batch>();
        batch->types = types_of(answer_.columns);
        for (auto at = first - 1; at < answer_.rows.size() && batch->rows < answer_.rows_per_batch; ++at) {
            append_row(*batch, answer_.rows[at]);
        }
        return backend::scrolled_rows{.rows = std::move(batch), .first_row = first};
    }
    result<std::shared_ptr<const detail::column_batch>> fetch(
        std::shared_ptr<const detail::column_batch> recycle) override {
        ++db_.fetches;
        ++db_.round_trips;
        if (next_row_ == answer_.rows.size()) {
            if (answer_.fetch_failure) return *answer_.fetch_failure;
            return std::shared_ptr<const detail::column_batch>{};
        }
        auto batch = std::make_shared<detail::column_batch>();
        if (recycle != nullptr && recycle.use_count() == 1) {
            batch = std::const_pointer_cast<detail::column_batch>(std::exchange(recycle, nullptr));
            batch->clear();
            ++db_.recycled_batches;
        }
        batch->types = types_of(answer_.columns);
        while (next_row_ < answer_.rows.size() && batch->rows < answer_.rows_per_batch) {
            append_row(*batch, answer_.rows[next_row_++]);
        }
        return std::shared_ptr<const detail::column_batch>(std::move(batch));
    }

private:
    fake_database& db_;
    std::string sql_;
    fake_answer answer_;
    std::size_t next_row_ = 0;
    bool executed_;
};

class fake_connection : public backend::connection {
public:
    explicit fake_connection(fake_database& db) : db_(db) {}
    ~fake_connection() override { db_.calls.push_back("connection gone"); }

    result<std::shared_ptr<backend::statement>> prepare(std::string_view sql) override {
        if (db_.call_failure) return *db_.call_failure;
        return std::shared_ptr<backend::statement>(std::make_shared<fake_statement>(db_, std::string(sql)));
    }
    result<void> commit() override { return call("commit"); }
    result<void> rollback() override { return call("rollback"); }
    result<void> ping() override { return call("ping"); }
    result<void> change_password(const secret&, const secret&) override { return call("change password"); }
    result<void> release_session() override { return call("release session"); }
    result<void> close() override { return call("close"); }
    void set_tags(const session_tags& tags) override { db_.calls.push_back("tag " + tags.module.value_or("")); }
    void set_current_schema(std::string_view schema) override {
        db_.calls.push_back("schema " + std::string(schema));
    }
    void set_application_context(const application_context_value& value) override {
        db_.calls.push_back("context " + value.name_space + "." + value.attribute);
    }
    void clear_application_context(std::string_view name_space) override {
        db_.calls.push_back("clear " + std::string(name_space));
    }
    [[nodiscard]] rest_time rest() const noexcept override { return db_.rest; }
    void cancel() noexcept override { db_.calls.push_back("cancel"); }
    void cancel_all() noexcept override { db_.calls.push_back("cancel all"); }
    void set_call_timeout(std::chrono::milliseconds timeout) noexcept override { db_.call_timeout = timeout; }
    void set_deadline(std::optional<std::chrono::steady_clock::time_point> deadline) noexcept override {
        db_.deadline = deadline;
    }
    [[nodiscard]] bool usable() noexcept override { return db_.usable; }
    [[nodiscard]] bool in_transaction() const noexcept override { return db_.in_transaction; }
    [[nodiscard]] const session_info& session() const noexcept override { return info_; }
    [[nodiscard]] connection_stats stats() const noexcept override {
        return {.round_trips = db_.round_trips,
                .connect_phases = {
                    {.phase = phase::tcp, .time = std::chrono::microseconds(1500)},
                    {.phase = phase::connect, .time = std::chrono::microseconds(20), .round_trips = 1},
                    {.phase = phase::authenticate, .time = std::chrono::microseconds(4002), .round_trips = 2}}};
    }

private:
    result<void> call(std::string name) {
        db_.calls.push_back(std::move(name));
        if (db_.call_failure) return *db_.call_failure;
        return {};
    }

    fake_database& db_;
    session_info info_{.server_version = "23.26.1.0.0"};
};

inline oraxx::connection connect_to(fake_database& db, const connect_options& options = {}) {
    return detail::session_state::make_connection(std::make_unique<fake_connection>(db), options);
}

// One row of one column as a query of its own.
inline fake_answer one_value(db_type type, std::optional<std::string> hex) {
    fake_answer out;
    out.columns = {column("V", type)};
    out.rows = {{std::move(hex)}};
    return out;
}

}  // namespace oraxx::test
