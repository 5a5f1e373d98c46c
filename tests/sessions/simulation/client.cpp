#include "sessions/simulation/client.hpp"

#include "config/connect_descriptor.hpp"
#include "session/logon_call.hpp"
#include "session/simple_call.hpp"

namespace oraxx::simulation {
namespace {

using wire::ttc::function_code;

// Of src/session/engine.cpp: how long a break may stay unanswered.
constexpr duration break_patience{5s};
constexpr int most_redirects = 4;
constexpr std::string_view connect_text =
    "(DESCRIPTION=(ADDRESS=(PROTOCOL=tcp)(HOST=first)(PORT=1521))(CONNECT_DATA=(SERVICE_NAME=FREEPDB1)))";

}  // namespace

client_counts& client_counts::operator+=(const client_counts& other) noexcept {
    connects += other.connects;
    calls += other.calls;
    failures += other.failures;
    breaks += other.breaks;
    rows += other.rows;
    commits += other.commits;
    return *this;
}

client::client(world& world, dialer dial, std::size_t number)
    : world_(world),
      dial_(std::move(dial)),
      number_(number),
      name_("client " + std::to_string(number)),
      life_(live()) {
    environment_.random = [this](std::span<std::uint8_t> out) { world_.random().fill(out); };
    environment_.identity = {.program = "simulation", .machine = "here", .os_user = "nobody", .terminal = "none"};
    environment_.driver_protocol_name = "oraxx";
    environment_.time_zone = "+00:00";
    books_.transaction = static_cast<std::int64_t>(number) * 1'000'000;
}

// -- bytes and time ------------------------------------------------------------------------------------------

// Awaits the end of what the engine has under way.
struct client::until_idle {
    client& self;

    [[nodiscard]] bool await_ready() const noexcept { return false; }
    void await_suspend(std::coroutine_handle<> waiter) const {
        self.waiting_ = waiter;
        self.pump();
    }
    void await_resume() const noexcept {}
};

// What the blocking loop of src/transport/run.cpp does: sends, reads while a call is under way, watches the deadline.
void client::pump() {
    flush();
    while (!engine_->is_idle()) {
        const auto room = engine_->input_space(world_.random().between(1, 4000));
        const auto count = wire_->read(end::client, room);
        if (count == 0) break;
        witness_->saw(false, room.first(count));
        engine_->received(count);
        flush();
    }
    if (!engine_->is_idle()) deliver_end();
    arm();
    if (engine_->is_idle() && waiting_) {
        world_.at(world_.now(), [waiter = std::exchange(waiting_, {})] { waiter.resume(); });
    }
}

void client::flush() {
    while (!engine_->pending_output().empty()) {
        const auto output = engine_->pending_output();
        const auto count = wire_->write(end::client, output);
        if (count == 0) return;
        witness_->saw(true, output.first(count));
        engine_->consumed(count);
    }
}

void client::deliver_end() {
    if (wire_->is_reset()) {
        failure why;
        why.code = errc::connection_lost;
        why.message = "connection reset";
        engine_->io_failed(std::move(why));
    } else if (wire_->is_at_end(end::client)) {
        engine_->end_of_input();
    }
}

void client::arm() {
    const auto deadline = engine_->deadline();
    if (!deadline || deadline == armed_) return;
    armed_ = deadline;
    world_.at(*deadline, [this, of = engine_number_] {
        if (of != engine_number_) return;
        engine_->deadline_passed(world_.now());
        pump();
    });
}

// -- judging -------------------------------------------------------------------------------------------------

void client::expect(bool holds, std::string_view what) {
    if (!holds) world_.violated(name_ + ": does not hold: " + std::string(what));
}

bool client::is_excused(const failure& why, const call_plan& plan) const {
    const bool was_late = world_.now() >= call_start_ + plan.timeout;
    const bool was_cancelled = plan.cancel_after && world_.now() >= call_start_ + *plan.cancel_after;
    if (why.code == errc::timed_out || why.code == errc::connection_lost) {
        return was_late || was_cancelled || wire_->had_trouble();
    }
    return (why.ora_code == 1013 || why.code == errc::cancelled) && (was_cancelled || was_late);
}

void client::expect_success(const std::optional<failure>& why, const call_plan& plan, std::string_view what) {
    if (!why) return;
    ++counts_.failures;
    if (!is_excused(*why, plan)) {
        world_.violated(name_ + ": " + std::string(what) + " failed: " + why->to_string());
    }
}

void client::expect_failure(const std::optional<failure>& why, const call_plan& plan, int ora_code) {
    expect(why.has_value(), "a statement with an error fails");
    if (!why) return;
    ++counts_.failures;
    if (why->ora_code != ora_code && !is_excused(*why, plan)) {
        world_.violated(name_ + ": expected ORA " + std::to_string(ora_code) + " but " + why->to_string());
    }
}

void client::check(const ledger& committed) const {
    const auto as_told = [&](std::int64_t transaction, const std::vector<std::int64_t>& entries) {
        const auto found = committed.find(transaction);
        if (found == committed.end()) return entries.empty();
        if (found->second.size() != entries.size()) return false;
        for (const auto entry : entries) {
            const auto at = found->second.find(entry);
            if (at == found->second.end() || at->second != 1) return false;
        }
        return true;
    };
    const auto complain = [this](std::int64_t transaction, std::string_view what) {
        world_.violated(name_ + ": transaction " + std::to_string(transaction) + " " + std::string(what));
    };
    std::set<std::int64_t> accounted;
    for (const auto& [transaction, entries] : books_.sure) {
        accounted.insert(transaction);
        if (!as_told(transaction, entries)) complain(transaction, "is not what its commit promised");
    }
    for (const auto& [transaction, entries] : books_.maybe) {
        accounted.insert(transaction);
        if (!as_told(transaction, {}) && !as_told(transaction, entries)) complain(transaction, "is there in part");
    }
    for (const auto& [transaction, entries] : committed) {
        const bool is_ours = static_cast<std::size_t>(transaction / 1'000'000) == number_;
        if (is_ours && !accounted.contains(transaction)) complain(transaction, "was never committed and is there");
    }
}

// -- connecting ----------------------------------------------------------------------------------------------

task<std::optional<failure>> client::perform(session::call& work, call_plan plan) {
    ++counts_.calls;
    const auto serial = ++serial_;
    call_start_ = world_.now();
    armed_.reset();
    engine_->submit(work, call_start_ + plan.timeout);
    if (plan.cancel_after) {
        world_.after(*plan.cancel_after, [this, serial] {
            if (serial != serial_) return;
            ++counts_.breaks;
            engine_->request_break(world_.now());
            pump();
        });
    }
    world_.at(call_start_ + plan.timeout + break_patience + 1ms, [this, serial] {
        if (serial == serial_) world_.violated(name_ + ": a call did not end by its deadline");
    });
    const until_idle over{*this};
    co_await over;
    ++serial_;
    auto why = engine_->take_outcome();
    world_.note(name_ + ": " + std::string(to_string(work.phase())) + ": " + (why ? why->message : "ok"));
    if (!witness_->complaint().empty()) world_.violated(name_ + " witnessed: " + witness_->complaint());
    if (!why && wire_->is_good()) expect(engine_->is_usable(), "every break is answered in time");
    if (engine_->is_usable()) expect(engine_->pending_output().empty(), "all is sent when a call is over");
    if (why && why->code == errc::protocol_violation) world_.violated(name_ + ": " + why->message);
    co_return why;
}

// CONNECT, RESEND and REDIRECT. False: there is no connection.
task<bool> client::reach_listener() {
    std::string host = "first";
    std::string text(connect_text);
    for (int redirects = 0; redirects <= most_redirects; ++redirects) {
        wire_ = &dial_(host);
        engine_ = std::make_unique<session::engine>();
        ++engine_number_;
        witness_ = std::make_unique<witness>();
        armed_.reset();
        wire_->on_ready(end::client, [this, of = engine_number_] {
            if (of == engine_number_) pump();
        });
        ++serial_;
        call_start_ = world_.now();
        const auto sdu = world_.random().chance(30) ? 512U : 8192U;
        engine_->start_connect({.connect_data = text, .sdu = sdu, .after_redirect = redirects != 0},
                               world_.now() + 30s);
        const until_idle over{*this};
        co_await over;
        ++serial_;
        const auto why = engine_->take_outcome();
        world_.note(name_ + ": connect to " + host + ": " + (why ? why->message : "ok"));
        if (why) {
            expect_success(why, {}, "connecting");
            co_return false;
        }
        if (!engine_->redirect()) co_return true;
        const auto target = *engine_->redirect();
        const auto next = config::parse_connect_string(target.address);
        expect(next.has_value() && next->descriptions.front().addresses().size() == 1, "a redirect names an address");
        if (!next) co_return false;
        host = next->descriptions.front().addresses().front().host;
        if (!target.connect_data.empty()) text = target.connect_data;
        wire_->close(end::client);
    }
    expect(false, "redirects come to an end");
    co_return false;
}

task<bool> client::log_on() {
    if (!co_await reach_listener()) co_return false;
    ++counts_.connects;
    const bool knows_password = !world_.random().chance(5);
    const std::string password = knows_password ? "tiger" : "lion";
    session::logon_call logon(environment_, engine_->accepted(), "scott", base::as_bytes(password),
                              std::string(connect_text));
    const call_plan plan;
    const auto why = co_await perform(logon, plan);
    if (!knows_password) {
        expect_failure(why, plan, 1017);
        co_return false;
    }
    expect_success(why, plan, "logon");
    co_return !why;
}

task<void> client::log_off() {
    // As the driver closes: a server commits what is open when a session logs off.
    session::simple_call rollback(function_code::rollback, phase::rollback);
    const call_plan plan;
    if (engine_->session().transaction_in_progress) {
        const auto undone = co_await perform(rollback, plan);
        expect_success(undone, plan, "rollback");
        if (undone) co_return;
        settle(false);
    }
    session::simple_call logoff(function_code::logoff, phase::close);
    const auto why = co_await perform(logoff, plan);
    expect_success(why, plan, "logoff");
    if (why) co_return;
    engine_->write_goodbye();
    flush();
    witness_->ended();
    if (!witness_->complaint().empty()) world_.violated(name_ + " witnessed: " + witness_->complaint());
}

task<void> client::live() {
    const auto sessions = world_.random().between(1, 3);
    for (std::uint64_t i = 0; i < sessions; ++i) {
        if (co_await log_on()) co_await use_session();
        settle(false);  // what was not committed is gone with the session
        results_.clear();
        cache_.reset();
        wire_->close(end::client);
    }
}

}  // namespace oraxx::simulation
