#include "sessions/simulation/memory_engine.hpp"

#include <charconv>

#include "sessions/simulation/random.hpp"

namespace oraxx::simulation {
namespace {

using engine::sql_error;
using engine::statement_kind;

constexpr int ora_divisor_is_zero = 1476;
constexpr int ora_no_table = 942;
constexpr int ora_invalid_statement = 900;
constexpr int ora_cancelled = 1013;
constexpr std::uint32_t word_bytes = 40;

// What the text of a statement asks for.
struct plan {
    statement_kind kind = statement_kind::other;
    std::uint64_t seed = 0;
    std::uint64_t count = 0;
    std::optional<std::uint64_t> fails_behind{};
    std::chrono::milliseconds takes{0};
    bool has_table = true;
    std::size_t error_length = 0;  // of a statement that does not parse
};

std::vector<std::string_view> words_of(std::string_view text) {
    std::vector<std::string_view> out;
    while (!text.empty()) {
        const auto size = std::min(text.find(' '), text.size());
        if (size != 0) out.push_back(text.substr(0, size));
        text.remove_prefix(std::min(size + 1, text.size()));
    }
    return out;
}

std::uint64_t number_at(const std::vector<std::string_view>& words, std::size_t index) {
    std::uint64_t out = 0;
    if (index < words.size()) std::from_chars(words[index].data(), words[index].data() + words[index].size(), out);
    return out;
}

plan plan_of(std::string_view sql) {
    const auto words = words_of(sql);
    plan out;
    for (std::size_t i = 0; i + 1 < words.size(); ++i) {
        if (words[i] == "fail") out.fails_behind = number_at(words, i + 1);
        if (words[i] == "slow") out.takes = std::chrono::milliseconds(number_at(words, i + 1));
    }
    if (sql.starts_with("select rows")) {
        out.kind = statement_kind::query;
        out.seed = number_at(words, 2);
        out.count = number_at(words, 3);
    } else if (sql.starts_with("insert into")) {
        out.kind = statement_kind::insert;
        out.has_table = words.size() > 2 && words[2] == "ledger";
    } else if (sql.starts_with("begin")) {
        out.kind = statement_kind::plsql;
    } else {
        out.error_length = number_at(words, 1);
    }
    return out;
}

std::vector<column_info> made_up_columns() {
    return {{.name = "ID", .type = db_type::number, .size_bytes = 22, .nullable = false},
            {.name = "WORD", .type = db_type::varchar2, .size_bytes = word_bytes, .size_chars = word_bytes},
            {.name = "DAY", .type = db_type::date, .size_bytes = 7}};
}

std::vector<engine::bind_slot> slots_of(const plan& wanted) {
    if (wanted.kind == statement_kind::insert && wanted.has_table) return {{.name = "1"}, {.name = "2"}};
    if (wanted.kind == statement_kind::insert) return {{.name = "1"}};
    if (wanted.kind == statement_kind::plsql)
        return {{.name = "1", .is_output = true, .is_input = false}, {.name = "2"}};
    return {};
}

std::int64_t integer_in(const engine::bind_value& bind) {
    const auto* found = std::get_if<number>(&bind.data);
    return found != nullptr ? found->to_int64().value_or(-1) : -1;
}

}  // namespace

std::optional<std::string> made_up_word(std::uint64_t seed, std::uint64_t index) {
    random_stream chance(seed * 1'000'003 + index / 3);
    if (chance.chance(15)) return std::nullopt;
    return std::string(chance.between(1, word_bytes - 1), static_cast<char>('a' + chance.below(26)));
}

class memory_session final : public engine::session {
public:
    memory_session(memory_database& database, std::string user) : database_(database), user_(std::move(user)) {}

    [[nodiscard]] prepared prepare(std::string_view sql) override;
    std::optional<sql_error> commit() override {
        for (const auto& [transaction, entry] : entries_) ++database_.committed_[transaction][entry];
        return rollback();
    }
    std::optional<sql_error> rollback() override {
        entries_.clear();
        return std::nullopt;
    }
    [[nodiscard]] bool in_transaction() const noexcept override { return !entries_.empty(); }
    void set_cancel_check(engine::cancel_check check) override { check_ = std::move(check); }
    void set_time_zone(std::int16_t /*offset_minutes*/) override {}
    void set_schema(std::string_view /*name*/) override {}
    void set_context(std::string_view /*name_space*/, std::string_view /*attribute*/,
                     std::string_view /*value*/) override {}
    void clear_context(std::string_view /*name_space*/) override {}
    [[nodiscard]] std::vector<engine::changed_setting> take_changed_settings() override { return {}; }
    [[nodiscard]] const std::string& user() const noexcept override { return user_; }
    [[nodiscard]] engine::lob create_temporary_lob(db_type type) override { return {.type = type}; }
    [[nodiscard]] engine::object_type_ref find_type(std::string_view) override { return nullptr; }
    [[nodiscard]] engine::object_type_ref find_type(const engine::type_oid&) override { return nullptr; }

    void enter(std::int64_t transaction, std::int64_t entry) { entries_.emplace_back(transaction, entry); }
    // True: cancelled.
    [[nodiscard]] bool work(std::chrono::milliseconds takes) const {
        return takes.count() != 0 && check_ && database_.pause_(takes, check_);
    }
    [[nodiscard]] memory_database& database() const noexcept { return database_; }

private:
    memory_database& database_;
    std::string user_;
    engine::cancel_check check_;
    std::vector<std::pair<std::int64_t, std::int64_t>> entries_;  // not committed
};

class memory_statement final : public engine::statement {
public:
    memory_statement(memory_session& session, const plan& wanted)
        : session_(session), plan_(wanted), slots_(slots_of(wanted)) {
        if (plan_.kind == statement_kind::query) columns_ = made_up_columns();
        ++session_.database().statements_;
    }
    memory_statement(const memory_statement&) = delete;
    memory_statement& operator=(const memory_statement&) = delete;
    ~memory_statement() override { --session_.database().statements_; }

    [[nodiscard]] statement_kind kind() const noexcept override { return plan_.kind; }
    [[nodiscard]] const std::vector<column_info>& columns() const noexcept override { return columns_; }
    [[nodiscard]] const std::vector<engine::object_type_ref>& object_types() const noexcept override {
        return object_types_;
    }
    [[nodiscard]] const std::vector<engine::bind_slot>& binds() const noexcept override { return slots_; }

    std::variant<engine::execute_result, sql_error> execute(const std::vector<engine::bind_value>& binds) override {
        next_ = 0;
        if (!plan_.has_table) {
            return sql_error{.code = ora_no_table, .message = "ORA-00942: table or view does not exist"};
        }
        if (session_.work(plan_.takes)) {
            return sql_error{.code = ora_cancelled,
                             .message = "ORA-01013: user requested cancel of current operation"};
        }
        engine::execute_result out;
        if (plan_.kind == statement_kind::insert) {
            session_.enter(integer_in(binds[0]), integer_in(binds[1]));
            out.row_count = 1;
        } else if (plan_.kind == statement_kind::plsql) {
            out.out_values = {binds[1].data, {}};
        }
        return out;
    }

    std::variant<bool, sql_error> fetch(std::vector<engine::value>& row) override {
        if (plan_.fails_behind == next_) {
            return sql_error{.code = ora_divisor_is_zero, .message = "ORA-01476: divisor is equal to zero"};
        }
        if (next_ == plan_.count) return false;
        row.assign(columns_.size(), {});
        row[0] = number(static_cast<std::int64_t>(next_ + 1));
        if (auto word = made_up_word(plan_.seed, next_)) row[1] = std::move(*word);
        if (next_ % 5 != 0) row[2] = date{.year = 2026, .month = 1, .day = static_cast<std::uint8_t>(1 + next_ % 28)};
        ++next_;
        return true;
    }

private:
    memory_session& session_;
    plan plan_;
    std::vector<engine::bind_slot> slots_;
    std::vector<column_info> columns_;
    std::vector<engine::object_type_ref> object_types_;
    std::uint64_t next_ = 0;
};

engine::session::prepared memory_session::prepare(std::string_view sql) {
    const auto wanted = plan_of(sql);
    if (wanted.kind == statement_kind::other) {
        std::string text = "ORA-00900: invalid SQL statement ";
        text.append(wanted.error_length, '.');
        return {.statement = nullptr,
                .error = sql_error{.code = ora_invalid_statement, .message = std::move(text), .position = 0}};
    }
    return {.statement = std::make_unique<memory_statement>(*this, wanted), .error = std::nullopt};
}

std::unique_ptr<engine::session> memory_database::open_session(session_options options) {
    return std::make_unique<memory_session>(*this, std::move(options.user));
}

}  // namespace oraxx::simulation
