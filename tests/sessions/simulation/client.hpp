// A driver session on its end of a simulated connection, and an application that uses it: connects, runs a random
// selection of work on it, and checks everything it is told against what it must be.
#pragma once

#include "backend/thin/bind_encoder.hpp"
#include "backend/thin/statement_cache.hpp"
#include "session/engine.hpp"
#include "session/environment.hpp"
#include "sessions/simulation/memory_engine.hpp"
#include "sessions/simulation/network.hpp"
#include "sessions/simulation/task.hpp"
#include "sessions/simulation/witness.hpp"

namespace oraxx::simulation {

// Connects to a host by name; the connection lives as long as the simulation.
using dialer = std::function<connection&(std::string_view host)>;

struct client_counts {
    std::size_t connects = 0;
    std::size_t calls = 0;
    std::size_t failures = 0;  // expected ones
    std::size_t breaks = 0;    // asked for, deadlines included
    std::size_t rows = 0;
    std::size_t commits = 0;

    client_counts& operator+=(const client_counts& other) noexcept;
};

class client {
public:
    // `number` makes its transactions its own.
    client(world& world, dialer dial, std::size_t number);
    client(const client&) = delete;
    client& operator=(const client&) = delete;

    void start() { life_.start(); }
    [[nodiscard]] bool is_over() const { return life_.is_over(); }
    [[nodiscard]] const client_counts& counts() const noexcept { return counts_; }
    // Is what was committed what this client was told? Says what is not.
    void check(const ledger& committed) const;

private:
    // How one call is to be disturbed.
    struct call_plan {
        duration timeout{30s};
        std::optional<duration> cancel_after{};
    };
    // A query whose rows are being read.
    struct open_result {
        std::unique_ptr<session::cursor> cursor{};
        std::uint64_t seed = 0;
        std::uint64_t count = 0;
        std::optional<std::uint64_t> fails_behind{};
        std::uint64_t read = 0;
    };
    // The transaction under way and what became of those before it.
    struct books {
        std::int64_t transaction = 0;
        std::vector<std::int64_t> pending{};                                      // entries not committed
        std::map<std::int64_t, std::vector<std::int64_t>> sure{};                 // told to be committed
        std::vector<std::pair<std::int64_t, std::vector<std::int64_t>>> maybe{};  // nobody told
    };
    struct until_idle;

    task<void> live();
    task<bool> log_on();
    task<bool> reach_listener();
    task<void> use_session();
    task<void> log_off();
    task<std::optional<failure>> perform(session::call& work, call_plan plan);

    task<void> open_query();
    task<void> fetch_more(std::size_t index);
    task<void> insert();
    task<void> end_transaction(bool commits);
    task<void> ping();
    task<void> run_broken_statement();
    task<void> run_block();

    void pump();
    void flush();
    void arm();
    void deliver_end();
    void expect(bool holds, std::string_view what);
    [[nodiscard]] bool is_excused(const failure& why, const call_plan& plan) const;
    void expect_success(const std::optional<failure>& why, const call_plan& plan, std::string_view what);
    void expect_failure(const std::optional<failure>& why, const call_plan& plan, int ora_code);
    void check_rows(open_result& result, const oraxx::detail::column_batch& rows);
    void check_transaction(const std::optional<failure>& why);
    void close_result(std::size_t index);
    void settle(bool commits);
    [[nodiscard]] std::unique_ptr<session::cursor> take_cursor(const std::string& sql);
    [[nodiscard]] call_plan plan_call(std::chrono::milliseconds takes);
    [[nodiscard]] std::chrono::milliseconds plan_work();

    world& world_;
    dialer dial_;
    std::size_t number_;
    std::string name_;
    session::environment environment_;
    client_counts counts_;
    books books_;

    connection* wire_ = nullptr;
    std::unique_ptr<session::engine> engine_;
    // Tells events of earlier engines: a new one may stand at the address of an old one.
    std::uint64_t engine_number_ = 0;
    std::unique_ptr<witness> witness_;
    std::unique_ptr<backend::thin::statement_cache> cache_;
    backend::thin::bind_encoder binds_;
    std::vector<open_result> results_;
    std::optional<time_point> armed_;
    std::coroutine_handle<> waiting_{};
    std::uint64_t serial_ = 0;  // odd while a call is under way
    time_point call_start_{};
    task<void> life_;
};

}  // namespace oraxx::simulation
