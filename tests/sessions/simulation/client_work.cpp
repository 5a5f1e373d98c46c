// What the application of a simulated client does with its session.
#include "session/execute_call.hpp"
#include "session/fetch_call.hpp"
#include "session/simple_call.hpp"
#include "sessions/simulation/client.hpp"
#include "wire/types/scalar.hpp"

namespace oraxx::simulation {
namespace {

using oraxx::detail::bind_item;
using oraxx::detail::column_batch;
using wire::ttc::function_code;

constexpr std::size_t most_results = 3;
constexpr std::size_t cached_statements = 4;
constexpr int ora_divisor_is_zero = 1476;
constexpr int ora_no_table = 942;
constexpr int ora_invalid_statement = 900;

bind_item in_number(std::int64_t value) {
    bind_item out;
    out.type = db_type::number;
    out.value = value;
    return out;
}

std::optional<std::int64_t> integer_at(const column_batch& rows, std::uint32_t row, std::uint32_t column) {
    const auto cell = rows.ref(row, column);
    std::int64_t out = 0;
    if (cell.is_null() || wire::types::decode_int64({cell.data, cell.size}, out) != base::decode_errc::ok)
        return std::nullopt;
    return out;
}

std::optional<std::string> text_at(const column_batch& rows, std::uint32_t row, std::uint32_t column) {
    const auto cell = rows.ref(row, column);
    if (cell.is_null()) return std::nullopt;
    return std::string(base::as_text({cell.data, cell.size}));
}

}  // namespace

client::call_plan client::plan_call(std::chrono::milliseconds takes) {
    call_plan plan;
    const auto span = static_cast<std::uint64_t>(duration(takes).count()) + 3000;  // some microseconds of network too
    if (world_.random().chance(12)) plan.cancel_after = duration(world_.random().below(2 * span));
    if (world_.random().chance(12)) plan.timeout = duration(world_.random().below(2 * span));
    if (plan.timeout < duration(30s)) ++counts_.breaks;
    return plan;
}

std::chrono::milliseconds client::plan_work() {
    return std::chrono::milliseconds(world_.random().chance(20) ? world_.random().below(400) : 0);
}

std::unique_ptr<session::cursor> client::take_cursor(const std::string& sql) {
    world_.note(name_ + ": " + sql);
    auto cursor = cache_->take(sql);
    if (cursor != nullptr) return cursor;
    cursor = std::make_unique<session::cursor>();
    cursor->sql = sql;
    cursor->text = sql::scan_sql(sql);
    return cursor;
}

task<void> client::use_session() {
    cache_ = std::make_unique<backend::thin::statement_cache>(cached_statements);
    auto steps = world_.random().between(5, 25);
    while (steps-- != 0 && engine_->is_usable()) {
        const auto choice = world_.random().below(100);
        if (choice < 20) {
            co_await open_query();
        } else if (choice < 50 && !results_.empty()) {
            const auto index = static_cast<std::size_t>(world_.random().below(results_.size()));
            co_await fetch_more(index);
        } else if (choice < 55 && !results_.empty()) {
            close_result(static_cast<std::size_t>(world_.random().below(results_.size())));
        } else if (choice < 75) {
            co_await insert();
        } else if (choice < 85) {
            co_await end_transaction(world_.random().chance(75));
        } else if (choice < 90) {
            co_await run_broken_statement();
        } else if (choice < 95) {
            co_await run_block();
        } else {
            co_await ping();
        }
    }
    while (!results_.empty()) close_result(0);
    // Some applications just go.
    if (engine_->is_usable() && world_.random().chance(80)) co_await log_off();
}

// -- queries -------------------------------------------------------------------------------------------------

task<void> client::open_query() {
    if (results_.size() == most_results) co_return;
    open_result opened;
    opened.seed = world_.random().below(4);  // few, so that statements come again
    opened.count = world_.random().chance(20) ? world_.random().below(400) : world_.random().below(30);
    std::string sql = "select rows " + std::to_string(opened.seed) + " " + std::to_string(opened.count);
    if (world_.random().chance(15)) {
        opened.fails_behind = world_.random().below(opened.count + 1);
        sql += " fail " + std::to_string(*opened.fails_behind);
    }
    const auto takes = plan_work();
    if (takes.count() != 0) sql += " slow " + std::to_string(takes.count());
    opened.cursor = take_cursor(sql);

    column_batch rows;
    oraxx::detail::out_values outs;
    session::execute_call work(*opened.cursor, {},
                               {.prefetch_rows = static_cast<std::uint32_t>(world_.random().below(20))}, rows, outs);
    const auto plan = plan_call(takes);
    const auto why = co_await perform(work, plan);
    if (why) {
        if (opened.fails_behind) {
            expect_failure(why, plan, ora_divisor_is_zero);
        } else {
            expect_success(why, plan, "a query");
        }
        cache_->put(std::move(opened.cursor), engine_->session());
        co_return;
    }
    check_rows(opened, rows);
    check_transaction(why);
    if (const auto late = work.take_late_failure()) {
        expect(opened.fails_behind && late->ora_code == ora_divisor_is_zero, "a late failure is the statement's own");
    }
    results_.push_back(std::move(opened));
}

task<void> client::fetch_more(std::size_t index) {
    auto& result = results_[index];
    if (result.cursor->at_end) {
        expect(result.fails_behind || result.read == result.count, "every row comes before the end");
        close_result(index);
        co_return;
    }
    column_batch rows;
    session::fetch_call work(*result.cursor, static_cast<std::uint32_t>(world_.random().between(1, 60)), rows);
    const auto plan = plan_call(std::chrono::milliseconds(0));
    const auto why = co_await perform(work, plan);
    if (!why) {
        check_rows(result, rows);
        check_transaction(why);
        co_return;
    }
    if (result.fails_behind) {
        expect_failure(why, plan, ora_divisor_is_zero);
    } else {
        expect_success(why, plan, "a fetch");
    }
    close_result(index);
}

// Each row once, in order, and none that was not asked for.
void client::check_rows(open_result& result, const column_batch& rows) {
    for (std::uint32_t row = 0; row < rows.rows; ++row) {
        const auto index = result.read++;
        ++counts_.rows;
        expect(index < result.count, "no more rows come than there are");
        expect(integer_at(rows, row, 0) == static_cast<std::int64_t>(index + 1), "each row comes once, in order");
        expect(text_at(rows, row, 1) == made_up_word(result.seed, index), "a row holds what was stored");
        expect(rows.ref(row, 2).is_null() == (index % 5 == 0), "NULLs stay where they are");
    }
    const auto limit = result.fails_behind.value_or(result.count);
    expect(result.read <= limit, "no row comes from behind an error");
    if (result.cursor->at_end && !result.fails_behind) {
        expect(result.read == result.count, "the end comes behind the last row");
    }
}

void client::close_result(std::size_t index) {
    cache_->put(std::move(results_[index].cursor), engine_->session());
    results_.erase(results_.begin() + static_cast<std::ptrdiff_t>(index));
}

// -- changes -------------------------------------------------------------------------------------------------

task<void> client::insert() {
    const auto takes = plan_work();
    const std::string slow = takes.count() == 0 ? "" : "slow " + std::to_string(takes.count()) + " ";
    auto cursor = take_cursor("insert into ledger " + slow + "values (:1, :2)");
    const auto entry = static_cast<std::int64_t>(world_.random().below(1'000'000'000));
    const bool commits = world_.random().chance(15);
    const bind_item items[] = {in_number(books_.transaction), in_number(entry)};
    const auto binds = binds_.encode({.binds = items}, *cursor, engine_->session());
    expect(binds.has_value(), "numbers can be bound");
    column_batch rows;
    oraxx::detail::out_values outs;
    session::execute_call work(*cursor, *binds, {.commit_on_success = commits}, rows, outs);
    const auto plan = plan_call(takes);
    const auto why = co_await perform(work, plan);
    expect_success(why, plan, "an insert");
    cache_->put(std::move(cursor), engine_->session());
    if (!why) {
        expect(work.row_count() == 1, "an insert tells its row");
        books_.pending.push_back(entry);
        if (commits) settle(true);
        check_transaction(why);
    } else if (commits && !why->connection_usable) {
        // Whether it took effect, and took the entries before it along, is unknown.
        auto entries = books_.pending;
        entries.push_back(entry);
        books_.maybe.emplace_back(books_.transaction, std::move(entries));
        books_.pending.clear();
        ++books_.transaction;
    }
}

task<void> client::end_transaction(bool commits) {
    session::simple_call work(commits ? function_code::commit : function_code::rollback,
                              commits ? phase::commit : phase::rollback);
    const auto plan = plan_call(std::chrono::milliseconds(0));
    const auto why = co_await perform(work, plan);
    expect_success(why, plan, commits ? "a commit" : "a rollback");
    if (!why) {
        settle(commits);
        check_transaction(why);
    } else if (commits) {
        books_.maybe.emplace_back(books_.transaction, std::exchange(books_.pending, {}));
        ++books_.transaction;
    } else {
        settle(false);
        expect(!why->connection_usable, "a rollback works or the session is gone");
    }
}

// The transaction under way is over, one way or the other.
void client::settle(bool commits) {
    auto entries = std::exchange(books_.pending, {});
    if (commits) {
        ++counts_.commits;
        books_.sure.emplace(books_.transaction, std::move(entries));
    }
    ++books_.transaction;
}

void client::check_transaction(const std::optional<failure>& why) {
    if (why || !engine_->is_usable()) return;
    expect(engine_->session().transaction_in_progress == !books_.pending.empty(),
           "the server tells whether a transaction is open");
}

// -- the rest ------------------------------------------------------------------------------------------------

task<void> client::ping() {
    session::simple_call work(function_code::ping, phase::ping);
    const auto plan = plan_call(std::chrono::milliseconds(0));
    const auto why = co_await perform(work, plan);
    expect_success(why, plan, "a ping");
}

task<void> client::run_broken_statement() {
    const bool parses = world_.random().chance(50);
    // Texts of errors may be longer than a packet.
    const auto length = world_.random().chance(30) ? world_.random().below(1500) : world_.random().below(60);
    auto cursor = take_cursor(parses ? "insert into nothing values (:1)" : "broken " + std::to_string(length));
    const bind_item item[] = {in_number(1)};
    const auto binds = binds_.encode({.binds = std::span(item).first(parses ? 1 : 0)}, *cursor, engine_->session());
    column_batch rows;
    oraxx::detail::out_values outs;
    session::execute_call work(*cursor, *binds, {}, rows, outs);
    const auto plan = plan_call(std::chrono::milliseconds(0));
    const auto why = co_await perform(work, plan);
    expect_failure(why, plan, parses ? ora_no_table : ora_invalid_statement);
    cache_->put(std::move(cursor), engine_->session());
}

task<void> client::run_block() {
    auto cursor = take_cursor("begin :1 := :2; end;");
    const auto value = static_cast<std::int64_t>(world_.random().below(1'000'000));
    bind_item out;
    out.direction = oraxx::detail::bind_direction::out;
    out.type = db_type::number;
    const bind_item items[] = {out, in_number(value)};
    const auto binds = binds_.encode({.binds = items}, *cursor, engine_->session());
    column_batch rows;
    oraxx::detail::out_values outs;
    session::execute_call work(*cursor, *binds, {}, rows, outs);
    const auto plan = plan_call(std::chrono::milliseconds(0));
    const auto why = co_await perform(work, plan);
    expect_success(why, plan, "a block");
    if (!why)
        expect(outs.iterations() == 1 && outs.runs[0].count == 1 && integer_at(outs.cells, 0, 0) == value,
               "an OUT bind brings its value");
    cache_->put(std::move(cursor), engine_->session());
}

}  // namespace oraxx::simulation
